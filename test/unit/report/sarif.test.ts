import {readFileSync} from 'node:fs'
import {createRequire} from 'node:module'
import Ajv from 'ajv-draft-04'
import addFormats from 'ajv-formats'
import type {Log, Region, Result, Run} from 'sarif'
import {describe, expect, it} from 'vitest'
import {defineRule} from '../../../src/core/define-rule.js'
import {applyEdits} from '../../../src/migrations/fixing/fix.js'
import {rules} from '../../../src/core/rules/rules.generated.js'
import {checkSarif} from '../../../src/report/check/check-sarif.js'
import {ruleDescriptor} from '../../../src/report/sarif/rule-descriptor.js'
import {checkFiles} from '../../helpers/check-report.js'
import type {Checked} from '../../helpers/check-report.js'

const account = 'CREATE TABLE account (id bigint PRIMARY KEY, email text);\n'
const require = createRequire(import.meta.url)
const schema = require.resolve('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json')
const ajv = new Ajv.default({strict: false, unicodeRegExp: false})
addFormats.default(ajv)
const validate = ajv.compile(JSON.parse(readFileSync(schema, 'utf8')) as object)

function assertValid(log: unknown): void {
  validate(log)
  expect(validate.errors ?? []).toEqual([])
}

function report({context, result}: Checked): Run {
  const log = JSON.parse(checkSarif(result, context)) as Log
  assertValid(log)
  const [run] = log.runs
  if (run === undefined) throw new Error('Unexpected log without a run')
  return run
}

const byRule = (run: Run, id: string): Result[] => (run.results ?? []).filter(({ruleId}) => ruleId === id)

function textAt(text: string, {endColumn = 1, endLine = 1, startColumn = 1, startLine = 1}: Region): [number, number] {
  const offset = (line: number, column: number): number =>
    text
      .split('\n')
      .slice(0, line - 1)
      .reduce((sum, {length}) => sum + length + 1, 0) +
    column -
    1
  return [offset(startLine, startColumn), offset(endLine, endColumn)]
}

