/** A way back from the swap: the old table is kept, and the log knows each key that is written since. */
import type {ShadowInput} from '../../../../plan/steps.js'
import type {Connection} from '../../../connection/connection.js'
import {makeBare, takeRights} from '../bare.js'
import {beginCapture, endCapture} from '../capture.js'
import {withFullNames} from '../catalog/read.js'
import {namesOf, rowTrigger} from '../names.js'
import type {ShadowNames} from '../names.js'
import {markCrash} from '../record.js'
import type {KeyColumn, ShadowRecord} from '../record.js'
import {rowFunction} from '../row-function.js'
import {printOf} from '../shape-print.js'
import {clockOf} from '../snapshots.js'
import {logColumns} from '../sql.js'

interface Keeping {
  input: ShadowInput
  run: string
  restore: string[]
}

/**
 * Begin, in the transaction of the swap, once the tables have changed places: before anybody can write the new one.
 *
 * @returns The record, turned round: what was the shadow is the source.
 */
export async function keepInSync(
  connection: Connection,
  record: ShadowRecord,
  {input, restore, run}: Keeping
): Promise<ShadowRecord> {
  const names = namesOf({...input, back: true})
  const send = async (statements: readonly string[]): Promise<void> => {
    for (const statement of statements) await connection.execute(statement)
  }
  // What acts on writes would act on the replay, and what its owner changes later comes back from the new table.
  await makeBare(connection, names.shadow)
  await takeRights(connection, names.shadow)
  const turned: ShadowRecord = {
    source: record.shadow,
    shadow: record.source,
    columns: record.wayBack.columns,
    key: record.key.map(turnedKey),
    indexes: [],
    laterChecks: [],
    statistics: record.statistics,
    ownKeyIndex: false,
    shape: await withFullNames(connection, () => printOf(connection, record.shadow)),
    unlogged: record.wayBack.unlogged,
    marksCrash: record.marksCrash,
    wayBack: record.wayBack,
    settings: record.settings,
    back: {input, run, since: await clockOf(connection), columns: record.columns, restore}
  }
  await beginCapture(connection, names, turned)
  await send([
    `CREATE INDEX ON ${names.log} (${logColumns(turned.key)})`,
    rowFunction(names, turned.key, 'each key'),
    ...logByKeys(names)
  ])
  if (turned.marksCrash) await markCrash(connection, names)
  await connection.execute(`UPDATE ${namesOf(input).record} SET old_snapshots = false`)
  return turned
}

/**
 * A value of the new key need not fit the old type: so it is never cast to that, but compared across types, as indexes
 * over integers and over texts can be asked.
 *
 * https://www.postgresql.org/docs/current/btree.html#BTREE-BEHAVIOR
 */
function turnedKey(column: KeyColumn): KeyColumn {
  return {
    source: column.target,
    target: column.source,
    sourceType: column.targetType,
    targetType: column.targetType,
    collation: column.collation,
    equals: column.targetEquals,
    greater: column.targetGreater,
    less: column.targetLess,
    atMost: column.targetAtMost,
    targetEquals: column.equals,
    targetGreater: column.greater,
    targetLess: column.less,
    targetAtMost: column.atMost
  }
}

/** Log a key again only where it is not there yet: as long as nothing takes keys from the log. */
export function logByKeys(names: ShadowNames): string[] {
  return replaceTrigger(names, names.keepRow)
}

/** Log each write: for as long as keys are taken from the log. */
export function logByWrites(names: ShadowNames): string[] {
  return replaceTrigger(names, names.captureRow)
}

/**
 * Locks: `SHARE ROW EXCLUSIVE` on the table: who has written before has ended, and who writes later sees the new trigger.
 *
 * https://www.postgresql.org/docs/current/sql-createtrigger.html
 */
function replaceTrigger({table}: ShadowNames, name: string): string[] {
  return [
    `LOCK TABLE ${table} IN SHARE ROW EXCLUSIVE MODE`,
    `CREATE OR REPLACE TRIGGER ${rowTrigger} AFTER INSERT OR UPDATE OR DELETE ON ${table}
     FOR EACH ROW EXECUTE FUNCTION ${name}()`,
    `ALTER TABLE ${table} ENABLE ALWAYS TRIGGER ${rowTrigger}`
  ]
}

/**
 * End the keeping of an old table, where there is one.
 *
 * Locks: `ACCESS EXCLUSIVE` on the table, for a moment.
 */
export async function endKeeping(connection: Connection, input: ShadowInput): Promise<void> {
  const names = namesOf({...input, back: true})
  const [row] = await connection.query<{log: string | null}>('SELECT to_regclass($1)::text AS log', [names.log])
  if (typeof row?.log === 'string') await endCapture(connection, names.table, names)
}
