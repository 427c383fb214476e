import {existsSync, readFileSync} from 'node:fs'
import {relative} from 'node:path'
import {fileURLToPath} from 'node:url'
import {afterEach, beforeAll, describe, expect, it} from 'vitest'
import {
  CodeActionRequest,
  CodeActionResolveRequest,
  ExecuteCommandRequest,
  HoverRequest,
  ShowDocumentRequest
} from 'vscode-languageserver/node'
import type {CodeAction, Hover, WorkspaceEdit} from 'vscode-languageserver/node'
import {TextDocument} from 'vscode-languageserver-textdocument'
import {checkFound} from '../../../src/core/check-found.js'
import {applyEdits} from '../../../src/migrations/fixing/fix.js'
import {findProject} from '../../../src/core/project.js'
import {buildServer, capable} from '../../helpers/language-server.js'
import type {BuiltServer, Editor} from '../../helpers/language-server.js'

let built: BuiltServer
let editor: Editor | undefined

beforeAll(async () => {
  built = await buildServer()
})
afterEach(async () => {
  await editor?.quit().catch(() => undefined)
  editor = undefined
})

async function start(...options: Parameters<BuiltServer['start']>): Promise<Editor> {
  return (editor = await built.start(...options))
}

const change = [
  'ALTER TABLE account ADD COLUMN points int DEFAULT 0;',
  'ALTER TABLE account ADD CHECK (points >= 0);',
  'CREATE INDEX ON account (email);',
  ''
].join('\n')
const files = {
  'sqlsafe.config.yaml': "dialect: postgres\nserverVersion: '16'\nmigrations: db\nrunner: {lockTimeout: 2s}\n",
  'db/0001_account.sql': 'CREATE TABLE account (id bigint PRIMARY KEY, email text);\n',
  'db/0002_points.sql': change
}
const path = 'db/0002_points.sql'

async function hover({connection, uri}: Editor, file: string, line: number, character: number): Promise<Hover | null> {
  const position = {line, character}
  return connection.sendRequest(HoverRequest.type, {textDocument: {uri: uri(file)}, position})
}

describe('hover', () => {
  it('tells the effect of the statement under the cursor, in the words of `explain`', async () => {
    const editor = await start(files)
    await editor.open(path)
    expect(await hover(editor, path, 1, 8)).toEqual({
      contents: {
        kind: 'markdown',
        value: [
          '**`account`**\n',
          '- Lock: ACCESS EXCLUSIVE',
          '- Blocks: reads and writes',
          '- Work: scan: every row is checked',
          '- How sure: observed, [source](<https://www.postgresql.org/docs/current/sql-altertable.html>)\n',
          'PostgreSQL 16.'
        ].join('\n')
      },
      range: {start: {line: 1, character: 0}, end: {line: 1, character: 43}}
    })
    expect(await hover(editor, path, 3, 0)).toBeNull()
  })

  it('is text alone for editors that show nothing else, and for what makes a table', async () => {
    const {textDocument, ...others} = capable
    const capabilities = {...others, textDocument: {...textDocument, hover: {contentFormat: ['plaintext' as const]}}}
    const editor = await start(files, {capabilities})
    await editor.open('db/0001_account.sql')
    expect(await hover(editor, 'db/0001_account.sql', 0, 3)).toMatchObject({
      contents: {kind: 'plaintext', value: 'No relation that existed before.\n\nPostgreSQL 16.'}
    })
  })
})

async function actionsAt({connection, uri}: Editor, line: number, only?: string[]): Promise<CodeAction[]> {
  const range = {start: {line, character: 8}, end: {line, character: 8}}
  const context = {diagnostics: [], ...(only && {only})}
  const found = await connection.sendRequest(CodeActionRequest.type, {
    textDocument: {uri: uri(path)},
    range,
    context
  })
  return (found ?? []) as CodeAction[]
}

function applied({uri}: Editor, edit: WorkspaceEdit | undefined, text = change): string {
  const edits = edit?.changes?.[uri(path)] ?? []
  return TextDocument.applyEdits(TextDocument.create(uri(path), 'sql', 1, text), edits)
}

