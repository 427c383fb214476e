import {describe, expect, test} from 'vitest'
import {explain} from '../../../src/index.js'
import {account} from '../../live/mysql-facts/fact-case.js'
import {factCases} from '../../live/mysql-facts/cases/index.js'
import {readRecording} from '../../live/mysql-facts/recording.js'
import {factServers} from '../../live/mysql-facts/servers.js'
import {expectationOf, isHeld} from './expectation.js'
import {foretell, inWords} from './foretold.js'
import {prepare} from './situation.js'

const ofOrdinaryTable = factCases.filter(({setup}) => setup === account)

describe.each(factServers)('of a table that is not known, facts about $name', ({name, server}) => {
  test('say what the server did to an ordinary one, or that they do not know', () => {
    const recording = readRecording(name)
    const differences = ofOrdinaryTable.flatMap((each) => {
      const recorded = recording[each.name] ?? 'nothing'
      const agrees = expectationOf(each, recorded, server.dialect)
      const said = foretell({name: each.name, recorded, agrees: () => true, ...prepare({...each, setup: []}, server)})
      if (agrees === undefined || isHeld(each, recorded) || said.unknown || agrees(said)) return []
      return [`${each.name}: ${inWords(said)}, the server: ${recorded}`]
    })
    expect(ofOrdinaryTable.length).toBeGreaterThan(50)
    expect(differences).toEqual([])
  })
})

async function effectOf(sql: string) {
  const [statement] = await explain({paths: ['-'], stdin: sql, dialect: 'mysql', serverVersion: '8.4'})
  const effect = statement?.effects[0]
  return {
    error: statement?.error ?? undefined,
    algorithm: effect?.algorithm,
    lock: effect?.lock,
    confidence: effect?.confidence
  }
}

describe('a clause', () => {
  test.each([
    ['ALTER TABLE t ADD COLUMN c int, ALGORITHM=INSTANT', 'INSTANT', 'NONE', 'documented'],
    ['ALTER TABLE t DROP INDEX i, ALGORITHM=INPLACE, LOCK=NONE', 'INPLACE', 'NONE', 'documented'],
    ['ALTER TABLE t MODIFY c varchar(300), ALGORITHM=INPLACE, LOCK=NONE', 'INPLACE', 'NONE', 'unknown'],
    ['ALTER TABLE t MODIFY c varchar(300), LOCK=NONE', 'INPLACE', 'NONE', 'unknown'],
    ['ALTER TABLE t MODIFY c varchar(300)', 'COPY', 'SHARED', 'unknown']
  ])('is believed where it is not known what the server can do: %s', async (sql, algorithm, lock, confidence) => {
    expect(await effectOf(sql)).toEqual({error: undefined, algorithm, lock, confidence})
  })

  test.each([
    'ALTER TABLE t DROP PRIMARY KEY, ALGORITHM=INPLACE',
    'DROP INDEX `PRIMARY` ON t ALGORITHM=INPLACE',
    'ALTER TABLE t ADD COLUMN g int AS (1) STORED, ALGORITHM=INPLACE'
  ])('is refused where no table would take it: %s', async (sql) => {
    expect((await effectOf(sql)).error?.message).toMatch(/^Unexpected `ALGORITHM=INPLACE`/)
  })
})

test('a table of which only changes are known has its rows in the order of a key that was not seen', async () => {
  const stdin = 'ALTER TABLE t ADD COLUMN c int NOT NULL; CREATE UNIQUE INDEX i ON t (c);'
  const statements = await explain({paths: ['-'], stdin, dialect: 'mysql', serverVersion: '8.4'})
  expect(statements.at(-1)?.effects).toMatchObject([{algorithm: 'INPLACE', rewrite: 'none'}])
})

test.each([
  ['ALTER TABLE t DROP INDEX i', true],
  ['ALTER TABLE t DROP PRIMARY KEY', false],
  ['TRUNCATE TABLE t', false],
  ['CREATE TABLE t (id int, KEY i (id)); ALTER TABLE t DROP INDEX i', false],
  ['ALTER TABLE t ADD COLUMN c int; ALTER TABLE t DROP INDEX i', true]
])('it is said where a table was taken for an ordinary one: %s', async (stdin, said) => {
  const statements = await explain({paths: ['-'], stdin, dialect: 'mysql', serverVersion: '8.4'})
  expect(statements.at(-1)?.effects[0]?.because.endsWith('table not known, taken for an ordinary one of InnoDB')).toBe(
    said
  )
})
