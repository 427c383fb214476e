import {afterAll, beforeAll, beforeEach, describe, expect, test} from 'vitest'
import {connectToLog} from '../../../../src/apply/mysql/binlog/dump.js'
import {guardComment} from '../../../../src/apply/mysql/shadow/names.js'
import type {MysqlConnection} from '../../../../src/apply/mysql/connect.js'
import {checks} from '../../../../src/apply/mysql/preflight.generated.js'
import {createReach} from '../../../../src/apply/mysql/reach.js'
import type {PreflightView} from '../../../../src/apply/preflight.js'
import {askChecks} from '../../../../src/apply/preflight.js'
import {defaultSettings} from '../../../../src/apply/settings.js'
import type {ApplySettings} from '../../../../src/apply/settings.js'
import type {Plan, PlannedStep} from '../../../../src/plan/plan.js'
import {shapesOf} from '../../../../src/plan/table-shape.js'
import type {StepInput, StepKind} from '../../../../src/plan/steps.js'
import type {ObjectName} from '../../../../src/schema/objects.js'
import {projectOf} from '../../../helpers/plan-of.js'
import {until} from '../own-server.js'
import {kinds, startServer} from './own-server.js'
import type {Kind, OwnServer} from './own-server.js'

const database = 'shop'

function step<Kind extends StepKind>(kind: Kind, input: StepInput<Kind>): PlannedStep<Kind> {
  const sql = 'statement' in input ? [input.statement] : []
  return {
    id: `1-${kind}`,
    kind,
    title: 'a step',
    input,
    settings: {},
    sql,
    locks: [],
    undo: [],
    source: {file: 0, line: 1}
  }
}

function table(name: string): ObjectName {
  return {schema: '', name}
}

function ddl(statement: string, name = 't'): PlannedStep {
  return step('ddl', {statement, tables: [table(name)]})
}

function rows(...statements: string[]): PlannedStep {
  return step('transaction', {statements, statementTimeoutMs: null})
}

function update(name: string, set: string): PlannedStep {
  return step('batch', {table: table(name), verb: 'update', set, idempotent: false})
}

function remove(name: string): PlannedStep {
  return step('batch', {table: table(name), verb: 'delete', idempotent: true})
}

function shadow(name: string): PlannedStep {
  return step('shadow-copy', {table: table(name), changes: [], columns: {}})
}

const kindNames = Object.keys(kinds) as Kind[]

