/** The new table, empty: shaped as the old one, then changed, then stripped for the copy. */
import type {ShadowInput} from '../../../plan/steps.js'
import type {Connection} from '../../connection/connection.js'
import {errorKind} from '../error-kind.js'
import {findKeys} from '../keys.js'
import {quoteName} from '../../../sql/mysql.js'
import {dumpersOf} from '../view/sessions.js'
import {whenAtRest} from '../at-rest.js'
import {logTable} from './capture/log.js'
import {numberChecks} from './carried/checks.js'
import {lendKeys, returnKeys} from './carried/foreign-keys.js'
import type {Execute} from './carried/foreign-keys.js'
import {tryIncomingKeys} from './carried/incoming-keys.js'
import {parentsOf} from './carried/tied.js'
import {ownIndexes} from './carried/indexes.js'
import {triggersOf, tryTriggers} from './carried/triggers.js'
import {readColumns} from './columns.js'
import {takeAway} from './locate.js'
import {columnsOf, keyOf} from './mapping.js'
import type {ShadowNames} from './names.js'
import {recordTable, writeRecord} from './record.js'
import type {ShadowRecord, ShadowView} from './record.js'
import {ShadowRefusedError, reasonsOf} from './refuse.js'
import {
  asWritten,
  isMariadb,
  readingModes,
  sessionModes,
  whileCopying,
  whileShaping,
  withSettings,
  zoneOf
} from './session.js'
import {identityOf} from './identity.js'
import {definition, printOf} from './source.js'
import {dependsOnZone} from './zoned.js'

/**
 * Make the shadow table, the log and the record; where that fails nothing stays.
 *
 * Locks: `SHARED READ` on the table, `EXCLUSIVE` on those that its foreign keys refer to, for a moment.
 *
 * @throws {ShadowRefusedError} When something cannot be carried over: everything that was found.
 */
export async function createShadow(
  connection: Connection,
  input: ShadowInput,
  names: ShadowNames,
  {capture, run}: Required<Pick<ShadowRecord, 'capture' | 'run'>>
): Promise<void> {
  const reasons = await reasonsOf(connection, names)
  if (reasons.length > 0) throw new ShadowRefusedError(names.source.sql, reasons)
  try {
    const mariadb = await isMariadb(connection)
    const record = {...(await makeShape(connection, input, names, {mariadb, run})), capture}
    await whileShaping(connection, mariadb, async () => {
      await strip(connection, names, record)
      await connection.execute(logTable(names, record))
      await connection.execute(recordTable(names))
      const identity = await identityOf(connection, names, mariadb)
      await writeRecord(connection, names, record, {
        watermark: null,
        copied: false,
        identity,
        doubts: [],
        claimed: false
      })
    })
  } catch (error) {
    // Where the connection is gone the next run does it.
    if (errorKind(error) !== 'lost') await takeAway(connection, names)
    throw error
  }
}

/**
 * Make the new table, empty, with all of its indexes.
 *
 * @returns What was made, and how rows get there.
 * @throws {ShadowRefusedError} When something cannot be carried over.
 */
export async function makeShape(
  connection: Connection,
  input: ShadowInput,
  names: ShadowNames,
  of: Pick<ShadowRecord, 'mariadb' | 'run'>
): Promise<ShadowRecord> {
  const modes = await sessionModes(connection)
  return whileShaping(connection, of.mariadb, async () => {
    await connection.execute(`CREATE TABLE ${names.shadow.sql} LIKE ${names.source.sql}`)
    if (!of.mariadb) await numberChecks(connection, names)
    await ownIndexes(connection, names)
    const parents = await parentsOf(connection, names)
    const execute: Execute = (statement) => whenAtRest(connection, {mariadb: of.mariadb, tables: parents}, statement)
    await lendKeys(connection, names, execute)
    await asWritten(connection, modes, async () => {
      for (const change of input.changes) {
        await connection.execute(change.replace('{{table}}', () => names.shadow.sql))
      }
    })
    return survey(connection, input, names, of, execute)
  })
}

