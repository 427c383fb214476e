/** From the settings of another checker to those of sqlsafe. */
import type {RuleLevel} from '../core/configuration/configuration.js'
import type {Rule, Severity} from '../core/define-rule.js'
import {expandPeerName, peerRulesOf} from '../core/peer-rules.js'
import type {Peer} from '../core/peers.js'
import {isOnIn} from '../core/presets.js'
import type {Preset} from '../core/presets.js'
import type {PeerSettings} from './from/peer-settings.js'

/** What is to be configured, and what there is to say about it. */
export interface Switched {
  rules: Record<string, RuleLevel>
  /** What could not be taken over: full sentences. */
  notes: string[]
}

/**
 * Translate which checks are on. A rule that covers several checks is switched off only where all of them are: what was
 * seen before is to be seen after.
 */
export function switchRules(settings: PeerSettings, peer: Peer, rules: readonly Rule[], preset: Preset): Switched {
  const rulesFor = peerRulesOf(rules)
  const byId = new Map(rules.map((rule) => [rule.id, rule]))
  const covering = (name: string): Rule[] => rulesFor(peer, name).flatMap((id) => byId.get(id) ?? [])
  const key = (name: string): string => name.toLowerCase()
  const on = new Map([...settings.on].map(([name, severity]) => [key(name), severity]))
  const off = new Set(settings.off.flatMap((name) => expandPeerName(peer, name)).map(key))
  const isOff = (name: string): boolean => off.has(key(name)) || (settings.onlyThose === true && !on.has(key(name)))
  const found: Switched = {rules: {}, notes: []}

  for (const name of [...settings.off, ...settings.on.keys()]) {
    if (covering(name).length === 0) found.notes.push(`\`${name}\`: no rule of sqlsafe covers it.`)
  }
  for (const rule of rules) {
    const theirs = rule.peers?.[peer] ?? []
    const kept = theirs.filter((name) => !isOff(name))
    if (theirs.length > 0 && kept.length === 0 && isOnIn(rule, preset)) found.rules[rule.id] = 'off'
    if (kept.length > 0 && theirs.some((name) => off.has(key(name))) && isOnIn(rule, preset)) {
      const gone = theirs.filter((name) => off.has(key(name)))
      found.notes.push(
        `\`${gone.join('`, `')}\`: \`${rule.id}\` stays on, it covers \`${kept.join('`, `')}\` too; \`rules: {${rule.id}: off}\` does without.`
      )
    }
  }
  for (const [name, severity] of settings.on) {
    for (const rule of covering(name)) {
      const level = levelOf(rule, severity, preset)
      if (level !== undefined && found.rules[rule.id] !== 'off') found.rules[rule.id] = level
    }
  }
  return found
}

/** `undefined`: it is so already. */
function levelOf(rule: Rule, severity: Severity | undefined, preset: Preset): RuleLevel | undefined {
  const wanted = severity ?? rule.severity
  return isOnIn(rule, preset) && wanted === rule.severity ? undefined : wanted
}
