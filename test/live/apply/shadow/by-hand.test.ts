/** Tables that a migration copies by hand: carried out without losing a write, the end is that of its statements. */
import {afterEach, describe, expect, it} from 'vitest'
import {applyPlan, createWorld, servers} from '../world.js'
import type {World} from '../world.js'
import {startWriters} from '../writers.js'
import type {Turn, Write} from '../writers.js'
import {asPartitions, byListAlone, cases, columns, inOrder, refusals, setup} from './by-hand-migrations.js'
import {dumpCatalog} from './catalog-dump.js'

const worlds: World[] = []

afterEach(async () => {
  await Promise.all(worlds.splice(0).map((world) => world.remove()))
})

async function worldOf(url: string, setup: readonly string[]): Promise<World> {
  const world = await createWorld(url, setup)
  worlds.push(world)
  return world
}

/**
 * Numbers go on after those of the old table; the plain statements begin them again. Before 18 `VALIDATE CONSTRAINT` of a
 * foreign key to a partitioned table leaves what it has for each partition as it is.
 */
function comparable(dump: Record<string, unknown>, version: number): unknown {
  const [sequences, constraints] = ['sequences', 'constraints'].map(
    (name) => dump[name] as Array<Record<string, unknown>>
  )
  return {
    ...dump,
    sequences: sequences?.map(({last: _, ...rest}) => rest),
    constraints: constraints?.filter(({conname}) => version >= 18 || !String(conname).startsWith('item_orders_fkey'))
  }
}

const everyColumn = 'id, note, total, customer, created, region'

function nextWrite(random: (limit: number) => number): Turn {
  const [id, fresh, day] = [1 + random(700), 1000 + random(1_000_000_000), random(1000)]
  const inserted = random(2) === 0 ? id : fresh
  const created = `'2023-12-01'::date + ${String(day)}`
  const [first, ...rest]: readonly [Write, ...Write[]] = [
    (table) => ({sql: `UPDATE ${table} SET note = 'w' || total, total = total + 1 WHERE id = $1`, values: [id]}),
    // It goes to another partition.
    (table) => ({sql: `UPDATE ${table} SET created = ${created}, region = 'r' || total WHERE id = $1`, values: [id]}),
    (table) => ({sql: `UPDATE ${table} SET id = $2 WHERE id = $1`, values: [id, fresh]}),
    (table) => ({sql: `DELETE FROM ${table} WHERE id = $1`, values: [id]}),
    (table) => ({
      sql: `INSERT INTO ${table} (id, note, total, customer, created) SELECT $1, 'new', 5, 1, ${created}
            WHERE NOT EXISTS (SELECT FROM ${table} WHERE id = $1)`,
      values: [inserted]
    })
  ]
  return {key: id, write: rest[random(rest.length + 1)] ?? first}
}

/** Stop the application, and tell what it met, and how the two tables differ. */
async function differences(world: World, stop: () => Promise<string[]>): Promise<{errors: string[]; rows: unknown[]}> {
  const [a, b] = ['orders', 'twin'].map((table) => `SELECT ${everyColumn} FROM ${table}`)
  const errors = await stop()
  return {errors, rows: await world.query(`(${a ?? ''} EXCEPT ${b ?? ''}) UNION ALL (${b ?? ''} EXCEPT ${a ?? ''})`)}
}

const rowsOf = (table: string): string => `SELECT row_to_json(${table})::text AS row FROM ${table} ORDER BY id`