async function survey(
  connection: Connection,
  input: ShadowInput,
  names: ShadowNames,
  {mariadb, run}: Pick<ShadowRecord, 'mariadb' | 'run'>,
  execute: Execute
): Promise<ShadowRecord> {
  const {schema} = names
  const source = await readColumns(connection, names, names.source.name)
  const target = await readColumns(connection, names, names.shadow.name)
  const columns = columnsOf(source, target, input)
  // Of names and strings as they are written without any mode.
  const written = await withSettings(connection, {sql_mode: "''"}, () => definition(connection, names.shadow))
  const isZoned = dependsOnZone(written, source, target, columns)
  const modes = await readingModes(connection)
  const zone = isZoned ? await zoneOf(connection) : '+00:00'
  const keys = await whileCopying(connection, {mariadb, modes, zone}, async () =>
    keyOf(
      await findKeys(connection, {schema, name: names.source.name}, true),
      await findKeys(connection, {schema, name: names.shadow.name}, true),
      columns
    )
  )
  const {carried: foreignKeys, made} = await returnKeys(connection, names, execute)
  const ownTriggers = await triggersOf(connection, names, names.source)
  const {
    claims,
    incoming: incomingKeys,
    reasons: unfit
  } = await tryIncomingKeys(connection, names, {
    source,
    target,
    columns
  })
  const reasons = [
    ...(keys === undefined ? [noKey] : []),
    // Its rows would keep rows of the other table from being deleted, while they are only copies.
    ...made.map((name) => `the change adds foreign key ${name}: add it in a step of its own`),
    ...unfit,
    ...(await tryTriggers(connection, names, ownTriggers)),
    ...(target.some((column) => column.generated) && columns.length === 0 ? ['all of its columns are generated'] : [])
  ]
  if (keys === undefined || reasons.length > 0) throw new ShadowRefusedError(names.source.sql, reasons)
  const auto = target.find(({autoIncrement}) => autoIncrement)?.name
  return {
    run,
    mariadb,
    ...keys,
    columns,
    foreignKeys,
    incomingKeys,
    claims,
    ownTriggers,
    laterIndexes: (await hasReplicas(connection))
      ? []
      : laterIndexes(await definition(connection, names.shadow), keys.target.index, auto),
    zone,
    modes,
    shape: await printOf(connection, names.source)
  }
}

const noKey =
  'it has no unique key over whole columns that are never NULL, hold no floating point numbers, and are left as they are by the change, or widened'

/**
 * A replica would repeat the building of indexes in one go, and fall behind: there they grow with the rows.
 * https://dev.mysql.com/doc/refman/8.4/en/innodb-online-ddl-limitations.html
 */
async function hasReplicas(connection: Connection): Promise<boolean> {
  return (await dumpersOf(connection)).length > 0
}

/** `KEY …` of a definition, as the server writes it, one in a line. */
const indexLine = /^ {2}((?:(?:UNIQUE|FULLTEXT|SPATIAL|VECTOR) )?KEY (`(?:[^`]|``)+`) \((.*))$/

/**
 * Indexes that are faster built over all rows at once: those after the one that finds rows, and after that of
 * `AUTO_INCREMENT`, so that all keep their order: without a primary key the first unique one puts the rows in order. Of kinds
 * that need more than that none is taken away.
 *
 * https://dev.mysql.com/doc/refman/8.4/en/innodb-index-types.html
 */
function laterIndexes(text: string, key: string, auto: string | undefined): string[] {
  const lines = text.split('\n').flatMap((line) => {
    const [, clause = '', name = '', parts = ''] = indexLine.exec(line.replace(/,$/, '')) ?? []
    return clause === '' ? [] : [{clause, name, parts}]
  })
  if (lines.some(({clause}) => /^(?:FULLTEXT|SPATIAL|VECTOR)|USING HASH/.test(clause))) return []
  const isNeeded = ({name, parts}: {name: string; parts: string}): boolean =>
    name === quoteName(key) || (auto !== undefined && parts.startsWith(quoteName(auto)))
  return lines.slice(lines.findLastIndex(isNeeded) + 1).map(({clause}) => `ADD ${clause}`)
}

async function strip(connection: Connection, names: ShadowNames, {laterIndexes}: ShadowRecord): Promise<void> {
  const drops = indexNames(laterIndexes).map((name) => `DROP KEY ${quoteName(name)}`)
  if (drops.length > 0) await connection.execute(`ALTER TABLE ${names.shadow.sql} ${drops.join(', ')}`)
}

/** Clauses of the indexes that are still to be built. */
export async function missingIndexes({connection, names, record}: ShadowView): Promise<string[]> {
  const rows = await connection.query(`SHOW INDEX FROM ${names.shadow.sql}`)
  const there = new Set(rows.map((row) => row['Key_name']))
  return record.laterIndexes.filter((clause) => !indexNames([clause]).every((name) => there.has(name)))
}

/** Of `ADD …` clauses. */
function indexNames(clauses: readonly string[]): string[] {
  return clauses.flatMap((clause) => {
    const [, name] = /KEY `((?:[^`]|``)+)`/.exec(clause) ?? []
    return name === undefined ? [] : [name.replaceAll('``', '`')]
  })
}
