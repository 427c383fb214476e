import {describe, expect, it} from 'vitest'
import {peerRulesOf} from '../../../src/core/peer-rules.js'
import type {Message} from '../../../src/core/rules/message.js'
import {rules} from '../../../src/core/rules/rules.generated.js'
import {runRules} from '../../../src/core/rules/run-rules.js'
import {findSuppressions, suppress} from '../../../src/core/rules/suppressions.js'
import {check} from '../../../src/library/check.js'
import {loadReader} from '../../../src/operations/read.js'
import {Catalog} from '../../../src/schema/catalog.js'
import {Session} from '../../../src/schema/session.js'

const server = {dialect: 'postgres', version: [18]} as const
const read = await loadReader(server)
const peerRules = peerRulesOf(rules)

/** Of findings of a rule at each `DROP` of a text, the numbers of the lines of those that are left. */
function left(text: string, ruleId: string, honoured = true): number[] {
  const messages = [...text.matchAll(/\bDROP/g)].map((match): Message => {
    const place = {start: match.index, end: match.index + 4}
    const line = text.slice(0, match.index).split('\n').length
    const about = {messageId: 'x', severity: 'error', url: '', recipe: null} as const
    return {ruleId, reason: String(line), place, ...about, effects: [], note: []}
  })
  const suppressions = findSuppressions(read(text), text, honoured ? peerRules : undefined)
  return suppress(messages, suppressions).kept.map(({reason}) => Number(reason))
}

/** What is reported of a text that drops a table. */
function idsIn(text: string, peerSuppressions: boolean): string[] {
  const migration = {path: '2.sql', text, transaction: 'none', checked: true, script: read(text)} as const
  const setup = {...migration, path: '1.sql', text: 'CREATE TABLE a (id bigint PRIMARY KEY);', checked: false}
  const {files} = runRules({
    migrations: [{...setup, script: read(setup.text)}, migration],
    catalog: new Catalog(),
    createSession: () => new Session(server),
    settings: {'require-lock-timeout': {severity: 'off'}, 'prefer-if-exists': {severity: 'off'}},
    peerSuppressions
  })
  return files.flatMap(({messages}) => messages.map(({ruleId}) => ruleId))
}

describe('comments of other checkers', () => {
  it('are for people where the configuration does not ask for them', () => {
    expect(idsIn('-- squawk-ignore ban-drop-table\nDROP TABLE a;', false)).toEqual(['no-table-drop'])
    expect(idsIn('-- squawk-ignore ban-drop-tabel\nDROP TABLE a;', false)).toEqual(['no-table-drop'])
    expect(left('-- atlas:nolint\nDROP TABLE a;', 'no-table-drop', false)).toEqual([2])
  })

  it('keep findings back where it does, and names without a meaning are reported', () => {
    expect(idsIn('-- squawk-ignore ban-drop-table\nDROP TABLE a;', true)).toEqual([])
    expect(idsIn('-- squawk-ignore ban-drop-tabel\nDROP TABLE a;', true)).toEqual([
      'no-unused-suppression',
      'no-table-drop'
    ])
  })

  it('may keep nothing back: they stand there for another checker', () => {
    expect(idsIn('-- squawk-ignore ban-drop-table\nSELECT 1;', true)).toEqual([])
    expect(idsIn('-- atlas:nolint\nSELECT 1;', true)).toEqual([])
  })

  it('keep a syntax error back by name only', () => {
    expect(left('-- squawk-ignore-file\nDROP TABEL a;', 'syntax-error')).toEqual([2])
  })

  it('do not end what ours have disabled', () => {
    const text = '-- sqlsafe-disable no-table-drop\n-- pgls-ignore-start lint\n-- pgls-ignore-end lint\nDROP TABLE a;'
    expect(left(text, 'no-table-drop')).toEqual([])
  })
})

