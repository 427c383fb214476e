/** One migration, through every face: each says what `check` of the library says, with its severities, in its places. */
import {mkdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import type {Log} from 'sarif'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {parse} from 'yaml'
import {root} from '../../../scripts/build/options.js'
import type {Severity} from '../../../src/core/define-rule.js'
import {check} from '../../../src/index.js'
import {placesIn} from '../../../src/core/place.js'
import {checkFormats} from '../../../src/report/check-formats.generated.js'
import {buildAction, withPullRequest} from '../../helpers/action.js'
import type {BuiltAction} from '../../helpers/action.js'
import {buildCli, writeProject} from '../../helpers/cli.js'
import type {BuiltCli} from '../../helpers/cli.js'
import {buildPlugin} from '../../helpers/eslint.js'
import type {BuiltPlugin} from '../../helpers/eslint.js'
import {commitAll, git} from '../../helpers/git.js'
import {buildServer} from '../../helpers/language-server.js'
import type {BuiltServer} from '../../helpers/language-server.js'

/** A finding as every face has it. */
interface Found {
  ruleId: string
  severity: Severity
  reason: string
  line: number
  column: number
}

const configuration = 'dialect: postgres\nserverVersion: "16"\nmigrations: db\nrunner: {lockTimeout: 2s}\n'
const history = 'CREATE TABLE account (id bigint PRIMARY KEY, email text, kind int);\n'
/** An error, a warning and an information. */
const migration = [
  'SELECT 1;',
  'ALTER TABLE account ALTER COLUMN email SET NOT NULL;',
  'ALTER TABLE account DROP COLUMN kind;',
  "DO $$ BEGIN EXECUTE 'DROP TABLE ' || current_user; END $$;",
  ''
].join('\n')
const path = 'db/0002_change.sql'
const before = {'sqlsafe.config.yaml': configuration, 'db/0001_account.sql': history}
const files = {...before, [path]: migration}

let wanted: Found[]
let folder: string
let action: BuiltAction
let cli: BuiltCli
let plugin: BuiltPlugin
let server: BuiltServer

beforeAll(async () => {
  cli = await buildCli()
  ;[action, plugin, server] = [await buildAction(), await buildPlugin(), await buildServer()]
  folder = writeProject(before)
  commitAll(folder)
  writeFileSync(join(folder, path), migration)
  const {files: checked} = await check({
    paths: [path],
    history: ['db'],
    files,
    dialect: 'postgres',
    serverVersion: '16',
    configuration: {migrations: 'db', runner: {lockTimeout: '2s'}}
  })
  const toPlace = placesIn(migration)
  wanted = checked.flatMap(({messages}) =>
    messages.map(({place, reason, ruleId, severity}) => {
      const {column, line} = toPlace(place).start
      return {ruleId, severity, reason, line, column}
    })
  )
})
afterAll(() => {
  rmSync(folder, {recursive: true, force: true})
  action.remove()
  plugin.remove()
})

const severityOf = (words: Record<Severity, unknown>, word: unknown): Severity =>
  (['error', 'warning', 'info'] as const).find((severity) => words[severity] === word) ?? 'info'

/** What a report for programs has of each finding. */
const readers: Record<string, (text: string) => Array<Partial<Found>>> = {
  json: (text) =>
    (JSON.parse(text) as {files: Array<{messages: Json[]}>}).files.flatMap((file) => file.messages.map(ofJson)),
  ndjson: (text) =>
    text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Json)
      .filter((line) => 'ruleId' in line)
      .map(ofJson),
  sarif: (text) =>
    (JSON.parse(text) as Log).runs.flatMap(({results = []}) =>
      results.map(({level, locations, ruleId = ''}) => {
        const {startColumn = 0, startLine = 0} = locations?.[0]?.physicalLocation?.region ?? {}
        const severity = severityOf({error: 'error', warning: 'warning', info: 'note'}, level)
        return {ruleId, severity, line: startLine, column: startColumn}
      })
    ),
  gitlab: (text) =>
    (JSON.parse(text) as GitlabIssue[]).map(({check_name: ruleId, description: reason, location, severity: word}) => {
      const severity = severityOf({error: 'critical', warning: 'major', info: 'info'}, word)
      return {ruleId, severity, reason, line: location.lines.begin}
    }),
  checkstyle: (text) =>
    [
      ...text.matchAll(
        /<error line="(\d+)" column="(\d+)" severity="(\w+)" message="([^"]*)" source="sqlsafe\.([^"]*)"/g
      )
    ].map(([, line, column, severity, reason = '', ruleId = '']) => ({
      ruleId,
      severity: severity as Severity,
      reason: fromXml(reason),
      line: Number(line),
      column: Number(column)
    })),
  github: annotations,
  compact: (text) =>
    [...text.matchAll(/^.*?:(\d+):(\d+): (\w+): (.*) \[([\w-]+)\]$/gm)].map(
      ([, line, column, severity, reason = '', ruleId = '']) => ({
        ruleId,
        severity: severity as Severity,
        reason,
        line: Number(line),
        column: Number(column)
      })
    )
}

