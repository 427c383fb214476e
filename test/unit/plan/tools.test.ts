/** What other tools are given, as files. */
import {readFileSync, readdirSync, rmSync} from 'node:fs'
import {join} from 'node:path'
import {afterEach, beforeAll, describe, expect, it} from 'vitest'
import {parse as parseToml} from 'smol-toml'
import {parse} from 'yaml'
import type {SqlFile} from '../../../src/plan/sql-files.js'
import {toolFiles, toolText} from '../../../src/plan/tool-files.js'
import {toolWork} from '../../../src/plan/tool-work.js'
import {tools} from '../../../src/plan/tools.generated.js'
import {buildCli, writeProject} from '../../helpers/cli.js'
import type {BuiltCli} from '../../helpers/cli.js'
import {projectOf} from '../../helpers/plan-of.js'

const schema = `
  CREATE TABLE account (id bigint PRIMARY KEY, mail text, state text NOT NULL, n int);
  CREATE TABLE event (id bigint, at timestamptz);
  CREATE TABLE member (a int, b int, n int, PRIMARY KEY (a, b));
  CREATE TABLE "user" (id int PRIMARY KEY, n int);
  CREATE INDEX by_n ON account (n);`

async function filesOf(name: keyof typeof tools, sql: string): Promise<SqlFile[]> {
  const tool = await tools[name]()
  return toolFiles(tool, toolWork(tool, await projectOf([sql], {schema})))
}

async function operationsOf(sql: string): Promise<unknown> {
  const [file] = await filesOf('pgroll', sql)
  return (parse(file?.text ?? '') as {operations: unknown}).operations
}