describe('check --format sarif', () => {
  it('is valid, with places, the other place, rules and what the server does', async () => {
    const sql = [
      '-- 𝒳 größer',
      'BEGIN;',
      'ALTER TABLE account ADD COLUMN name text;',
      'UPDATE account SET email = lower(email);',
      'CREATE INDEX ON account (email);',
      'COMMIT;'
    ].join('\n')
    const checked = await checkFiles({'m/1.sql': account, 'm/2 é#%.sql': sql})
    const run = report(checked)
    expect(run.tool.driver).toMatchObject({name: 'sqlsafe', informationUri: 'https://github.com/sqlsafe/sqlsafe'})
    expect(run.invocations?.[0]?.executionSuccessful).toBe(true)
    const uris = run.artifacts?.map(({location}) => location?.uri)
    expect(uris).toEqual(['m/1.sql', 'm/2%20%C3%A9%23%25.sql'])

    const messages = checked.result.files.flatMap((file) => file.messages)
    expect(run.results?.map(({ruleId}) => ruleId)).toEqual(messages.map(({ruleId}) => ruleId))
    for (const [index, result] of (run.results ?? []).entries()) {
      expect(run.tool.driver.rules?.[result.ruleIndex ?? -1]?.id).toBe(result.ruleId)
      const region = result.locations?.[0]?.physicalLocation?.region ?? {}
      const {place} = messages[index] ?? {}
      expect(textAt(sql, region)).toEqual([place?.start, place?.end])
      expect(region.snippet?.text).toBe(sql.slice(place?.start, place?.end))
    }
    const related = messages.filter(({cause}) => cause !== undefined)
    expect(related.length).toBeGreaterThan(0)
    expect(run.results?.filter(({relatedLocations}) => relatedLocations !== undefined)).toHaveLength(related.length)
    const [index] = byRule(run, 'no-blocking-index')
    expect(index?.properties).toMatchObject({
      recipe: messages.find(({ruleId}) => ruleId === 'no-blocking-index')?.recipe,
      effects: [{relation: 'account', lock: 'SHARE'}]
    })
  })

  it('has the fixes that --fix makes', async () => {
    const sql = "SELECT 1;\nALTER TABLE account ADD CONSTRAINT e CHECK (email > '');\n"
    const checked = await checkFiles({'m/1.sql': account, 'm/2.sql': sql}, {}, {fixes: true})
    const fixed = checked.result.files.flatMap(({messages}) => messages).filter(({fix}) => fix !== undefined)
    const results = (report(checked).results ?? []).filter(({fixes}) => fixes !== undefined)
    expect(fixed.length).toBeGreaterThan(0)
    expect(results.map(({ruleId}) => ruleId)).toEqual(fixed.map(({ruleId}) => ruleId))
    for (const [index, {fixes}] of results.entries()) {
      const [change] = fixes?.[0]?.artifactChanges ?? []
      const edits = (change?.replacements ?? []).map(({deletedRegion, insertedContent}) => {
        const [start, end] = textAt(sql, deletedRegion)
        return {range: {start, end}, text: insertedContent?.text ?? ''}
      })
      expect(change?.artifactLocation.uri).toBe('m/2.sql')
      expect(applyEdits(sql, edits)).toBe(applyEdits(sql, fixed[index]?.fix?.edits ?? []))
    }
  })

  it('has fingerprints that survive moved lines, and are of one finding each', async () => {
    const sql = 'CREATE INDEX a ON account (email);\nDROP TABLE account;\nCREATE INDEX a ON account (email);\n'
    const prints = async (text: string): Promise<unknown[]> => {
      const checked = await checkFiles({'m/1.sql': account, 'm/2.sql': text})
      return (report(checked).results ?? []).map(({partialFingerprints}) => partialFingerprints?.['sqlsafe/v1'])
    }
    const before = await prints(sql)
    expect(before.length).toBeGreaterThan(1)
    expect(new Set(before).size).toBe(before.length)
    expect(await prints(`-- moved\n\n${sql.replace('DROP', '\n  DROP')}`)).toEqual(before)
    expect(await prints(sql.replace('TABLE account', 'TABLE account CASCADE'))).not.toEqual(before)
  })

  it('has another fingerprint where the findings that one speaks for are others', async () => {
    const print = async (...names: string[]): Promise<unknown> => {
      const sql = names.map((name) => `DROP TABLE ${name};\n`).join('')
      const results = report(await checkFiles({'m/1.sql': account, 'm/2.sql': sql})).results ?? []
      return results.find(({ruleId}) => ruleId === 'no-table-drop')?.partialFingerprints?.['sqlsafe/v1']
    }
    const prints = await Promise.all([print('a'), print('a', 'b'), print('a', 'c'), print('a', 'b', 'c')])
    expect(prints).not.toContain(undefined)
    expect(new Set(prints).size).toBe(4)
    expect(await print('a', 'c', 'b')).toBe(prints[3])
  })

  it('tells of a rule that is broken, and describes custom rules', async () => {
    const broken = defineRule({
      id: 'no-luck',
      summary: 'Disallow luck',
      severity: 'info',
      preset: 'recommended',
      on: '*',
      engines: ['postgres'],
      recipe: null,
      messages: {luck: 'Unexpected luck, see [a](b), expected none'},
      docs: {condition: 'c', effect: 'e', instead: 'i', notWhen: 'n', examples: [], url: 'https://example.com/no-luck'},
      check(operation, {report: say}) {
        if (operation.kind === 'table.create') say('luck')
        else throw new Error('no luck')
      }
    })
    const configuration = {customRules: [broken]}
    const {context, result} = await checkFiles({'m/1.sql': `${account}DROP TABLE b;`}, {configuration})
    const run = report({result, context: {...context, rules: [...rules, broken]}})
    expect(run.invocations?.[0]?.executionSuccessful).toBe(false)
    expect(run.invocations?.[0]?.toolExecutionNotifications?.[0]?.message.text).toContain('`no-luck`')
    expect(byRule(run, 'internal-error')).toHaveLength(1)
    expect(run.tool.driver.rules?.find(({id}) => id === 'no-luck')?.helpUri).toBe('https://example.com/no-luck')
    const [luck] = byRule(run, 'no-luck')
    expect(luck?.level).toBe('note')
    expect(luck?.message.text).toBe('Unexpected luck, see \\[a\\](b), expected none')
  })

  it('is valid where nothing is found, and for every rule', async () => {
    const {context, result} = await checkFiles({'m/1.sql': account})
    const run = report({context, result})
    expect(validate({version: '2.1.0'})).toBe(false)
    expect(run.results).toEqual([])
    assertValid({
      version: '2.1.0',
      runs: [{...run, tool: {driver: {name: 'sqlsafe', rules: rules.map(ruleDescriptor)}}}]
    })
    // GitHub takes no more: https://docs.github.com/en/code-security/reference/code-scanning/sarif-files/sarif-support
    for (const rule of rules) {
      const {fullDescription, shortDescription} = ruleDescriptor(rule)
      expect(fullDescription?.text.length, rule.id).toBeLessThanOrEqual(1024)
      expect(shortDescription?.text.length, rule.id).toBeLessThanOrEqual(1024)
    }
  })
})
