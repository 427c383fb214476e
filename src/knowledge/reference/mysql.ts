/** The reference of MySQL and MariaDB. */
import type {Server} from '../../server/server.js'
import type {OperationKind} from '../../operations/operation.js'
import {blocks, describeBlocks} from '../blocks.js'
import {mariadbKnowledge} from '../mariadb/facts/index.js'
import {conditionWords} from '../mysql/conditions/words.js'
import type {MysqlFact, Role} from '../mysql/fact.js'
import {mysqlKnowledge} from '../mysql/facts/index.js'
import {isWorse} from '../mysql/finding.js'
import type {Knowledge} from '../mysql/knowledge.js'
import {factsAbout} from '../mysql/knowledge.js'
import {observedOn} from '../mysql/observed.js'
import {versionsOfWays, wayOf} from '../mysql/outcomes.js'
import type {Way} from '../mysql/outcomes.js'
import {place} from './arrange.js'
import type {Placed} from './arrange.js'
import type {ReferenceCase} from './cases.js'
import {replicasOf} from './replicas.js'
import {holds, nameSegments, segmentsOf} from './segments.js'
import type {Segment} from './segments.js'

type Dialect = 'mysql' | 'mariadb'

const knowledgeOf: Record<Dialect, Knowledge> = {mysql: mysqlKnowledge, mariadb: mariadbKnowledge}

const roleWords: Record<Role, string> = {
  table: 'the table',
  referenced: 'the table that a new foreign key references',
  read: 'a table that the statement reads',
  exchanged: 'the table that is exchanged with the partition'
}

/** The versions cut where any fact of the engine begins or ends to hold. */
export function mysqlSegments(dialect: Dialect): Segment[] {
  const {changes, combinations, copies, facts, rebuilds} = knowledgeOf[dialect]
  const rows = [...facts, ...combinations, ...changes, ...rebuilds, ...copies]
  return segmentsOf(dialect, [...rows.map(({versions}) => versions), ...versionsOfWays(dialect)])
}

/** The cases of an operation on some versions. */
export function mysqlCases(dialect: Dialect, operation: OperationKind, segments: readonly Segment[]): ReferenceCase[] {
  return (Object.keys(roleWords) as Role[]).flatMap((role) =>
    place(factsAbout(knowledgeOf[dialect], operation, role), segments, conditionWords)
      .flatMap((placed) => byWay(dialect, placed))
      .sort((a, b) => (isWorse(a.way, b.way) ? 1 : isWorse(b.way, a.way) ? -1 : 0))
      .map(({placed, way}) => caseOf(dialect, operation, placed, way, segments))
  )
}

interface Part {
  placed: Placed<MysqlFact>
  way: Way
}

/** One and the same outcome is another way on another version: MariaDB copies online since 11.2. */
function byWay(dialect: Dialect, placed: Placed<MysqlFact>): Part[] {
  const parts: Array<Part & {key: string}> = []
  for (const segment of placed.segments) {
    const way = wayOf(placed.fact.does, serverAt(dialect, segment))
    const key = JSON.stringify(way)
    const same = parts.find((part) => part.key === key)
    if (same) same.placed.segments.push(segment)
    else parts.push({key, way, placed: {...placed, segments: [segment]}})
  }
  return parts
}

const serverAt = (dialect: Dialect, {from}: Segment): Server => ({dialect, version: from})

function caseOf(
  dialect: Dialect,
  operation: OperationKind,
  {fact, order, segments, when}: Placed<MysqlFact>,
  {algorithm, lock, rewrite, scan}: Way,
  all: readonly Segment[]
): ReferenceCase {
  const work = {lock, scan, rewrite, indexes: null, algorithm: algorithm ?? null}
  const seen =
    fact.proof === 'documented'
      ? []
      : observedOn(dialect).filter((version) => segments.some((segment) => holds(segment, version)))
  return {
    relation: roleWords[fact.on],
    order,
    versions: nameSegments(segments, all),
    when,
    ...work,
    blocks: blocks(lock, dialect),
    blocked: describeBlocks(lock, dialect),
    replicas: replicasOf(dialect, operation, work),
    confidence: seen.length > 0 ? 'observed' : 'documented',
    observedOn: seen.map((version) => version.join('.')),
    because: fact.because,
    source: fact.source
  }
}
