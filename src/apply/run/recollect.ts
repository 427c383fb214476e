/** Whether a database still is the one that the journal tells of: it may have been restored since, or made anew. */
import type {ObjectName} from '../../schema/objects.js'
import type {Plan, PlannedStep} from '../../plan/plan.js'
import type {Engine} from '../engine.js'
import {recall} from '../mark.js'
import type {NotedMarks, Recalled, TableMark} from '../mark.js'
import {tablesOf} from './tables-of.js'

/**
 * `stays`: it is. `former`: its tables are as they were before the run. `unknown`: these tables were made anew, and do not
 * tell whether what the run did is in them.
 */
export type Recollection = {is: 'stays'} | {is: 'former' | 'unknown'; tables: string[]}

/**
 * What has become of the tables of a run.
 *
 * @param finished It came to its end.
 */
export async function recollect(
  plan: Plan,
  {journal, marks, steps: known}: Engine,
  run: string,
  finished: boolean
): Promise<Recollection> {
  if (marks === undefined) return {is: 'stays'}
  const records = await journal.steps(run)
  // It was ended before it had noted anything, and so before it did anything.
  if (!finished && records.size === 0) return {is: 'stays'}
  const steps = plan.phases.flatMap((phase) => phase.steps)
  const touched = touchedBy(steps, plan)
  const now = touched.length === 0 ? [] : await marks.look(touched)
  const noted = await marks.since(run)
  const own = noted.filter((each) => each.run === run)
  const recalled = touched.map((table, index): [string, Recalled] => {
    const mark = now[index]
    // What nobody ever let us look at tells nothing.
    if (mark === undefined)
      return [table.name, own.some(({marks}) => marks.some(isOf(table))) ? 'unknown' : 'untouched']
    const work = steps.flatMap((step, at) => {
      const record = records.get(step.id)
      const isOn = touchedBy([step], plan).some((each) => keyOf(each) === keyOf(table))
      return record && isOn ? [{step, record, position: at + 1}] : []
    })
    const history = {
      own: marksOf(own, mark),
      later: marksOf(
        noted.filter((each) => each.run !== run),
        mark
      ),
      rowsAt: Math.max(0, ...work.filter(({step}) => writesRows(step)).map(({position}) => position)),
      inDoubt:
        !finished &&
        work.some(
          ({position, record, step}) =>
            (record.status === 'done' ? !own.some((each) => each.position === position) : true) &&
            known.find(({kind}) => kind === step.kind)?.mode === 'autocommit'
        )
    }
    return [mark.table, recall(history, mark)]
  })
  const are = (wanted: Recalled): string[] => recalled.filter(([, what]) => what === wanted).map(([table]) => table)
  if (are('unknown').length > 0) return {is: 'unknown', tables: are('unknown')}
  if (are('former').length === 0) return {is: 'stays'}
  return {is: are('stays').length > 0 ? 'unknown' : 'former', tables: are('former')}
}

/** Note how the tables of steps are, after the step of that position. */
export async function noteMarks(
  {marks}: Engine,
  plan: Plan,
  run: string,
  steps: readonly PlannedStep[],
  position: number
): Promise<void> {
  const tables = marks === undefined ? [] : touchedBy(steps, plan)
  if (marks === undefined || tables.length === 0) return
  const seen = (await marks.look(tables)).filter((mark) => mark !== undefined)
  if (seen.length > 0) await marks.note(run, position, seen)
}

/** Those that it locks, and those that it makes. */
function touchedBy(steps: readonly PlannedStep[], {dialect}: Plan): ObjectName[] {
  const tables = new Map(tablesOf(steps, dialect).map((table) => [keyOf(table), table]))
  for (const {input} of steps) {
    const named = 'tables' in input ? input.tables : 'table' in input ? [input.table] : []
    for (const table of named) tables.set(keyOf(table), table)
  }
  return [...tables.values()]
}

function keyOf({name, schema}: ObjectName): string {
  return JSON.stringify([schema, name])
}

/** The mark of a table by the name that plans have for it, which leave the database of the connection out. */
function isOf({name, schema}: ObjectName): (mark: TableMark) => boolean {
  const [full, bare] = [`${schema}.${name}`.toLowerCase(), `.${name}`.toLowerCase()]
  return ({table}) => (schema === '' ? table.toLowerCase().endsWith(bare) : table.toLowerCase() === full)
}

function marksOf(noted: readonly NotedMarks[], {table}: TableMark): Array<{position: number; mark: TableMark}> {
  return noted.flatMap(({marks, position}) => {
    const mark = marks.find((each) => each.table === table)
    return mark === undefined ? [] : [{position, mark}]
  })
}

function writesRows({kind}: PlannedStep): boolean {
  return kind === 'batch' || kind === 'transaction' || kind === 'statement'
}
