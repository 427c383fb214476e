import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import {connect} from '../../../src/apply/postgres/connect.js'
import type {PostgresConnection} from '../../../src/apply/postgres/connect.js'
import {isJournalThere} from '../../../src/apply/postgres/journal-there.js'
import {checks} from '../../../src/apply/postgres/preflight.generated.js'
import {openEngine} from '../../../src/apply/run/open-engine.js'
import {askChecks} from '../../../src/apply/preflight.js'
import type {PreflightFinding, PreflightView} from '../../../src/apply/preflight.js'
import {defaultSettings} from '../../../src/apply/settings.js'
import type {ApplySettings} from '../../../src/apply/settings.js'
import type {Plan, PlannedStep} from '../../../src/plan/plan.js'
import type {StepInput, StepKind} from '../../../src/plan/steps.js'
import type {ObjectName} from '../../../src/schema/objects.js'
import {startServer, until} from './own-server.js'
import type {OwnServer} from './own-server.js'
import {startPooler} from './transaction-pooler.js'

const versions = [14, 18] as const

function step<Kind extends StepKind>(kind: Kind, input: StepInput<Kind>): PlannedStep<Kind> {
  const rest = {settings: {}, sql: [], locks: [], undo: [], source: {file: 0, line: 1}}
  return {id: `1-${kind}`, kind, title: 'a step', input, ...rest}
}

function statements(...sql: string[]): PlannedStep {
  return step('transaction', {statements: sql, statementTimeoutMs: null})
}

function table(name: string): ObjectName {
  return {schema: 'public', name}
}

function update(name: string, set: string): PlannedStep {
  return step('batch', {table: table(name), verb: 'update', set, idempotent: false})
}

function remove(name: string): PlannedStep {
  return step('batch', {table: table(name), verb: 'delete', idempotent: true})
}

function indexOn(name: string, index: string): PlannedStep {
  const statement = `CREATE INDEX CONCURRENTLY ${index} ON ${name} (n)`
  return step('index-create-concurrently', {statement, table: table(name), index: table(index)})
}

function shadow(name: string): PlannedStep {
  return step('shadow-copy', {table: table(name), changes: [], columns: {}})
}

function swapOf(name: string): PlannedStep {
  return step('shadow-swap', {table: table(name), changes: [], columns: {}})
}

