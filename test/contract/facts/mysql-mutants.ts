/** Facts about MySQL and MariaDB, each made wrong in every way, and the recorded cases that would show it. */
import {inVersions} from '../../../src/server/server.js'
import type {Dialect, Server} from '../../../src/server/server.js'
import type {CombinationFact, MysqlFact, RebuildFact, RefusalFact} from '../../../src/knowledge/mysql/fact.js'
import {knowledgeOf} from '../../../src/knowledge/mysql/judge.js'
import type {Knowledge} from '../../../src/knowledge/mysql/knowledge.js'
import {outcomes, wayOf} from '../../../src/knowledge/mysql/outcomes.js'
import type {Outcome} from '../../../src/knowledge/mysql/outcomes.js'
import {factServers} from '../../live/mysql-facts/servers.js'
import {foretell, recordedCases} from '../../unit/mysql-knowledge/foretold.js'
import type {RecordedCase} from '../../unit/mysql-knowledge/foretold.js'
import {mutantsOf} from './mutate.js'
import type {Mutant} from './mutate.js'

type Row = MysqlFact | CombinationFact | RebuildFact | RefusalFact
type Table = keyof Knowledge

const tables: readonly Table[] = ['facts', 'combinations', 'changes', 'rebuilds', 'copies', 'refusals', 'failures']

/** What the cases of one dialect show of its facts. */
export interface Trial {
  dialect: Dialect
  servers: readonly Server[]
  cases: readonly RecordedCase[]
  /** Cases that looked at a row, and those in which it holds. */
  looked: ReadonlyMap<Row, readonly RecordedCase[]>
  decided: ReadonlyMap<Row, ReadonlySet<RecordedCase>>
}

function note<Key, Value>(map: Map<Key, Set<Value>>, key: Key, value: Value): void {
  const values = map.get(key) ?? new Set()
  map.set(key, values.add(value))
}

/** The row, telling whenever its versions or its words are read. */
function watched<Fact extends Row>(row: Fact, look: () => void, decide: () => void): Fact {
  const words = 'does' in row ? 'does' : 'unexpected'
  const {versions} = row
  const said: unknown = Reflect.get(row, words)
  return Object.defineProperties(
    {...row},
    {
      versions: {get: () => (look(), versions)},
      [words]: {get: () => (decide(), said)}
    }
  )
}

/** Put all cases of a dialect to its facts. */
export function tryFacts(dialect: Dialect): Trial {
  const ours = factServers.filter(({server}) => server.dialect === dialect)
  const cases = ours.flatMap(recordedCases)
  const looked = new Map<Row, Set<RecordedCase>>()
  const decided = new Map<Row, Set<RecordedCase>>()
  let current = cases[0]
  const watch = <Fact extends Row>(rows: readonly Fact[]): Fact[] =>
    rows.map((row) =>
      watched(
        row,
        () => current && note(looked, row, current),
        () => current && note(decided, row, current)
      )
    )
  const {changes, combinations, copies, facts, failures, rebuilds, refusals} = knowledgeOf(dialect)
  const knowledge: Knowledge = {
    facts: watch(facts),
    combinations: watch(combinations),
    changes: watch(changes),
    rebuilds: watch(rebuilds),
    copies: watch(copies),
    refusals: watch(refusals),
    failures: watch(failures)
  }
  for (current of cases) foretell(current, knowledge)
  const first = (row: Row, found: ReadonlySet<RecordedCase>) =>
    [...found].sort((a, b) => Number(decided.get(row)?.has(b) ?? false) - Number(decided.get(row)?.has(a) ?? false))
  return {
    dialect,
    servers: ours.map(({server}) => server),
    cases,
    looked: new Map([...looked].map(([row, found]) => [row, first(row, found)])),
    decided
  }
}

/** Rows by what they speak of. */
export function rowsOf(dialect: Dialect): Array<{table: Table; index: number; row: Row}> {
  const knowledge = knowledgeOf(dialect)
  return tables.flatMap((table) => knowledge[table].map((row, index) => ({table, index, row})))
}

/** For a message. */
export function nameOf({table, row}: {table: Table; row: Row}): string {
  if (!('does' in row)) return [row.operation, row.versions, row.when.join(' '), 'refused', row.unexpected].join(' | ')
  const what = 'operation' in row ? `${row.operation} ${row.on}` : table
  return [what, row.versions, (row.when ?? []).join(' '), row.does, row.because].join(' | ')
}

const lists = ['any', 'and', 'only'] as const

/** Without one of the works that it speaks of. */
function withoutWorks(row: Row): Array<Mutant<Row>> {
  if (!('any' in row)) return []
  return lists.flatMap((list) =>
    (row[list] ?? []).map((work, index) => ({
      what: `${list} without ${work}`,
      fact: {...row, [list]: row[list]?.toSpliced(index, 1)}
    }))
  )
}

