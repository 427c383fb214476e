/** Take the change of a table back after the swap: which one, and by which plan. */
import {UsageError} from '../../usage-error.js'
import {revertPlan} from '../../plan/revert.js'
import type {Plan} from '../../plan/plan.js'
import type {Engine} from '../engine.js'
import type {RunRecord} from '../journal.js'
import type {KeptInSync} from '../kept.js'

/**
 * The plan that lets an old table take its place again: of the revert that was begun, or a new one.
 *
 * @param table Its name, also with its schema; `undefined`: the only one that is kept in sync.
 * @throws {UsageError} When there is none, or more than one.
 */
export async function planRevert(engine: Engine, table: string | undefined): Promise<Plan> {
  const open = (await engine.journal.isThere()) ? await engine.journal.findOpen() : []
  const begun = open.find(({plan}) => plan.reverts !== undefined)
  if (begun) return begun.plan
  if (engine.keptInSync === undefined) {
    throw new UsageError(
      `Unexpected database of ${engine.dialect}, expected postgres: only there a table is kept in sync`
    )
  }
  const {input, run} = chosen(await engine.keptInSync(), table)
  await assertSettled(engine, open, run)
  const {serverMajor, steps} = engine
  return revertPlan({
    input,
    run,
    serverMajor,
    preview: (kind, given) => steps.find((step) => step.kind === kind)?.preview(given) ?? []
  })
}

/** A run that waits before a later phase can be given up; one in the middle of a table's copy has to come through it. */
async function assertSettled({journal}: Engine, open: readonly RunRecord[], id: string): Promise<void> {
  const run = open.find((each) => each.id === id)
  if (run === undefined) return
  const records = await journal.steps(id)
  const planned = run.plan.phases.flatMap(({steps}) => steps).filter(({kind}) => kind.startsWith('shadow-'))
  const begun = planned.find((step) => records.get(step.id)?.status !== 'done')
  if (begun === undefined) return
  throw new UsageError(
    `Unexpected run ${id} before the end of step ${begun.id}, expected all tables to be replaced: go on with its plan first`
  )
}

function chosen(kept: readonly KeptInSync[], table: string | undefined): KeptInSync {
  const fits = kept.filter(
    ({input: {table: own}}) => table === undefined || [own.name, `${own.schema}.${own.name}`].includes(table)
  )
  const [one, ...more] = fits
  if (one && more.length === 0) return one
  const names = kept.map(({input}) => `\`${input.table.schema}.${input.table.name}\``).join(', ')
  if (kept.length === 0) {
    throw new UsageError(
      'Unexpected lack of a table that is kept in sync, expected one: `sqlsafe apply --keep-in-sync` keeps the way back'
    )
  }
  throw new UsageError(
    `Unexpected ${table === undefined ? 'lack of a table' : `table \`${table}\``}, expected one of ${names}`
  )
}
