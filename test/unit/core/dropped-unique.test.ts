import {describe, expect, it} from 'vitest'
import type {Dialect} from '../../../src/server/server.js'
import {check} from '../../../src/library/check.js'

const tables = {
  mysql: `CREATE TABLE member (
    id bigint AUTO_INCREMENT PRIMARY KEY, team bigint NOT NULL, person bigint NOT NULL, name varchar(50), note text,
    UNIQUE KEY team_person (team, person), UNIQUE KEY note_start (note(50)), UNIQUE KEY id_name (id, name),
    KEY by_name (name), UNIQUE KEY by_word ((lower(name))));`,
  mariadb: `CREATE TABLE member (
    id bigint AUTO_INCREMENT PRIMARY KEY, team bigint NOT NULL, person bigint NOT NULL, name varchar(50), note text,
    UNIQUE KEY team_person (team, person), UNIQUE KEY note_start (note(50)), UNIQUE KEY id_name (id, name),
    KEY by_name (name));`,
  postgres: `CREATE TABLE member (id bigint PRIMARY KEY, team bigint NOT NULL, person bigint NOT NULL, gone timestamptz);
    CREATE UNIQUE INDEX team_person ON member (team, person);
    CREATE UNIQUE INDEX present ON member (person) WHERE gone IS NULL;`
}

const speakers = new Set(['no-unique-drop', 'no-constraint-drop', 'no-primary-key-drop', 'no-column-drop'])

async function found(text: string, dialect: Dialect, preset: 'recommended' | 'strict' = 'strict'): Promise<string[]> {
  const {files} = await check({
    cwd: '/p',
    dialect,
    files: {'1.sql': tables[dialect], '2.sql': text},
    paths: ['2.sql'],
    history: ['1.sql'],
    configuration: {preset}
  })
  return files.flatMap(({messages}) => messages.map(({ruleId}) => ruleId)).filter((id) => speakers.has(id))
}

describe.each(['mysql', 'mariadb'] as const)('%s: a unique key that goes', (dialect) => {
  it.each([
    'ALTER TABLE member DROP INDEX team_person;',
    'ALTER TABLE member DROP KEY TEAM_PERSON;',
    'ALTER TABLE member DROP CONSTRAINT team_person;',
    'DROP INDEX team_person ON member;',
    'ALTER TABLE member DROP INDEX team_person, ADD INDEX team_person (team, person);',
    'ALTER TABLE member DROP INDEX team_person, ADD UNIQUE KEY (team, person, name);',
    'ALTER TABLE member ADD COLUMN place int, DROP INDEX team_person, ADD UNIQUE KEY (team, person, place);',
    'ALTER TABLE member ADD COLUMN place datetime NOT NULL DEFAULT CURRENT_TIMESTAMP, DROP INDEX team_person, ADD UNIQUE KEY (team, person, place);',
    'ALTER TABLE member DROP INDEX team_person, ADD UNIQUE KEY (name);'
  ])('is told once: %s', async (text) => {
    expect(await found(text, dialect)).toEqual(['no-unique-drop'])
    expect(await found(text, dialect, 'recommended')).toEqual(['no-unique-drop'])
  })

  it.each([
    [
      'one over the same columns is made',
      'ALTER TABLE member DROP INDEX team_person, ADD UNIQUE KEY b (PERSON, team);'
    ],
    ['one was made', 'CREATE UNIQUE INDEX b ON member (team, person);\nDROP INDEX team_person ON member;'],
    ['one over some of them is made', 'ALTER TABLE member DROP INDEX team_person, ADD UNIQUE KEY b (person);'],
    ['the primary key has some of them', 'ALTER TABLE member DROP INDEX id_name;'],
    [
      'the primary key takes its columns',
      'ALTER TABLE member MODIFY id bigint, DROP PRIMARY KEY, ADD UNIQUE KEY (id), DROP INDEX team_person, ADD PRIMARY KEY (team, person);'
    ],
    [
      'all rows are the same in the new column',
      `ALTER TABLE member ADD COLUMN place varchar(9) NOT NULL DEFAULT '', DROP INDEX team_person, ADD UNIQUE KEY (team, person, place);`
    ],
    ['a prefix gets longer', 'ALTER TABLE member DROP INDEX note_start, ADD UNIQUE KEY note_start (note(90));'],
    ['it is not unique', 'ALTER TABLE member DROP INDEX by_name;'],
    ['it is not known', 'ALTER TABLE account DROP INDEX account_email_key;\nDROP INDEX uq_email ON account;']
  ])('is not told where %s', async (_why, text) => {
    expect(await found(text, dialect)).toEqual([])
  })

  it('is left to the rule that speaks of its column or of the primary key', async () => {
    expect(await found('ALTER TABLE member DROP INDEX team_person, DROP COLUMN team;', dialect)).toEqual([
      'no-column-drop'
    ])
    expect(await found('ALTER TABLE member MODIFY id bigint, DROP PRIMARY KEY;', dialect)).toEqual([
      'no-primary-key-drop'
    ])
  })

  it('of a table that is new is not told', async () => {
    const text = 'CREATE TABLE draft (id bigint PRIMARY KEY, name int, UNIQUE KEY a (name));\nDROP INDEX a ON draft;'
    expect(await found(text, dialect)).toEqual([])
  })
})

it('MySQL: one of an expression is told, but not where one of an expression is made', async () => {
  expect(await found('ALTER TABLE member DROP INDEX by_word;', 'mysql')).toEqual(['no-unique-drop'])
  expect(
    await found('ALTER TABLE member DROP INDEX by_word, ADD UNIQUE KEY by_word ((upper(name)));', 'mysql')
  ).toEqual([])
})

describe('PostgreSQL: a unique index that goes', () => {
  it.each([
    // `ON CONFLICT (team, person)` finds neither.
    'CREATE UNIQUE INDEX CONCURRENTLY b ON member (person);\nDROP INDEX CONCURRENTLY team_person;',
    'CREATE UNIQUE INDEX CONCURRENTLY b ON member (team, person) WHERE gone IS NULL;\nDROP INDEX CONCURRENTLY team_person;'
  ])('is told: %s', async (text) => {
    expect(await found(text, 'postgres')).toEqual(['no-unique-drop'])
  })

  it.each([
    'CREATE UNIQUE INDEX CONCURRENTLY b ON member (person, team);\nDROP INDEX CONCURRENTLY team_person;',
    'CREATE UNIQUE INDEX CONCURRENTLY b ON member (person);\nDROP INDEX CONCURRENTLY present;'
  ])('is not told: %s', async (text) => {
    expect(await found(text, 'postgres')).toEqual([])
  })
})
