/** How rows are copied before the new table has an index, and what is told from what when both tables are compared. */
import {setTimeout as sleep} from 'node:timers/promises'
import {afterEach, describe, expect, it} from 'vitest'
import {connect} from '../../../../src/apply/postgres/connect.js'
import type {PostgresConnection} from '../../../../src/apply/postgres/connect.js'
import {buildIndex} from '../../../../src/apply/postgres/shadow/build-index.js'
import {compareBatch} from '../../../../src/apply/postgres/shadow/check.js'
import {comparedColumns} from '../../../../src/apply/postgres/shadow/images.js'
import {namesOf} from '../../../../src/apply/postgres/shadow/names.js'
import {readRecord} from '../../../../src/apply/postgres/shadow/record.js'
import {prepareWork, replay} from '../../../../src/apply/postgres/shadow/replay.js'
import {shadowCopy} from '../../../../src/apply/postgres/steps/shadow-copy.js'
import type {StepContext} from '../../../../src/apply/step.js'
import {applyPlan, createWorld, servers} from '../world.js'
import type {World} from '../world.js'
import {ofAccount, shadowPlan} from './steps.js'
import type {ShadowKind} from './steps.js'

const names = namesOf(ofAccount())

/** Columns with a value, and one that takes its place in the new table; `=` calls those of the first ones the same. */
const values: ReadonlyArray<readonly [type: string, old: string, other: string]> = [
  ['numeric', '1.0', '1.00'],
  ['float8', "'0'", "'-0'"],
  ['interval', "'1 month'", "'30 days'"],
  ['jsonb', "'[1.0]'", "'[1.00]'"],
  ['bpchar', "'a'", "'a '"],
  ['text COLLATE loose', "'a'", "'A'"],
  ['numeric[]', "'{1.0}'", "'{1.00}'"],
  ['json', "'[1]'", "'[1 ]'"],
  ['text', "'a'", "'a '"],
  ['text', "''", 'NULL'],
  ['varchar(5)', 'NULL', "'a'"],
  ['integer', '0', 'NULL'],
  ['bigint', 'NULL', '0'],
  ['boolean', 'false', 'true'],
  ['uuid', "'00000000-0000-0000-0000-000000000000'", "'00000000-0000-0000-0000-000000000001'"],
  ['bytea', "'\\x00'", "'\\x0000'"],
  ['timestamptz', "'2026-01-01 00:00:00Z'", "'2026-01-01 00:00:00.000001Z'"],
  ['timestamp(3)', "'2026-01-01 00:00:00'", "'2026-01-01 00:00:00.001'"],
  ['date', "'infinity'", "'-infinity'"]
]

