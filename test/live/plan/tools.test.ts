/** Commands of `--tool pt-osc`, run as they are printed by the real pt-online-schema-change. */
import {execFileSync} from 'node:child_process'
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {delimiter, dirname, join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {afterAll, afterEach, beforeAll, beforeEach, describe, expect, it} from 'vitest'
import {toolFiles} from '../../../src/plan/tool-files.js'
import {toolWork} from '../../../src/plan/tool-work.js'
import {ptOsc} from '../../../src/plan/tools/pt-osc.js'
import {projectOf} from '../../helpers/plan-of.js'
import {createWorld, servers} from '../apply/mysql/world.js'
import type {World} from '../apply/mysql/world.js'

const script = fileURLToPath(new URL('../../servers/percona-toolkit.sh', import.meta.url))
let folder = ''
let program = ''
beforeAll(() => {
  const home = process.env['SQLSAFE_SERVERS_DIR'] ?? join(tmpdir(), 'sqlsafe-servers')
  program = execFileSync(script, {env: {...process.env, SQLSAFE_SERVERS_DIR: home}, encoding: 'utf8'}).trim()
  folder = mkdtempSync(join(tmpdir(), 'sqlsafe-tools-'))
})
afterAll(() => {
  rmSync(folder, {recursive: true})
})

const values = Array.from({length: 300}, (_, index) => `(${String(index + 1)}, ${String(index % 20)}, 'it''s')`).join(
  ', '
)

const shape = [
  'CREATE TABLE parent (id int PRIMARY KEY, note varchar(10))',
  'CREATE TABLE item (id int PRIMARY KEY, qty int NOT NULL, name varchar(40), CONSTRAINT item_qty FOREIGN KEY (qty) REFERENCES parent (id))',
  'CREATE TABLE plain (id int PRIMARY KEY, qty int NOT NULL, name varchar(40))',
  'CREATE TABLE seen (n int)',
  'CREATE TABLE logged (id int PRIMARY KEY, qty int)',
  'CREATE TRIGGER logged_insert AFTER INSERT ON logged FOR EACH ROW INSERT INTO seen VALUES (NEW.id)'
]

describe.each(servers.slice(0, 2))('pt-osc on $server', ({dialect, server, url}) => {
  let world: World
  beforeEach(async () => {
    world = await createWorld(url, [
      ...shape,
      `INSERT INTO parent (id) VALUES ${Array.from({length: 20}, (_, index) => `(${String(index)})`).join(', ')}`,
      `INSERT INTO item VALUES ${values}`,
      `INSERT INTO plain VALUES ${values}`,
      'INSERT INTO logged VALUES (1, 1), (2, 2)',
      'DELETE FROM seen'
    ])
  })
  afterEach(() => world.remove())

  /** The one script that comes of a migration, where nobody knows how small the tables are. */
  async function scriptOf(sql: string): Promise<string> {
    const version = server.replace(/^\w+ /, '')
    const project = await projectOf([sql], {dialect, version, schema: shape.join(';\n')})
    const files = toolFiles(ptOsc, toolWork(ptOsc, project))
    expect(files.map(({path}) => path)).toEqual(['1.sh'])
    return files[0]?.text ?? ''
  }

  async function run(sql: string): Promise<string> {
    const file = join(folder, '1.sh')
    writeFileSync(file, await scriptOf(sql))
    const options = join(folder, 'client.cnf')
    const {hostname, port, username} = new URL(world.url)
    writeFileSync(options, `[client]\nuser=${username}\n`, {mode: 0o600})
    return execFileSync('sh', [file], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...process.env,
        PATH: [dirname(program), process.env['PATH']].join(delimiter),
        MYSQL_HOST: hostname,
        MYSQL_TCP_PORT: port,
        MYSQL_DATABASE: world.name,
        MYSQL_OPTION_FILE: options
      }
    })
  }

  const typeOf = async (table: string, column: string): Promise<unknown> =>
    (await world.query(`SHOW COLUMNS FROM ${table} LIKE ?`, [column]))[0]?.['Type']
  const bigint = expect.stringMatching(/^bigint/) as unknown

  it('copies a table, keeps the old one, and takes clauses as one word', async () => {
    const said = await run("ALTER TABLE plain MODIFY qty bigint NOT NULL COMMENT 'it''s $HOME', MODIFY name char(40);")
    expect(said).toContain('Successfully altered')
    expect(await typeOf('plain', 'qty')).toEqual(bigint)
    expect(await world.query('SELECT count(*) AS n, sum(qty) AS qty, max(name) AS name FROM plain')).toEqual([
      {n: 300, qty: '2850', name: "it's"}
    ])
    const [{Comment: comment} = {}] = await world.query("SHOW FULL COLUMNS FROM plain LIKE 'qty'")
    expect(comment).toBe("it's $HOME")
    expect(await world.query('SHOW TABLES LIKE ?', ['%plain_old'])).toHaveLength(1)
  })

  it('follows a column that gets another name and another type', async () => {
    await run('ALTER TABLE plain CHANGE qty amount bigint NOT NULL;')
    expect(await typeOf('plain', 'amount')).toEqual(bigint)
    expect(await world.query('SELECT sum(amount) AS n FROM plain')).toEqual([{n: '2850'}])
  })

  it('copies tables with foreign keys of their own, and makes those of others anew', async () => {
    await run('ALTER TABLE item MODIFY name char(41);')
    expect(await typeOf('item', 'name')).toBe('char(41)')
    await expect(world.query("INSERT INTO item VALUES (999, 999, '')")).rejects.toThrow(/foreign key/)
    await run('ALTER TABLE parent MODIFY note char(10);')
    expect(await typeOf('parent', 'note')).toBe('char(10)')
    await world.query('INSERT INTO parent (id) VALUES (999)')
    await world.query("INSERT INTO item VALUES (999, 999, '')")
    await expect(world.query("INSERT INTO item VALUES (1000, 1000, '')")).rejects.toThrow(/foreign key/)
  })

  it('keeps the triggers of a table', async () => {
    await run('ALTER TABLE logged MODIFY qty varchar(20);')
    expect(await typeOf('logged', 'qty')).toBe('varchar(20)')
    await world.query("INSERT INTO logged VALUES (3, 'three')")
    expect(await world.query('SELECT n FROM seen')).toEqual([{n: 3}])
    expect(await world.query('SHOW TRIGGERS')).toHaveLength(1)
  })

  it('is told nothing of what the server does by itself', async () => {
    const text = await scriptOf('ALTER TABLE plain ADD COLUMN extra int;')
    expect(text).toContain(`'--execute=ALTER TABLE \`plain\` ADD COLUMN extra int, ALGORITHM=INSTANT'\n`)
    expect(text).not.toContain('pt-online-schema-change \\')
  })
})
