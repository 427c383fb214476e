import {describe, expect, it} from 'vitest'
import type {Dialect} from '../../../src/server/server.js'
import {hasOffset, readsByIndex, touchedRows} from '../../../src/knowledge/touched-rows.js'
import {loadReader} from '../../../src/operations/read.js'
import {Catalog} from '../../../src/schema/catalog.js'
import {change} from '../../../src/schema/change.js'
import {Session} from '../../../src/schema/session.js'

const readers = {
  postgres: await loadReader({dialect: 'postgres', version: [18]}),
  mysql: await loadReader({dialect: 'mysql', version: [9, 7]}),
  mariadb: await loadReader({dialect: 'mariadb', version: [11, 8]})
}
const schema = 'CREATE TABLE t (id int PRIMARY KEY, a int, b int, c int, UNIQUE (a, b));'

function touched(dialect: Dialect, text: string): string {
  const session = new Session({dialect, version: [18]})
  const catalog = new Catalog()
  const commands = readers[dialect](`${schema}\n${text}`).statements.flatMap((statement) => statement.commands)
  for (const command of commands) {
    const [operation] = command.operations
    if (operation?.kind === 'rows.update' || operation?.kind === 'rows.delete') {
      const skips = operation.offset !== undefined || hasOffset(operation.where)
      return `${touchedRows(operation, session.findTable(catalog, operation.table))}${skips ? ', offset' : ''}`
    }
    change(command, catalog, session, undefined)
  }
  return 'nothing'
}

const both: Record<string, string> = {
  'DELETE FROM t': 'all',
  'DELETE FROM t WHERE true': 'all',
  'DELETE FROM t WHERE 1 = 1': 'all',
  'DELETE FROM t WHERE NOT FALSE': 'all',
  'DELETE FROM t WHERE NOT (1 = 2)': 'all',
  'DELETE FROM t WHERE 2 > 1': 'all',
  'DELETE FROM t WHERE 1 <> 0 AND true': 'all',
  "DELETE FROM t WHERE 'a' = 'a'": 'all',
  'DELETE FROM t WHERE TRUE OR c = 1': 'all',
  'DELETE FROM t WHERE (c = 1 OR 1 = 1)': 'all',
  'DELETE FROM t WHERE true AND c IS NULL': 'most',
  'DELETE FROM t WHERE id IS NOT NULL': 'all',
  'DELETE FROM t WHERE FALSE': 'few',
  'DELETE FROM t WHERE 1 = 0 AND c = 1': 'few',
  'DELETE FROM t WHERE FALSE OR c = 1': 'some',
  "DELETE FROM t WHERE 'a' < 'B'": 'some',
  'UPDATE t SET c = 1 WHERE c IS NULL': 'most',
  'UPDATE t SET c = 1 WHERE c = 2': 'some',
  'UPDATE t SET c = 1 WHERE c IS NULL AND b = 2': 'some',
  'UPDATE t SET c = 1 WHERE c IS NOT NULL': 'some',
  'UPDATE t SET c = 1 WHERE c IS NULL AND id < 5': 'most',
  'UPDATE t SET c = 1 WHERE id = 2': 'few',
  'UPDATE t SET c = 1 WHERE t.id = 2 AND c IS NULL': 'few',
  'UPDATE t SET c = 1 WHERE id = 2 OR c = 1': 'some',
  'UPDATE t SET c = 1 WHERE id IN (1, 2, 3)': 'few',
  'UPDATE t SET c = 1 WHERE id NOT IN (1, 2, 3)': 'some',
  'UPDATE t SET c = 1 WHERE id > 5': 'most',
  'UPDATE t SET c = 1 WHERE id > 5 AND id <= 10': 'few',
  'UPDATE t SET c = 1 WHERE id BETWEEN 5 AND 10 AND c IS NULL': 'few',
  'UPDATE t SET c = 1 WHERE c IS NULL AND id BETWEEN 5 AND 10': 'few',
  'UPDATE t SET c = 1 WHERE (id BETWEEN 5 AND 10)': 'few',
  'UPDATE t SET c = 1 WHERE a = 1': 'some',
  'UPDATE t SET c = 1 WHERE a = 1 AND b = 2': 'few',
  "UPDATE t SET c = 1 WHERE c = 'x AND id = 1'": 'some',
  'UPDATE t SET c = 1 WHERE id = c': 'most',
  'UPDATE t SET c = 1 WHERE a = c AND b = 2': 'some',
  'UPDATE t SET c = 1 WHERE a BETWEEN 1 AND 2 AND b = 2': 'few',
  'UPDATE t SET c = 1 WHERE a = 1 AND b BETWEEN 1 AND 2': 'some',
  'UPDATE t SET c = 1 WHERE ((id = 1) AND (c = 2 OR c = 3))': 'few',
  'DELETE FROM t WHERE 2 <= 1': 'few',
  'DELETE FROM t WHERE 1 <= 1': 'all',
  'DELETE FROM t WHERE 1 < 1': 'few',
  'DELETE FROM t WHERE 1 >= 2': 'few',
  'DELETE FROM t WHERE 1 > 1': 'few',
  'DELETE FROM t WHERE 1 <> 1': 'few',
  'DELETE FROM t WHERE NOT (1 = 1 AND c = 1)': 'some',
  'DELETE FROM t WHERE 0 = 0': 'all',
  'DELETE FROM t WHERE 1.5 > 1': 'all'
}