describe.each(kindNames)('%s', (kind) => {
  const {dialect} = kinds[kind]
  const version = kind.replace(/^\w+ /, '')
  let server: OwnServer
  let connection: MysqlConnection

  beforeAll(async () => {
    server = await startServer({kind, options: ['--event-scheduler=OFF']})
    const admin = await server.connect()
    await admin.execute(`CREATE DATABASE ${database}`)
    connection = await server.connect({database})
    await connection.execute('SET SESSION lock_wait_timeout = 5')
    if (dialect === 'mysql') await connection.execute('SET SESSION information_schema_stats_expiry = 0')
  })

  afterAll(() => server.close())

  beforeEach(async () => {
    const found = await connection.query(
      'SELECT table_name AS name, table_type AS type FROM information_schema.tables WHERE table_schema = ?',
      [database]
    )
    await connection.execute('SET foreign_key_checks = 0')
    for (const {name, type} of found)
      await connection.execute(`DROP ${type === 'VIEW' ? 'VIEW' : 'TABLE'} \`${name ?? ''}\``)
    await connection.execute('SET foreign_key_checks = 1')
    await connection.execute('CREATE TABLE t (id int PRIMARY KEY, n int)')
    await connection.execute('INSERT INTO t VALUES (1, 1), (2, 2)')
  })

  interface Asked extends Partial<Omit<PreflightView, 'settings' | 'plan'>> {
    settings?: Partial<ApplySettings>
    plan?: Partial<Plan>
  }

  function viewOf(steps: PlannedStep[], tables: string[], {plan, settings, ...rest}: Asked): PreflightView {
    const made: Plan = {
      version: 1,
      dialect,
      serverVersion: version,
      sources: [],
      assumes: [],
      phases: [{kind: 'expand', steps}],
      remarks: [],
      digest: 'digest',
      ...plan
    }
    return {
      connection,
      plan: made,
      settings: {...defaultSettings, ...settings},
      serverMajor: 9,
      steps,
      tables: tables.map(table),
      fresh: true,
      beside: (work) => work(),
      handshakePid: undefined,
      ...rest
    }
  }

  /** What one check finds, as `severity: text`. */
  async function look(name: string, steps: PlannedStep[], tables: string[], asked: Asked = {}): Promise<string[]> {
    const check = checks.find((each) => each.name === name)
    if (!check) throw new Error(`Unexpected check \`${name}\`, expected one that there is`)
    const found = await check.check(viewOf(steps, tables, asked))
    return found.map(({severity, text}) => `${severity}: ${text}`)
  }

  /** With settings of the server, as long as it takes. */
  async function having(settings: Record<string, string>, work: () => Promise<void>): Promise<void> {
    const before: string[] = []
    for (const [name, value] of Object.entries(settings)) {
      const [row] = await connection.query(`SELECT @@global.${name} AS value`)
      before.push(
        `SET GLOBAL ${name} = ${/^\d+$/.test(row?.['value'] ?? '') ? (row?.['value'] ?? '') : `'${row?.['value'] ?? ''}'`}`
      )
      await connection.execute(`SET GLOBAL ${name} = ${value}`)
    }
    try {
      await work()
    } finally {
      for (const sql of before) await connection.execute(sql)
    }
  }

  test('nothing is found about a quiet server, whatever is asked', async () => {
    const found = await askChecks(
      checks,
      viewOf([ddl('ALTER TABLE t ADD c int, ALGORITHM=INSTANT'), update('t', 'n = 1')], ['t'], {})
    )
    expect(found.filter(({check}) => check !== 'lock-wait')).toEqual([])
  })

  test('server-version', async () => {
    await expect(look('server-version', [], [])).resolves.toEqual([])
    for (const serverVersion of ['8.4', '9.7.99', '11.8.99']) {
      await expect(look('server-version', [], [], {plan: {serverVersion}})).resolves.toEqual([
        expect.stringMatching(
          /^error: Unexpected M\w+ \d+\.\d+\.\d+, expected M\w+ \d.*: plan again with `--dialect m\w+ --server-version/
        )
      ])
    }
    const other = dialect === 'mysql' ? 'mariadb' : 'mysql'
    await expect(look('server-version', [], [], {plan: {dialect: other}})).resolves.toHaveLength(1)
  })

  test('schema-unchanged: every type is what it was', async () => {
    const own =
      dialect === 'mysql'
        ? 'g geomcollection, v vector(3), n1 numeric, n2 dec(8)'
        : 'g geometrycollection, i6 inet6, u uuid, n1 numeric, n2 dec(8)'
    const sql = `CREATE TABLE types (
      a tinyint, b smallint(5) unsigned, c mediumint zerofill, d int(11), e bigint NOT NULL, f boolean, h bit, i bit(9),
      j decimal, k decimal(12), l decimal(12,3) unsigned, m float, o float(7,3), p float(30), q double, r real,
      s char, t char(9), aa varchar(20) CHARACTER SET latin1, ab binary, ac binary(5), ad varbinary(7),
      ae tinytext, af text, ag text(100), ah text(70000), ai mediumtext, aj longtext, ak blob, al blob(300), am longblob,
      an date, ao time, ap time(3), aq datetime, ar datetime(6), at timestamp NULL, au timestamp(2) NULL, av year,
      aw enum('x', 'y,z') NOT NULL, ax set('a', 'b'), ay json, az point, ba integer, bb national varchar(9), bc bool,
      ${own}, PRIMARY KEY (e), UNIQUE KEY two (d, a), KEY three (b), CONSTRAINT four CHECK (a > 0),
      CONSTRAINT five FOREIGN KEY (d) REFERENCES t (id))`
    await connection.execute(sql)
    const schema = `CREATE TABLE t (id int PRIMARY KEY, n int);\n${sql};`
    const {catalog} = await projectOf([], {dialect, version: version, schema})
    const assumes = shapesOf(catalog.save(), ['t', 'types'])
    await expect(look('schema-unchanged', [], [], {plan: {assumes}})).resolves.toEqual([])
    const live = shapesOf((await readLive()).save(), ['t', 'types', 'shop.types'])
    const columnsOf = (shapes: typeof live): string[][] =>
      shapes.map(({columns, name}) => [name, ...columns.map((each) => each.name)]).sort()
    expect(columnsOf(live)).toEqual(columnsOf(assumes))
    await expect(look('schema-unchanged', [], [], {plan: {assumes: live}})).resolves.toEqual([])
  })

  async function readLive() {
    const {readMysqlCatalog} = await import('../../../../src/schema/live/mysql.js')
    return (await readMysqlCatalog(`${server.url}${database}`)).catalog
  }

  test('schema-unchanged: what is another', async () => {
    await connection.execute('ALTER TABLE t ADD extra int, MODIFY n varchar(9) NOT NULL')
    const assumes = [
      {
        ...table('T'.toLowerCase()),
        exists: true,
        columns: [
          {name: 'ID', type: 'bigint', notNull: true},
          {name: 'n', type: 'varchar(8)', notNull: false},
          {name: 'gone', type: 'int', notNull: false}
        ],
        constraints: ['PRIMARY', 'c'],
        indexes: ['i']
      },
      {...table('there'), exists: true, columns: [], constraints: [], indexes: []},
      {schema: database, name: 't', exists: false, columns: [], constraints: [], indexes: []}
    ]
    await expect(look('schema-unchanged', [], [], {plan: {assumes}})).resolves.toEqual([
      expect.stringMatching(
        /^error: Unexpected type `int(?:\(11\))?` of column `ID` of `t`, expected `bigint`: plan again/
      ),
      expect.stringMatching(/^error: Unexpected type `varchar\(9\)` of column `n` of `t`, expected `varchar\(8\)`/),
      expect.stringMatching(/^error: Unexpected `NOT NULL` of column `n` of `t`, expected `NULL`/),
      expect.stringMatching(/^error: Unexpected absence of column `gone` of `t`, expected it/),
      expect.stringMatching(/^error: Unexpected absence of constraint `c` of `t`/),
      expect.stringMatching(/^error: Unexpected absence of index `i` of `t`/),
      expect.stringMatching(/^warning: Unexpected columns `extra` of `t`, expected none that the plan does not know/),
      expect.stringMatching(/^error: Unexpected absence of table `there`, expected it/),
      expect.stringMatching(/^error: Unexpected table `t`, expected none of that name/)
    ])
    await expect(look('schema-unchanged', [], [], {plan: {assumes}, fresh: false})).resolves.toEqual([])
  })

  test('read-only', async () => {
    await expect(look('read-only', [], [])).resolves.toEqual([])
    const reader = await server.connect({database})
    await reader.execute('SET SESSION TRANSACTION READ ONLY')
    await expect(look('read-only', [], [], {connection: reader})).resolves.toEqual([
      expect.stringMatching(/^error: Unexpected `t\w+_read_only = ON`, expected `OFF`$/)
    ])
    await having({read_only: '1'}, async () => {
      await expect(look('read-only', [], [])).resolves.toEqual([
        'error: Unexpected `read_only = ON`, expected `OFF`: this is a replica or a reader; connect to the server that it follows'
      ])
    })
  })

  test('long-transactions', async () => {
    const asked = {settings: {maxTransactionAgeSeconds: 0}}
    await expect(look('long-transactions', [], ['t'], asked)).resolves.toEqual([])
    const reader = await server.connect({database})
    await reader.execute('BEGIN')
    await reader.query('SELECT * FROM t WHERE id = 1 /* the reader */')
    await new Promise((resolve) => setTimeout(resolve, 1100))
    await expect(look('long-transactions', [], ['t'], asked)).resolves.toEqual([
      expect.stringMatching(
        new RegExp(
          `^warning: Unexpected transaction of session ${String(reader.pid)} \\(root, Sleep, open for \\d+ s\\), which holds SHARED READ on \`t\`, expected none over 0 s: end it or wait for it. Its query: ${dialect === 'mysql' ? 'SELECT \\* FROM t WHERE id = 1' : 'not shown'}`
        )
      )
    ])
    // When it began is told in the time zone of the system.
    for (const zone of ['-11:00', '+11:00']) {
      const elsewhere = await server.connect({database})
      await elsewhere.execute(`SET time_zone = '${zone}'`)
      const found = await look('long-transactions', [], ['t'], {...asked, connection: elsewhere})
      expect(found, zone).toEqual([expect.stringMatching(/open for \d{1,3} s\)/)])
    }
    await expect(look('long-transactions', [], ['other'], asked)).resolves.toEqual([])
    await expect(look('long-transactions', [], ['t'])).resolves.toEqual([])
    const swap = step('shadow-swap', {table: table('other'), changes: [], columns: {}})
    await expect(look('long-transactions', [swap], ['other'], asked)).resolves.toEqual([
      expect.stringContaining('the tables that change places wait for')
    ])
    await reader.execute('ROLLBACK')
    await reader.execute('FLUSH TABLES WITH READ LOCK')
    await expect(look('long-transactions', [], ['t'], asked)).resolves.toEqual([
      expect.stringMatching(
        /^warning: Unexpected lock of all tables \([A-Z0-9 ]+\) by session \d+ of root since \d+ s, as backups take it/
      )
    ])
    await reader.execute('UNLOCK TABLES')
  })

  test('long-transactions where metadata locks are not shown', async () => {
    await connection.execute(
      `UPDATE performance_schema.setup_instruments SET enabled = 'NO' WHERE name = 'wait/lock/metadata/sql/mdl'`
    )
    const reader = await server.connect({database})
    try {
      await reader.execute('BEGIN')
      await reader.query('SELECT * FROM t')
      await new Promise((resolve) => setTimeout(resolve, 1100))
      await expect(look('long-transactions', [], ['t'], {settings: {maxTransactionAgeSeconds: 0}})).resolves.toEqual([
        expect.stringMatching(
          /which may hold metadata locks \(this server does not show them\), expected none over 0 s/
        )
      ])
    } finally {
      await reader.execute('ROLLBACK')
      await connection.execute(
        `UPDATE performance_schema.setup_instruments SET enabled = 'YES' WHERE name = 'wait/lock/metadata/sql/mdl'`
      )
    }
  })

  test('prepared-transactions', async () => {
    await expect(look('prepared-transactions', [], ['t'])).resolves.toEqual([])
    const other = await server.connect({database})
    await other.execute(`XA START 'late'`)
    await other.execute('UPDATE t SET n = 5 WHERE id = 2')
    await other.execute(`XA END 'late'`)
    await other.execute(`XA PREPARE 'late'`)
    await other.end()
    // Until the server has seen that, it is of a session still.
    await until(
      () => connection.query(`SELECT 1 FROM information_schema.processlist WHERE id = ${String(other.pid)}`),
      (rows) => rows.length === 0
    )
    await connection.execute(`CREATE USER blind@'%'`)
    await connection.execute(`GRANT SELECT ON ${database}.* TO blind@'%'`)
    await connection.execute(`GRANT PROCESS ON *.* TO blind@'%'`)
    try {
      if (dialect === 'mysql') {
        await expect(look('prepared-transactions', [], ['t'])).resolves.toEqual([
          'error: Unexpected a prepared XA transaction (`late`) with a lock on `t`, expected none: it waits for ever, so `XA COMMIT` or `XA ROLLBACK` it (`XA RECOVER` shows all)'
        ])
        await expect(look('prepared-transactions', [], ['other'])).resolves.toEqual([])
        const blind = await server.connect({user: 'blind', database})
        // What InnoDB tells of transactions is up to 100 ms old.
        await new Promise((resolve) => setTimeout(resolve, 200))
        await expect(look('prepared-transactions', [], ['t'], {connection: blind})).resolves.toEqual([
          expect.stringMatching(
            /^warning: Unexpected prepared XA transactions \(1 without a session\), of which tables is not shown/
          )
        ])
      } else {
        await expect(look('prepared-transactions', [], ['t'])).resolves.toEqual([
          expect.stringMatching(
            /^warning: Unexpected prepared XA transactions \(`late`\), of which tables is not shown/
          )
        ])
      }
    } finally {
      await connection.execute(`XA ROLLBACK 'late'`)
      await connection.execute(`DROP USER blind@'%'`)
    }
  })

  test('binary-log and gtid', async () => {
    await expect(look('binary-log', [update('t', 'n = 1')], ['t'])).resolves.toEqual([])
    await having({binlog_format: "'STATEMENT'"}, async () => {
      await expect(look('binary-log', [update('t', 'n = 1')], ['t'])).resolves.toEqual([
        expect.stringMatching(/^error: Unexpected `binlog_format = STATEMENT`, expected `ROW`/)
      ])
      await expect(look('binary-log', [ddl('ALTER TABLE t ADD c int')], ['t'])).resolves.toEqual([])
    })
    const made = [ddl('CREATE TABLE copy SELECT * FROM t', 'copy')]
    await expect(look('gtid', made, [])).resolves.toEqual([])
    const old = look('gtid', made, [], {plan: {serverVersion: '8.0.20'}})
    await expect(old).resolves.toEqual(
      dialect === 'mysql' ? [expect.stringMatching(/^error: Unexpected `CREATE TABLE copy … SELECT`/)] : []
    )
  })

  test('capture', async () => {
    const settings = {capture: 'binlog'} as const
    const asked = (): Promise<string[]> => look('capture', [shadow('t')], ['t'], {settings})
    await expect(asked()).resolves.toEqual([])
    const wrong = {
      binlog_format: "'MIXED'",
      binlog_row_image: "'MINIMAL'",
      ...(dialect === 'mysql' ? {binlog_order_commits: 'OFF', binlog_expire_logs_seconds: '60'} : {})
    }
    for (const [name, value] of Object.entries(wrong)) {
      await having({[name]: value}, async () => {
        await expect(asked()).resolves.toEqual([
          expect.stringMatching(new RegExp(`^(?:error|warning): Unexpected \`${name} = ${value.replaceAll("'", '')}\``))
        ])
        await expect(look('capture', [shadow('t')], ['t'])).resolves.toEqual([])
        await expect(look('capture', [update('t', 'n = 1')], ['t'], {settings})).resolves.toEqual([])
      })
    }
    const other = await server.connect({database})
    await other.execute('SET SESSION sql_log_bin = OFF')
    await expect(asked()).resolves.toEqual(
      dialect === 'mysql' ? [expect.stringMatching(/^warning: Unexpected sessions with `sql_log_bin = OFF` \(1\)/)] : []
    )
    await other.execute('SET SESSION sql_log_bin = ON')
    await connection.execute(`CREATE USER plain@'%'`)
    try {
      const plain = await server.connect({user: 'plain'})
      const rights = await look('privileges', [shadow('t')], ['t'], {connection: plain, settings})
      const found = rights.flatMap((each) => /: `(GRANT REPLICATION SLAVE, .*)`$/.exec(each)?.[1] ?? [])
      expect(found).toHaveLength(1)
      await connection.execute(found[0] ?? '')
      const log = await connectToLog(server.url.replace('root@', 'plain@'))
      await log.dump(await log.end(), () => undefined)
    } finally {
      await connection.execute(`DROP USER plain@'%'`)
    }
  })

  test.runIf(dialect === 'mysql')('sizes: binary-log and disk-space', async () => {
    const change = ddl('ALTER TABLE t ADD INDEX (n), ALGORITHM=INPLACE, LOCK=NONE')
    await expect(look('disk-space', [shadow('t'), change], ['t'])).resolves.toEqual([])
    // As InnoDB would have counted it.
    await connection.execute('ALTER TABLE t STATS_PERSISTENT = 1, STATS_AUTO_RECALC = 0')
    await connection.execute('ANALYZE TABLE t')
    await connection.execute(
      `UPDATE mysql.innodb_table_stats SET clustered_index_size = 1000000, n_rows = 1000 WHERE database_name = '${database}' AND table_name = 't'`
    )
    await connection.execute('FLUSH TABLE t')
    await expect(look('disk-space', [shadow('t'), change], ['t'])).resolves.toEqual([
      expect.stringMatching(/^note: About 16 GB in `.+` for a second copy of `t`; how much is free there is unknown/),
      expect.stringMatching(/^note: Up to 16 GB beside `t` in `.+`, and as much for sorting in `.+`/),
      expect.stringMatching(
        /^note: What is written to `t` while it is built anew must fit into `innodb_online_alter_log_max_size` of 130 MB/
      )
    ])
    await having({binlog_expire_logs_seconds: '7200'}, async () => {
      await expect(look('binary-log', [update('t', 'n = 1')], ['t'])).resolves.toEqual([
        'note: About 16 GB of binary log and more, with `binlog_row_image = FULL`; it is kept for 2 hours, on the same disk'
      ])
    })
  })

  test('storage-engine', async () => {
    await connection.execute('CREATE TABLE m (id int PRIMARY KEY, n int) ENGINE = MyISAM')
    await expect(look('storage-engine', [update('t', 'n = 1'), rows('UPDATE t SET n = 2')], ['t'])).resolves.toEqual([])
    await expect(look('storage-engine', [update('m', 'n = 1')], ['m'])).resolves.toEqual([
      expect.stringMatching(/^error: Unexpected engine MyISAM of `m`, expected one with transactions such as InnoDB/)
    ])
    await expect(look('storage-engine', [rows('UPDATE m SET n = 2')], ['m'])).resolves.toEqual([
      expect.stringMatching(/^warning: Unexpected engine MyISAM of `m`/)
    ])
    await expect(look('storage-engine', [ddl('ALTER TABLE m ADD c int', 'm')], ['m'])).resolves.toEqual([])
  })

  test('sql-mode', async () => {
    const steps = [rows(`UPDATE t SET n = "a" || 'it\\'s'`)]
    await expect(look('sql-mode', steps, ['t'])).resolves.toEqual([])
    await having({sql_mode: "'ANSI_QUOTES,NO_BACKSLASH_ESCAPES,PIPES_AS_CONCAT,STRICT_ALL_TABLES'"}, async () => {
      await expect(look('sql-mode', steps, ['t'])).resolves.toEqual([
        expect.stringMatching(
          /^warning: Unexpected `sql_mode` with ANSI_QUOTES, expected none for statements such as `UPDATE t/
        ),
        expect.stringMatching(/with NO_BACKSLASH_ESCAPES, .* a backslash itself/),
        expect.stringMatching(/with PIPES_AS_CONCAT, .* joining of texts/)
      ])
      const plain = [rows('UPDATE t SET n = 1 WHERE `a"b` = \'"||\' -- "')]
      await expect(look('sql-mode', plain, ['t'])).resolves.toEqual([])
      const set = steps.map((each) => ({...each, settings: {sql_mode: 'STRICT_ALL_TABLES'}}))
      await expect(look('sql-mode', set, ['t'])).resolves.toEqual([])
    })
    await having({sql_mode: "'NO_ENGINE_SUBSTITUTION'"}, async () => {
      await expect(look('sql-mode', [update('t', 'n = 1')], ['t'])).resolves.toEqual([
        expect.stringMatching(/^warning: Unexpected `sql_mode = 'NO_ENGINE_SUBSTITUTION'` without a strict mode/)
      ])
      await expect(look('sql-mode', [ddl('ALTER TABLE t ADD c int')], ['t'])).resolves.toEqual([])
    })
  })

  test('triggers', async () => {
    await connection.execute('CREATE TRIGGER after_t AFTER UPDATE ON t FOR EACH ROW SET @a = 1')
    await expect(look('triggers', [update('t', 'n = 1')], ['t'])).resolves.toEqual([
      expect.stringMatching(
        /^warning: Unexpected triggers `after_t` \(AFTER UPDATE\) on `t`, expected none that fire for each row of an UPDATE/
      )
    ])
    await expect(look('triggers', [remove('t')], ['t'])).resolves.toEqual([])
  })

  test('incoming-foreign-keys', async () => {
    await connection.execute('CREATE TABLE plain (t int, CONSTRAINT k0 FOREIGN KEY (t) REFERENCES t (id))')
    await expect(look('incoming-foreign-keys', [remove('t')], ['t'])).resolves.toEqual([])
    await connection.execute(
      'CREATE TABLE child (t int, CONSTRAINT k1 FOREIGN KEY (t) REFERENCES t (id) ON DELETE SET NULL ON UPDATE CASCADE)'
    )
    await expect(look('incoming-foreign-keys', [remove('t')], ['t'])).resolves.toEqual([
      expect.stringMatching(
        /^warning: Unexpected foreign key `k1` of `shop.child` to `t`, expected none that goes on by itself when rows go: it sets NULL/
      )
    ])
    await expect(look('incoming-foreign-keys', [update('t', 'id = id + 1')], ['t'])).resolves.toEqual([
      expect.stringMatching(/when rows get other keys: it changes the rows that refer to them too/)
    ])
    await expect(look('incoming-foreign-keys', [update('t', 'n = 1')], ['t'])).resolves.toEqual([])

    // MySQL tells nothing of a table that the account has no right on.
    await connection.execute(`CREATE USER blind@'%'`)
    try {
      await connection.execute(`GRANT SELECT ON ${database}.t TO blind@'%'`)
      await connection.execute(`GRANT PROCESS ON *.* TO blind@'%'`)
      const blind = await server.connect({user: 'blind', database})
      await expect(look('incoming-foreign-keys', [remove('t')], ['t'], {connection: blind})).resolves.toEqual([
        expect.stringMatching(/foreign key `k1` of `shop.child`.* when rows go: it sets NULL/)
      ])
    } finally {
      await connection.execute(`DROP USER blind@'%'`)
    }
  })

  test('dependents', async () => {
    await connection.execute('CREATE VIEW totals AS SELECT id, n AS total FROM t')
    await connection.execute('CREATE PROCEDURE count_them() SELECT count(*) FROM t WHERE n > 0')
    await connection.execute('CREATE TABLE other (id int, n int)')
    await connection.execute('CREATE TRIGGER on_other AFTER INSERT ON other FOR EACH ROW UPDATE t SET n = 1')
    try {
      await expect(look('dependents', [ddl('ALTER TABLE t DROP COLUMN n')], ['t'])).resolves.toEqual([
        expect.stringMatching(
          /^warning: Unexpected procedure `shop.count_them` that names column `n` of `t`, which is dropped/
        ),
        expect.stringMatching(/^warning: Unexpected trigger `shop.on_other` that names/),
        expect.stringMatching(
          /^warning: Unexpected view `shop.totals` that names column `n` of `t`, which is dropped, expected none/
        )
      ])
      await expect(look('dependents', [ddl('ALTER TABLE t CHANGE n n bigint, ADD c int')], ['t'])).resolves.toEqual([])
      await expect(look('dependents', [ddl('ALTER TABLE t CHANGE n m int')], ['t'])).resolves.toHaveLength(3)
      await expect(look('dependents', [ddl('DROP TABLE t')], ['t'])).resolves.toHaveLength(3)
    } finally {
      await connection.execute('DROP PROCEDURE count_them')
    }
  })

  test('events', async () => {
    await connection.execute(
      'CREATE EVENT nightly ON SCHEDULE EVERY 1 DAY STARTS now() + INTERVAL 1 DAY DO DELETE FROM t'
    )
    try {
      await expect(look('events', [shadow('t')], ['t'])).resolves.toEqual([])
      await having({event_scheduler: '1'}, async () => {
        await expect(look('events', [shadow('t')], ['t'])).resolves.toEqual([
          expect.stringMatching(
            /^warning: Unexpected event `shop.nightly` that names `t`, expected none that changes it while it is copied/
          )
        ])
        await expect(look('events', [ddl('ALTER TABLE t ADD c int')], ['t'])).resolves.toEqual([
          expect.stringMatching(/^note: Event `shop.nightly` that names `t` may run meanwhile/)
        ])
        await expect(look('events', [shadow('other')], ['other'])).resolves.toEqual([])
        await connection.execute('ALTER EVENT nightly DISABLE')
        await expect(look('events', [shadow('t')], ['t'])).resolves.toEqual([])
      })
    } finally {
      await connection.execute('DROP EVENT nightly')
    }
  })

  test('partitions', async () => {
    await connection.execute('CREATE TABLE p (id int PRIMARY KEY) PARTITION BY HASH (id) PARTITIONS 3')
    await expect(look('partitions', [ddl('ALTER TABLE p ADD c int', 'p')], ['p'])).resolves.toEqual([
      'note: The 3 partitions of `p` are changed with it, under one lock'
    ])
    await expect(look('partitions', [shadow('p'), shadow('t')], ['p', 't'])).resolves.toEqual([
      'note: The 3 partitions of `p` are copied with it'
    ])
    await expect(look('partitions', [update('p', 'id = id')], ['p'])).resolves.toEqual([])
  })

  test.runIf(dialect === 'mysql')('row-versions', async () => {
    const add = (name: string): PlannedStep => ddl(`ALTER TABLE t ADD COLUMN ${name} int, ALGORITHM=INSTANT`)
    for (let index = 0; index < 246; index++)
      await connection.execute(`ALTER TABLE t ADD COLUMN c${String(index)} int, ALGORITHM=INSTANT`)
    await expect(look('row-versions', [add('x')], ['t'])).resolves.toEqual([])
    await connection.execute('ALTER TABLE t DROP COLUMN c1, ALGORITHM=INSTANT')
    await expect(look('row-versions', [add('x')], ['t'])).resolves.toEqual([
      'note: `t` has 247 of 255 row versions used, and 1 more after this: `ALTER TABLE t FORCE, ALGORITHM=INPLACE, LOCK=NONE` gives all of them back'
    ])
    const many = Array.from({length: 9}, (_each, index) => add(`x${String(index)}`))
    await expect(look('row-versions', many, ['t'])).resolves.toEqual([
      expect.stringMatching(
        /^error: Unexpected `t` with 247 of 255 row versions used, expected 9 left for INSTANT changes/
      )
    ])
    await connection.execute('ALTER TABLE t FORCE, ALGORITHM=INPLACE, LOCK=NONE')
    await expect(look('row-versions', many, ['t'])).resolves.toEqual([])
  })

  test('lock-wait, and a proxy', async () => {
    const change = [ddl('ALTER TABLE t ADD c int')]
    await expect(look('lock-wait', change, ['t'])).resolves.toEqual([
      expect.stringMatching(
        /^note: Statements of others stand behind .* up to 2 s .*; the server lets them wait (?:31536000|86400) s/
      )
    ])
    const build = [{...ddl('ALTER TABLE t ADD KEY (n)'), locks: [{relation: 't', lock: 'NONE' as const, long: true}]}]
    await expect(look('lock-wait', build, ['t'])).resolves.toEqual([expect.stringContaining('begins anew')])
    await having({lock_wait_timeout: '2'}, async () => {
      await expect(look('lock-wait', change, ['t'])).resolves.toEqual([
        expect.stringMatching(/^warning: Unexpected `lock_wait_timeout = 2` of the server, expected more than the 2 s/)
      ])
    })
    await expect(look('lock-wait', [update('t', 'n = 1')], ['t'])).resolves.toEqual([])
    await expect(look('pooler', [], [], {handshakePid: connection.pid})).resolves.toEqual([])
    await expect(look('pooler', [], [], {handshakePid: connection.pid + 1})).resolves.toEqual([
      expect.stringMatching(/^warning: Unexpected proxy \(it gave session \d+, the server says \d+\)/)
    ])
  })

  test('leftovers', async () => {
    await expect(look('leftovers', [], [])).resolves.toEqual([])
    await connection.execute('CREATE TABLE t_sqlsafe_0123abcd_old (id int PRIMARY KEY)')
    await connection.execute('CREATE TABLE t_sqlsafe_0123abcd_log (id int PRIMARY KEY)')
    await connection.execute(`CREATE TABLE u_sqlsafe_0123abcd_old (id int PRIMARY KEY) COMMENT = '${guardComment}'`)
    await expect(look('leftovers', [], [])).resolves.toEqual([
      expect.stringMatching(/^error: Unexpected remains \(a part of an unfinished copy, `t_sqlsafe_0123abcd_log`/),
      expect.stringMatching(/^note: There is the old shape of a table, `t_sqlsafe_0123abcd_old`/),
      expect.stringMatching(/^error: Unexpected remains \(a part of an unfinished copy, `u_sqlsafe_0123abcd_old`/)
    ])
    await connection.execute('DROP TABLE u_sqlsafe_0123abcd_old')
    await connection.execute('CREATE DATABASE sqlsafe')
    try {
      await connection.execute('CREATE TABLE sqlsafe.run (id int, digest text, status text, target text)')
      await connection.execute(
        `INSERT INTO sqlsafe.run VALUES (1, 'digest', 'failed', '${database}'), (2, 'x', 'running', 'elsewhere')`
      )
      await expect(look('leftovers', [], [])).resolves.toEqual([expect.stringMatching(/^note: There is the old shape/)])
      await connection.execute(`INSERT INTO sqlsafe.run VALUES (3, 'y', 'stopped', '${database}')`)
      await expect(look('leftovers', [], [])).resolves.toEqual([
        expect.stringMatching(/^error: Unexpected run 3 of another plan that is not at its end \(stopped\)/)
      ])
    } finally {
      await connection.execute('DROP DATABASE sqlsafe')
    }
  })

  test('privileges: what is granted as told is enough, for the server too', async () => {
    await connection.execute('CREATE TABLE parent (id int PRIMARY KEY)')
    await connection.execute(`CREATE USER 'pl%in'@'%'`)
    // Who may nothing cannot even connect to the database.
    await connection.execute(`GRANT EXECUTE ON ${database}.* TO 'pl%in'@'%'`)
    const statements = [
      'ALTER TABLE t ADD c int, ADD INDEX (n)',
      'CREATE INDEX i ON t (c)',
      'CREATE TABLE made (id int PRIMARY KEY)',
      'RENAME TABLE made TO named',
      'DROP TABLE named',
      'ALTER TABLE t ADD CONSTRAINT k FOREIGN KEY (c) REFERENCES parent (id)',
      'TRUNCATE TABLE t',
      'ANALYZE TABLE t'
    ]
    const changes = [
      `INSERT INTO t (id) SELECT id FROM parent`,
      'UPDATE t SET n = 1 WHERE id = 3',
      'DELETE FROM t WHERE id = 4'
    ]
    const steps = [...statements.map((each) => ddl(each)), rows(...changes), update('t', 'n = 1'), remove('t')]
    const settings = {terminateBlockersAfterMs: 1}
    try {
      const grants: string[] = []
      for (;;) {
        const plain = await server.connect({user: 'pl%25in', database})
        const found = await look('privileges', steps, ['t'], {connection: plain, settings})
        await plain.end()
        if (found.length === 0) break
        for (const each of found) {
          const [, grant] = /: `(GRANT .*)`$/.exec(each) ?? []
          expect(grant, each).toBeDefined()
          grants.push(grant ?? '')
          await connection.execute(grant ?? '')
        }
        expect(grants.length).toBeLessThan(20)
      }
      expect(grants).toContain('GRANT CREATE, SELECT, INSERT, UPDATE, DELETE ON `sqlsafe`.* TO `pl%in`@`%`')
      const plain = await server.connect({user: 'pl%25in', database})
      for (const each of [...statements, ...changes]) await plain.execute(each)
      await plain.end()
    } finally {
      await connection.execute(`DROP USER 'pl%in'@'%'`)
    }
  })

  test('privileges: wildcards and roles', async () => {
    await connection.execute(`CREATE USER plain@'%'`)
    await connection.execute('CREATE ROLE writers')
    try {
      await connection.execute('GRANT SELECT, UPDATE ON `sh_p`.* TO writers')
      await connection.execute(`GRANT writers TO plain@'%'`)
      await connection.execute(`GRANT SELECT ON \`s\\_op\`.* TO plain@'%'`)
      const wanted =
        'error: Unexpected lack of privileges on shop.t, expected them: `GRANT SELECT, UPDATE ON `shop`.`t` TO `plain`@`%``'
      const ask = async (): Promise<string[]> => {
        const steps = [
          step('batch', {table: {schema: database, name: 't'}, verb: 'update', set: 'n = 1', idempotent: true})
        ]
        return (await look('privileges', steps, ['t'], {connection: plain})).filter((each) => each.includes('shop.t'))
      }
      const plain = await server.connect({user: 'plain'})
      await expect(ask()).resolves.toEqual([wanted])
      await plain.execute('SET ROLE writers')
      await expect(ask()).resolves.toEqual([])
      await plain.execute(`SET sql_mode = 'ANSI_QUOTES'`)
      await expect(ask()).resolves.toEqual([])
    } finally {
      await connection.execute('DROP ROLE writers')
      await connection.execute(`DROP USER plain@'%'`)
    }
  })

  test('trigger-rights, and the rights of a copy', async () => {
    await connection.execute(`CREATE USER plain@'%'`)
    await connection.execute(`GRANT ALL ON \`${database}\`.* TO plain@'%'`)
    try {
      const plain = await server.connect({user: 'plain', database})
      const make = (): Promise<number> => plain.execute('CREATE TRIGGER own AFTER INSERT ON t FOR EACH ROW SET @a = 1')
      await expect(look('trigger-rights', [shadow('t')], ['t'])).resolves.toEqual([])
      await expect(look('trigger-rights', [shadow('t')], ['t'], {connection: plain})).resolves.toEqual([
        expect.stringMatching(
          /^error: Unexpected `log_bin_trust_function_creators = OFF`, expected `ON` for an account without SUPER/
        )
      ])
      const byLog = {connection: plain, settings: {capture: 'binlog'}} as const
      await expect(look('trigger-rights', [shadow('t')], ['t'], byLog)).resolves.toEqual([])
      await connection.execute('CREATE TRIGGER moves AFTER INSERT ON t FOR EACH ROW SET @a = 1')
      await expect(look('trigger-rights', [shadow('t')], ['t'], byLog)).resolves.toHaveLength(1)
      await connection.execute('DROP TRIGGER moves')
      await expect(make()).rejects.toThrow('You do not have the SUPER privilege and binary logging is enabled')
      await expect(look('trigger-rights', [update('t', 'n = 1')], ['t'], {connection: plain})).resolves.toEqual([])
      await expect(look('privileges', [shadow('t')], ['t'], {connection: plain})).resolves.toEqual(
        expect.arrayContaining([expect.stringMatching(/^error: .*`GRANT PROCESS ON \*\.\* TO/)])
      )
      await having({log_bin_trust_function_creators: '1'}, async () => {
        await expect(look('trigger-rights', [shadow('t')], ['t'], {connection: plain})).resolves.toEqual([])
        await make()
      })
    } finally {
      await connection.execute(`DROP USER plain@'%'`)
    }
  })

  test('replicas', async () => {
    const {close, reach} = createReach(server.url)
    const steps = [update('t', 'n = 1')]
    try {
      await expect(look('replicas', steps, ['t'], {reach})).resolves.toEqual([])
      await expect(look('replicas', steps, ['t'], {reach, settings: {replicas: ['127.0.0.1:1']}})).resolves.toEqual([
        'warning: Unexpected replica `127.0.0.1:1` that cannot be asked (connect ECONNREFUSED 127.0.0.1:1), expected one that answers: batches would wait for ever; name it with `--replica`, or pass it over with `--set ignore-standbys=127.0.0.1:1`'
      ])
      const itself = {reach, settings: {replicas: [server.url]}}
      await expect(look('replicas', steps, ['t'], itself)).resolves.toEqual([
        expect.stringContaining('it is the source itself')
      ])
      await expect(look('replicas', [ddl('ALTER TABLE t ADD c int')], ['t'], itself)).resolves.toEqual([
        expect.stringMatching(/^note: There is a replica `127.0.0.1:\d+` that cannot be asked .*: whether its version/)
      ])
      await expect(look('replicas', [rows('UPDATE t SET n = 1')], ['t'], itself)).resolves.toEqual([])
    } finally {
      await close()
    }
  })

  test('shadow-table', async () => {
    const create = (name: string): PlannedStep => step('shadow-create', {table: table(name), changes: [], columns: {}})
    await expect(look('shadow-table', [create('t')], ['t'])).resolves.toEqual([])
    await connection.execute('CREATE TABLE f (id double PRIMARY KEY, n int UNIQUE)')
    await expect(look('shadow-table', [create('f')], ['f'])).resolves.toEqual([
      'error: Unexpected `f`, expected a table that can be replaced by a copy: it has no unique key over whole columns that cannot be NULL and are no floats'
    ])
    await connection.execute(
      'CREATE TABLE child (id int PRIMARY KEY, t int, CONSTRAINT k1 FOREIGN KEY (t) REFERENCES t (id) ON DELETE CASCADE)'
    )
    await expect(look('shadow-table', [create('child')], ['child'])).resolves.toEqual([
      expect.stringMatching(
        /^error: Unexpected `child`, expected a table that can be replaced by a copy: foreign key k1 to t changes its rows/
      )
    ])
    await expect(look('shadow-table', [shadow('t')], ['t'])).resolves.toEqual([])
  })

  test('what concerns clusters and services is silent elsewhere', async () => {
    for (const name of ['cluster', 'managed-service']) {
      await expect(
        look(name, [shadow('t'), ddl('ALTER TABLE t ADD c int'), update('t', 'n = 1')], ['t'])
      ).resolves.toEqual([])
    }
  })
})
