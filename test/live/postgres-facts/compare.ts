/** What sqlsafe foretells, held against what a server did. */
import type {Version} from '../../../src/core/server.js'
import {mergeEffects} from '../../../src/core/merge-effects.js'
import type {Effect, Judgement} from '../../../src/knowledge/effect.js'
import {judge} from '../../../src/knowledge/judge.js'
import type {Reader} from '../../../src/operations/read.js'
import {Catalog} from '../../../src/schema/catalog.js'
import {change} from '../../../src/schema/change.js'
import {Session} from '../../../src/schema/session.js'
import type {Observation, Observed} from './observe.js'

export interface Foretold {
  effects: Effect[]
  refusal: Judgement['refusal']
  /** Problems of reading. */
  problems: string[]
}

/** Judge a statement on the schema that a script makes. */
export function foretell(
  read: Reader,
  version: Version,
  setup: string,
  statement: string,
  inTransaction: boolean
): Foretold {
  const catalog = new Catalog()
  const session = new Session({dialect: 'postgres', version})
  for (const {commands} of read(setup).statements) {
    for (const command of commands) change(command, catalog, session, undefined)
  }
  if (inTransaction) {
    session.transaction = {byRunner: true, mark: catalog.mark(), settings: new Map(session.settings), savepoints: []}
  }
  const effects: Effect[] = []
  const problems: string[] = []
  let refusal: Judgement['refusal']
  for (const {commands, problems: unread} of read(statement).statements) {
    problems.push(...unread.map(({message}) => message))
    for (const command of commands) {
      const judgement = judge(command, {catalog, session})
      effects.push(...judgement.effects)
      refusal ??= judgement.refusal
      change(command, catalog, session, 1)
    }
  }
  return {effects: mergeEffects(effects), refusal, problems}
}

const untouched: Observed = {lock: undefined, scan: false, rewrite: false, indexes: []}

/** Differences in words; none where all agrees. */
export function differences(foretold: Foretold, observation: Observation, isOutside: boolean): string[] {
  const {error, relations} = observation
  if (error) return refusalDifferences(foretold, error)
  const found = foretold.refusal ? [`refused (${foretold.refusal.message}), the server runs it`] : []
  const effects = new Map(foretold.effects.map((effect) => [effect.relation, effect]))
  for (const name of new Set([...relations.keys(), ...effects.keys()])) {
    found.push(...relationDifferences(name, effects.get(name), relations.get(name) ?? untouched, isOutside))
  }
  return found
}

/** A syntax or a transaction that is refused must be foretold; that rows or objects do not fit need not. */
function refusalDifferences({refusal}: Foretold, {code, message}: {code: string; message: string}): string[] {
  const wanted = code === '42601' ? 'version' : code === '25001' ? 'transaction' : undefined
  return wanted === undefined || refusal?.reason === wanted || refusal?.reason === 'object'
    ? []
    : [`no refusal, the server: ${code} ${message}`]
}

function relationDifferences(name: string, effect: Effect | undefined, server: Observed, isOutside: boolean): string[] {
  const found: string[] = []
  const differ = (what: string, ours: unknown, theirs: unknown): void => {
    if (ours !== theirs) {
      found.push(
        `${name} ${what}: ${String(ours)}, the server: ${String(theirs)}${effect ? ` (${effect.because})` : ''}`
      )
    }
  }
  if (effect?.confidence === 'unknown') found.push(`${name}: unknown (${effect.because})`)
  differ('lock', effect?.lock, server.lock)
  // A statement that ran in transactions of its own left no count of its scans.
  if (effect?.scan !== 'maybe' && !isOutside) differ('scan', effect?.scan === 'table', server.scan)
  differ('rewrite', effect?.rewrite === 'table', server.rewrite)
  differ('rebuilt indexes', [...(effect?.rebuildsIndexes ?? [])].sort().join(), [...server.indexes].sort().join())
  return found
}
