/** What facts must say about a recorded case. */
import type {Dialect} from '../../../src/server/server.js'
import type {FactCase} from '../../live/mysql-facts/fact-case.js'

/** What facts say happens to one relation. */
export interface SaidEffect {
  relation: string
  algorithm: string | undefined
  lock: string
  rewrite: boolean
  /** `undefined`: perhaps. */
  scan: boolean | undefined
}

/** What facts say of a statement. */
export interface Said {
  refused: boolean
  /** Nothing decides it. */
  unknown: boolean
  effects: readonly SaidEffect[]
}

export type Expectation = (said: Said) => boolean

/** Errors that say: the clause cannot be had, the syntax, option or engine is not known, or a replica would differ. */
const foretellable = new Set([1221, 1674, 1800, 1845, 1846, 1064, 1115, 1235, 1273, 1286, 1911, 4092, 4161])

/** Errors that say: something else of the table, or of another, holds on to what should change. */
const held = new Set([
  1005, 1068, 1071, 1075, 1101, 1170, 1171, 1214, 1217, 1451, 1488, 1503, 1506, 1553, 1701, 1795, 1822, 1828, 1829,
  1830, 1832, 1833, 1907, 3106, 3108, 3730, 3776, 3780, 3837, 3855, 3959, 4119, 4137, 6125
])

function errorOf(recorded: string): number | undefined {
  const error = /^error (\d+)$/.exec(recorded)
  return error ? Number(error[1]) : undefined
}

/** MariaDB misses the column when it reads what spoke of it. */
const missed = new Set([1054, 1072])
const dropsColumn = /^ALTER TABLE \w+ DROP COLUMN (\w+)(, ADD COLUMN \1 \w+)?$/

/** There is no such thing, or there is one already. */
const byName = new Set([1054, 1060, 1061, 1072, 1091, 1176, 3821, 3940])

/** Whether the server refused it for what the table is. */
export function isHeld({name, statement}: Pick<FactCase, 'name' | 'statement'>, recorded: string): boolean {
  const error = errorOf(recorded) ?? 0
  if (name.startsWith('named') && byName.has(error)) return true
  return held.has(error) || (missed.has(error) && dropsColumn.test(statement))
}

/** Not seen from the table ids: data in memory, and the new id of a discarded tablespace. */
const unseen = /^(option-memory|(option|partition-range)\/discard)/

/** `EXCHANGE` and maintenance of partitions accept every clause and heed none. */
const heedsNothing = /\b(EXCHANGE|TRUNCATE|OPTIMIZE|ANALYZE|CHECK|REPAIR) PARTITION\b/

/**
 * A clause was accepted here with `LOCK=NONE`, and others waited all the same: cases of the family `beside`
 * show it.
 */
const heedless = /ENGINE=(MyISAM|Aria|MEMORY)/

