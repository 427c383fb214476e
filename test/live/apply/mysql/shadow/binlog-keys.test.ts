/** Keys that are read from the binary log are those that triggers log, to the byte. */
import {afterEach, beforeEach, describe, expect, test} from 'vitest'
import type {Engine} from '../../../../../src/apply/engine.js'
import {connectToLog} from '../../../../../src/apply/mysql/binlog/dump.js'
import {readKeys} from '../../../../../src/apply/mysql/binlog/read-keys.js'
import {errorKind} from '../../../../../src/apply/mysql/error-kind.js'
import {cursorColumns} from '../../../../../src/apply/mysql/key-sql.js'
import {findKey} from '../../../../../src/apply/mysql/keys.js'
import {binlogCapture} from '../../../../../src/apply/mysql/shadow/capture/binlog.js'
import {collectAll} from '../../../../../src/apply/mysql/shadow/capture/capture.js'
import type {Capture} from '../../../../../src/apply/mysql/shadow/capture/capture.js'
import {logTable} from '../../../../../src/apply/mysql/shadow/capture/log.js'
import {triggerCapture} from '../../../../../src/apply/mysql/shadow/capture/triggers.js'
import {namesOf} from '../../../../../src/apply/mysql/shadow/names.js'
import type {ShadowNames} from '../../../../../src/apply/mysql/shadow/names.js'
import {recordTable} from '../../../../../src/apply/mysql/shadow/record.js'
import type {ShadowRecord} from '../../../../../src/apply/mysql/shadow/record.js'
import {logKey} from '../../../../../src/apply/mysql/shadow/shadow-sql.js'
import {openEngine} from '../../../../../src/apply/run/open-engine.js'
import {defaultSettings} from '../../../../../src/apply/settings.js'
import {createWorld, servers} from '../world.js'
import type {World} from '../world.js'
import {ofAccount} from './steps.js'
import {columnsFor, typedColumns, valueOf} from './type-values.js'

/** Types that no key can have, or none that is used. */
const keyless =
  /^(?:float|double|json|\w*(?:text|blob)|geometry\w*|\w*point|\w*linestring|\w*polygon|vector)\b|COMPRESSED/

/** Columns of one key, with another one that makes it unique. */
const mostTogether = 13

/** Beside those that every test of types has. */
const further = {
  k_umediumint: {type: 'mediumint unsigned', values: ['0', '16777215']},
  k_decimal: {type: 'decimal(20,3)', values: ['-0.001', '12345678901234567.125', '-12345678901234567.125', '0']},
  k_digits: {type: 'decimal(9,9)', values: ['-0.000000001', '0.999999999', '0.1']},
  k_long: {type: 'char(255) CHARACTER SET utf8mb4', values: ["REPEAT('ß', 255)", "''", "'a'"]},
  k_set24: {
    type: `set(${Array.from({length: 20}, (_, i) => `'m${String(i)}'`).join(', ')})`,
    values: ['1048575', '524289']
  },
  k_bit9: {type: 'bit(9)', values: ['511', '256', '1']},
  k_time2: {
    type: 'time(2)',
    values: ["'-01:00:00.01'", "'-00:00:59.99'", "'838:59:59'", "'00:00:00'", "'-00:00:01.00'"]
  },
  k_time4: {type: 'time(4)', values: ["'-01:00:00.0001'", "'-00:00:59.9999'", "'-00:00:00.5'", "'12:34:56.7891'"]},
  k_datetime1: {type: 'datetime(1)', values: ["'2024-02-29 23:59:59.9'", "'1000-01-01 00:00:00.1'"]},
  k_timestamp6: {type: 'timestamp(6)', values: ["'2024-03-31 02:30:00.000001'", "'1970-01-02 00:00:01.5'"]},
  // MySQL begins a second later.
  k_first_second: {type: 'timestamp(3)', values: ["'1970-01-01 00:00:00.5'", "'1970-01-01 00:00:01'"], only: 'mariadb'},
  k_uuid: {
    type: 'uuid',
    values: [
      "'123e4567-e89b-12d3-a456-426655440000'",
      "'123e4567-e89b-52d3-b456-426655440001'",
      "'01890a5d-ac96-774b-bcce-b302099a8057'",
      "'01890a5d-ac96-874b-8cce-b302099a8057'",
      "'00000000-0000-4000-8000-000000000000'",
      "'ffffffff-ffff-ffff-ffff-ffffffffffff'"
    ],
    only: 'mariadb'
  }
} as const

