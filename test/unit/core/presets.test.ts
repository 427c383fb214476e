import {describe, expect, it} from 'vitest'
import {check} from '../../../src/index.js'
import {validateConfiguration} from '../../../src/core/configuration/validate-configuration.js'
import {isOnIn, presetOf, presets} from '../../../src/core/presets.js'
import {rules} from '../../../src/core/rules/rules.generated.js'
import {runRules} from '../../../src/core/rules/run-rules.js'
import type {RunOptions} from '../../../src/core/rules/run-rules.js'
import {loadReader} from '../../../src/operations/read.js'
import {Catalog} from '../../../src/schema/catalog.js'
import {Session} from '../../../src/schema/session.js'

const server = {dialect: 'postgres' as const, version: [18]}
const read = await loadReader(server)
const text = 'CREATE TABLE log (at timestamp);'

/** Ids of the rules that speak of a table without a key. */
function found(options: Pick<RunOptions, 'preset' | 'settings'>): string[] {
  const {files} = runRules({
    migrations: [{path: '1.sql', text, transaction: 'none', checked: true, script: read(text)}],
    catalog: new Catalog(),
    createSession: () => new Session(server),
    ...options
  })
  return files.flatMap(({messages}) => messages.map(({ruleId}) => ruleId)).sort()
}

describe('a preset', () => {
  it('holds the ones before it', () => {
    for (const rule of rules) {
      expect(isOnIn(rule, presetOf(rule))).toBe(true)
      expect(isOnIn(rule, 'all')).toBe(true)
    }
    expect(presets.map((preset) => isOnIn({preset: 'strict'}, preset))).toEqual([false, true, true])
  })

  it('is recommended where none is chosen', () => {
    expect(found({})).toEqual([])
    expect(found({preset: 'strict'})).toEqual(['prefer-timestamptz', 'require-replica-identity'])
    expect(found({preset: 'all'})).toEqual(['prefer-timestamptz', 'require-replica-identity', 'require-schema'])
  })

  it('gives way to what is said about a rule', () => {
    expect(found({settings: {'prefer-timestamptz': {severity: 'error'}}})).toEqual(['prefer-timestamptz'])
    expect(found({preset: 'strict', settings: {'prefer-timestamptz': {severity: 'off'}}})).toEqual([
      'require-replica-identity'
    ])
  })

  it('is a key of the configuration', async () => {
    expect(validateConfiguration({preset: 'strict'}, 'x.json')).toEqual({preset: 'strict'})
    expect(() => validateConfiguration({preset: 'Strict'}, 'x.json')).toThrow('expected one of `recommended`')
    const configuration = {preset: 'strict' as const}
    const {files} = await check({paths: ['-'], stdin: text, dialect: 'postgres', configuration})
    expect(files.flatMap(({messages}) => messages.map(({ruleId}) => ruleId))).toContain('prefer-timestamptz')
  })
})