describe('actions', () => {
  it('are the fixes of findings, as `check` gives them', async () => {
    const editor = await start(files)
    await editor.open(path)
    const [fix] = await actionsAt(editor, 1)
    expect(fix).toMatchObject({title: 'Fix no-scanning-check', kind: 'quickfix', isPreferred: true})
    expect(fix?.diagnostics?.map(({code}) => code)).toEqual(['no-scanning-check'])

    const configuration = {dialect: 'postgres' as const, serverVersion: '16', runner: {lockTimeout: '2s'}}
    const found = await findProject({paths: [path], history: ['db'], cwd: editor.folder, configuration})
    const {files: checked} = await checkFound(found, configuration, undefined, {fixes: true})
    const [own] = checked[0]?.messages.flatMap((message) => message.fix ?? []) ?? []
    expect(applied(editor, fix?.edit)).toBe(applyEdits(change, own?.edits ?? []))
    expect(applied(editor, fix?.edit)).toContain('NOT VALID')
  })

  it('make all fixes of a document where those are asked for', async () => {
    const editor = await start(files)
    await editor.open(path)
    const [all, ...others] = await actionsAt(editor, 1, ['source.fixAll'])
    expect(others).toEqual([])
    expect(all?.kind).toBe('source.fixAll.sqlsafe')
    const fixed = applied(editor, all?.edit)
    expect(fixed).toContain('NOT VALID')
    expect(fixed).toContain('CONCURRENTLY')
    expect(await actionsAt(editor, 1, ['refactor'])).toEqual([])
  })

  const goose =
    '-- +goose Up\nALTER TABLE account ADD CHECK (id > 0);\n-- +goose Down\nALTER TABLE account DROP CONSTRAINT account_id_check;\n'

  it('write new files for editors that can make them', async () => {
    const {workspace, ...others} = capable
    for (const resourceOperations of [['create' as const], []]) {
      const workspaceEdit = {documentChanges: true, resourceOperations}
      const editor = await built.start(
        {...files, [path]: goose},
        {capabilities: {...others, workspace: {...workspace, workspaceEdit}}}
      )
      await editor.open(path)
      const [first] = await actionsAt(editor, 1)
      const changes = first?.edit?.documentChanges?.map((each) =>
        'textDocument' in each ? each.textDocument.uri : 'uri' in each ? each.uri : ''
      )
      const made = changes?.slice(1).map((uri) => relative(editor.folder, fileURLToPath(uri)))
      if (resourceOperations.length === 0) expect(first?.title).not.toMatch(/^Fix/)
      else {
        expect(first?.title).toBe('Fix no-scanning-check, and write db/0003_validate_account_id_check.sql')
        expect(made).toEqual(Array(2).fill('db/0003_validate_account_id_check.sql'))
      }
      await editor.quit()
    }
  })

  it('put the plan of a statement below it, as a comment that changes nothing', async () => {
    const editor = await start(files)
    await editor.open(path)
    const actions = await actionsAt(editor, 1)
    const insert = actions.find(({title}) => title.startsWith('Insert'))
    expect(insert?.title).toBe('Insert the safe sequence (not-valid-then-validate) as a comment')
    expect(insert?.edit).toBeUndefined()
    const resolved = await editor.connection.sendRequest(CodeActionResolveRequest.type, insert ?? {title: ''})
    const text = applied(editor, resolved.edit)
    const [above = '', , below = ''] = text.split(/(?<=>= 0\);\n)|(?=CREATE INDEX)/)
    expect([above, below]).toEqual(change.split(/(?<=>= 0\);\n)/))
    const comment = text.slice(above.length, text.length - below.length)
    expect(comment).toMatch(/^(?:--.*\n)+$/)
    expect(comment).toContain('VALIDATE CONSTRAINT')
    expect(comment).not.toContain('CREATE INDEX')

    // Editors that ask for nothing later get it at once.
    const eager = await built.start(files, {capabilities: {}})
    await eager.open(path)
    const found = await actionsAt(eager, 1)
    expect(found.map(({title}) => title)).toEqual(['Fix no-scanning-check', insert?.title])
    expect(applied(eager, found[1]?.edit)).toBe(text)
    await eager.quit()
  })

  it('show the plan of the migration in a document of its own', async () => {
    const editor = await start(files)
    await editor.open(path)
    const shown: string[] = []
    editor.connection.onRequest(ShowDocumentRequest.type, ({uri}) => {
      shown.push(fileURLToPath(uri))
      return {success: true}
    })
    const show = (await actionsAt(editor, 2)).find(({command}) => command !== undefined)
    expect(show?.title).toBe('Show the plan of this migration')
    const {arguments: parameters = [], command = ''} = show?.command ?? {}
    const text: unknown = await editor.connection.sendRequest(ExecuteCommandRequest.type, {
      command,
      arguments: parameters
    })
    expect(text).toContain('CREATE INDEX CONCURRENTLY')
    const [file = ''] = shown
    expect(readFileSync(file, 'utf8')).toBe(text)
    // It goes with the server.
    await editor.quit()
    expect(existsSync(file)).toBe(false)
  })

  it('fail in words where the configuration cannot be read', async () => {
    const editor = await start({...files, 'sqlsafe.config.yaml': 'rules: {no-such-rule: error}\n'})
    await editor.open(path)
    await expect(actionsAt(editor, 1)).rejects.toThrow('Unexpected rule `no-such-rule`')
    await expect(hover(editor, path, 1, 1)).rejects.toThrow('Unexpected rule `no-such-rule`')
  })
})
