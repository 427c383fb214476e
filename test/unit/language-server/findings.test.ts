import {execFileSync, spawnSync} from 'node:child_process'
import {writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {afterEach, beforeAll, describe, expect, it} from 'vitest'
import type {Diagnostic} from 'vscode-languageserver/node'
import {check} from '../../../src/index.js'
import {placesIn} from '../../../src/core/place.js'
import {capable, buildServer} from '../../helpers/language-server.js'
import type {BuiltServer, Editor} from '../../helpers/language-server.js'

let built: BuiltServer
let editor: Editor | undefined

beforeAll(async () => {
  built = await buildServer()
})
afterEach(async () => {
  await editor?.quit()
  editor = undefined
})

async function start(...options: Parameters<BuiltServer['start']>): Promise<Editor> {
  return (editor = await built.start(...options))
}

const base = 'CREATE TABLE account (id bigint PRIMARY KEY, email text);\n'
const files = {
  'sqlsafe.config.yaml': "dialect: postgres\nserverVersion: '16'\nmigrations: db\nrunner: {lockTimeout: 2s}\n",
  'db/0001_account.sql': base,
  'db/0002_email.sql': 'ALTER TABLE account ADD COLUMN name text;\n'
}
const unsafe = 'SELECT 1;\nALTER TABLE account ALTER COLUMN email SET NOT NULL;\nCREATE INDEX ON account (email);\n'

const firstLine = ({message}: Diagnostic): string | undefined =>
  (typeof message === 'string' ? message : message.value).split('\n')[0]

const briefly = (diagnostics: readonly Diagnostic[]): string[] =>
  diagnostics.map(({code, range: {end, start}, severity}) => {
    const place = [start, end].map(({character, line}) => `${String(line)}:${String(character)}`).join('-')
    return `${place} ${String(severity)} ${String(code)}`
  })

describe('findings while typing', () => {
  it('are those of `check` for the file, with the same severities, messages and places', async () => {
    const {folder, open, shown, type} = await start(files)
    await open('db/0002_email.sql')
    expect(await shown('db/0002_email.sql')).toEqual([])

    await type('db/0002_email.sql', unsafe)
    const diagnostics = await shown('db/0002_email.sql')
    expect(briefly(diagnostics)).toEqual(['1:20-1:51 1 no-scanning-set-not-null', '2:0-2:31 1 no-blocking-index'])

    writeFileSync(join(folder, 'db/0002_email.sql'), unsafe)
    const configuration = {runner: {lockTimeout: '2s'}}
    const wanted = {paths: ['db/0002_email.sql'], cwd: folder, history: ['db'], serverVersion: '16', configuration}
    const messages = (await check({...wanted, dialect: 'postgres'})).files.flatMap((file) => file.messages)
    expect(diagnostics.map(firstLine)).toEqual(messages.map(({reason}) => reason))
    expect(diagnostics.map(({codeDescription}) => codeDescription?.href)).toEqual(messages.map(({url}) => url))
    const toPlace = placesIn(unsafe)
    expect(diagnostics.map(({range}) => range.start.line + 1)).toEqual(
      messages.map(({place}) => toPlace(place).start.line)
    )
  })

  it('meet what other documents say that are not saved', async () => {
    const {open, shown, type} = await start(files)
    await open('db/0001_account.sql')
    await open('db/0002_email.sql', 'ALTER TABLE account ALTER COLUMN email SET NOT NULL;\n')
    expect(briefly(await shown('db/0002_email.sql'))).toEqual(['0:20-0:51 1 no-scanning-set-not-null'])
    // It is proved by now.
    await type('db/0001_account.sql', base.replace('email text', 'email text NOT NULL'))
    expect(await shown('db/0002_email.sql', (diagnostics) => diagnostics.length === 0)).toEqual([])
  })

  it('are there for a file that is not on the disk yet, and for a text without a file', async () => {
    const {open, shown} = await start(files)
    await open('db/0003_new.sql', 'DROP TABLE account;\n')
    expect(briefly(await shown('db/0003_new.sql'))).toEqual(['0:0-0:18 2 no-table-drop'])
    await open('untitled:Untitled-1', 'CREATE INDEX ON account (email);\n', 'sql')
    expect((await shown('untitled:Untitled-1')).map(({code}) => code)).toEqual(['no-blocking-index'])
  })

  it('are there for migrations in scripts, where they stand, and for no other scripts', async () => {
    const script = [
      "import type {Knex} from 'knex'",
      'export async function up(knex: Knex): Promise<void> {',
      "  await knex.raw('ALTER TABLE account ALTER COLUMN email SET NOT NULL')",
      '}',
      ''
    ].join('\n')
    const {open, shown} = await start(
      {
        'migrations/20240101000000_base.ts': script.replace(/ALTER[^']*/, base.trim().slice(0, -1)),
        'migrations/20240102000000_email.ts': '',
        'src/query.ts': ''
      },
      {initializationOptions: {dialect: 'postgres', serverVersion: '16'}}
    )
    await open('migrations/20240102000000_email.ts', script, 'typescript')
    await open('src/query.ts', "await knex.raw('ALTER TABLE account ALTER COLUMN email SET NOT NULL')\n", 'typescript')
    expect((await shown('migrations/20240102000000_email.ts')).map(({code, range}) => [code, range.start])).toEqual([
      ['no-scanning-set-not-null', {line: 2, character: 38}],
      ['require-lock-timeout', {line: 2, character: 38}]
    ])
    expect(await shown('src/query.ts')).toEqual([])
  })

  it('leave files alone that the configuration does not name', async () => {
    const {open, shown} = await start({...files, 'queries/drop.sql': 'DROP TABLE account;\n'})
    await open('queries/drop.sql')
    expect(await shown('queries/drop.sql')).toEqual([])
  })
})

describe('what the project and the editor say', () => {
  it('is read again when the configuration changes', async () => {
    const {open, shown, write} = await start(files)
    await open('db/0002_email.sql', unsafe)
    expect(await shown('db/0002_email.sql')).toHaveLength(2)

    const off = `${files['sqlsafe.config.yaml']}rules: {no-blocking-index: off, no-scanning-set-not-null: warning}\n`
    await write('sqlsafe.config.yaml', off)
    const left = await shown('db/0002_email.sql', (diagnostics) => diagnostics.length === 1)
    expect(briefly(left)).toEqual(['1:20-1:51 2 no-scanning-set-not-null'])

    // What cannot be read is said where it is seen, until it can.
    await write('sqlsafe.config.yaml', 'rules: {no-such-rule: error}\n')
    const [fault] = await shown('db/0002_email.sql', ([first]) => first?.code === undefined)
    expect(fault?.message).toMatch(/^Unexpected rule `no-such-rule`/)
    await write('sqlsafe.config.yaml', files['sqlsafe.config.yaml'])
    expect(await shown('db/0002_email.sql', (diagnostics) => diagnostics.length === 2)).toHaveLength(2)
  })

  it('is read again when the configuration is a program', async () => {
    const program = (level: string): string =>
      `export default {dialect: 'postgres', migrations: 'db', runner: {lockTimeout: '2s'}, rules: {'no-blocking-index': '${level}'}}\n`
    const {open, shown, write} = await start({
      'sqlsafe.config.mjs': program('error'),
      'db/1.sql': base,
      'db/2.sql': 'CREATE INDEX ON account (email);\n'
    })
    await open('db/2.sql')
    expect(briefly(await shown('db/2.sql'))).toEqual(['0:0-0:31 1 no-blocking-index'])
    await write('sqlsafe.config.mjs', program('warning'))
    const changed = await shown('db/2.sql', ([first]) => first?.severity !== 1)
    expect(briefly(changed)).toEqual(['0:0-0:31 2 no-blocking-index'])
  })

  it('is asked of editors that answer, for each file', async () => {
    const {workspace} = capable
    const {connection, open, shown} = await start(
      {
        'db/1.sql': 'CREATE TABLE account (id int);\n',
        'db/2.sql': 'ALTER TABLE account ADD COLUMN b int, ALGORITHM=INSTANT;\n'
      },
      {capabilities: {...capable, workspace: {...workspace, configuration: true}}}
    )
    let dialect: string | null = 'mysql'
    connection.onRequest('workspace/configuration', ({items}: {items: object[]}) =>
      items.map(() => ({dialect, config: ''}))
    )
    await open('db/2.sql')
    const codes = (diagnostics: Diagnostic[]): unknown[] => diagnostics.map(({code}) => code)
    expect(codes(await shown('db/2.sql'))).not.toContain('syntax-error')
    dialect = 'postgres'
    await connection.sendNotification('workspace/didChangeConfiguration', {settings: null})
    expect(codes(await shown('db/2.sql', (each) => codes(each).includes('syntax-error')))).toContain('syntax-error')
    dialect = 'oracle'
    await connection.sendNotification('workspace/didChangeConfiguration', {settings: null})
    const [fault] = await shown('db/2.sql', ([first]) => first?.code === undefined)
    expect(fault?.message).toBe(
      'Unexpected "oracle" for `sqlsafe.dialect`, expected one of `postgres`, `mysql`, `mariadb`'
    )
  })
})

describe('the program', () => {
  it('ends when the editor says so, and when its input ends', async () => {
    const ended = await built.start(files)
    expect(ended.server.serverInfo?.name).toBe('sqlsafe')
    expect(await ended.quit()).toBe(0)
    expect(spawnSync(process.execPath, [built.program, '--stdio'], {input: ''}).status).toBe(1)
  })

  it('says what it is, and refuses what it does not know', () => {
    expect(execFileSync(process.execPath, [built.program, '--help'], {encoding: 'utf8'})).toContain('--stdio')
    const refused = spawnSync(process.execPath, [built.program, '--tcp'], {encoding: 'utf8'})
    expect(refused.status).toBe(2)
    expect(refused.stderr).toBe('sqlsafe-language-server: Unexpected option `--tcp`, expected `--stdio`\n')
  })
})