describe.each(['postgres', 'mysql', 'mariadb'] as const)('touchedRows in %s', (dialect) => {
  it.each(Object.entries(both))('%s: %s', (text, expected) => {
    expect(touched(dialect, text)).toBe(expected)
  })
})

describe('touchedRows', () => {
  it('takes a sub-select with a LIMIT for a batch, and sees its OFFSET', () => {
    const batch = 'UPDATE t SET c = 1 WHERE id IN (SELECT id FROM t ORDER BY id LIMIT 10'
    expect(touched('postgres', `${batch})`)).toBe('few')
    expect(touched('postgres', `${batch} OFFSET 20)`)).toBe('few, offset')
    expect(touched('postgres', 'UPDATE t SET c = 1 WHERE id IN (SELECT id FROM t)')).toBe('some')
  })

  it('takes the LIMIT of MySQL, also that of a derived table in a sub-select', () => {
    const batch = 'UPDATE t SET c = 1 WHERE id IN (SELECT id FROM (SELECT id FROM t WHERE c IS NULL'
    expect(touched('mysql', `${batch} LIMIT 10) batch)`)).toBe('few')
    expect(touched('mysql', `${batch} LIMIT 10) AS batch) AND c IS NULL`)).toBe('few')
    expect(touched('mysql', `${batch}) AS batch)`)).toBe('some')
    expect(touched('mysql', `${batch} LIMIT 10) AS batch) OR c IS NULL`)).toBe('some')
    expect(touched('mysql', 'DELETE FROM t LIMIT 10')).toBe('few')
  })

  it('takes what PostgreSQL casts to a truth', () => {
    for (const word of ['t', ' TRUE ', 'yes', 'on', '1']) {
      expect(touched('postgres', `DELETE FROM t WHERE '${word}'::boolean`)).toBe('all')
    }
    for (const word of ['f', 'off', 'no', '0']) {
      expect(touched('postgres', `DELETE FROM t WHERE '${word}'::boolean`)).toBe('few')
    }
    expect(touched('postgres', 'DELETE FROM t WHERE 2::boolean')).toBe('all')
    expect(touched('postgres', 'DELETE FROM t WHERE 0::boolean')).toBe('few')
    expect(touched('postgres', "DELETE FROM t WHERE 'maybe'::boolean")).toBe('some')
    expect(touched('postgres', 'DELETE FROM t WHERE 1 = NULL')).not.toBe('all')
  })

  it.each([
    ['postgres', "id < now() - interval '30 days'", 'most'],
    ['postgres', 'id < CURRENT_TIMESTAMP', 'most'],
    ['postgres', "date_trunc('day', now()) - '1 day'::interval > id", 'most'],
    ['postgres', 'id < now() - b', 'some'],
    ['postgres', 'id < random()', 'some'],
    ['postgres', 'id = 2 + 3', 'few'],
    ['mysql', 'c < NOW() - INTERVAL 30 DAY', 'most'],
    ['mysql', 'c <= date_sub(curdate(), interval 1 month)', 'most'],
    ['mysql', 'c < UTC_TIMESTAMP', 'most'],
    ['mysql', 'c < NOW() - INTERVAL b DAY', 'some'],
    ['mariadb', 'c < CURRENT_TIMESTAMP(6)', 'most']
  ] as const)('takes the time that it is for a value: %s %s', (dialect, where, expected) => {
    expect(touched(dialect, `DELETE FROM t WHERE ${where}`)).toBe(expected)
  })

  it.each([
    ['c > 5', 'some'],
    ["c < now() - interval '30 days'", 'some'],
    ['c >= 1 AND c < 5', 'some'],
    ['a > 1 AND b < 2', 'most'],
    ['a > 1', 'most'],
    ['c > 5 AND a IS NULL', 'most']
  ])('counts an open end only of a key where no more is locked than what is met: %s', (where, expected) => {
    expect(touched('postgres', `DELETE FROM t WHERE ${where}`)).toBe(expected)
    expect(touched('mysql', `DELETE FROM t WHERE ${where.replace("'30 days'", '30 day')}`)).toBe('most')
  })

  it.each([
    ['UPDATE t SET c = v.c FROM (VALUES (1, 5), (2, 6)) AS v (id, c) WHERE t.id = v.id', 'few'],
    ['UPDATE t SET c = v.c FROM (VALUES (1, 5), (2, 6)) AS v (id, c) WHERE v.id = t.id AND t.c IS NULL', 'few'],
    ['WITH v (id) AS (VALUES (1), (2)) UPDATE t SET c = 1 FROM v AS w WHERE t.id = w.id', 'few'],
    ['DELETE FROM t USING (VALUES (1), (2)) AS v (id) WHERE t.id = v.id', 'few'],
    ['UPDATE t SET c = 1 FROM (VALUES (1), (2)) AS v (c) WHERE t.c = v.c', 'some'],
    ['UPDATE t SET c = 1 FROM (VALUES (1), (2)) AS v (c) WHERE v.c = v.c', 'most'],
    ['UPDATE t SET c = 1 FROM t AS v WHERE t.id = v.id', 'most'],
    ['UPDATE t SET c = 1 FROM (SELECT id FROM t) AS v WHERE t.id = v.id', 'most']
  ])('takes a list for the values that stand in it: %s', (text, expected) => {
    expect(touched('postgres', text)).toBe(expected)
  })

  it('takes the other way round, casts and signs', () => {
    expect(touched('postgres', "DELETE FROM t WHERE '5'::int < id AND -1 >= id")).toBe('few')
  })
})

describe('readsByIndex', () => {
  const session = new Session({dialect: 'mysql', version: [9, 7]})
  const catalog = new Catalog()
  const made = `CREATE TABLE t (id int PRIMARY KEY, a int, b int, c varchar(9), d int, KEY (a, b), FULLTEXT KEY (c), KEY (d) INVISIBLE)`
  for (const {commands} of readers.mysql(made).statements) {
    for (const command of commands) change(command, catalog, session, undefined)
  }
  const table = session.findTable(catalog, {name: 't'})

  it.each([
    ['id = 1', true],
    ['a = 1', true],
    ['a = 1 AND c = 2', true],
    ['b = 1', false],
    ["c = 'x'", false],
    ['d = 1', false],
    ['a = 1 OR b = 1', false]
  ])('%s: %s', (text, expected) => {
    expect(readsByIndex({text}, table)).toBe(expected)
  })
})
