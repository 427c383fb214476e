/** Sets of rules to begin with; the configuration goes over them rule by rule. */

/**
 * From the smallest to the largest; each holds the ones before it.
 *
 * - `recommended`: outages, lost data, broken deploys, security; a team can turn it on tomorrow.
 * - `strict`: also advice, which is right more often than not.
 * - `all`: also policies and tastes, about which teams differ.
 */
export const presets = ['recommended', 'strict', 'all'] as const

export type Preset = (typeof presets)[number]

/** What a rule says about them; nothing: it is in all. */
interface OfPreset {
  preset?: Preset | undefined
}

/** The smallest preset that a rule is on in. */
export function presetOf({preset = 'recommended'}: OfPreset): Preset {
  return preset
}

/** Whether a rule is on in a preset. */
export function isOnIn(rule: OfPreset, preset: Preset): boolean {
  return presets.indexOf(presetOf(rule)) <= presets.indexOf(preset)
}
