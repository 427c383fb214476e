/** Every type of column, through the copy and through the log: each value is, to the byte, what the plain statement leaves. */
import type mysql from 'mysql2/promise'
import {describe, expect, test} from 'vitest'
import {digestOf} from '../../../../../src/plan/digest.js'
import type {Plan} from '../../../../../src/plan/plan.js'
import {applyPlan} from '../../world.js'
import {createWorld, servers} from '../world.js'
import type {World} from '../world.js'
import {ofAccount, shadowPlan} from './steps.js'
import {changedColumns, columnsFor, shownOf, typedColumns, valueOf} from './type-values.js'
import type {TypedColumn} from './type-values.js'

type Server = (typeof servers)[number]
type Column = TypedColumn & {name: string}

/** In which session the application writes, and what is set in ours. */
const sessions: ReadonlyArray<{name: string; charset: string; theirs: string; ours: Record<string, string>}> = [
  {
    name: 'in strict sessions far from UTC',
    charset: 'latin1',
    theirs: "SET sql_mode = 'STRICT_ALL_TABLES,ALLOW_INVALID_DATES', time_zone = '+09:00'",
    ours: {}
  },
  {
    name: 'in sessions that take anything',
    charset: 'utf8mb4',
    theirs: "SET sql_mode = '', time_zone = '-11:00', NAMES latin1",
    ours: {sql_mode: '', time_zone: '+05:30'}
  },
  {
    name: 'in sessions that read SQL otherwise',
    charset: 'ucs2',
    theirs:
      "SET sql_mode = 'NO_BACKSLASH_ESCAPES,ANSI_QUOTES,PIPES_AS_CONCAT,PAD_CHAR_TO_FULL_LENGTH,ALLOW_INVALID_DATES', NAMES gbk",
    ours: {sql_mode: 'STRICT_TRANS_TABLES,NO_BACKSLASH_ESCAPES,ANSI_QUOTES,PIPES_AS_CONCAT', time_zone: '-03:00'}
  }
]

const rows = 24

/** What every table has beside the types. */
const others = [
  'n int NOT NULL DEFAULT 5',
  "made varchar(40) DEFAULT (concat('made ', 1))",
  'hidden int INVISIBLE DEFAULT 7',
  'changed timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP',
  'changed_at datetime(6) NULL DEFAULT NULL ON UPDATE CURRENT_TIMESTAMP(6)',
  'g_stored varchar(60) GENERATED ALWAYS AS (concat(made, n)) STORED',
  'g_virtual bigint GENERATED ALWAYS AS (n * 2) VIRTUAL',
  'g_hour int GENERATED ALWAYS AS (hour(changed)) STORED',
  'KEY by_virtual (g_virtual)',
  'UNIQUE KEY by_hidden (hidden, id)'
]

/** Statements on one of both tables: rows come, change, move and go, before and behind what is copied. */
function writes(table: string, columns: readonly Column[], from: number): string[] {
  const names = columns.map(({name}) => `\`${name}\``).join(', ')
  const insert = (verb: string, id: number, row: number): string =>
    `${verb} INTO ${table} (id, n, hidden, ${names}) VALUES (${String(id)}, ${String(row)}, ${String(row % 3)}, ${columns.map((column) => valueOf(column, row)).join(', ')})`
  const update = (id: number, row: number): string =>
    `UPDATE IGNORE ${table} SET n = n + 1, ${columns.map((column) => `\`${column.name}\` = ${valueOf(column, row)}`).join(', ')} WHERE id = ${String(id)}`
  const [early, late] = [from, rows - from]
  return [
    update(early, from + 5),
    update(late, from + 6),
    `UPDATE ${table} SET id = ${String(1000 + from)} WHERE id = ${String(early + 1)}`,
    `UPDATE ${table} SET id = ${String(-from)} WHERE id = ${String(late + 1)}`,
    `UPDATE ${table} SET hidden = NULL, made = NULL WHERE id IN (${String(early + 2)}, ${String(late + 2)})`,
    `DELETE FROM ${table} WHERE id IN (${String(early + 3)}, ${String(late + 3)})`,
    insert('INSERT IGNORE', 2000 + from, from + 7),
    insert('INSERT IGNORE', -100 - from, from + 8),
    `DELETE FROM ${table} WHERE id = ${String(late + 4)}`,
    insert('INSERT IGNORE', late + 4, from + 9)
  ]
}

async function setUp(world: World, columns: readonly Column[]): Promise<void> {
  await world.query("SET sql_mode = 'NO_AUTO_VALUE_ON_ZERO,ALLOW_INVALID_DATES', timestamp = 1000000000")
  const list = ['id int NOT NULL PRIMARY KEY', ...columns.map(({name, type}) => `\`${name}\` ${type}`), ...others]
  const values = Array.from(
    {length: rows},
    (_, row) => `(${[String(row), String(row % 4), ...columns.map((column) => valueOf(column, row))].join(', ')})`
  )
  for (const table of ['account', 'twin']) {
    await world.query(`CREATE TABLE ${table} (${list.join(', ')}) DEFAULT CHARACTER SET utf8mb4`)
    await world.query(
      `INSERT INTO ${table} (id, hidden, ${columns.map(({name}) => `\`${name}\``).join(', ')}) VALUES ${values.join(', ')}`
    )
  }
}

/** The same to both tables, at one time of the clock. */
async function writeBoth(client: mysql.Connection, columns: readonly Column[], from: number): Promise<void> {
  for (const table of ['account', 'twin']) {
    await client.query(`SET timestamp = ${String(1_500_000_000 + from)}`)
    for (const statement of writes(table, columns, from)) await client.query(statement)
  }
}

/** Carry out until the application writes, let it, and go on: in the midst of the copy, and before the comparison. */
async function applyBeside(plan: Plan, world: World, write: (from: number) => Promise<void>): Promise<void> {
  const until = async (isTime: (step: string, type: string) => boolean): Promise<void> => {
    const stop = new AbortController()
    const {events, outcome} = await applyPlan(plan, world.url, {
      settings: {batchRows: 8, maxBatchRows: 8},
      afterBatch: stop.signal,
      onEvent(event) {
        if ('step' in event && isTime(event.step, event.type)) stop.abort()
      }
    })
    expect(outcome.status).toBe('stopped')
    // Nobody emptied the table.
    expect(events.filter(({type}) => type === 'say')).toEqual([])
  }
  await until((step, type) => step.endsWith('shadow-copy') && type === 'batch')
  await write(1)
  await until((step, type) => step.endsWith('shadow-check') && type === 'step-begin')
  await write(7)
  const {outcome} = await applyPlan(plan, world.url, {settings: {batchRows: 8, maxBatchRows: 8, dropOld: true}})
  expect(outcome).toEqual({status: 'done'})
}

function withSettings(plan: Plan, settings: Record<string, string>): Plan {
  const phases = plan.phases.map((phase) => ({...phase, steps: phase.steps.map((step) => ({...step, settings}))}))
  return {...plan, phases, digest: digestOf({...plan, phases})}
}

const shape = async (world: World, table: string): Promise<string> =>
  String((await world.query(`SHOW CREATE TABLE ${table}`))[0]?.['Create Table']).replaceAll(`\`${table}\``, '`t`')

