/** What sqlsafe foretells, held against what a server did. */
import {postgresLocks, type Effect} from '../../../src/knowledge/effect.js'
import type {Foretold} from './foretell.js'
import {untouched, type Observation, type Observed} from './observation.js'

/**
 * Differences in words; none where all agrees.
 *
 * @param unsure Nobody can know what the statement meets: as much as the server does is enough.
 */
export function differences(foretold: Foretold, observation: Observation, unsure = false): string[] {
  if (unsure) return underestimates(foretold, observation)
  const {alone = false, error, relations} = observation
  if (error !== undefined) return [...refusalDifferences(foretold, error), ...touchedInVain(foretold, error)]
  const found = foretold.refusal ? [`refused (${foretold.refusal.message}), the server runs it`] : []
  if (foretold.alone !== alone) {
    found.push(`${foretold.alone ? 'refused' : 'run'} in a transaction, the server: ${alone ? 'refused' : 'run'}`)
  }
  const effects = new Map(foretold.effects.map((effect) => [effect.relation, effect]))
  for (const name of new Set([...relations.keys(), ...effects.keys()])) {
    found.push(...relationDifferences(name, effects.get(name), relations.get(name) ?? untouched, observation))
  }
  return found
}

/** Where less is foretold than the server does. */
function underestimates({effects, refusal}: Foretold, {error, relations}: Observation): string[] {
  if (error !== undefined) return []
  const told = new Map(effects.map((effect) => [effect.relation, effect]))
  const strength = (lock: unknown): number => postgresLocks.findIndex((one) => one === lock)
  const found = [...relations].flatMap(([name, {indexes, lock, locked, rewrite, scan}]) => {
    const {lock: ours, locksIndexes = [], rebuildsIndexes, ...effect} = told.get(name) ?? nothing
    const isEnough =
      strength(ours) >= strength(lock) &&
      (effect.rewrite === 'table' || !rewrite) &&
      allows[effect.scan === 'table' ? 'maybe' : effect.scan].includes(scan) &&
      indexes.every((index) => rebuildsIndexes.includes(index)) &&
      (ours === 'ACCESS EXCLUSIVE' || locked.every((index) => locksIndexes.includes(index)))
    return isEnough ? [] : [`${name}: less is foretold`]
  })
  return refusal ? [...found, `refused (${refusal.message}), the server runs it`] : found
}

const nothing: Pick<Effect, 'lock' | 'locksIndexes' | 'rebuildsIndexes' | 'rewrite' | 'scan'> = {
  lock: undefined,
  scan: 'none',
  rewrite: 'none',
  rebuildsIndexes: []
}

/** A syntax that is refused must be foretold; that rows or objects do not fit need not. */
function refusalDifferences({refusal}: Foretold, error: string): string[] {
  return error !== '42601' || refusal?.reason === 'version' || refusal?.reason === 'object'
    ? []
    : [`no refusal, the server: ${error}`]
}

/** What only CASCADE touches. */
const dependents =
  /^(referencing|referencing-all|dependent view|losing|server-tables|child|[a-z]+-users|schema-tables|typed-tables)$/

/** Where others depend on what goes, the server refuses; nothing happens to them then. */
function touchedInVain({effects}: Foretold, error: string): string[] {
  return effects
    .filter(
      ({role}) => (error === '2BP01' && dependents.test(role)) || (error === '0A000' && role === 'referencing-all')
    )
    .map(({because, relation}) => `${relation}: touched (${because}), the server refuses to`)
}

function relationDifferences(
  name: string,
  effect: Effect | undefined,
  server: Observed,
  {alone = false, scansUnseen = false}: Observation
): string[] {
  const found: string[] = []
  const differ = (what: string, ours: unknown, theirs: unknown, agrees = ours === theirs): void => {
    if (!agrees) {
      found.push(
        `${name} ${what}: ${String(ours)}, the server: ${String(theirs)}${effect ? ` (${effect.because})` : ''}`
      )
    }
  }
  if (effect?.confidence === 'unknown') found.push(`${name}: unknown (${effect.because})`)
  differ('lock', effect?.lock, server.lock)
  const scan = effect?.scan ?? 'none'
  differ('scan', scan, server.scan, scansUnseen || allows[scan].includes(server.scan))
  differ('rewrite', effect?.rewrite === 'table', server.rewrite)
  differ('rebuilt indexes', [...(effect?.rebuildsIndexes ?? [])].sort().join(), server.indexes.join())
  // Where there can be no transaction, the locks of indexes come and go unseen.
  if (!alone) differ('locked indexes', [...(effect?.locksIndexes ?? [])].sort().join(), server.locked.join())
  // What holds a lock is a transaction; where there can be none, it is given back.
  if (effect?.lock !== undefined) differ('lock given back', effect.short === true, alone)
  return found
}

/** What the planner chose must be what is said of it. That a row rightly says `maybe`, all its cases together show. */
const allows: Record<Effect['scan'], ReadonlyArray<Observed['scan']>> = {
  none: ['none', 'index or scan'],
  maybe: ['none', 'index or scan', 'scan or index', 'scan'],
  table: ['scan', 'scan or index']
}
