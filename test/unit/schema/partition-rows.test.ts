/** Which partitions are known to be empty after a schema file. */
import {describe, expect, it} from 'vitest'
import {loadReader} from '../../../src/operations/read.js'
import {Catalog} from '../../../src/schema/catalog.js'
import {change, changeUnread} from '../../../src/schema/change.js'
import {keyOf} from '../../../src/schema/objects.js'
import {holdNoRows} from '../../../src/schema/mysql/partition-rows.js'
import {Session} from '../../../src/schema/session.js'
import type {Server} from '../../../src/server/server.js'

const server: Server = {dialect: 'mysql', version: [9, 7]}
const read = await loadReader(server)

/** Those of `r` that are known to be empty; `migration`: a statement of a history, which comes after the schema file. */
function emptyAfter(schema: string, migration = ''): string[] {
  const catalog = new Catalog()
  const session = new Session(server, {})
  for (const [sql, number] of [[schema, undefined] as const, [migration, 1] as const]) {
    for (const {commands, problems} of read(sql).statements) {
      expect(problems.filter(({reason}) => reason !== 'dynamic')).toEqual([])
      for (const command of commands) change(command, catalog, session, number)
      if (problems.length > 0) changeUnread(catalog, session)
    }
  }
  const rows = catalog.partitionRows.get(keyOf({schema: '', name: 'r'}))
  return rows?.empty.filter((name) => holdNoRows(rows, [name.toUpperCase()])) ?? []
}

const range = (key: string, bounds: string, columns = 'id INT, y INT') =>
  `CREATE TABLE r (${columns}) PARTITION BY RANGE ${key} (${bounds
    .split(' ')
    .map((bound, index) => `PARTITION p${String(index)} VALUES LESS THAN ${bound}`)
    .join(', ')});`

const years = range('(y)', '(2022) (2023) MAXVALUE')
const time = 'y DATETIME(6)'

describe('rows of a schema file', () => {
  it.each([
    ['are in no other partition than theirs', years, 'INSERT INTO r VALUES (1, 2020), (2, 2021)', ['p1', 'p2']],
    ['are below a bound, not on it', years, 'INSERT INTO r VALUES (1, 2022)', ['p0', 'p2']],
    ['come with later statements', years, 'INSERT INTO r VALUES (1, 2020); INSERT INTO r VALUES (2, 2050)', ['p1']],
    ['are in between', years, 'INSERT INTO r VALUES (1, 2023), (2, 2024), (3, 2021), (4, -7)', []],
    ['name their columns', years, 'INSERT INTO r (`Y`, id) VALUES (2022, 2050)', ['p0', 'p2']],
    ['may be negative', range('(y)', '(-5) (0) MAXVALUE'), 'INSERT INTO r VALUES (1, -5)', ['p0', 'p2']],
    ['replace others', years, 'REPLACE INTO r VALUES (1, 2020)', ['p1', 'p2']],
    ['are of a query that says so', years, 'INSERT INTO r SELECT n, 2020 FROM s WHERE n > 1', ['p1', 'p2']],
    ['are of a query after WITH', years, 'INSERT INTO r WITH s AS (SELECT 1 n) SELECT n, 2020 FROM s', ['p1', 'p2']],
    [
      'have dates',
      range('COLUMNS (y)', "('2026-01-01') ('2026-02-01') (MAXVALUE)", 'y DATE'),
      "INSERT INTO r VALUES ('2026-01-31')",
      ['p0', 'p2']
    ],
    [
      'have times',
      range('COLUMNS (y)', "('2026-01-01') ('2026-02-01') (MAXVALUE)", time),
      "INSERT INTO r VALUES ('2025-12-31 23:59:59.000000')",
      ['p1', 'p2']
    ],
    [
      'have years of dates',
      range('(YEAR(y))', '(2025) (2026) MAXVALUE', time),
      "INSERT INTO r VALUES ('2025-12-31')",
      ['p0', 'p2']
    ],
    [
      'have days of dates',
      // What the server shows of `TO_DAYS('2026-01-01')`.
      range('(to_days(`y`))', "(739982) (TO_DAYS('2026-01-02')) MAXVALUE", time),
      "INSERT INTO r VALUES ('2026-01-01 10:00:00')",
      ['p0', 'p2']
    ],
    [
      'are members of a list',
      'CREATE TABLE r (y INT) PARTITION BY LIST (y) (PARTITION p0 VALUES IN (0, 5), PARTITION p1 VALUES IN (3, -1));',
      'INSERT INTO r VALUES (3), (4)',
      ['p0']
    ]
  ])('%s', (_, table, rows, empty) => {
    expect(emptyAfter(table + rows)).toEqual(empty)
  })
})

const one = `${years}INSERT INTO r VALUES (1, 2020);`