describe.each(servers)('on PostgreSQL $version', ({url, version}) => {
  it.each(cases)('%s', async (_, migration, before = [], after = []) => {
    const [world, twin] = [await worldOf(url, [...setup, ...before]), await worldOf(url, [...setup, ...before])]
    for (const sql of [...migration, ...after]) await twin.query(sql)

    const plan = await world.plan(migration.join(';\n'))
    expect(plan.remarks.filter(({severity}) => severity === 'unsafe')).toEqual([])
    await applyPlan(plan, world.url)

    expect(comparable(await dumpCatalog(world), version)).toEqual(comparable(await dumpCatalog(twin), version))
    expect(await world.query(rowsOf('orders'))).toEqual(await twin.query(rowsOf('orders')))
    expect(await world.query('INSERT INTO orders (customer) VALUES (1) RETURNING id > 700 AS goes_on')).toEqual([
      {goes_on: true}
    ])
  })

  // Each way on one of them: it is the same on both.
  it.each(
    [
      ['columns in another order', inOrder],
      ['partitions by range', asPartitions.range],
      ['partitions by list', byListAlone],
      ['partitions by hash', asPartitions.hash]
    ].filter((_, index) => (index % 2 === 0) === (version === 18)) as Array<[string, string[]]>
  )(
    'keeps every write, %s, though the connection is cut while it is made, copied and swapped',
    async (_, migration) => {
      const world = await worldOf(url, [
        ...setup,
        `CREATE TABLE twin (${columns}, PRIMARY KEY (id))`,
        'INSERT INTO twin SELECT * FROM orders'
      ])
      const plan = await world.plan(migration.join(';\n'))
      const writers = await startWriters(world, ['orders', 'twin'], 1, nextWrite)
      const cut = new Set<string>()
      const {outcome} = await applyPlan(plan, world.url, {
        settings: {batchRows: 100, maxBatchRows: 200, lockRetries: 100},
        onEvent(event) {
          // What the other steps do is the same for every shadow table.
          if ((event.type !== 'batch' && event.type !== 'step-begin') || !/create|copy|swap/.test(event.step)) return
          if (cut.has(`${event.step} ${event.type}`)) return
          cut.add(`${event.step} ${event.type}`)
          void world.query(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE 'sqlsafe%' AND datname = current_database()"
          )
        }
      })
      expect(outcome).toEqual({status: 'done'})
      expect(cut.size).toBeGreaterThan(3)
      expect(await differences(world, writers.stop)).toEqual({errors: [], rows: []})
    }
  )

  it('is needed: the statements alone lose what is written between them', async () => {
    const world = await worldOf(url, setup)
    const migration = inOrder.slice(1, -1)
    const client = await world.connect()
    await client.query('BEGIN')
    for (const sql of migration.slice(0, 2)) await client.query(sql)
    await world.query("UPDATE orders SET note = 'written' WHERE id = 1")
    for (const sql of migration.slice(2)) await client.query(sql)
    await client.query('COMMIT')
    expect(await world.query('SELECT note FROM orders WHERE id = 1')).toEqual([{note: 'n1'}])
  })

  it('stops at a row without a partition, with its key, and goes on once there is one', async () => {
    const world = await worldOf(url, [...setup, "DELETE FROM orders WHERE created > '2024-12-31' AND id <> 400"])
    const migration = asPartitions.range.filter((sql) => !/orders_2025|orders_rest/.test(sql))
    const plan = await world.plan(migration.join(';\n'))
    await expect(applyPlan(plan, world.url)).rejects.toThrow(
      'no partition of the new table, expected one for each: (id) = (400)'
    )
    await world.query("UPDATE orders SET created = '2024-02-02' WHERE id = 400")
    expect((await applyPlan(plan, world.url)).outcome).toEqual({status: 'done'})
    expect(await world.query('SELECT tableoid::regclass::text AS home FROM orders WHERE id = 400')).toEqual([
      {home: 'orders_2024'}
    ])
  })

  it('has no way back, and says so before anything is made', async () => {
    const world = await worldOf(url, setup)
    const run = applyPlan(await world.plan(inOrder.join(';\n')), world.url, {settings: {keepInSync: true}})
    await expect(run).rejects.toThrow('no way back: the new table is written by the migration')
    expect(await world.query("SELECT FROM pg_namespace WHERE nspname LIKE 'sqlsafe\\_%'")).toEqual([])
  })

  it.each(version === 18 ? refusals : [])(
    'refuses %s, before anything is made',
    async (_, before, migration, reasons) => {
      const world = await worldOf(url, [...setup, ...before])
      const dump = await dumpCatalog(world)
      const plan = await world.plan(migration.join(';\n'))
      expect(plan.remarks.filter(({severity}) => severity === 'unsafe')).toEqual([])
      const message = await applyPlan(plan, world.url).then(
        () => 'nothing',
        (error: unknown) => String(error)
      )
      for (const reason of reasons) expect(message).toContain(reason)
      expect(await dumpCatalog(world)).toEqual(dump)
    }
  )
})