interface Json {
  ruleId: string
  severity: Severity
  reason: string
  place: {start: {line: number; column: number}}
}
interface GitlabIssue {
  check_name: string
  description: string
  severity: string
  location: {lines: {begin: number}}
}

function ofJson({place, reason, ruleId, severity}: Json): Found {
  return {ruleId, severity, reason, line: place.start.line, column: place.start.column}
}

/** Commands for GitHub's runner: https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands */
function annotations(log: string): Found[] {
  const pattern =
    /^::(error|warning|notice) file=[^,]*,line=(\d+),endLine=\d+,col=(\d+),endColumn=\d+,title=sqlsafe ([\w-]+)::(.*?)(?:%0A.*)?$/gm
  return [...log.matchAll(pattern)].map(([, level, line, column, ruleId = '', reason = '']) => ({
    ruleId,
    severity: severityOf({error: 'error', warning: 'warning', info: 'notice'}, level),
    reason: decodeURIComponent(reason),
    line: Number(line),
    column: Number(column)
  }))
}

function fromXml(text: string): string {
  return text
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
}

/** Without what XML, HTML and Markdown put around words, and without line breaks. */
function plain(text: string): string {
  return fromXml(text.replace(/<[^>]+>/g, ''))
    .replace(/[`\\]/g, '')
    .replace(/\s+/g, ' ')
}

describe('every face', () => {
  it('has findings of every severity to tell of here', () => {
    expect(wanted.map(({severity}) => severity)).toEqual(['error', 'warning', 'info'])
  })

  it('of the command line: all formats', async () => {
    const formats = Object.keys(checkFormats)
    const outputs = formats.flatMap((name) => ['-o', `${name}=out.${name}`])
    const {code} = await cli.run(['check', path, ...outputs, '--no-color'], {cwd: folder})
    expect(code).toBe(1)
    for (const name of formats) {
      const text = readFileSync(join(folder, `out.${name}`), 'utf8')
      const found = readers[name]?.(text)
      // GitLab's have no columns, the text of SARIF is without marks.
      if (found) expect.soft(wanted, name).toMatchObject(found)
      for (const {reason, ruleId} of wanted) {
        expect.soft(text, name).toContain(ruleId)
        if (found?.[0]?.reason === undefined) expect.soft(plain(text), name).toContain(plain(reason))
      }
    }
  })

  it('of the hook: what its manifest runs', async () => {
    const [hook] = parse(readFileSync(join(root, '.pre-commit-hooks.yaml'), 'utf8')) as Array<{
      entry: string
      args?: string[]
    }>
    git(folder, 'add', path)
    const [, ...args] = `${hook?.entry ?? ''} ${hook?.args?.join(' ') ?? ''}`.trim().split(' ')
    const {stdout} = await cli.run([...args, '--format', 'json'], {cwd: folder})
    expect(readers['json']?.(stdout)).toEqual(wanted)
  })

  it.each([9, 10] as const)('of ESLint %i', async (version) => {
    const project = plugin.project('sql')
    rmSync(join(project.folder, 'migrations'), {recursive: true})
    rmSync(join(project.folder, 'sqlsafe.config.json'))
    const config = readFileSync(join(project.folder, 'eslint.config.js'), 'utf8')
    project.write('eslint.config.js', config.replace('migrations/*.sql', 'db/0002*.sql'))
    mkdirSync(join(project.folder, 'db'))
    for (const [name, text] of Object.entries(files)) project.write(name, text)
    const run = await project.run(['.'], {version})
    const found = run.files.flatMap(({messages}) =>
      messages.map(({column, line, message, ruleId, severity}) => ({column, line, reason: message, ruleId, severity}))
    )
    // ESLint has two severities.
    expect(found).toEqual(
      wanted.map(({ruleId, severity, ...rest}) => ({
        ...rest,
        ruleId: `sqlsafe/${ruleId}`,
        severity: severity === 'error' ? 2 : 1
      }))
    )
  })

  it('of editors', async () => {
    const editor = await server.start(files)
    try {
      await editor.open(path)
      const diagnostics = await editor.shown(path)
      const found = diagnostics.map(({code, message, range, severity}) => ({
        ruleId: code,
        severity: severityOf({error: 1, warning: 2, info: 3}, severity),
        reason: (typeof message === 'string' ? message : message.value).split('\n')[0],
        line: range.start.line + 1,
        column: range.start.character + 1
      }))
      expect(found).toEqual(wanted)
    } finally {
      await editor.quit()
    }
  })

  it('of GitHub: annotations and the comment', () =>
    withPullRequest(action, files, async ({github, run}) => {
      github.files = [{filename: path, status: 'added'}]
      const {log} = await run()
      expect(annotations(log)).toEqual(wanted)
      for (const {reason, ruleId} of wanted) {
        expect(github.comments[0]?.body).toContain(ruleId)
        expect(plain(github.comments[0]?.body ?? '')).toContain(plain(reason))
      }
    }))
})
