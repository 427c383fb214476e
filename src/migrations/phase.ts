/**
 * Phases of a deployment: what a migration may count on, because of the release that runs before or
 * after it. Declared by a comment, `sqlsafe-phase: contract`, or by the configuration for paths.
 */
import type {Script} from '../operations/script.js'
import type {Comment} from '../parse/source.js'

/**
 * `expand`: the release before is still to come, so nothing is taken away. `backfill`: rows are filled
 * while both releases run. `contract`: no running release uses any more what is taken away.
 */
export const phases = ['expand', 'backfill', 'contract'] as const

export type Phase = (typeof phases)[number]

const pattern = /^sqlsafe-phase(?:\s*:\s*|\s+)(\S+)\s*$/
const kin = /^sqlsafe-phase\b/i

/** What a comment says about the phase; `unreadable`: it wants to and does not; `undefined`: nothing. */
export function readPhase({text}: Comment): Phase | 'unreadable' | undefined {
  if (!kin.test(text)) return undefined
  const word = pattern.exec(text)?.[1]
  return phases.find((phase) => phase === word) ?? 'unreadable'
}

/** The phase that a migration declares, itself or by its path; `undefined`: none. */
export function phaseOf({phase, script: {comments}}: {phase?: Phase | undefined; script: Script}): Phase | undefined {
  for (const comment of comments) {
    const declared = readPhase(comment)
    if (declared !== undefined && declared !== 'unreadable') return declared
  }
  return phase
}
