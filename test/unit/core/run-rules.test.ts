import {describe, expect, it} from 'vitest'
import {defineRule} from '../../../src/core/define-rule.js'
import type {Rule} from '../../../src/core/define-rule.js'
import {runRules} from '../../../src/core/rules/run-rules.js'
import type {RunOptions} from '../../../src/core/rules/run-rules.js'
import type {Migration} from '../../../src/migrations/migration.js'
import {loadReader} from '../../../src/operations/read.js'
import {Catalog} from '../../../src/schema/catalog.js'
import {Session} from '../../../src/schema/session.js'

const server = {dialect: 'postgres', version: [18]} as const
const readSql = await loadReader(server)
const timeout = {lock_timeout: '5s'}

/** Findings by file, as `ruleId`; a text that begins with `history:` is history. */
function check(
  texts: readonly string[],
  options: Partial<RunOptions> = {},
  settings = timeout as Record<string, string>
) {
  const migrations = texts.map((given, index): Migration => {
    const text = given.replace(/^history:/, '')
    const path = `${String(index + 1)}.sql`
    return {path, text, transaction: 'none', checked: text === given, script: readSql(text)}
  })
  const createSession = () => new Session(server, settings)
  return runRules({migrations, catalog: new Catalog(), createSession, ...options})
}

function ids(texts: readonly string[], options?: Partial<RunOptions>, settings?: Record<string, string>): string[][] {
  return check(texts, options, settings).files.map(({messages}) => messages.map(({ruleId}) => ruleId))
}

const table = 'CREATE TABLE account (id bigint PRIMARY KEY, email text);'
const index = 'CREATE INDEX account_email ON account (email);'

describe('what is new', () => {
  it('is what the same migration makes', () => {
    expect(ids([`${table}\n${index}`])).toEqual([[]])
  })

  it('is not what an earlier one made, where every migration is checked', () => {
    expect(ids([table, index])).toEqual([[], ['no-blocking-index']])
  })

  it('is what any checked migration makes, where some are history', () => {
    expect(ids(['history:CREATE TABLE other ();', table, index])).toEqual([[], []])
    expect(ids([`history:${table}`, index])).toEqual([['no-blocking-index']])
  })

  it('is what is temporary', () => {
    expect(
      ids(['CREATE TEMP TABLE account (email text);', 'CREATE TEMP TABLE b (c text); CREATE INDEX ON b (c);'])
    ).toEqual([[], []])
  })

  it('is a column that the change added', () => {
    const swap = 'ALTER TABLE account ADD COLUMN email_new text; ALTER TABLE account DROP COLUMN email; '
    expect(ids([table, `${swap} ALTER TABLE account RENAME COLUMN email_new TO email;`])).toEqual([[], []])
    expect(ids([table, swap])).toEqual([[], ['no-column-drop']])
  })

  it('is without rows what the same migration has truncated, until a query fills it', () => {
    const truncated = `TRUNCATE account; ${index}`
    const column = 'ALTER TABLE account ADD COLUMN size int NOT NULL;'
    expect(ids([table, truncated])[1]).toEqual(['no-table-truncate'])
    expect(ids([table, 'TRUNCATE account;', index])[2]).toEqual(['no-blocking-index'])
    expect(ids([table, `TRUNCATE account; INSERT INTO account SELECT * FROM other; ${index}`])[1]).toContain(
      'no-blocking-index'
    )
    expect(ids([table, `BEGIN; TRUNCATE account; ROLLBACK; ${index}`])[1]).toContain('no-blocking-index')
    const [, {messages} = {messages: []}] = check([table, `TRUNCATE account; ${column}`]).files
    expect(messages.map(({messageId}) => messageId)).toContain('inserts')
  })

  it('is not what a rolled back transaction made', () => {
    expect(ids([table, `BEGIN; DROP TABLE account; ${table} ROLLBACK; ${index}`])[1]).toContain('no-blocking-index')
  })
})

