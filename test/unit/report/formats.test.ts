import {basename, join} from 'node:path'
import {readdirSync, readFileSync} from 'node:fs'
import {afterEach, describe, expect, it, vi} from 'vitest'
import {validateXML} from 'xmllint-wasm'
import type {Message} from '../../../src/core/rules/message.js'
import {checkFormats} from '../../../src/report/check-formats.generated.js'
import {checkCheckstyle} from '../../../src/report/check/check-checkstyle.js'
import {checkCompact} from '../../../src/report/check/check-compact.js'
import {checkGithub} from '../../../src/report/check/check-github.js'
import {checkGitlab} from '../../../src/report/check/check-gitlab.js'
import {checkJson} from '../../../src/report/check/check-json.js'
import {checkJunit} from '../../../src/report/check/check-junit.js'
import {checkNdjson} from '../../../src/report/check/check-ndjson.js'
import {checkFiles} from '../../helpers/check-report.js'
import type {Checked} from '../../helpers/check-report.js'
import {jenkinsJunit} from './jenkins-junit.js'

const root = join(import.meta.dirname, '../../..')
const account = 'CREATE TABLE account (id bigint PRIMARY KEY, email text);\n'
const name = 'a"<&>\u0001%,:]]>\ud800'
const hostile = `ALTER TABLE "${name.replaceAll('"', '""')}" ALTER COLUMN c\nSET NOT NULL;\nDROP TABLE account;\nDO $$ BEGIN EXECUTE x; END $$;`

const checkHostile = (): Promise<Checked> =>
  checkFiles(
    {'m/1.sql': account, 'm/2,:%&.sql': hostile},
    {configuration: {preset: 'all', rules: {'require-schema': 'off'}}}
  )

const messagesOf = ({result}: Checked): Message[] => result.files.flatMap(({messages}) => [...messages])

interface GitlabIssue {
  description: string
  check_name: string
  fingerprint: string
  severity: string
  location: {path: string; lines: {begin: number}}
}

/** A document as libxml2 reads it: elements with their attributes, in order. */
async function readXml(
  text: string,
  schema = anything
): Promise<Array<{name: string; attributes: Record<string, string>}>> {
  const {errors, rawOutput} = await validateXML({
    xml: [{fileName: 'report.xml', contents: text}],
    extension: 'schema',
    schema: [schema]
  })
  expect(errors, rawOutput).toEqual([])
  return [...text.matchAll(/<(\w[\w-]*)((?: [\w-]+="[^"]*")*)\/?>/g)].map(([, element = '', attributes = '']) => ({
    name: element,
    attributes: attributesOf(attributes)
  }))
}

function attributesOf(text: string): Record<string, string> {
  const attributes: Record<string, string> = {}
  for (const [, key = '', value = ''] of text.matchAll(/ ([\w-]+)="([^"]*)"/g)) attributes[key] = value
  return attributes
}

/** Takes any element: only that it is XML at all is asked. */
const anything = `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
  ${['checkstyle', 'testsuites'].map((element) => `<xs:element name="${element}"/>`).join('')}
</xs:schema>`

afterEach(() => {
  vi.unstubAllEnvs()
})

