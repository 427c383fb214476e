import {describe, expect, it} from 'vitest'
import {runRules} from '../../../src/core/rules/run-rules.js'
import {parseVersion} from '../../../src/server/server.js'
import {loadReader} from '../../../src/operations/read.js'
import {Catalog} from '../../../src/schema/catalog.js'
import {Session} from '../../../src/schema/session.js'

/** Ids of the findings in the last of several migrations. */
async function last(texts: readonly string[], version = '8.4', dialect: 'mysql' | 'mariadb' = 'mysql') {
  const server = {dialect, version: parseVersion(version)}
  const read = await loadReader(server)
  const migrations = texts.map((text, index) => {
    const path = `${String(index)}.sql`
    const checked = index === texts.length - 1
    return {path, text, transaction: 'none' as const, checked, script: read(text)}
  })
  const {files} = runRules({migrations, catalog: new Catalog(), createSession: () => new Session(server)})
  return files.flatMap(({messages}) => messages.map(({ruleId}) => ruleId)).filter((id) => id !== 'require-lock-timeout')
}

const table = 'CREATE TABLE account (id bigint PRIMARY KEY) ENGINE=InnoDB;'
const add = (name: string) => `ALTER TABLE account ADD COLUMN ${name} int, ALGORITHM=INSTANT;`
const adds = (count: number) => Array.from({length: count}, (_, index) => add(`c${String(index)}`))

describe('the INSTANT changes that a table bears', () => {
  it('are counted over the history', async () => {
    expect(await last([table, ...adds(50), add('next')])).toEqual([])
    expect(await last([table, ...adds(56), add('next')])).toEqual(['no-exhausted-row-versions'])
    expect(await last([table, ...adds(56), add('next')], '9.7')).toEqual([])
  })

  it.each([
    'ALTER TABLE account FORCE;',
    'OPTIMIZE TABLE account;',
    'TRUNCATE account;',
    'ALTER TABLE account ENGINE=InnoDB;'
  ])('begin anew after %s', async (rebuild) => {
    expect(await last([table, ...adds(56), rebuild, add('next')])).toEqual([])
  })

  it('are used up: the next one is refused, or rebuilds the table', async () => {
    expect(await last([table, ...adds(64), add('next')])).toContain('no-refused-clause')
    expect(await last([table, ...adds(64), 'ALTER TABLE account ADD COLUMN next int;'])).toContain('no-table-rebuild')
  })

  it('count several columns of one statement once', async () => {
    const two = adds(29).map((_, index) => {
      const [a, b] = [`a${String(index)}`, `b${String(index)}`]
      return `ALTER TABLE account ADD COLUMN ${a} int, ADD COLUMN ${b} int, ALGORITHM=INSTANT;`
    })
    expect(await last([table, ...two, add('next')])).toEqual([])
  })
})

describe('the columns that a table has room for', () => {
  const columns = Array.from({length: 1015}, (_, index) => `c${String(index)} tinyint`).join(', ')
  const wide = `CREATE TABLE account (${columns}) ENGINE=InnoDB;`
  const drop = (name: string) => `ALTER TABLE account DROP COLUMN ${name}, ALGORITHM=INSTANT;`

  it.each([
    ['mysql', '9.7'],
    ['mariadb', '11.8']
  ] as const)('count those that were dropped INSTANT on %s', async (dialect, version) => {
    const swapped = [wide, drop('c1'), add('x')]
    expect(await last(swapped, version, dialect)).toEqual([])
    // No more than 1015 are there at any time; stored are 1018, or 1017, of which MariaDB needs one for itself.
    const once = [...swapped, drop('c2'), add('y')]
    const more = dialect === 'mysql' ? [...once, drop('c3'), add('z')] : once
    expect(await last(more, version, dialect)).toContain('no-refused-clause')
    expect(await last([...more.slice(0, -1), 'ALTER TABLE account FORCE;', add('z')], version, dialect)).toEqual([])
  })
  it.each([
    ['mysql', '9.7'],
    ['mariadb', '11.8']
  ] as const)('are those that are there, where %s may rebuild the table', async (dialect, version) => {
    const full = [wide, add('x'), add('y')] // 1017.
    expect(await last([...full, 'ALTER TABLE account ADD COLUMN z int;'], version, dialect)).toContain(
      'no-too-many-columns'
    )
    for (const change of [
      'ALTER TABLE account DROP COLUMN c1, ADD COLUMN z int;',
      `${drop('c1')}\nALTER TABLE account ADD COLUMN z int;`
    ]) {
      const found = await last([...full, change], version, dialect)
      expect(found).toContain('no-table-rebuild')
      expect(found).not.toContain('no-too-many-columns')
    }
  })
})