describe('nothing is known', () => {
  it.each([
    ['of a file without rows', years],
    ['of an expression', `${years}INSERT INTO r VALUES (1, 2020 + 1)`],
    ['of one row among others', `${years}INSERT INTO r VALUES (1, 2020), (2, NULL)`],
    ['of another kind of value', `${years}INSERT INTO r VALUES (1, 2020), (2, '2020-01-01')`],
    ['of a fraction', `${years}INSERT INTO r VALUES (1, 2021.9)`],
    ['of a value out of range', `${years}INSERT INTO r VALUES (1, 3000000000)`],
    ['of a column that is not named', `${years}INSERT INTO r (id) VALUES (1)`],
    ['of columns that are not listed', `${years.replace('id INT', 'id INT INVISIBLE')}INSERT INTO r VALUES (2020)`],
    ['of the next number', `${years.replace('y INT', 'y INT AUTO_INCREMENT KEY')}INSERT INTO r VALUES (1, 0)`],
    ['of a time that may be rounded', "INSERT INTO r VALUES ('2025-12-31 23:59:59.9')", time],
    ['of a day that there is not', "INSERT INTO r VALUES ('2025-02-30')", time],
    ['of a time zone', "INSERT INTO r VALUES ('2025-02-20')", 'y TIMESTAMP'],
    ['of a query with all columns', `${years}INSERT INTO r SELECT *, 2020 FROM s`],
    ['of two queries', `${years}INSERT INTO r SELECT 1, 2020 UNION SELECT 2, 2050`],
    ['of a query with a variable value', `${years}INSERT INTO r SELECT 1, n FROM s`],
    ['of rows that change others', `${years}INSERT INTO r VALUES (1, 2020) ON DUPLICATE KEY UPDATE y = 2050`],
    [
      'of two columns',
      'CREATE TABLE r (a INT, b INT) PARTITION BY RANGE COLUMNS (a, b) (PARTITION p VALUES LESS THAN (1, 2)); INSERT INTO r VALUES (0, 0)'
    ],
    ['after LOAD DATA', `${one}LOAD DATA INFILE 'x' INTO TABLE r`],
    ['after an UPDATE of the key', `${one}UPDATE r SET y = y + 1`],
    ['after a call', `${one}CALL p()`],
    ['after a statement from a string', `${one}EXECUTE s`],
    ['after rows by way of a view', `${one}CREATE VIEW v AS SELECT * FROM r; INSERT INTO v VALUES (1, 2020)`],
    [
      'after rows that set off a trigger',
      `${one}CREATE TABLE u (a INT); CREATE TRIGGER g AFTER DELETE ON u FOR EACH ROW INSERT INTO r VALUES (1, 2050); DELETE FROM u`
    ],
    ['after other partitions', `${one}ALTER TABLE r PARTITION BY HASH (id) PARTITIONS 2`],
    ['after another type of the key', `${one}ALTER TABLE r MODIFY Y BIGINT`],
    ['after files are imported', `${one}ALTER TABLE r IMPORT PARTITION p2 TABLESPACE`],
    [
      'of rows of partitions that came later',
      `${one}ALTER TABLE r REORGANIZE PARTITION p2 INTO (PARTITION p2 VALUES LESS THAN MAXVALUE); INSERT INTO r VALUES (1, 2020)`
    ]
  ])('%s', (_, sql, columns = '') => {
    const table = columns === '' ? '' : range('COLUMNS (y)', "('2026-01-01') (MAXVALUE)", columns)
    expect(emptyAfter(table + sql)).toEqual([])
  })

  it('of tables of a history, which the application has filled since', () => {
    expect(emptyAfter('', one)).toEqual([])
    expect(emptyAfter(one, 'INSERT INTO r VALUES (1, 2020)')).toEqual([])
    expect(emptyAfter(one, 'INSERT INTO r PARTITION (p1) VALUES (1, 2022)')).toEqual(['p2'])
  })
})

describe('what is known stays', () => {
  it.each([
    ['UPDATE r SET id = 2', ['p1', 'p2']],
    ['DELETE FROM r', ['p1', 'p2']],
    ['ALTER TABLE r DROP PARTITION p1', ['p2']],
    ['ALTER TABLE r EXCHANGE PARTITION P1 WITH TABLE x', ['p2']],
    ['ALTER TABLE r MODIFY id BIGINT', ['p1', 'p2']],
    ['ALTER TABLE r ADD PARTITION (PARTITION p3 VALUES LESS THAN (2030))', ['p1', 'p2']],
    [
      'ALTER TABLE r REORGANIZE PARTITION p2 INTO (PARTITION p3 VALUES LESS THAN (2024), PARTITION p2 VALUES LESS THAN MAXVALUE)',
      ['p1', 'p3', 'p2']
    ],
    ['ALTER TABLE r REORGANIZE PARTITION p0, p1 INTO (PARTITION p1 VALUES LESS THAN (2023))', ['p2']],
    ['DROP TABLE r', []]
  ])('after %s', (migration, empty) => {
    expect(emptyAfter(one, migration)).toEqual(empty)
  })
})