const content = (world: World, table: string, shown: readonly string[]): Promise<unknown> =>
  world.query(
    `SELECT ${shown.map((each, index) => `${each} AS \`${String(index)} ${each.replaceAll('`', '')}\``).join(', ')} FROM ${table} ORDER BY id`
  )

describe.each(servers)('$server', (server: Server) => {
  test.each(sessions)('every type is copied and kept up to date, written $name', async ({charset, ours, theirs}) => {
    const columns = columnsFor(server, typedColumns)
    const world = await createWorld(server.url)
    try {
      await setUp(world, columns)
      await world.query(`ALTER DATABASE ${world.name} CHARACTER SET ${charset}`)
      const application = await world.connect()
      for (const part of theirs.split(', NAMES ')) {
        await application.query(part.startsWith('SET') ? part : `SET NAMES ${part}`)
      }
      const change =
        "MODIFY n bigint NOT NULL DEFAULT 6, ADD COLUMN later varchar(9) CHARACTER SET utf8mb4 DEFAULT (upper('x')), ADD COLUMN later_hour int DEFAULT (hour(changed))"
      const plan = withSettings(await shadowPlan(world, ofAccount([`ALTER TABLE {{table}} ${change}`])), ours)
      await applyBeside(plan, world, (from) => writeBoth(application, columns, from))
      if (ours['time_zone'] !== undefined) await world.query(`SET time_zone = '${ours['time_zone']}'`)
      await world.query(`ALTER TABLE twin ${change}`)
      const own = [
        'id',
        'n',
        'made',
        'hidden',
        'CAST(changed AS char)',
        'CAST(changed_at AS char)',
        'HEX(g_stored)',
        'g_virtual',
        'g_hour',
        'later',
        'later_hour'
      ]
      const shown = [...own, ...columns.flatMap(shownOf)]
      expect(await content(world, 'account', shown)).toEqual(await content(world, 'twin', shown))
      expect(await shape(world, 'account')).toBe(await shape(world, 'twin'))
    } finally {
      await world.remove()
    }
  })

  test('a change of every type is what the plain statement makes, for copied and for written rows', async () => {
    const columns = columnsFor(server, changedColumns)
    const world = await createWorld(server.url)
    try {
      await setUp(world, columns)
      const application = await world.connect()
      await application.query("SET sql_mode = 'STRICT_ALL_TABLES,ALLOW_INVALID_DATES', time_zone = '+09:00'")
      const change = columns.map(({name, to}) => `MODIFY ${name} ${to}`).join(', ')
      const settings = {sql_mode: 'STRICT_ALL_TABLES,ALLOW_INVALID_DATES', time_zone: '-03:00'}
      const plan = withSettings(await shadowPlan(world, ofAccount([`ALTER TABLE {{table}} ${change}`])), settings)
      await applyBeside(plan, world, (from) => writeBoth(application, columns, from))
      await world.query(`SET sql_mode = '${settings.sql_mode}', time_zone = '${settings.time_zone}'`)
      await world.query(`ALTER TABLE twin ${change}`)
      const shown = ['id', ...columns.map(({name}) => `HEX(CONCAT(${name}))`)]
      expect(await content(world, 'account', shown)).toEqual(await content(world, 'twin', shown))
      expect(await shape(world, 'account')).toBe(await shape(world, 'twin'))
    } finally {
      await world.remove()
    }
  })
})
