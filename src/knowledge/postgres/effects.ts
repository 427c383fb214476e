/** From facts to effects: for each role the relations, for each relation the first row that holds. */
import {inVersions} from '../../server/server.js'
import type {Operation, OperationKind} from '../../operations/operation.js'
import {lockedTogether} from '../blocks.js'
import type {Effect, PostgresLock} from '../effect.js'
import {postgresLocks} from '../effect.js'
import type {Verdict} from '../effect.js'
import {conditions, type ConditionName} from './conditions/index.js'
import {remainingIndexes, replacedIndexes, unfitIndexes} from './conditions/index-fitness.js'
import {all, not} from './expressions/verdict.js'
import type {PostgresFact} from './fact.js'
import {facts} from './facts/index.js'
import {goesForIndexes, movesIndexes, tablespaceOfIndex, type Look, type Scene, type Target} from './look.js'
import {standsAlone} from './refusals/transaction.js'
import {roles, type Role} from './roles/index.js'

/** What one operation does by itself. */
export function effectsOf(scene: Scene): Effect[] {
  return matchesOf(scene).flatMap(effectOf)
}

/** A relation that an operation touches, and the rows of facts that may hold for it. */
export interface Match {
  look: Look
  role: Role
  /** Where it is known which row holds, that one alone. */
  candidates: PostgresFact[]
}

/** Find the facts that speak of an operation, for each relation that it touches. */
export function matchesOf(scene: Scene): Match[] {
  if (isIdle(scene)) return []
  const matches: Match[] = []
  for (const [role, rows] of rowsByRole(scene.operation.kind, scene.version)) {
    for (const relation of roles[role](scene)) {
      const look = {...scene, relation}
      matches.push({look, role, candidates: candidateRows(look, rows)})
    }
  }
  return matches
}

const known = new Map<string, ReadonlyMap<Role, readonly PostgresFact[]>>()

/** The facts about a kind of operation on a version: statements are many, and facts stay. */
function rowsByRole(kind: OperationKind, version: number): ReadonlyMap<Role, readonly PostgresFact[]> {
  const key = `${kind} ${version}`
  const found = known.get(key)
  if (found) return found
  const byRole = new Map<Role, PostgresFact[]>()
  for (const row of facts[kind]) {
    if (!inVersions([version], row.versions)) continue
    const rows = byRole.get(row.on)
    if (rows) rows.push(row)
    else byRole.set(row.on, [row])
  }
  known.set(key, byRole)
  return byRole
}

/** Sort them again: the versions of one have changed, as only tests do that make facts wrong. */
export function forgetSortedFacts(): void {
  known.clear()
}

/** `ALTER TABLE IF EXISTS` of what is not there touches nothing else either. */
const isIdle = (scene: Scene): boolean =>
  'ifTableExists' in scene.operation && scene.operation.ifTableExists === true && roles.table(scene).length === 0

/** None where the relation is not touched. */
function effectOf({candidates, look, role}: Match): Effect[] {
  const effects = candidates.map((row) => toEffect(row, look, role))
  const [first] = effects
  if (!first) return [unknownEffect(look, role)]
  const worst = effects.reduce(worse)
  const sure = look.relation.unresolved !== true && effects.every((effect) => isSameDeed(effect, first))
  // The words are those of the worst that may be, the last row among equals: it is the ordinary case.
  const {because, source} = effects.reduce((a, b) => (weight(b) >= weight(a) ? b : a))
  const effect: Effect = sure ? {...first, scan: worst.scan} : {...worst, because, source, confidence: 'unknown'}
  return isNothing(effect) ? [] : [effect]
}

/** The row that holds; before it those of which nobody knows. */
function candidateRows(look: Look, rows: readonly PostgresFact[]): PostgresFact[] {
  const candidates: PostgresFact[] = []
  for (const row of rows) {
    const verdict = all(row.when, (name) => holds(name, look))
    if (verdict === false) continue
    candidates.push(row)
    if (verdict === true) return candidates
  }
  return candidates
}

function holds(name: ConditionName | `!${ConditionName}`, look: Look): Verdict {
  return isNegated(name) ? not(conditions[name.slice(1) as ConditionName](look)) : conditions[name](look)
}

const isNegated = (name: ConditionName | `!${ConditionName}`): name is `!${ConditionName}` => name.startsWith('!')

function toEffect(row: PostgresFact, look: Look, role: Role): Effect {
  const stores = hasRows(look.relation) && !isParent(look)
  const rebuildsIndexes = stores ? rebuiltIndexes(row, look) : []
  const locksIndexes = lockedIndexes(row, look)
  return {
    relation: displayName(look.relation),
    role: look.relation.role ?? role,
    lock: lockOf(row, look),
    scan: stores ? row.scan : 'none',
    rewrite: stores ? row.rewrite : 'none',
    rebuildsIndexes,
    ...(locksIndexes.length > 0 ? {locksIndexes} : {}),
    // Where there can be no transaction, locks are given back.
    ...(standsAlone(look) ? {short: true} : {}),
    source: row.source,
    confidence: row.proof,
    because: row.because
  }
}