function blocksAllTheSame({setup, statement}: FactCase): boolean {
  return (
    setup.some((sql) => heedless.test(sql)) ||
    / ORDER BY /.test(statement) ||
    /ALTER TABLE t ADD .*REFERENCES t \(/.test(statement)
  )
}

/** They wait for open transactions as every change of a definition does, and have nothing to do then. */
const momentary = /^(CREATE|DROP) TRIGGER|^CREATE TABLE w|^ALTER TABLE t COMMENT/

/** On MySQL these take a clause, which says more. */
const claused = /\b(ADD|DROP) PARTITION\b/
const takesShared = /\b(REORGANIZE|REBUILD) PARTITION\b/

const lockOfWaits: Record<string, string> = {nobody: 'NONE', writers: 'SHARED', readers: 'EXCLUSIVE'}
const lockOfWork: Record<string, string> = {'writes go on': 'NONE', 'writes wait': 'SHARED', 'reads wait': 'EXCLUSIVE'}

const takesClause = /^ALTER TABLE t COMMENT|\b(ADD|DROP|REORGANIZE|REBUILD) PARTITION\b/

/** `t readers, u nobody; copies, writes wait`. */
function besideOthers({grow, statement}: FactCase, recorded: string, dialect: Dialect): Expectation {
  const [waits = '', deeds = ''] = recorded.split('; ')
  const seen = deeds.split(', ')
  const work = seen.map((deed) => lockOfWork[deed]).find((lock) => lock !== undefined)
  // MariaDB 11.8 rebuilds, which nothing can be seen of beside a table as short as that.
  const isUnseen = grow?.length === 0 && /^REPAIR TABLE/.test(statement)
  return ({effects, refused, unknown}) =>
    !refused &&
    !unknown &&
    waits.split(', ').every((part) => {
      const [relation = '', whom = ''] = part.split(' ')
      const effect = effects.find((each) => each.relation === relation)
      const isBrief = momentary.test(statement) || (claused.test(statement) && effect?.algorithm === 'INPLACE')
      const isShared = takesShared.test(statement) && effect?.algorithm === 'INPLACE'
      const lock = work ?? (isBrief ? 'NONE' : isShared ? 'SHARED' : lockOfWaits[whom])
      const isNamed = new RegExp(`\\b${relation}\\b`).test(statement)
      return (!isNamed || effect !== undefined) && (effect?.lock ?? 'NONE') === lock
    }) &&
    (isUnseen || (work !== undefined) === (effects[0]?.rewrite ?? false)) &&
    // What a query reads is no scan by a change.
    effects.every(
      ({rewrite, scan}) => work !== undefined || (isUnseen && rewrite) || scan === seen.includes('reads rows')
    ) &&
    (work !== undefined || takesClause.test(statement) || effects.every(({algorithm}) => algorithm === undefined)) &&
    // MySQL calls it INPLACE where it moves rows between partitions.
    (work === undefined ||
      effects[0]?.algorithm === undefined ||
      (dialect === 'mysql' && / PARTITION /.test(statement)) ||
      (effects[0].algorithm === 'COPY') === seen.includes('copies'))
}

/** Nobody else sees a temporary table, and where MariaDB heeds no clause it says nothing of the lock. */
function isAlone({setup}: FactCase, recorded: string): boolean {
  return recorded.includes(' heedless') && setup.some((sql) => sql.startsWith('CREATE TEMPORARY TABLE'))
}

function ofWay(way: string): Pick<SaidEffect, 'algorithm' | 'lock' | 'rewrite' | 'scan'> {
  const [algorithm, lock = 'NONE'] = way.split(' ')
  const rewrite = / rebuild\b/.test(way)
  return {algorithm, lock, rewrite, scan: rewrite || / builds /.test(way)}
}

/** MySQL shows no new ids for indexes of partitions. */
function hidesIndexes({setup}: FactCase): boolean {
  return setup.some((sql) => sql.includes('PARTITION BY'))
}

/** `undefined`: the case says nothing about the facts. */
export function expectationOf(each: FactCase, recorded: string, dialect: Dialect): Expectation | undefined {
  if (recorded.startsWith('setup') || unseen.test(each.name)) return undefined
  const error = errorOf(recorded)
  // Other errors are about the schema or the rows.
  if (error !== undefined) return foretellable.has(error) || isHeld(each, recorded) ? ({refused}) => refused : undefined
  if (each.grow) return besideOthers(each, recorded, dialect)

  const did = recorded.replace(/ heedless\b/, '')
  const expected = ofWay(did)
  const isUnclaused =
    did.startsWith('accepted') || heedsNothing.test(each.statement) || /\bONLINE\b/.test(each.statement)
  if (isUnclaused) {
    return ({effects: [effect], refused, unknown}) =>
      !refused && !unknown && (heedsNothing.test(each.statement) || (effect?.rewrite ?? false) === expected.rewrite)
  }
  // What goes at once when asked to, and is written anew when not.
  const plain = did === 'INSTANT NONE rebuild' ? {...expected, algorithm: 'INPLACE'} : expected
  const blocks = plain.algorithm === 'COPY' && plain.lock === 'NONE' && blocksAllTheSame(each)
  const lock = blocks ? 'SHARED' : plain.lock
  return ({effects: [effect], refused, unknown}) =>
    !refused &&
    !unknown &&
    effect?.algorithm === plain.algorithm &&
    (effect?.lock === lock || isAlone(each, recorded)) &&
    effect?.rewrite === plain.rewrite &&
    (hidesIndexes(each) || effect.scan === plain.scan)
}