describe('squawk', () => {
  it('ignores checks of the next statement, or of the one before the comment on its line', () => {
    expect(left('-- squawk-ignore ban-drop-table\nDROP TABLE a;\nDROP TABLE b;', 'no-table-drop')).toEqual([3])
    expect(left('DROP TABLE a; -- squawk-ignore ban-drop-table\nDROP TABLE b;', 'no-table-drop')).toEqual([2])
    expect(left('/* squawk-ignore ban-drop-column, ban-drop-table */\nDROP TABLE a;', 'no-table-drop')).toEqual([])
    expect(left('-- squawk-ignore ban-drop-column\nDROP TABLE a;', 'no-table-drop')).toEqual([2])
  })

  it('takes a reason after two dashes', () => {
    const text = '-- squawk-ignore ban-drop-table -- it was never used\nDROP TABLE a;'
    expect(left(text, 'no-table-drop')).toEqual([])
    expect(findSuppressions(read(text), text, peerRules)).toMatchObject([{reason: 'it was never used'}])
  })

  it('ignores nothing without a name, but for a file', () => {
    expect(left('-- squawk-ignore\nDROP TABLE a;', 'no-table-drop')).toEqual([2])
    expect(left('DROP TABLE a;\n-- squawk-ignore-file\nDROP TABLE b;', 'no-table-drop')).toEqual([])
    expect(left('-- squawk-ignore-file ban-drop-column\nDROP TABLE b;', 'no-table-drop')).toEqual([2])
  })

  it('does not take a name that is not known for all', () => {
    expect(left('-- squawk-ignore-file ban-drop-tabel\nDROP TABLE a;', 'no-table-drop')).toEqual([2])
  })

  it('has names that stand for several checks', () => {
    const text = '-- squawk-ignore require-timeout-settings\nDROP TABLE a;'
    expect(left(text, 'require-lock-timeout')).toEqual([])
    expect(left(text, 'require-statement-timeout')).toEqual([])
  })
})

describe('Atlas', () => {
  it('takes codes and classes, or all without a name, of a statement', () => {
    expect(left('-- atlas:nolint DS102 MF101\nDROP TABLE a;\nDROP TABLE b;', 'no-table-drop')).toEqual([3])
    expect(left('-- atlas:nolint destructive\nDROP TABLE a;\nDROP TABLE b;', 'no-table-drop')).toEqual([3])
    expect(left('-- atlas:nolint\nDROP TABLE a;\nDROP TABLE b;', 'no-table-drop')).toEqual([3])
    expect(left('-- atlas:nolint data_depend\nDROP TABLE a;', 'no-table-drop')).toEqual([2])
  })

  it('takes a comment that begins the file and has an empty line after it for all of the file', () => {
    const text = '-- a table that is gone\n-- atlas:nolint DS102\n\nDROP TABLE a;\nDROP TABLE b;'
    expect(left(text, 'no-table-drop')).toEqual([])
    expect(left(`SELECT 1;\n\n${text}`, 'no-table-drop')).toEqual([7])
  })
})

describe('pgfence, eugene and MigrationPilot', () => {
  it.each([
    '-- pgfence-ignore: drop-table, drop-column',
    '-- pgfence-ignore',
    '-- pgfence: ignore drop-table',
    '-- eugene: ignore',
    '-- migrationpilot-disable MP026',
    '-- migrationpilot-disable mp017, mp026 it was never used',
    '/* migrationpilot-disable */'
  ])('keep back what is found in the next statement: %s', (comment) => {
    expect(left(`${comment}\nDROP TABLE\n  a;\nDROP TABLE b;`, 'no-table-drop')).toEqual([4])
  })

  it.each(['-- pgfence-ignore: drop-column', '-- eugene: ignore E1, E2', '-- migrationpilot-disable because'])(
    'keep nothing else back: %s',
    (comment) => {
      expect(left(`${comment}\nDROP TABLE a;`, 'no-table-drop')).toEqual([2])
    }
  )

  it('may stand inside of the statement', () => {
    expect(left('DROP TABLE\n  -- pgfence-ignore\n  a;\nDROP TABLE b;', 'no-table-drop')).toEqual([4])
  })

  it('may speak of the file', () => {
    expect(left('DROP TABLE a;\n-- migrationpilot-disable-file\nDROP TABLE b;', 'no-table-drop')).toEqual([])
  })
})