describe.each(servers)('$server', ({dialect, server, url}) => {
  let world: World
  let engine: Engine
  beforeEach(async () => {
    world = await createWorld(url, ["SET sql_mode = 'ALLOW_INVALID_DATES'"])
    engine = await openEngine(world.url)
    await engine.worker.execute("SET time_zone = '+00:00'")
  })
  afterEach(async () => {
    await engine.close()
    await world.remove()
  })

  interface Both {
    captures: Capture[]
    /** What each has logged: distinct keys in an order of their own. */
    logged: () => Promise<unknown[]>
  }

  /** Both ways beside each other, each with a log. */
  async function captureBoth(table: string): Promise<Both> {
    const connection = engine.worker
    const input = {...ofAccount(), table: {schema: '', name: table}}
    const byTriggers = namesOf(input)
    const byLog: ShadowNames = {...byTriggers, log: {name: `${table}_b`, sql: `\`${table}_b\``}}
    const key = await findKey(connection, input.table)
    if (!key) throw new Error(`Unexpected table ${table} without a key, expected one`)
    const record = {
      key,
      modes: [],
      zone: '+00:00',
      mariadb: dialect === 'mariadb',
      incomingKeys: [],
      foreignKeys: []
    } as unknown as ShadowRecord
    await connection.execute(recordTable(byTriggers))
    for (const names of [byTriggers, byLog]) await connection.execute(logTable(names, record))
    const context = {
      databaseUrl: world.url,
      settings: defaultSettings,
      beside: (limits: Parameters<Engine['beside']>[0], work: Parameters<Engine['beside']>[2]) =>
        engine.beside(limits, {}, work)
    } as Parameters<typeof binlogCapture>[3]
    const captures = [triggerCapture(connection, byTriggers, record), binlogCapture(connection, byLog, record, context)]
    for (const capture of captures) await capture.begin()
    const columns = logKey(record)
    return {
      captures,
      logged: () =>
        Promise.all(
          [byTriggers, byLog].map(async ({log}) =>
            (await connection.query(`SELECT DISTINCT ${cursorColumns(columns, 'l')} FROM ${log.sql} AS l`))
              .map((row) => JSON.stringify(row))
              .sort()
          )
        )
    }
  }

  test('of every type, with values at its edges', async () => {
    const columns = columnsFor({dialect, server}, {...typedColumns, ...further}).filter(({type}) => !keyless.test(type))
    expect(columns.length).toBeGreaterThan(35)
    for (let from = 0; from < columns.length; from += mostTogether) {
      const own = columns.slice(from, from + mostTogether)
      const table = `t${String(from)}`
      const definitions = own.map(({name, type}) => `${name} ${type.replace(' NULL', '')} NOT NULL`)
      const key = [...own.map(({name}) => name), 'n'].join(', ')
      await world.query(
        `CREATE TABLE ${table} (a int, n int NOT NULL, ${definitions.join(', ')}, PRIMARY KEY (${key}))`
      )
      const both = await captureBoth(table)
      const most = Math.max(...own.map(({values}) => values.length))
      for (let row = 0; row < most; row++) {
        const values = own.map((column) => column.values[row % column.values.length])
        await world.query(`INSERT IGNORE INTO ${table} VALUES (1, ${String(row)}, ${values.join(', ')})`)
      }
      await world.query(`UPDATE ${table} SET a = NULL`)
      await world.query(`UPDATE ${table} SET n = n + 100 WHERE n < 2`)
      await world.query(`DELETE FROM ${table}`)
      await collectAll(both.captures[1] as Capture)
      const [triggers, log] = await both.logged()
      expect(log).toEqual(triggers)
      expect(triggers).toHaveLength(most + 2)
    }
  })

  test('of rows with columns of every type, however they are written', async () => {
    const columns = columnsFor({dialect, server}, typedColumns)
    const half = columns.length / 2
    const definitions = columns.map(({name, type}) => `${name} ${type}`)
    definitions.splice(
      half,
      0,
      'id bigint unsigned NOT NULL',
      'twice int AS (half * 2) VIRTUAL',
      'half int',
      'kind varchar(9) NOT NULL'
    )
    await world.query(`CREATE TABLE account (${definitions.join(', ')}, PRIMARY KEY (kind, id))`)
    const both = await captureBoth('account')
    const names = columns.map(({name}) => name).join(', ')
    const ways = {
      mysql: [
        "binlog_row_image = 'FULL'",
        "binlog_row_image = 'MINIMAL'",
        "binlog_row_image = 'NOBLOB'",
        'binlog_transaction_compression = ON',
        "binlog_row_value_options = 'PARTIAL_JSON'",
        'binlog_rows_query_log_events = ON'
      ],
      mariadb: [
        "binlog_row_image = 'FULL'",
        "binlog_row_image = 'MINIMAL'",
        ...(server === 'MariaDB 10.11' ? [] : ["binlog_row_image = 'FULL_NODUP'"])
      ]
    }
    for (const [number, way] of ways[dialect].entries()) {
      await world.query(`SET SESSION ${way}`)
      const from = 18446744073709551000n + BigInt(number * 100)
      for (let row = 0; row < 8; row++) {
        const values = columns.map((column) => valueOf(column, row)).join(', ')
        await world.query(
          `INSERT INTO account (id, kind, half, ${names}) VALUES (${String(from + BigInt(row))}, 'k${String(number)}', ${String(row)}, ${values})`
        )
      }
      const own = `WHERE kind = 'k${String(number)}'`
      await world.query(`UPDATE account SET c_json = JSON_SET(c_json, '$.b', 77), c_longtext = NULL ${own}`)
      await world.query(`UPDATE account SET id = id + 50, c_varchar = 'moved' ${own} AND half % 2 = 0`)
      await world.query(`DELETE FROM account ${own} AND half < 4`)
      await collectAll(both.captures[1] as Capture)
      const [triggers, log] = await both.logged()
      expect(log, way).toEqual(triggers)
      expect(triggers).toHaveLength(12 * (number + 1))
    }
  })

  test.runIf(dialect === 'mysql')(
    'a log that ends before its end was read by a session that somebody has ended',
    async () => {
      const log = await connectToLog(world.url)
      const from = {...(await log.end()), origin: null}
      await world.query('CREATE TABLE account (id int PRIMARY KEY)')
      const wanted = {schema: world.name, table: 'account', key: [], caseSensitive: true, mayLoseEnd: false}
      const further = async (): ReturnType<typeof log.end> => {
        const end = await log.end()
        return {...end, position: end.position + 1_000_000_000}
      }
      const reading = readKeys({...log, end: further}, from, wanted, () => Promise.resolve())
      expect(errorKind(await reading.catch((error: unknown) => error))).toBe('lost')
    }
  )
})
