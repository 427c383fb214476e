import {basename} from 'node:path'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {buildPlugin} from '../../helpers/eslint.js'
import type {BuiltPlugin, EslintRun} from '../../helpers/eslint.js'

let plugin: BuiltPlugin

beforeAll(async () => {
  plugin = await buildPlugin()
})
afterAll(() => {
  plugin.remove()
})

const briefly = ({files}: EslintRun): string[] =>
  files.flatMap(({filePath, messages}) =>
    messages.map(({column, endColumn, line, ruleId}) => {
      return `${basename(filePath)} ${String(line)}:${String(column)}-${String(endColumn)} ${String(ruleId)}`
    })
  )

describe('migrations in TypeScript', () => {
  it.each([9, 10] as const)('are checked where they stand, with ESLint %i', async (version) => {
    const run = await plugin.project('scripts').run(['migrations'], {version})
    expect(run.stderr).toBe('')
    expect(briefly(run)).toEqual([
      '20240203120000_email.ts 6:39-70 sqlsafe/no-scanning-set-not-null',
      '20240203120000_email.ts 11:19-85 sqlsafe/no-concurrently-in-transaction',
      '20240203120000_email.ts 11:47-65 sqlsafe/not-analysable'
    ])
    const kept = run.files.flatMap(({suppressedMessages}) => suppressedMessages.map(({ruleId}) => ruleId))
    expect(kept).toEqual(['sqlsafe/no-column-drop'])
  })

  it('are the history of files beside them', async () => {
    const project = plugin.project('scripts')
    const stdin = [
      "import type {Knex} from 'knex'",
      'export async function up(knex: Knex): Promise<void> {',
      `  await knex.raw("SET lock_timeout = '2s'")`,
      // Of the table in the history the key is `NOT NULL` already, of the other nothing is known.
      "  await knex.raw('ALTER TABLE account ALTER COLUMN id SET NOT NULL')",
      "  await knex.raw('ALTER TABLE other ALTER COLUMN id SET NOT NULL')",
      '}'
    ].join('\n')
    const args = ['--stdin', '--stdin-filename', 'migrations/20240304120000_id.ts']
    expect(briefly(await project.run(args, {stdin}))).toEqual([
      '20240304120000_id.ts 5:37-65 sqlsafe/no-scanning-set-not-null'
    ])
  })
})