describe('Postgres Language Server', () => {
  it.each(['lint/safety/banDropTable: it was never used', 'lint/safety', 'lint'])('takes %s', (specifier) => {
    expect(left(`-- pgls-ignore ${specifier}\nDROP TABLE a;\nDROP TABLE b;`, 'no-table-drop')).toEqual([3])
    expect(left(`-- pgt-ignore-all ${specifier}\nDROP TABLE a;\nDROP TABLE b;`, 'no-table-drop')).toEqual([])
  })

  it('keeps back between a start and its end', () => {
    const rule = 'lint/safety/banDropTable'
    const text = `-- pgls-ignore-start ${rule}\nDROP TABLE a;\n-- pgls-ignore-end lint\nDROP TABLE b;\n-- pgls-ignore-end ${rule}: why\nDROP TABLE c;`
    expect(left(text, 'no-table-drop')).toEqual([6])
  })

  it('has other categories, which are about other things', () => {
    expect(left('-- pgls-ignore typecheck\nDROP TABLE a;', 'no-table-drop')).toEqual([2])
    expect(idsIn('-- pgls-ignore typecheck: later\nSELECT 1;', true)).toEqual([])
  })

  it('has names of its own for checks of others', () => {
    expect(peerRules('pgls', 'banVacuumFull')).toEqual(peerRules('pgfence', 'vacuum-full'))
    expect(peerRules('pgls', 'banVacuumFull')).not.toEqual([])
  })
})

describe('diesel-guard', () => {
  it('keeps everything back between a start and its end', () => {
    const text = '-- safety-assured:start\nDROP TABLE a;\n-- Safety-Assured:end\nDROP TABLE b;'
    expect(left(text, 'no-table-drop')).toEqual([4])
  })

  it('keeps a check back in the file', () => {
    expect(left('DROP TABLE a;\n-- diesel-guard:disable DropTableCheck, X', 'no-table-drop')).toEqual([])
    expect(left('-- diesel-guard:disable DropColumnCheck\nDROP TABLE a;', 'no-table-drop')).toEqual([2])
  })

  it('keeps checks back that `metadata.toml` beside a migration of Diesel names', async () => {
    const folder = 'migrations/2024-01-10-093000_drop'
    const found = async (metadata: string, suppressions = true): Promise<string[] | undefined> => {
      const files = {[`${folder}/up.sql`]: 'DROP TABLE a;', [`${folder}/metadata.toml`]: metadata}
      const configuration = {compat: {suppressions}, runner: {lockTimeout: '5s'}}
      const result = await check({cwd: '/', paths: ['migrations'], files, dialect: 'postgres', configuration})
      return result.files[0]?.messages.map(({reason, ruleId}) => (ruleId === 'no-unused-suppression' ? reason : ruleId))
    }
    const disabled =
      'run_in_transaction = true\ndisable_checks = [\n  "ReindexCheck", # later\n  "DropTableCheck",\n]\n'
    expect(await found(disabled)).toEqual([])
    expect(await found(disabled, false)).toEqual(['no-table-drop'])
    expect(await found('disable_checks = []')).toEqual(['no-table-drop'])
    expect(await found('[other]\ndisable_checks = ["DropTableCheck"]')).toEqual(['no-table-drop'])
    expect(await found("disable_checks = ['Own']")).toEqual([
      'Unexpected name `Own` in a suppression of diesel-guard, expected a check that a rule of sqlsafe covers',
      'no-table-drop'
    ])
  })
})