describe.each(versions)('PostgreSQL %d', (version) => {
  let server: OwnServer
  let connection: PostgresConnection

  beforeAll(async () => {
    server = await startServer({version})
    connection = await server.connect({application: 'sqlsafe apply'})
  })

  afterAll(() => server.close())

  interface Asked extends Partial<Omit<PreflightView, 'settings' | 'plan'>> {
    settings?: Partial<ApplySettings>
    plan?: Partial<Plan>
  }

  /** What one check finds, as `severity: text`. */
  async function look(name: string, steps: PlannedStep[], tables: string[], asked: Asked = {}): Promise<string[]> {
    const {plan, settings, ...rest} = asked
    const made: Plan = {
      version: 1,
      dialect: 'postgres',
      serverVersion: String(version),
      sources: [],
      assumes: [],
      phases: [{kind: 'expand', steps}],
      remarks: [],
      digest: '',
      ...plan
    }
    const view: PreflightView = {
      connection,
      plan: made,
      settings: {...defaultSettings, ...settings},
      serverMajor: version,
      steps,
      tables: tables.map(table),
      fresh: true,
      beside: (work) => work(),
      handshakePid: undefined,
      ...rest
    }
    const check = checks.find((each) => each.name === name)
    if (!check) throw new Error(`Unexpected check \`${name}\`, expected one that there is`)
    return (await check.check(view)).map(({severity, text}: PreflightFinding) => `${severity}: ${text}`)
  }

  test('server-version', async () => {
    await expect(look('server-version', [], [])).resolves.toEqual([])
    await expect(look('server-version', [], [], {plan: {serverVersion: '16'}})).resolves.toEqual([
      expect.stringMatching(/^error: Unexpected PostgreSQL \d+, expected 16/)
    ])
  })

  test('read-only', async () => {
    await expect(look('read-only', [], [])).resolves.toEqual([])
    const reader = await server.connect()
    await reader.execute('SET default_transaction_read_only = on')
    await expect(look('read-only', [], [], {connection: reader})).resolves.toEqual([
      expect.stringMatching(/^error: Unexpected `default_transaction_read_only = on`/)
    ])
    const standby = await startServer({version, replicaOf: server.port})
    try {
      await expect(look('read-only', [], [], {connection: await standby.connect()})).resolves.toEqual([
        'error: Unexpected standby, expected its primary: connect to that'
      ])
      await until(
        () => connection.query(`SELECT FROM pg_stat_replication WHERE state = 'streaming'`),
        (rows) => rows.length === 1
      )
      await expect(look('standbys', [update('t', 'n = 1')], [])).resolves.toEqual([
        `note: Batches wait for the standbys \`standby_${String(standby.port)}\` when these lag behind`
      ])
      await expect(look('standbys', [statements('CREATE TABLE x ()')], [])).resolves.toEqual([])
      await expect(look('standbys', [swapOf('t')], [])).resolves.toEqual([
        expect.stringContaining('REPEATABLE READ that began there before the table is replaced is not waited for')
      ])
    } finally {
      await standby.close()
    }
  })

  test('standbys: a synchronous one that is away', async () => {
    const waiting = await server.connect()
    await waiting.execute(`ALTER SYSTEM SET synchronous_standby_names = 'away'`)
    await waiting.execute('SELECT pg_reload_conf()')
    await until(
      () => connection.query(`SELECT current_setting('synchronous_standby_names') AS names`),
      ([row]) => row?.['names'] === 'away'
    )
    await connection.execute('SET synchronous_commit = on')
    try {
      await expect(look('standbys', [], [])).resolves.toEqual([
        expect.stringMatching(/^error: Unexpected absence of the synchronous standby .* each COMMIT would wait/)
      ])
      await connection.execute('SET synchronous_commit = local')
      await expect(look('standbys', [], [])).resolves.toEqual([])
    } finally {
      await connection.execute('RESET synchronous_commit')
      await waiting.execute('ALTER SYSTEM RESET synchronous_standby_names')
      await waiting.execute('SELECT pg_reload_conf()')
    }
  })

  test('pooler', async () => {
    const own = Number((await connection.query('SELECT pg_backend_pid() AS pid'))[0]?.['pid'])
    await expect(look('pooler', [], [], {handshakePid: own})).resolves.toEqual([])
    for (const [mode, expected] of [
      ['session', /^warning: Unexpected pooler \(it gave process 1, the server says \d+\)/],
      ['transaction', /^error: Unexpected pooler in transaction mode \(process \d+ answers, then \d+\)/]
    ] as const) {
      const pooler = await startPooler(server.port, mode)
      const url = `postgres://postgres@127.0.0.1:${String(pooler.port)}/postgres`
      const pooled = await connect(url, 'sqlsafe apply')
      const other = await connect(url, 'sqlsafe beside')
      const beside = async <Result>(work: () => Promise<Result>): Promise<Result> => {
        await other.execute('BEGIN')
        const result = await work()
        await other.execute('COMMIT')
        return result
      }
      try {
        const found = await look('pooler', [], [], {connection: pooled, beside, handshakePid: pooled.pid})
        expect(found).toEqual([expect.stringMatching(expected)])
        // No lock stays behind with a session of the pool.
        const engine = await openEngine(url)
        const set = "SELECT current_setting('idle_in_transaction_session_timeout') AS ms"
        expect(await engine.worker.query(set)).toEqual([{ms: '0'}])
        const held = await engine.hold().catch((error: unknown) => `error: ${String(error)}`)
        await engine.close()
        expect(held ?? 'warning').toMatch(mode === 'session' ? 'warning' : 'pooler in transaction mode')
        const locks = await connection.query("SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND granted")
        expect(mode === 'session' ? [] : locks).toEqual([])
      } finally {
        await pooled.end()
        await other.end()
        await pooler.close()
      }
    }
  })

  test('names of the server that a search path puts others before', async () => {
    await connection.execute('CREATE SCHEMA trick; CREATE VIEW trick.pg_class AS SELECT 1 AS oid')
    await connection.execute('CREATE FUNCTION trick.lower(text) RETURNS text LANGUAGE sql AS $$ SELECT $1 $$')
    await connection.execute('CREATE SCHEMA plain; CREATE FUNCTION plain.lower(int) RETURNS text LANGUAGE sql RETURN 1')
    const open = async (path: string): Promise<string> => {
      const url = `postgres://postgres@127.0.0.1:${String(server.port)}/postgres?options=-csearch_path%3D${path}`
      return openEngine(url).then((engine) => engine.close().then(() => 'opened'), String)
    }
    await expect(open('trick')).resolves.toBe('opened')
    await expect(open('plain,public,pg_catalog')).resolves.toBe('opened')
    await expect(open('public,trick,pg_catalog')).resolves.toMatch(
      /`search_path` puts trick\.pg_class, function trick\.lower\(text\) before what the server itself has/
    )
  })

  test('privileges', async () => {
    await connection.execute('CREATE TABLE owned (id int PRIMARY KEY, n int); CREATE ROLE app LOGIN; CREATE ROLE boss')
    await connection.execute('ALTER TABLE owned OWNER TO boss; REVOKE CREATE ON SCHEMA public FROM PUBLIC')
    const app = await server.connect({user: 'app'})
    const ddl = statements('ALTER TABLE owned ADD COLUMN m serial')
    await expect(look('privileges', [ddl], ['owned'])).resolves.toEqual([])
    const settings = {terminateBlockersAfterMs: 1000}
    await expect(look('privileges', [ddl], ['owned'], {connection: app, settings})).resolves.toEqual([
      'error: Unexpected lack of privileges on a schema `sqlsafe` for the journal, expected them: `GRANT CREATE ON DATABASE postgres TO app`',
      'error: Unexpected lack of privileges on `owned`, which its owner only may change, expected them: `GRANT boss TO app`',
      'error: Unexpected lack of privileges on schema `public`, expected them: `GRANT CREATE ON SCHEMA public TO app`',
      'error: Unexpected lack of privileges on sessions of other roles, which may have to be ended, expected them: `GRANT pg_signal_backend TO app`',
      'warning: Unexpected lack of privileges on what sessions of other roles and standbys do, expected them: `GRANT pg_read_all_stats TO app`'
    ])
    const asked = {connection: app}
    const ofSchema = expect.stringContaining('on schema `public`') as string
    for (const sql of [
      'UPDATE owned SET n = 1',
      'ALTER TABLE owned ADD COLUMN m int REFERENCES owned, ALTER n SET NOT NULL, ADD CONSTRAINT c CHECK (n > 0) NOT VALID, DROP COLUMN n'
    ]) {
      await expect(look('privileges', [statements(sql)], ['owned'], asked)).resolves.not.toContainEqual(ofSchema)
    }
    for (const sql of [
      'ALTER TABLE owned ADD UNIQUE (n)',
      'ALTER TABLE owned RENAME TO own',
      'CREATE INDEX ON owned (n)'
    ]) {
      await expect(look('privileges', [statements(sql)], ['owned'], asked)).resolves.toContainEqual(ofSchema)
    }
    await expect(look('privileges', [swapOf('owned')], ['owned'], asked)).resolves.toContain(
      'error: Unexpected lack of privileges on what sessions of other roles and standbys do, expected them: `GRANT pg_read_all_stats TO app`'
    )
    await expect(look('privileges', [update('owned', 'n = 1')], ['owned'], asked)).resolves.toContain(
      'error: Unexpected lack of privileges on `owned`, expected them: `GRANT SELECT, UPDATE ON public.owned TO app`'
    )
    await connection.execute('CREATE TABLE precious (id int)')
    const valued = statements('ALTER TABLE precious ADD COLUMN m int')
    await expect(look('privileges', [valued], ['precious'], asked)).resolves.toContain(
      'error: Unexpected lack of privileges on `precious`, which its owner only may change, expected them: connect as `postgres`'
    )
    const key = statements('CREATE TABLE child (id int REFERENCES owned)')
    const reference = statements('ALTER TABLE child ADD FOREIGN KEY (id) REFERENCES owned')
    await expect(look('privileges', [key, reference], ['owned'], asked)).resolves.toContain(
      'error: Unexpected lack of privileges on `owned`, expected them: `GRANT REFERENCES ON public.owned TO app`'
    )
    for (const grant of [
      'GRANT CREATE ON DATABASE postgres TO app',
      'GRANT boss TO app',
      'GRANT CREATE ON SCHEMA public TO app',
      'GRANT pg_signal_backend, pg_read_all_stats TO app'
    ]) {
      await connection.execute(grant)
    }
    await expect(look('privileges', [ddl], ['owned'], {connection: app, settings})).resolves.toEqual([])
    await connection.execute('CREATE SCHEMA sqlsafe')
    await expect(look('privileges', [ddl], ['owned'], asked)).resolves.toEqual([
      'error: Unexpected lack of privileges on schema `sqlsafe` for the journal, expected them: `GRANT USAGE, CREATE ON SCHEMA sqlsafe TO app`'
    ])
    await connection.execute('CREATE TABLE sqlsafe.run (id int)')
    await expect(isJournalThere(connection)).resolves.toBe(true)
    const refused =
      /role app without rights on the journal, expected them: `GRANT USAGE, CREATE ON SCHEMA sqlsafe TO app; GRANT SELECT,/
    await expect(isJournalThere(app)).rejects.toThrow(refused)
    await connection.execute('GRANT USAGE, CREATE ON SCHEMA sqlsafe TO app')
    await expect(isJournalThere(app)).rejects.toThrow(refused)
    await expect(look('privileges', [ddl], ['owned'], asked)).resolves.toEqual([
      'error: Unexpected lack of privileges on the tables of schema `sqlsafe`, expected them: `GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA sqlsafe TO app`'
    ])
    await connection.execute('DROP SCHEMA sqlsafe CASCADE')
  })

  test('schema-unchanged', async () => {
    await connection.execute(
      'CREATE TABLE shop (id bigint PRIMARY KEY, name varchar(50), price numeric(10), at timestamptz(3)[], n int)'
    )
    const shape = {
      ...table('shop'),
      exists: true,
      columns: [
        {name: 'id', type: 'int8', notNull: true},
        {name: 'name', type: 'varchar(50)', notNull: false},
        {name: 'price', type: 'numeric(10)', notNull: false},
        {name: 'at', type: 'timestamptz(3)[]', notNull: false},
        {name: 'n', type: 'int4', notNull: false}
      ],
      constraints: ['shop_pkey'],
      indexes: ['shop_pkey']
    }
    const absent = {...table('not_yet'), exists: false, columns: [], constraints: [], indexes: []}
    const asked = {plan: {assumes: [shape, absent]}}
    await expect(look('schema-unchanged', [], [], asked)).resolves.toEqual([])
    if (version >= 18) {
      // What a plan for a live database takes it to be, too: the rows that are there may be NULL.
      await connection.execute('ALTER TABLE shop ADD CONSTRAINT named NOT NULL name NOT VALID')
      await expect(look('schema-unchanged', [], [], asked)).resolves.toEqual([])
    }
    await connection.execute('CREATE TABLE not_yet ()')
    await connection.execute('ALTER TABLE shop ALTER name TYPE varchar(60), ALTER n SET NOT NULL, ADD more int')
    await connection.execute('ALTER TABLE shop DROP price, DROP CONSTRAINT shop_pkey')
    const again = 'plan again with `--database-url`'
    const changes = [
      `error: Unexpected type \`character varying(60)\` of column \`name\` of \`shop\`, expected \`varchar(50)\`: ${again}`,
      `error: Unexpected absence of column \`price\` of \`shop\`, expected it: ${again}`,
      `error: Unexpected \`NOT NULL\` of column \`n\` of \`shop\`, expected \`NULL\`: ${again}`,
      `error: Unexpected absence of constraint \`shop_pkey\` of \`shop\`, expected it: ${again}`,
      `error: Unexpected absence of index \`shop_pkey\` of \`shop\`, expected it: ${again}`,
      `warning: Unexpected columns \`more\` of \`shop\`, expected none that the plan does not know: ${again}`,
      `error: Unexpected table \`not_yet\`, expected none of that name: ${again}`
    ]
    await expect(look('schema-unchanged', [], [], asked)).resolves.toEqual(changes)
    await expect(look('schema-unchanged', [], [], {...asked, fresh: false})).resolves.toEqual([])
  })

  test('missing-tables', async () => {
    await connection.execute('CREATE TABLE present (id int)')
    const found = (...steps: PlannedStep[]): Promise<string[]> => look('missing-tables', steps, [])
    await expect(found(update('present', 'id = 1'), indexOn('present', 'i'))).resolves.toEqual([])
    await expect(found(update('absent', 'id = 1'), remove('absent'), shadow('gone'))).resolves.toEqual([
      expect.stringMatching(/^error: Unexpected table `absent`, expected one that is there: it does not exist/),
      expect.stringMatching(/^error: Unexpected table `gone`/)
    ])
    for (const sql of ['CREATE TABLE absent (id int)', 'ALTER TABLE present RENAME TO absent']) {
      await expect(found(statements(sql), update('absent', 'id = 1'))).resolves.toEqual([])
    }
    const elsewhere = step('batch', {table: {schema: 'other', name: 'present'}, verb: 'delete', idempotent: true})
    await expect(found(elsewhere)).resolves.toEqual([expect.stringMatching(/^error: Unexpected table `other.present`/)])
  })

  test('long-transactions', async () => {
    await connection.execute('CREATE TABLE busy (id int PRIMARY KEY, n int); CREATE TABLE quiet (id int)')
    await connection.execute('CREATE TABLE parts (id int) PARTITION BY LIST (id)')
    await connection.execute('CREATE TABLE part PARTITION OF parts FOR VALUES IN (1)')
    const holder = await server.connect()
    await holder.execute('BEGIN')
    await holder.execute('SELECT FROM busy, part')
    const reader = await server.connect()
    await reader.execute('BEGIN ISOLATION LEVEL REPEATABLE READ')
    await reader.execute('SELECT FROM quiet')
    const ddl = statements('ALTER TABLE busy ADD COLUMN m int')
    await expect(look('long-transactions', [ddl], ['busy'])).resolves.toEqual([])
    const settings = {maxTransactionAgeSeconds: 0}
    const holds =
      /^warning: Unexpected transaction of process \d+ \(postgres, idle in transaction, open for \d+ s\), which holds ACCESS SHARE on `(busy|parts)`, expected none over 0 s: .* Its query: SELECT FROM busy, part$/
    await expect(look('long-transactions', [ddl], ['busy'], {settings})).resolves.toEqual([
      expect.stringMatching(holds)
    ])
    await expect(look('long-transactions', [ddl], ['parts'], {settings})).resolves.toEqual([
      expect.stringMatching(holds)
    ])
    await expect(look('long-transactions', [indexOn('busy', 'i')], ['busy'], {settings})).resolves.toEqual([
      expect.stringMatching(holds),
      expect.stringMatching(/which holds an old snapshot, expected none over 0 s: building an index/)
    ])
    await connection.execute('CREATE ROLE blind LOGIN')
    const blind = await server.connect({user: 'blind'})
    await expect(look('long-transactions', [ddl], ['busy'], {connection: blind})).resolves.toEqual([
      expect.stringMatching(/\(postgres, in a state not shown, open for a time that this role may not see\)/)
    ])
    await holder.execute('ROLLBACK')
    await reader.execute('ROLLBACK')
    await expect(look('long-transactions', [indexOn('busy', 'i')], ['busy'], {settings})).resolves.toEqual([])
  })

  test('prepared-transactions', async () => {
    await connection.execute('CREATE TABLE twice (id int); CREATE TABLE other (id int)')
    const first = await server.connect()
    await first.execute('BEGIN')
    await first.execute('INSERT INTO twice VALUES (1)')
    await first.execute(`PREPARE TRANSACTION 'half'`)
    await expect(look('prepared-transactions', [], ['other'])).resolves.toEqual([])
    await expect(look('prepared-transactions', [], ['twice'])).resolves.toEqual([
      expect.stringMatching(
        /^error: Unexpected prepared transaction 'half' of postgres, \d+ s old, with locks on `twice`, expected none/
      )
    ])
    await first.execute(`ROLLBACK PREPARED 'half'`)
    await expect(look('prepared-transactions', [], ['twice'])).resolves.toEqual([])
  })

  test('wraparound-vacuum', async () => {
    await connection.execute(
      `CREATE TABLE old (id int, pad text) WITH (autovacuum_freeze_max_age = 100000, autovacuum_vacuum_cost_delay = 100,
         autovacuum_vacuum_cost_limit = 1)`
    )
    await connection.execute(`INSERT INTO old SELECT i, repeat('x', 1000) FROM generate_series(1, 3000) i`)
    const ddl = statements('ALTER TABLE old ADD COLUMN m int')
    await expect(look('wraparound-vacuum', [ddl], ['old'])).resolves.toEqual([])
    // Each block that has a handler is a transaction with an id of its own, once it writes.
    await connection.execute(`CREATE TEMP TABLE noise (i int)`)
    await connection.execute(
      `DO $$ BEGIN FOR i IN 1..100100 LOOP
         BEGIN INSERT INTO noise VALUES (i); EXCEPTION WHEN others THEN RAISE; END;
       END LOOP; END $$`
    )
    await connection.execute('ALTER SYSTEM SET autovacuum_naptime = 1')
    await connection.execute('SELECT pg_reload_conf()')
    const found = await until(
      () => look('wraparound-vacuum', [ddl], ['old']),
      (findings) => findings.length > 0
    )
    expect(found).toEqual([
      expect.stringMatching(/^error: Unexpected autovacuum to prevent wraparound of `old` \(process \d+, \d+ % of the/)
    ])
    await expect(look('wraparound-vacuum', [ddl], ['busy'])).resolves.toEqual([])
    await expect(look('wraparound-vacuum', [update('old', 'id = 1')], ['old'])).resolves.toEqual([])
    await connection.execute('ALTER SYSTEM RESET autovacuum_naptime')
    await connection.execute('SELECT pg_reload_conf()')
  })

  test('replication-slots', async () => {
    await connection.execute(`SELECT pg_create_physical_replication_slot('unread', true)`)
    await connection.execute(`SELECT pg_create_physical_replication_slot('empty')`)
    const batch = update('t', 'n = 1')
    await expect(look('replication-slots', [indexOn('t', 'i')], [])).resolves.toEqual([])
    await expect(look('replication-slots', [batch], [])).resolves.toEqual([
      expect.stringMatching(
        /^warning: Unexpected physical replication slot `unread` that nobody reads \(it keeps [\d.]+ \w+ of WAL\)/
      )
    ])
    await expect(look('replication-slots', [batch], [], {settings: {ignoreStandbys: ['unread']}})).resolves.toEqual([])
    await connection.execute(`SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots`)
  })

  test('logical-replication', async () => {
    await connection.execute('CREATE TABLE news (id int PRIMARY KEY, n int); CREATE TABLE bare (n int)')
    await connection.execute('CREATE PUBLICATION daily FOR TABLE news, bare')
    const ddl = statements('ALTER TABLE news ADD COLUMN m int')
    const published: unknown = expect.stringMatching(
      /^warning: Unexpected publication `daily` of `news`, expected none: its subs/
    )
    await expect(look('logical-replication', [ddl], ['news'])).resolves.toEqual([published])
    await expect(look('logical-replication', [indexOn('news', 'i')], ['news'])).resolves.toEqual([])
    await expect(look('logical-replication', [update('news', 'n = 1')], ['news'])).resolves.toEqual([])
    await expect(look('logical-replication', [update('bare', 'n = 1')], ['bare'])).resolves.toEqual([
      expect.stringMatching(
        /^error: Unexpected publication `daily` of `bare`, which has no replica identity, .* UPDATE/
      )
    ])
    // The server agrees.
    await connection.execute('INSERT INTO bare VALUES (1)')
    await expect(connection.execute('UPDATE bare SET n = 2')).rejects.toThrow('does not have a replica identity')
    await expect(look('logical-replication', [shadow('news')], ['news'])).resolves.toEqual([published])
    await connection.execute('DROP PUBLICATION daily')
    await connection.execute(
      `CREATE SUBSCRIPTION incoming CONNECTION 'host=127.0.0.1 port=1' PUBLICATION p WITH (connect = false)`
    )
    await connection.execute(`INSERT INTO pg_subscription_rel SELECT oid, 'news'::regclass, 'r' FROM pg_subscription`)
    await expect(look('logical-replication', [ddl], ['news'])).resolves.toEqual([
      expect.stringMatching(/^warning: Unexpected subscription `incoming` to `news`, expected none/)
    ])
    await connection.execute('ALTER SUBSCRIPTION incoming SET (slot_name = NONE)')
    await connection.execute('DROP SUBSCRIPTION incoming')
  })

  test('triggers', async () => {
    await connection.execute('CREATE TABLE fired (id int PRIMARY KEY, n int, m int)')
    await connection.execute('CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$')
    await connection.execute(`
      CREATE TRIGGER any_row BEFORE UPDATE ON fired FOR EACH ROW EXECUTE FUNCTION touch();
      CREATE TRIGGER of_n AFTER UPDATE OF n ON fired FOR EACH ROW EXECUTE FUNCTION touch();
      CREATE TRIGGER gone AFTER DELETE ON fired FOR EACH ROW EXECUTE FUNCTION touch();
      CREATE TRIGGER once AFTER UPDATE ON fired FOR EACH STATEMENT EXECUTE FUNCTION touch();
      CREATE TRIGGER off AFTER UPDATE ON fired FOR EACH ROW EXECUTE FUNCTION touch();
      ALTER TABLE fired DISABLE TRIGGER off`)
    const found = async (each: PlannedStep): Promise<string> => (await look('triggers', [each], ['fired'])).join('\n')
    await expect(found(update('fired', 'n = 1'))).resolves.toMatch(
      /^warning: Unexpected triggers `any_row` \(touch\(\)\), `of_n` \(touch\(\)\) on `fired`, expected none that fire for each row of an UPDATE/
    )
    await expect(found(update('fired', 'm = 1'))).resolves.toContain('triggers `any_row` (touch()) on')
    await expect(found(remove('fired'))).resolves.toContain('triggers `gone` (touch()) on')
    await expect(found(statements('ALTER TABLE fired ADD COLUMN x int'))).resolves.toBe('')
  })

  test('incoming-foreign-keys', async () => {
    await connection.execute(`
      CREATE TABLE parent (id int PRIMARY KEY);
      CREATE TABLE follows (id int CONSTRAINT follows_key REFERENCES parent ON DELETE CASCADE);
      CREATE TABLE stays (id int CONSTRAINT stays_key REFERENCES parent);
      CREATE INDEX ON stays (id)`)
    await expect(look('incoming-foreign-keys', [remove('parent')], ['parent'])).resolves.toEqual([
      expect.stringMatching(/^warning: Unexpected foreign key `follows_key` of `follows` to `parent`, .* it deletes/),
      expect.stringMatching(
        /^warning: Unexpected foreign key `follows_key` of `follows` to `parent` without an index .*`CREATE INDEX CONCURRENTLY ON public.follows \(id\)` first$/
      )
    ])
    await expect(look('incoming-foreign-keys', [shadow('parent')], ['parent'])).resolves.toEqual([
      expect.stringMatching(/^note: The foreign key `follows_key` of `follows` to `parent` moves to the new table/),
      expect.stringMatching(/^note: The foreign key `stays_key` of `stays` to `parent` moves to the new table/)
    ])
    await expect(look('incoming-foreign-keys', [update('parent', 'id = 1')], ['parent'])).resolves.toEqual([])
  })

  test('dependents', async () => {
    await connection.execute(`
      CREATE TABLE seen (id int PRIMARY KEY, n int, m int);
      CREATE VIEW sums AS SELECT sum(n) FROM seen;
      CREATE MATERIALIZED VIEW kept AS SELECT id FROM seen;
      CREATE FUNCTION taking(s seen) RETURNS int LANGUAGE sql AS 'SELECT 1';
      CREATE POLICY mine ON seen USING (m > 0)`)
    const one = async (sql: string): Promise<string[]> => look('dependents', [statements(sql)], ['seen'])
    const refused = (object: string): string => `error: Unexpected ${object} that uses`
    for (const [sql, object] of [
      ['ALTER TABLE seen DROP COLUMN n', 'view sums'],
      ['ALTER TABLE seen ALTER COLUMN n TYPE bigint', 'view sums'],
      ['ALTER TABLE seen DROP COLUMN id', 'materialized view kept'],
      ['ALTER TABLE seen DROP COLUMN m', 'policy mine on table seen']
    ] as const) {
      await expect(one(sql)).resolves.toEqual([expect.stringContaining(refused(object))])
      // The server agrees.
      await expect(connection.execute(sql)).rejects.toThrow(/depend|used/)
    }
    await expect(one('ALTER TABLE seen DROP COLUMN n CASCADE')).resolves.toEqual([])
    await expect(one('ALTER TABLE seen ADD COLUMN x int')).resolves.toEqual([])
    await expect(one('DROP TABLE seen')).resolves.toEqual([
      expect.stringContaining(refused('function taking(seen)')),
      expect.stringContaining(refused('materialized view kept')),
      expect.stringContaining(refused('view sums'))
    ])
    await expect(
      look('dependents', [statements('DROP VIEW sums', 'ALTER TABLE seen DROP COLUMN n')], ['seen'])
    ).resolves.toEqual([])
    await expect(look('dependents', [shadow('seen')], ['seen'])).resolves.toEqual([
      'note: The function taking(seen) hangs on `seen`, and has to follow it to the new table',
      'note: The materialized view kept hangs on `seen`, and has to follow it to the new table',
      'note: The view sums hangs on `seen`, and has to follow it to the new table'
    ])
    const copying = (type: string): Promise<string[]> => {
      const changes = [`ALTER TABLE {{table}} ALTER COLUMN n TYPE ${type} USING 1`]
      const columns = [{name: 'n', type: 'int4', notNull: false}]
      const assumes = [{...table('seen'), exists: true, columns, constraints: [], indexes: []}]
      const copy = step('shadow-copy', {table: table('seen'), changes, columns: {}})
      return look('dependents', [copy], ['seen'], {plan: {assumes}})
    }
    await expect(copying('bigint')).resolves.toEqual([
      expect.stringMatching(/^note: The function/),
      expect.stringMatching(/^note: The materialized view kept/),
      expect.stringMatching(/^error: Unexpected view sums that uses column `n` of `seen`, which gets another type/)
    ])
    await expect(copying('int')).resolves.toEqual([
      expect.anything(),
      expect.anything(),
      expect.stringMatching(/^note/)
    ])
  })

  test('inheritance', async () => {
    await connection.execute(`
      CREATE TABLE whole (id int, n int) PARTITION BY LIST (id);
      CREATE TABLE whole_1 PARTITION OF whole FOR VALUES IN (1);
      CREATE TABLE whole_2 PARTITION OF whole FOR VALUES IN (2)`)
    await expect(look('inheritance', [indexOn('whole', 'i')], ['whole'])).resolves.toEqual([
      expect.stringMatching(/^error: Unexpected partitioned table `whole`, expected one without partitions/)
    ])
    await expect(connection.execute('CREATE INDEX CONCURRENTLY ON whole (n)')).rejects.toThrow('partitioned table')
    await expect(look('inheritance', [statements('ALTER TABLE whole ADD m int')], ['whole'])).resolves.toEqual([
      'note: The 2 partitions of `whole` are changed with it, under the same locks'
    ])
    await expect(look('inheritance', [indexOn('whole_1', 'i')], ['whole_1'])).resolves.toEqual([])
  })

  test('row-security', async () => {
    await connection.execute(`
      CREATE TABLE secret (id int PRIMARY KEY, n int);
      CREATE ROLE keeper LOGIN;
      ALTER TABLE secret OWNER TO keeper;
      ALTER TABLE secret ENABLE ROW LEVEL SECURITY;
      CREATE POLICY most ON secret USING (id > 1)`)
    const keeper = {connection: await server.connect({user: 'keeper'})}
    const batch = [update('secret', 'n = 1')]
    await expect(look('row-security', batch, ['secret'], keeper)).resolves.toEqual([])
    await connection.execute('ALTER TABLE secret FORCE ROW LEVEL SECURITY')
    await expect(look('row-security', batch, ['secret'], keeper)).resolves.toEqual([
      expect.stringMatching(/^error: Unexpected row-level policies of `secret` for this role/)
    ])
    await expect(look('row-security', batch, ['secret'])).resolves.toEqual([])
    await expect(look('row-security', [indexOn('secret', 'i')], ['secret'], keeper)).resolves.toEqual([])
  })

  test('disk-space and wal-size', async () => {
    await connection.execute('CREATE TABLE small (id int PRIMARY KEY, n int)')
    await connection.execute('CREATE TABLE big (id int PRIMARY KEY, pad text)')
    await connection.execute(`ALTER TABLE big ALTER pad SET STORAGE EXTERNAL`)
    await connection.execute(`INSERT INTO big SELECT i, repeat('x', 1000000) FROM generate_series(1, 9) i`)
    await expect(look('wal-size', [update('small', 'n = 1')], ['small'])).resolves.toEqual([])
    await connection.execute(`ALTER SYSTEM SET max_wal_size = '8MB'`)
    await connection.execute('SELECT pg_reload_conf()')
    await until(
      () => connection.query(`SELECT current_setting('max_wal_size') AS max`),
      ([row]) => row?.['max'] === '8MB'
    )
    await expect(look('wal-size', [update('big', 'n = 1')], ['big'])).resolves.toEqual([
      expect.stringMatching(/^note: About 9.\d MB of WAL and more, with `max_wal_size` of 8.4 MB/)
    ])
    // However many steps write it.
    const twice = [update('big', 'n = 1'), update('big', 'pad = NULL')]
    await expect(look('wal-size', twice, ['big'])).resolves.toEqual([expect.stringMatching(/^note: About 9.\d MB/)])
    await connection.execute('CREATE UNLOGGED TABLE unlogged AS SELECT * FROM big')
    await expect(look('wal-size', [update('unlogged', 'n = 1')], ['unlogged'])).resolves.toEqual([])
    await connection.execute('ALTER SYSTEM RESET max_wal_size')
    await expect(look('disk-space', [shadow('big'), indexOn('small', 'i')], ['big', 'small'])).resolves.toEqual([])
  })

  test('invalid-indexes', async () => {
    await connection.execute(
      'CREATE TABLE doubles (id int PRIMARY KEY, n int); INSERT INTO doubles VALUES (1, 1), (2, 1)'
    )
    await expect(connection.execute('CREATE UNIQUE INDEX CONCURRENTLY failed ON doubles (n)')).rejects.toThrow(
      'could not create unique index'
    )
    await expect(look('invalid-indexes', [indexOn('doubles', 'failed')], ['doubles'])).resolves.toEqual([
      'note: Index `failed` is left invalid by a failed build: it is dropped and built again'
    ])
    const builds = [indexOn('doubles', 'other'), indexOn('doubles', 'another')]
    await expect(look('invalid-indexes', builds, ['doubles'])).resolves.toEqual([
      expect.stringMatching(/^warning: Unexpected invalid index `failed` on `doubles`/)
    ])
    await connection.execute('DROP INDEX failed')
    const writer = await server.connect()
    await writer.execute('BEGIN')
    await writer.execute('INSERT INTO doubles VALUES (3)')
    const builder = await server.connect()
    const built = builder.execute('CREATE INDEX CONCURRENTLY slow ON doubles (n)')
    const found = await until(
      () => look('invalid-indexes', [indexOn('doubles', 'other')], ['doubles']),
      (findings) => findings.length > 0
    )
    expect(found).toEqual([
      expect.stringMatching(/^error: Unexpected build of index `slow` on `doubles` by process \d+ at this moment/)
    ])
    await writer.execute('COMMIT')
    await built
    await expect(look('invalid-indexes', [indexOn('doubles', 'other')], ['doubles'])).resolves.toEqual([])
  })

  test('event-triggers', async () => {
    await connection.execute(`
      CREATE FUNCTION harmless() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN RAISE DEBUG 'seen'; END $$;
      CREATE FUNCTION guard() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'not today'; END $$;
      CREATE EVENT TRIGGER seen ON ddl_command_end EXECUTE FUNCTION harmless();
      CREATE EVENT TRIGGER refusing ON ddl_command_start WHEN TAG IN ('DROP TABLE') EXECUTE FUNCTION guard()`)
    const ddl = statements('ALTER TABLE busy ADD COLUMN m int')
    await expect(look('event-triggers', [ddl], [])).resolves.toEqual([
      'warning: Unexpected event trigger `refusing` (guard() at ddl_command_start of DROP TABLE), expected none that may refuse: see that it lets these statements through'
    ])
    await expect(look('event-triggers', [update('busy', 'n = 1')], [])).resolves.toEqual([])
    await connection.execute('DROP EVENT TRIGGER refusing; DROP EVENT TRIGGER seen')
  })

  test('shadow-table', async () => {
    const replaced = (name: string): PlannedStep =>
      step('shadow-create', {table: table(name), changes: [], columns: {}})
    await connection.execute(`
      CREATE TABLE replaced (id int PRIMARY KEY);
      CREATE TABLE heir () INHERITS (replaced);
      CREATE TABLE parted (id int) PARTITION BY LIST (id)`)
    await expect(look('shadow-table', [replaced('replaced'), replaced('parted')], [])).resolves.toEqual([
      'error: Unexpected `parted`, expected a table that can be replaced by a copy: it is a partitioned table',
      'error: Unexpected `replaced`, expected a table that can be replaced by a copy: heir inherits from it',
      'error: Unexpected `replaced`, expected a table that can be replaced by a copy: table heir hangs on the old table, and cannot be moved without dropping it'
    ])
    await connection.execute('DROP TABLE heir')
    await expect(look('shadow-table', [replaced('replaced')], [])).resolves.toEqual([])
    await connection.execute('CREATE PUBLICATION every FOR ALL TABLES')
    await expect(look('shadow-table', [replaced('replaced')], [])).resolves.toEqual([
      expect.stringMatching(/^error: Unexpected `replaced`, .*: publication every is FOR ALL TABLES/)
    ])
    await expect(look('shadow-table', [shadow('replaced')], [])).resolves.toEqual([])
    await connection.execute('DROP PUBLICATION every')
  })

  test('leftovers', async () => {
    await expect(look('leftovers', [], [])).resolves.toEqual([])
    await connection.execute('CREATE SCHEMA sqlsafe_new_busy_1; CREATE TABLE sqlsafe_new_busy_1.busy (id int)')
    await connection.execute('CREATE SCHEMA sqlsafe_old_quiet_1; CREATE TABLE sqlsafe_old_quiet_1.quiet (id int)')
    const remains =
      'error: Unexpected remains (an unfinished copy of `busy`, schema `sqlsafe_new_busy_1` (0 bytes)), expected none: `sqlsafe cleanup` drops it'
    const kept =
      'note: There is the old shape of `quiet`, schema `sqlsafe_old_quiet_1` (0 bytes): `sqlsafe cleanup` drops it'
    await expect(look('leftovers', [], [])).resolves.toEqual([remains, kept])
    await connection.execute(
      'CREATE SCHEMA sqlsafe; CREATE TABLE sqlsafe.run (id int, digest text, status text, plan jsonb)'
    )
    await connection.execute(`INSERT INTO sqlsafe.run VALUES (1, 'mine', 'failed', '{}')`)
    await expect(look('leftovers', [], [], {plan: {digest: 'mine'}})).resolves.toEqual([kept])
    await expect(look('leftovers', [], [])).resolves.toEqual([
      expect.stringMatching(/^error: Unexpected run 1 of another plan that is not at its end \(failed\).*go on with/)
    ])
    await connection.execute(`UPDATE sqlsafe.run SET plan = '{"reverts": "0"}'`)
    await expect(look('leftovers', [], [])).resolves.toEqual([
      expect.stringMatching(/^error: Unexpected run 1 .*`sqlsafe revert` goes on with it/)
    ])
    await connection.execute('DROP SCHEMA sqlsafe, sqlsafe_new_busy_1, sqlsafe_old_quiet_1 CASCADE')
  })

  test('a check that the server refuses to answer is a finding', async () => {
    await connection.execute('CREATE SCHEMA sqlsafe; CREATE TABLE sqlsafe.run (id int); CREATE ROLE stranger LOGIN')
    const stranger = await server.connect({user: 'stranger'})
    const check = checks.filter(({name}) => name === 'leftovers')
    const view = {steps: [], tables: [], fresh: true, handshakePid: undefined, serverMajor: version}
    const beside = <Result>(work: () => Promise<Result>): Promise<Result> => work()
    const plan: Plan = {
      version: 1,
      dialect: 'postgres',
      serverVersion: String(version),
      sources: [],
      assumes: [],
      phases: [],
      remarks: [],
      digest: ''
    }
    const found = await askChecks(check, {...view, beside, plan, connection: stranger, settings: defaultSettings})
    expect(found).toEqual([
      {
        check: 'leftovers',
        severity: 'error',
        text: 'Unexpected refusal, expected an answer: permission denied for schema sqlsafe'
      }
    ])
    await connection.execute('DROP SCHEMA sqlsafe CASCADE')
  })
})