/** What becomes of an outcome where the table surely makes something else of it. */
function takenOver(outcome: Outcome, {when = []}: Row, server: Server, knowledge: Knowledge): Outcome {
  const {algorithm, rewrite} = wayOf(outcome, server)
  const rows = rewrite === 'none' ? [] : algorithm === 'COPY' ? knowledge.copies : knowledge.rebuilds
  const holds = (condition: string): boolean =>
    // Another change that lifts it does what it does by itself too: cases show that.
    /^!.*-anywhere$/.test(condition) || when.some((each) => each === condition || `${each}-anywhere` === condition)
  const found = rows.find((row) => inVersions(server.version, row.versions) && row.when.every(holds))
  return found && algorithm !== undefined ? found.does : outcome
}

/** MariaDB's maintenance of partitions takes no clause that could be accepted without being heeded. */
const isClaused = (row: Row, {dialect}: Pick<Trial, 'dialect'>): boolean =>
  dialect === 'mysql' || !('operation' in row) || !row.operation.startsWith('partition.')

function means(outcome: Outcome, row: Row, trial: Pick<Trial, 'dialect' | 'servers'>): string {
  const knowledge = knowledgeOf(trial.dialect)
  const ways = trial.servers.map((server) => wayOf(takenOver(outcome, row, server, knowledge), server))
  return JSON.stringify(ways.map((way) => ({...way, heedless: isClaused(row, trial) && way.heedless})))
}

/** What a part does that another one always stands beside, a combination says. */
const standsAlone = ({when = []}: Row): boolean =>
  !when.some((condition) => condition === 'on-new-virtual-column' || condition === 'index-gets-new-column')

/** Every way in which a row can be wrong; two outcomes that mean the same on all servers are one. */
export function wrongRows(row: Row, trial: Pick<Trial, 'dialect' | 'servers'>): Array<Mutant<Row>> {
  const versions = trial.servers.map(({version}) => version)
  if (!('does' in row)) return mutantsOf<Row>(row, {}, versions)
  const others = standsAlone(row)
    ? outcomes.filter((outcome) => means(outcome, row, trial) !== means(row.does, row, trial))
    : []
  return [...mutantsOf<Row>(row, {does: others}, versions), ...withoutWorks(row)]
}

function replaced(knowledge: Knowledge, table: Table, index: number, row: Row): Knowledge {
  return {...knowledge, [table]: knowledge[table].with(index, row as never)}
}

/** A statement takes an `ALGORITHM` clause, or it does not, as its kind of work says. */
export function saysWhatItsWorkDoes(row: Row, servers: readonly Server[]): boolean {
  if (!('work' in row) || row.on !== 'table') return true
  const isStatement = row.work.includes('statement')
  return servers.every((server) => (wayOf(row.does, server).algorithm === undefined) === isStatement)
}

/** Of copies beside writes: on this server there are none. */
const isIdle = (table: Table, row: Row, server: Server): boolean =>
  table === 'copies' && 'does' in row && wayOf('copy', server).lock === wayOf('blocking-copy', server).lock

/** Whether versions that are said wrongly make a difference: a row must decide a case on each that it names. */
function sayOtherwise(trial: Trial, table: Table, index: number, fact: Row, row: Row): boolean {
  const added = trial.servers.filter(
    ({version}) => inVersions(version, fact.versions) && !inVersions(version, row.versions)
  )
  const changed = trial.servers.filter(
    ({version}) => inVersions(version, fact.versions) !== inVersions(version, row.versions)
  )
  if (changed.every((server) => isIdle(table, row, server))) return false
  const isDecided = (server: Server): boolean => {
    let decided = false
    const seen = watched(
      fact,
      () => undefined,
      () => (decided = true)
    )
    const knowledge = replaced(knowledgeOf(trial.dialect), table, index, seen)
    return trial.cases.some((each) => {
      if (each.situation.session.server === server) foretell(each, knowledge)
      return decided
    })
  }
  return added.every(isDecided)
}

/** What can be wrong about a row without any case that shows it. */
export function survivors(trial: Trial, table: Table, index: number, row: Row): string[] {
  const knowledge = knowledgeOf(trial.dialect)
  const cases = trial.looked.get(row) ?? []
  return wrongRows(row, trial)
    .filter(({fact}) => {
      if (!saysWhatItsWorkDoes(fact, trial.servers)) return false
      const wrong = replaced(knowledge, table, index, fact)
      if (cases.some((each) => !each.agrees(foretell(each, wrong)))) return false
      return fact.versions === row.versions || sayOtherwise(trial, table, index, fact, row)
    })
    .map(({what}) => what)
}