describe('formats of check', () => {
  it('are one file each, and documented', () => {
    const files = readdirSync(join(root, 'src/report/check')).map((file) => basename(file, '.ts'))
    expect(files.sort()).toEqual(
      Object.keys(checkFormats)
        .map((format) => `check-${format}`)
        .sort()
    )
    const docs = readFileSync(join(root, 'docs/reports.md'), 'utf8')
    for (const format of Object.keys(checkFormats)) expect(docs).toContain(`| \`${format}\``)
  })

  it('have the same findings, severities and words', async () => {
    const checked = await checkHostile()
    const {context, result} = checked
    const messages = messagesOf(checked)
    expect(new Set(messages.map(({severity}) => severity)).size).toBe(3)
    for (const [format, load] of Object.entries(checkFormats)) {
      const report = (await load())(result, {...context, style: {color: false, columns: 100}})
      for (const {ruleId} of messages) expect(report, format).toContain(ruleId)
      expect(report, format).not.toContain('\u0001')
    }
  })

  it('compact is a line for each finding, and the verdict', async () => {
    const checked = await checkHostile()
    const lines = checkCompact(checked.result, checked.context).trimEnd().split('\n')
    expect(lines).toHaveLength(messagesOf(checked).length + 1)
    expect(lines.at(-1)).toMatch(/^Not safe to deploy: /)
    for (const line of lines.slice(0, -1))
      expect(line).toMatch(/^m\/\S+:\d+:\d+: (?:error|warning|info): .+ \[[a-z-]+\]$/)
    const quiet = checkCompact(checked.result, {...checked.context, quiet: true})
      .trimEnd()
      .split('\n')
    expect(quiet).toEqual(lines.slice(0, -1))
  })

  it('ndjson has the messages of json, and the summary last', async () => {
    const {context, result} = await checkHostile()
    const json = JSON.parse(checkJson(result, context)) as {
      files: Array<{path: string; messages: object[]}>
      summary: object
    }
    const lines = checkNdjson(result, context)
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as object)
    const expected = json.files.flatMap(({messages, path}) =>
      messages.map((message) => ({type: 'message', path, ...message}))
    )
    expect(lines).toEqual([...expected, {type: 'summary', version: 1, ...json.summary}])
  })

  it('github is escaped, gravest first, with paths from the workspace', async () => {
    vi.stubEnv('GITHUB_WORKSPACE', join(process.cwd(), '..'))
    const checked = await checkHostile()
    const lines = checkGithub(checked.result).trimEnd().split('\n')
    expect(lines).toHaveLength(messagesOf(checked).length)
    const commands = lines.map((line) => /^::(error|warning|notice) /.exec(line)?.[1])
    expect(commands).toEqual(
      [...commands].sort(
        (a, b) => ['error', 'warning', 'notice'].indexOf(a ?? '') - ['error', 'warning', 'notice'].indexOf(b ?? '')
      )
    )
    const folder = basename(process.cwd())
    for (const line of lines) {
      const [, properties = '', data = ''] = /^::\w+ (.*?)::(.*)$/.exec(line) ?? []
      expect(properties).toMatch(
        new RegExp(
          `^file=${folder}/m/2%2C%3A%25&.sql,line=\\d+,endLine=\\d+,(?:col=\\d+,endColumn=\\d+,)?title=sqlsafe [a-z-]+$`
        )
      )
      expect(data.replace(/%(?:25|0A|0D)/g, '')).not.toContain('%')
    }
  })

  it('gitlab has what GitLab asks for, and a fingerprint of its own for each finding', async () => {
    const checked = await checkHostile()
    const issues = JSON.parse(checkGitlab(checked.result)) as GitlabIssue[]
    expect(issues.map(({check_name, description}) => [check_name, description])).toEqual(
      messagesOf(checked).map(({reason, ruleId}) => [ruleId, reason])
    )
    for (const {fingerprint, location, severity} of issues) {
      expect(['critical', 'major', 'info']).toContain(severity)
      expect(fingerprint).toMatch(/^[\da-f]{32}$/)
      expect(location.path).toBe('m/2,:%&.sql')
      expect(location.lines.begin).toBeGreaterThan(0)
    }
    expect(new Set(issues.map(({fingerprint}) => fingerprint)).size).toBe(issues.length)
    expect(JSON.parse(checkGitlab((await checkFiles({'m/1.sql': account})).result))).toEqual([])
  })

  it('checkstyle is XML, whatever the names are', async () => {
    const checked = await checkHostile()
    const elements = await readXml(checkCheckstyle(checked.result))
    const errors = elements.filter((element) => element.name === 'error').map(({attributes}) => attributes)
    expect(errors.map(({severity, source}) => [severity, source])).toEqual(
      messagesOf(checked).map(({ruleId, severity}) => [severity, `sqlsafe.${ruleId}`])
    )
  })

  it('junit is what the strictest reader takes, with the counts of its cases', async () => {
    const checked = await checkHostile()
    const text = checkJunit(checked.result)
    const elements = await readXml(text, jenkinsJunit)
    const count = (element: string): number => elements.filter((each) => each.name === element).length
    const messages = messagesOf(checked)
    const notes = messages.filter(({severity}) => severity === 'info').length
    expect(notes).toBeGreaterThan(0)
    expect(elements[0]?.attributes).toMatchObject({
      tests: String(count('testcase')),
      failures: String(count('failure'))
    })
    // One more case: the file without findings passes.
    expect([count('testsuite'), count('testcase'), count('failure'), count('system-out')]).toEqual([
      2,
      messages.length + 1,
      messages.length - notes,
      notes
    ])
  })
})