describe('toolFiles', () => {
  it('cuts the migration where the tool cannot go on, and numbers the parts', async () => {
    const files = await filesOf(
      'pg_repack',
      "SET search_path = public; VACUUM FULL account; UPDATE account SET state = 'it''s'; CLUSTER account USING by_n;"
    )
    expect(files.map(({path}) => path)).toEqual(['1_01.sh', '1_02.not-by-pg_repack.sql', '1_03.sh'])
    expect(files[0]?.text).toMatch(
      /\npg_repack \\\n {2}--no-kill-backend \\\n {2}--no-order \\\n {2}--table=public\.account\n$/
    )
    expect(files[1]?.text).toMatch(/^-- From 1\.sql, line 1\.\n-- NOT SAFE, and pg_repack cannot do it: /)
    expect(files[1]?.text).toMatch(/\nUPDATE account SET state = 'it''s';\n$/)
    expect(toolText(files)).toContain('# ==> 1_02.not-by-pg_repack.sql <==\n-- From')
  })

  it('says at the top what the tool asks for, each line a comment', async () => {
    const [file] = await filesOf('pg_repack', 'VACUUM FULL account;')
    expect(file?.path).toBe('1.sh')
    const head = (file?.text ?? '').split('\n\n')[0] ?? ''
    expect(head).toMatch(/^# For pg_repack .* made by sqlsafe from 1\.sql, line 1\.\n# - /)
    for (const line of head.split('\n')) expect(line).toMatch(/^# /)
  })

  it('leaves a block to a person', async () => {
    const files = await filesOf('pgroll', 'DO $$ BEGIN ALTER TABLE account ALTER COLUMN n TYPE bigint; END $$;')
    expect(files.map(({path}) => path)).toEqual(['1.not-by-pgroll.sql'])
  })
})

describe('pg_repack', () => {
  it('sends SQL that is safe as it stands as one word of the shell', async () => {
    const [file] = await filesOf('pg_repack', "ALTER TABLE account ADD COLUMN a text DEFAULT 'it''s $x';")
    expect(file?.text).toContain(
      `PGOPTIONS='-c lock_timeout=2s' psql \\\n  --no-psqlrc \\\n  --set ON_ERROR_STOP=1 \\\n  --command 'ALTER TABLE account ADD COLUMN a text DEFAULT '\\''it'\\'''\\''s $x'\\'''\n`
    )
  })

  it('refuses a table that it has no key of', async () => {
    const [file] = await filesOf('pg_repack', 'VACUUM FULL event;')
    expect(file?.text).toContain('`event` has no primary key, and no unique one whose columns cannot be NULL')
  })

  it('moves tables, indexes and nothing else to a tablespace', async () => {
    const [table] = await filesOf('pg_repack', 'ALTER TABLE account SET TABLESPACE "Fast one";')
    expect(table?.text).toMatch(/--no-order \\\n {2}--table=public\.account \\\n {2}--tablespace='Fast one'\n$/)
    const [index] = await filesOf('pg_repack', 'ALTER INDEX by_n SET TABLESPACE fast;')
    expect(index?.text).toMatch(/--index=public\.by_n \\\n {2}--tablespace=fast\n$/)
  })
})

describe('pgroll', () => {
  it('fills a column whose default is another one for each row by `up`', async () => {
    expect(await operationsOf('ALTER TABLE account ADD COLUMN token uuid NOT NULL DEFAULT gen_random_uuid();')).toEqual(
      [
        {
          add_column: {
            table: 'account',
            up: 'gen_random_uuid()',
            column: {name: 'token', type: 'uuid', nullable: false, default: 'gen_random_uuid()'}
          }
        }
      ]
    )
  })

  it('goes back to the type that the column has', async () => {
    expect(await operationsOf('ALTER TABLE account ALTER n TYPE text USING n::text || $$!$$;')).toEqual([
      {alter_column: {table: 'account', column: 'n', type: 'text', up: 'n::text || $$!$$', down: 'CAST(n AS int4)'}}
    ])
  })

  it('names the columns that a foreign key sets to NULL', async () => {
    const key = 'FOREIGN KEY (id, n) REFERENCES account (id, n) ON DELETE SET NULL (n)'
    const references = {table: 'account', columns: ['id', 'n'], on_delete: 'SET NULL', on_delete_set_columns: ['n']}
    expect(await operationsOf(`ALTER TABLE account ADD CONSTRAINT own ${key};`)).toMatchObject([
      {create_constraint: {columns: ['id', 'n'], references}}
    ])
    const column = 'ALTER TABLE account ADD COLUMN boss bigint REFERENCES account ON DELETE SET NULL (boss);'
    expect(await operationsOf(column)).toEqual([{sql: {up: column.slice(0, -1)}}])
  })

  it('gives SQL of its own a file of its own', async () => {
    const files = await filesOf(
      'pgroll',
      'CREATE TABLE a (id int); CREATE TABLE b (id int); CREATE INDEX by_mail ON account (mail DESC) WHERE n > 0;'
    )
    expect(files.map(({text}) => (parse(text) as {operations: unknown}).operations)).toEqual([
      [{sql: {up: 'CREATE TABLE a (id int)'}}],
      [{sql: {up: 'CREATE TABLE b (id int)'}}],
      [
        {
          create_index: {
            table: 'account',
            name: 'by_mail',
            columns: [{column: 'mail', sort: 'DESC'}],
            method: 'btree',
            predicate: 'n > 0'
          }
        }
      ]
    ])
  })

  it('leaves values that only the application knows to a person', async () => {
    const [added] = await filesOf('pgroll', 'ALTER TABLE account ADD COLUMN a text NOT NULL;')
    expect(added?.path).toBe('1.not-by-pgroll.sql')
    expect(added?.text).toContain('`up` must say which value')
    const [dropped] = await filesOf('pgroll', 'ALTER TABLE account DROP COLUMN state;')
    expect(dropped?.text).toContain('`down` must say which value')
  })
})

describe('pg-osc', () => {
  it('is given one statement on a table without schema, and the schema by itself', async () => {
    const [file] = await filesOf(
      'pg-osc',
      "ALTER TABLE public.account ALTER n TYPE bigint, ADD COLUMN a text DEFAULT 'x';"
    )
    expect(file?.text).toContain(
      `pg-online-schema-change perform \\\n  --alter-statement 'ALTER TABLE account ALTER n TYPE bigint, ADD COLUMN a text DEFAULT '\\''x'\\''' \\\n  --schema public \\\n`
    )
  })

  it('is not let near what it would lose rows of, or fail at', async () => {
    const reasonOf = async (sql: string): Promise<string> => (await filesOf('pg-osc', sql))[0]?.text ?? ''
    expect(await reasonOf('ALTER TABLE member ALTER n TYPE bigint;')).toContain('a primary key of several columns')
    expect(await reasonOf('ALTER TABLE event ALTER id TYPE int;')).toContain('has no primary key')
    expect(await reasonOf('ALTER TABLE account ALTER n TYPE text USING n::text;')).toContain(
      '`USING` needs a query of your own'
    )
    expect(await reasonOf('ALTER TABLE "user" ALTER n TYPE bigint;')).toContain('cannot write the name `user`')
  })
})

describe('reshape', () => {
  const actionsOf = async (sql: string): Promise<unknown> =>
    (parseToml((await filesOf('reshape', sql))[0]?.text ?? '') as {actions: unknown}).actions

  it('goes back to the type that the column has', async () => {
    expect(await actionsOf('ALTER TABLE account ALTER n TYPE bigint;')).toEqual([
      {
        type: 'alter_column',
        table: 'account',
        column: 'n',
        up: 'CAST(n AS int8)',
        down: 'CAST(n AS int4)',
        changes: {type: 'int8'}
      }
    ])
  })

  it('is not given an index whose columns it would put into another order', async () => {
    expect(await actionsOf('CREATE INDEX a ON account (mail, n);')).toEqual([
      {type: 'add_index', table: 'account', index: {name: 'a', columns: ['mail', 'n'], type: 'btree'}}
    ])
    const [file] = await filesOf('reshape', 'CREATE INDEX a ON account (n, mail);')
    expect(file?.path).toBe('1.not-by-reshape.sql')
  })
})

describe('tools that copy tables of MySQL', () => {
  const mysqlSchema = `
    CREATE TABLE item (id int PRIMARY KEY, qty int, kind enum('a', 'b'), name varchar(20) UNIQUE);
    CREATE TABLE parent (id int PRIMARY KEY, n int);
    CREATE TABLE child (id int PRIMARY KEY, p int, n int, CONSTRAINT child_p FOREIGN KEY (p) REFERENCES parent (id));
    CREATE TABLE logged (id int PRIMARY KEY, n int);
    CREATE TRIGGER tr AFTER INSERT ON logged FOR EACH ROW SET @a = 1;
    CREATE TABLE keyed (id int NOT NULL, n int, UNIQUE (id));
    CREATE TABLE \`it's\` (id int PRIMARY KEY, n int);
    CREATE TABLE nokey (n int);`
  const copiers = ['gh-ost', 'pt-osc', 'spirit', 'vitess'] as const
  const projectFor = (sql: string) => projectOf([sql], {dialect: 'mysql', version: '8.4', schema: mysqlSchema})

  async function textOf(name: keyof typeof tools, sql: string): Promise<string> {
    const tool = await tools[name]()
    return toolText(toolFiles(tool, toolWork(tool, await projectFor(sql))))
  }

  /** Why each cannot, where it cannot. */
  async function refusals(sql: string): Promise<Partial<Record<keyof typeof tools, string>>> {
    const found = await Promise.all(
      copiers.map(async (name) => [name, /cannot do it: (.*)/.exec(await textOf(name, sql))?.[1]] as const)
    )
    return Object.fromEntries(found.filter(([, reason]) => reason !== undefined))
  }

  it('are told what to copy, each in its own words', async () => {
    const sql = "ALTER TABLE item MODIFY qty bigint COMMENT 'it''s $x';"
    const quoted = String.raw`MODIFY qty bigint COMMENT '\''it'\'''\''s $x'\'''`
    const lines = async (name: keyof typeof tools): Promise<string[]> =>
      (await textOf(name, sql)).split('\n').map((line) => line.replace(/ \\$/, ''))
    expect(await lines('gh-ost')).toEqual(
      expect.arrayContaining([
        'gh-ost',
        '  --conf="${MYSQL_OPTION_FILE}"',
        '  --host="${MYSQL_HOST:-127.0.0.1}"',
        '  --database="${MYSQL_DATABASE}"',
        '  --table=item',
        `  '--alter=${quoted}`,
        '  --panic-on-warnings',
        '  --execute'
      ])
    )
    expect(await lines('pt-osc')).toEqual(
      expect.arrayContaining([
        'pt-online-schema-change',
        `  --alter '${quoted}`,
        '  --no-drop-old-table',
        '  --execute',
        expect.stringMatching(/^ {2}F=.*,t=item$/)
      ])
    )
    expect(await lines('spirit')).toEqual(
      expect.arrayContaining(['spirit migrate', `  '--statement=ALTER TABLE \`item\` ${quoted}`])
    )
    expect(await textOf('vitess', sql)).toContain(
      "\nSET @@ddl_strategy = 'vitess --postpone-completion';\nALTER TABLE `item` MODIFY qty bigint COMMENT 'it''s $x';\n"
    )
  })

  it('leave to the server what it does while others go on, by the clause that asks for it', async () => {
    const sql = 'ALTER TABLE item ADD COLUMN extra int, ADD INDEX by_qty (qty);'
    for (const name of copiers.slice(0, 3)) {
      const text = await textOf(name, sql)
      expect(text).toContain("'--execute=ALTER TABLE `item` ADD COLUMN extra int, ALGORITHM=INSTANT'\n")
      expect(text).toContain("'--execute=ALTER TABLE `item` ADD INDEX by_qty (qty), ALGORITHM=INPLACE, LOCK=NONE'\n")
      expect(text).not.toContain('--alter')
    }
    expect(await textOf('vitess', sql)).toContain(
      "SET @@ddl_strategy = 'vitess --prefer-instant-ddl';\nALTER TABLE `item` ADD COLUMN extra int;\n"
    )
  })

  it('refuse what they would fail at or lose rows of, with the reason', async () => {
    expect(await refusals('ALTER TABLE item MODIFY qty bigint;')).toEqual({})
    const referred = expect.stringContaining('`child` refers to `parent`') as string
    expect(await refusals('ALTER TABLE parent MODIFY n bigint;')).toEqual({
      'gh-ost': referred,
      spirit: referred,
      vitess: referred
    })
    const own = expect.stringContaining('(`child_p`)') as string
    expect(await refusals('ALTER TABLE child MODIFY n bigint;')).toEqual({'gh-ost': own, spirit: own, vitess: own})
    const triggers = expect.stringContaining('triggers (`tr`)') as string
    expect(await refusals('ALTER TABLE logged MODIFY n bigint;')).toEqual({spirit: triggers, vitess: triggers})
    expect(await refusals('ALTER TABLE keyed MODIFY n bigint;')).toEqual({
      spirit: expect.stringContaining('no primary key') as string
    })
    const nokey = expect.stringContaining('no unique key') as string
    expect(await refusals('ALTER TABLE nokey MODIFY n bigint;')).toEqual(
      Object.fromEntries(copiers.map((name) => [name, nokey]))
    )
    expect(await refusals('ALTER TABLE item MODIFY qty bigint, ADD UNIQUE (kind);')).toEqual({
      'pt-osc': expect.stringContaining('INSERT IGNORE') as string
    })
    expect(await refusals('ALTER TABLE item CONVERT TO CHARACTER SET latin1;')).toEqual({
      'pt-osc': expect.stringContaining('`name` is the same under the new collation') as string
    })
    expect(await refusals("ALTER TABLE `it's` MODIFY n bigint;")).toEqual({
      'pt-osc': expect.stringContaining('finds no table whose name') as string
    })
    expect(await refusals("ALTER TABLE item MODIFY kind enum('b', 'a');")).toEqual({
      spirit: expect.stringContaining('another order') as string
    })
  })

  it('take triggers and foreign keys along only by the options for them', async () => {
    expect(await textOf('gh-ost', 'ALTER TABLE logged MODIFY n bigint;')).toContain('--include-triggers')
    expect(await textOf('gh-ost', 'ALTER TABLE item MODIFY qty bigint;')).not.toContain('--include-triggers')
    expect(await textOf('pt-osc', 'ALTER TABLE logged MODIFY n bigint;')).toMatch(
      /--preserve-triggers[^]*--drop-old-table/
    )
    expect(await textOf('pt-osc', 'ALTER TABLE parent MODIFY n bigint;')).toContain(
      '--alter-foreign-keys-method rebuild_constraints'
    )
  })

  it('are weighed against one another for the table that it is about', async () => {
    const [ghost, ...rivals] = await Promise.all(copiers.map((name) => tools[name]()))
    if (!ghost) throw new Error('Unexpected lack of tools')
    const work = toolWork(ghost, await projectFor('ALTER TABLE logged MODIFY n bigint;'), rivals)
    const why = work[0]?.work.flatMap((each) => (each.kind === 'tool' ? each.notes : [])).join('\n') ?? ''
    expect(why).toContain('Why gh-ost: it adds no triggers')
    expect(why).toContain('pt-osc could: it needs no binary log')
    expect(why).toContain('spirit cannot: `logged` has triggers (`tr`)')
  })
})

describe('sqlsafe plan --tool', () => {
  let cli: BuiltCli
  beforeAll(async () => {
    cli = await buildCli()
  })
  const folders: string[] = []
  afterEach(() => {
    for (const folder of folders.splice(0)) rmSync(folder, {recursive: true})
  })

  it('writes into a folder, and tells by the exit code whether anything is left', async () => {
    const folder = writeProject({'1.sql': schema, '2.sql': 'VACUUM FULL account;', '3.sql': 'VACUUM FULL event;'})
    folders.push(folder)
    const run = (...args: string[]): ReturnType<BuiltCli['run']> =>
      cli.run(['plan', '--history', '1.sql', '--dialect', 'postgres', '--tool', ...args], {cwd: folder})

    const done = await run('pg_repack', '2.sql', '--out-dir', 'out')
    expect([done.code, done.stdout]).toEqual([0, `${join('out', '2.sh')}\n`])
    expect(readFileSync(join(folder, 'out/2.sh'), 'utf8')).toContain('--table=public.account')
    const left = await run('pg_repack', '3.sql', '--out-dir', 'out')
    expect(left.code).toBe(1)
    expect(readdirSync(join(folder, 'out'))).toEqual(['2.sh', '3.not-by-pg_repack.sql'])
    expect((await run('pg_repack', '2.sql', '--format', 'json')).code).toBe(2)
    const other = await cli.run(['plan', '2.sql', '--dialect', 'mysql', '--tool', 'pgroll'], {cwd: folder})
    expect([other.code, other.stderr]).toEqual([
      2,
      expect.stringContaining('`--tool pgroll` for MySQL, expected PostgreSQL')
    ])
  })
})