describe('small tables', () => {
  it('are worked on in no time', () => {
    const catalog = new Catalog()
    const sized = (rows: number): string[][] => {
      const known = {kind: 'table', persistence: 'permanent', columns: [], constraints: [], indexes: []} as const
      const rest = {triggers: [], inherits: [], options: {}, rows}
      catalog.tables.set('public\0account', {schema: 'public', name: 'account', ...known, ...rest})
      return ids([index.replace('account_email', `i${String(rows)}`)], {catalog})
    }
    expect(sized(9999)).toEqual([[]])
    expect(sized(10_000)).toEqual([['no-blocking-index']])
  })
})

describe('the missing timeout', () => {
  const add = (name: string): string => `ALTER TABLE account ADD COLUMN ${name} text;`

  it('of a whole history is told once, in its newest migration', () => {
    const {files} = check([table, add('a'), add('b'), add('c')], {}, {})
    expect(files.map(({messages}) => messages.length)).toEqual([0, 0, 0, 1])
    expect(files[3]?.messages[0]?.reason).toMatch(/\(the same in 2 earlier migrations\)$/)
    const [, , second] = check([table, add('a'), add('b')], {}, {}).files
    expect(second?.messages[0]?.reason).toMatch(/\(the same in 1 earlier migration\)$/)
  })

  it('is told once a migration where some are history', () => {
    expect(ids([`history:${table}`, `${add('a')}${add('b')}`, add('c')], {}, {})).toEqual([
      ['require-lock-timeout'],
      ['require-lock-timeout']
    ])
  })

  it('is none where the runner sets it', () => {
    expect(ids([table, add('a')])).toEqual([[], []])
  })
})

describe('settings', () => {
  it('switch rules off and change their severity', () => {
    expect(ids([table, index], {settings: {'no-blocking-index': {severity: 'off'}}})).toEqual([[], []])
    const {files} = check([table, index], {settings: {'no-blocking-index': {severity: 'info'}}})
    expect(files[1]?.messages[0]?.severity).toBe('info')
  })
})

describe('a rule that throws', () => {
  const broken: Rule = defineRule({
    id: 'no-broken',
    summary: 'Disallow nothing',
    severity: 'error',
    on: '*',
    engines: ['postgres'],
    recipe: null,
    messages: {never: 'Unexpected, expected'},
    docs: {condition: '', effect: '', instead: '', notWhen: '', examples: []},
    check() {
      throw new Error('out of luck')
    }
  })

  it('is one finding of the file, and the others go on', () => {
    const other: Rule = {
      ...broken,
      id: 'no-other',
      check: (_operation, {report}) => {
        report('never')
      }
    }
    const {files} = check(['SELECT 1; SELECT 2;'], {rules: [broken, other]})
    expect(files[0]?.messages.map(({ruleId}) => ruleId).sort()).toEqual(['internal-error', 'no-other', 'no-other'])
    expect(files[0]?.messages.find(({ruleId}) => ruleId === 'internal-error')?.reason).toContain('out of luck')
  })
})

describe('statements that cannot be read', () => {
  it('are findings and counted, and hide no other', () => {
    const {files, statements, unparsed} = check([table, `ALTER TABEL x;\n${index}`])
    expect(files[1]?.messages.map(({ruleId}) => ruleId)).toEqual(['syntax-error', 'no-blocking-index'])
    expect([statements, unparsed]).toEqual([3, 1])
  })

  it('are not kept back by a comment that means all rules', () => {
    expect(ids(['-- sqlsafe-disable\nDROP TABEL a;'])).toEqual([['no-unused-suppression', 'syntax-error']])
  })
})

describe('suppressions', () => {
  it('keep back what they name, and are told where they match nothing', () => {
    const comment = '-- sqlsafe-disable-next-line no-blocking-index, no-table-drop: small\n'
    const {files} = check([table, comment + index])
    expect(files[1]?.messages.map(({reason, ruleId}) => [ruleId, /`(.*?)`/.exec(reason)?.[1]])).toEqual([
      ['no-unused-suppression', 'no-table-drop']
    ])
  })

  it('of rules that are off are let be', () => {
    const comment = '-- sqlsafe-disable-next-line no-blocking-index: small\n'
    expect(ids([table, comment + index], {settings: {'no-blocking-index': {severity: 'off'}}})).toEqual([[], []])
  })
})