/** As people write it: without the schema that everybody has. */
export function displayName({name: {schema, name}}: Target): string {
  return schema === 'public' ? name : `${schema}.${name}`
}

/** Views, foreign tables and parents of partitions have nothing to read or to write anew. */
export const hasRows = ({table}: Target): boolean =>
  table === undefined || table.kind === 'table' || table.kind === 'materialized-view'

/** `CREATE INDEX … ON ONLY` has a meaning for partitioned tables alone: one that is not known is taken for such. */
const isParent = ({operation, relation: {table}}: Look): boolean =>
  table === undefined && operation.kind === 'index.create' && operation.only === true

function lockOf(row: PostgresFact, {operation}: Look): PostgresLock | undefined {
  if (row.lock === 'none') return undefined
  if (row.lock !== 'as-written') return row.lock
  const mode = 'mode' in operation ? operation.mode : undefined
  return postgresLocks.find((lock) => lock === mode?.toUpperCase()) ?? 'ACCESS EXCLUSIVE'
}

function rebuiltIndexes(row: PostgresFact, look: Look): string[] {
  const {table} = look.relation
  switch (row.indexes) {
    case 'none':
      return replacedIndexes(look)
    case 'all':
      return table ? [...remainingIndexes(table, look).map(({name}) => name), ...replacedIndexes(look)] : []
    case 'dependent':
      return unfitIndexes(look).map(({name}) => name)
    case 'named':
      return namedIndexes(look)
  }
}

function lockedIndexes({locked}: PostgresFact, look: Look): string[] {
  if (locked === 'none') return []
  return locked === 'named' ? namedIndexes(look) : (look.relation.table?.indexes.map(({name}) => name) ?? [])
}

/** The index that the statement names, or its part of that of a partitioned table. */
function namedIndexes({operation, relation: {table}}: Look): string[] {
  if (movesIndexes(operation)) {
    return table?.indexes.flatMap((index) => (tablespaceOfIndex(index) === operation.name ? [index.name] : [])) ?? []
  }
  const name = nameOfIndex(operation)
  if (!table) return name === undefined ? [] : [name]
  return table.indexes.flatMap((index) => (index.name === name || index.parent?.name === name ? [index.name] : []))
}

function nameOfIndex(operation: Operation): string | undefined {
  switch (operation.kind) {
    case 'index.reindex':
      return operation.name?.name
    case 'index.attach-partition':
      return operation.partition.name
    default:
      if (goesForIndexes(operation)) return operation.table.name
      return 'index' in operation && typeof operation.index === 'object' ? operation.index.name : undefined
  }
}

const scans = ['none', 'maybe', 'table'] as const

/** The worse of two in every respect; used where it is not known which holds. */
export function worse(a: Effect, b: Effect): Effect {
  return {
    ...a,
    lock: strongerLock(a.lock, b.lock),
    scan: scans[Math.max(scans.indexOf(a.scan), scans.indexOf(b.scan))] ?? 'table',
    rewrite: a.rewrite === 'table' ? a.rewrite : b.rewrite,
    rebuildsIndexes: [...new Set([...a.rebuildsIndexes, ...b.rebuildsIndexes])],
    ...lockedTogether(a, b)
  }
}

/** Which of two is told about: the one that costs more. */
export const weight = ({lock, rebuildsIndexes, rewrite, scan}: Effect): number =>
  Number(rewrite === 'table') * 1000 +
  Number(scan !== 'none') * 100 +
  Number(rebuildsIndexes.length > 0) * 50 +
  postgresLocks.findIndex((one) => one === lock)

/** The stronger of two locks of PostgreSQL. */
export function strongerLock(a: Effect['lock'], b: Effect['lock']): Effect['lock'] {
  const strength = (lock: Effect['lock']): number => postgresLocks.findIndex((one) => one === lock)
  return strength(a) >= strength(b) ? a : b
}

export const isSameDeed = (a: Effect, b: Effect): boolean =>
  a.lock === b.lock &&
  (a.scan === 'none') === (b.scan === 'none') &&
  a.rewrite === b.rewrite &&
  a.rebuildsIndexes.join() === b.rebuildsIndexes.join() &&
  a.locksIndexes?.join() === b.locksIndexes?.join()

export const isNothing = ({lock, locksIndexes, rebuildsIndexes, rewrite, scan}: Effect): boolean =>
  lock === undefined &&
  scan === 'none' &&
  rewrite === 'none' &&
  rebuildsIndexes.length === 0 &&
  locksIndexes === undefined

/** No fact speaks of it: then everything may happen. */
function unknownEffect(look: Look, role: Role): Effect {
  return {
    relation: displayName(look.relation),
    role: look.relation.role ?? role,
    lock: 'ACCESS EXCLUSIVE',
    scan: 'table',
    rewrite: 'table',
    rebuildsIndexes: look.relation.table?.indexes.map(({name}) => name) ?? [],
    source: {url: 'https://www.postgresql.org/docs/current/explicit-locking.html'},
    confidence: 'unknown',
    because: 'no fact is known'
  }
}