describe.each(servers)('on PostgreSQL $version', ({url}) => {
  let world: World
  let copier: PostgresConnection

  const begin = async (setup: string[], last: ShadowKind): Promise<void> => {
    world = await createWorld(url, setup)
    await applyPlan(await shadowPlan(world, ofAccount(), last), world.url)
    copier = await connect(world.url, 'copier')
    await copier.execute('BEGIN')
  }
  afterEach(async () => {
    await copier.end()
    await world.remove()
  })

  it('finds every value that is not stored alike, whatever the operator of its type says', async () => {
    const columns = values.map(([type], index) => `v${String(index)} ${type}`)
    await begin(
      [
        "CREATE COLLATION loose (provider = icu, locale = 'und-u-ks-level2', deterministic = false)",
        `CREATE TABLE account (id integer PRIMARY KEY, ${columns.join(', ')})`,
        `INSERT INTO account SELECT id, ${values.map(([, old]) => old).join(', ')} FROM generate_series(0, ${String(values.length)}) AS id`
      ],
      'shadow-copy'
    )
    for (const [index, [, , other]] of values.entries()) {
      await copier.execute(`UPDATE ${names.shadow} SET v${String(index)} = ${other} WHERE id = ${String(index)}`)
    }
    await prepareWork(copier, await readRecord(copier, names))
    const found = await compareBatch(copier, await readRecord(copier, names), names, {after: null, rows: 100})
    expect(found).toMatchObject({rows: values.length + 1, wrong: values.length, truncated: false})
    const logged = await copier.query<{k1: string}>(`SELECT k1 FROM ${names.log} ORDER BY k1`)
    expect(logged.map(({k1}) => Number(k1))).toEqual(values.map((_, index) => index))
  })

  it('asks the operator of those types alone of which the server says that it means the same bytes', async () => {
    await begin(['CREATE TABLE account (id integer PRIMARY KEY)'], 'shadow-create')
    // https://www.postgresql.org/docs/current/btree.html#BTREE-SUPPORT-FUNCS
    const types = await copier.query<{name: string; image: string | null}>(`
      SELECT format_type(t.oid, NULL) AS name, (SELECT p.amproc::text FROM pg_opclass c
        JOIN pg_amproc p ON p.amprocfamily = c.opcfamily AND p.amprocnum = 4
          AND p.amproclefttype = c.opcintype AND p.amprocrighttype = c.opcintype
        WHERE c.opcmethod = (SELECT oid FROM pg_am WHERE amname = 'btree') AND c.opcdefault
          AND c.opcintype = CASE t.typname WHEN 'varchar' THEN 'text'::regtype ELSE t.oid END) AS image
      FROM pg_type t WHERE t.typtype IN ('b', 'r') AND t.typnamespace = 'pg_catalog'::regnamespace`)
    const asked = types.filter(({name}) => {
      const {differs} = comparedColumns({columns: [{name: 'v', type: name, expression: 'v'}]})
      return !differs('a', 'b').includes('*<>')
    })
    expect(asked.length).toBeGreaterThan(10)
    expect(asked.filter(({image}) => image !== 'btequalimage' && image !== 'btvarstrequalimage')).toEqual([])
  })

  it('builds the key after the copy, and before its end where the log gets long', async () => {
    await begin(
      [
        'CREATE TABLE account (id integer PRIMARY KEY, name text)',
        "INSERT INTO account SELECT i, 'n' || i FROM generate_series(1, 30) AS i"
      ],
      'shadow-capture'
    )
    const input = ofAccount()
    let state = shadowCopy.initialState
    const run = async (): Promise<boolean> => {
      const progress = await shadowCopy.run(copier, input, state, {batchRows: 10} as StepContext)
      state = progress.state
      return progress.done
    }
    const keys = async (): Promise<unknown> =>
      (
        await copier.query(
          `SELECT conname FROM pg_constraint WHERE conrelid = '${names.shadow}'::regclass AND contype = 'p'`
        )
      ).length
    await run()
    expect(await keys()).toBe(0)
    await copier.execute(`INSERT INTO ${names.log} SELECT 1 + i % 30, false FROM generate_series(1, 100000) AS i`)
    await run()
    expect(await keys()).toBe(1)
    await copier.execute(`DELETE FROM ${names.log}`)
    await copier.execute('UPDATE account SET name = upper(name)')
    while (!(await run()));
    await replay(copier, await readRecord(copier, names), names, null)
    expect(await copier.query(`SELECT * FROM ${names.shadow} ORDER BY id`)).toEqual(
      await copier.query('SELECT * FROM account ORDER BY id')
    )
  })

  it('waits for a vacuum of the new table long enough for the server to end it', async () => {
    await begin(['CREATE TABLE account (id integer PRIMARY KEY)'], 'shadow-capture')
    const record = await readRecord(copier, names)
    await prepareWork(copier, record)
    const other = await world.connect()
    await other.query('BEGIN')
    // What a vacuum takes.
    await other.query(`LOCK TABLE ${names.shadow} IN SHARE UPDATE EXCLUSIVE MODE`)
    const built = buildIndex(copier, record.keyIndex ?? {name: '', drop: '', statements: []})
    const waited = `SELECT clock_timestamp() - a.state_change > (SELECT setting::int * interval '1 ms' FROM pg_settings WHERE name = 'deadlock_timeout')
      AS it FROM pg_stat_activity a WHERE a.pid = ${String(copier.pid)} AND a.wait_event_type = 'Lock'`
    while ((await world.query(waited))[0]?.['it'] !== true) await Promise.race([built, sleep(20)])
    await other.query('COMMIT')
    await expect(built).resolves.toBeUndefined()
  })
})
