import {casesOn, columnCase, fill} from '../fact-case.js'

const columns = 'id INT NOT NULL PRIMARY KEY, c INT, x INT, g INT AS (c + 1), y INT, s INT AS (c + 2) STORED'
const rows = fill('t', 'id, c, x, y', 'n, n, n, n')
const partitions = 'PARTITION BY HASH (id) PARTITIONS 2'
const virtual =
  'CREATE TABLE t (id INT NOT NULL PRIMARY KEY, c INT, d INT, g INT AS (c + 1), h INT AS (c + 2), i INT AS (c + 3), ' +
  'KEY d_idx (d))'
const bytes = [
  'CREATE TABLE t (id INT NOT NULL PRIMARY KEY, b VARBINARY(30), c VARBINARY(30), KEY b_idx (b, id))',
  fill('t', 'id, b', 'n, n')
]
const texts = [
  'CREATE TABLE t (id INT NOT NULL PRIMARY KEY, v VARCHAR(50), note TEXT, KEY v_idx (v(5)), KEY note_idx (note(5))) ' +
    'ENGINE=InnoDB DEFAULT CHARSET=utf8mb4',
  fill('t', 'id, v, note', "n, 'a', 'b'")
]

/** What other columns, indexes and partitions of the table make of a change. */
export const neighbours = [
  ...casesOn('beside-indexed-virtual', [`CREATE TABLE t (${columns}, KEY g_idx (g))`, rows], {
    'drop-before': 'ALTER TABLE t DROP COLUMN x',
    'drop-behind': 'ALTER TABLE t DROP COLUMN y',
    'drop-behind-stored': 'ALTER TABLE t DROP COLUMN s',
    'drop-both': 'ALTER TABLE t DROP COLUMN g, DROP COLUMN y'
  }),
  ...casesOn('beside-virtual-partitioned', [`CREATE TABLE t (${columns}) ${partitions}`, rows], {
    'drop-before': 'ALTER TABLE t DROP COLUMN x',
    'drop-behind': 'ALTER TABLE t DROP COLUMN y'
  }),
  ...casesOn('indexed-virtual-partitioned', [`CREATE TABLE t (${columns}, KEY g_idx (g)) ${partitions}`, rows], {
    drop: 'ALTER TABLE t DROP COLUMN g'
  }),
  ...casesOn('virtual-partitioned', [`${virtual} ${partitions}`, fill('t', 'id, c, d', 'n, n, n')], {
    'drop-indexed-plain': 'ALTER TABLE t DROP COLUMN d',
    'drop-earlier': 'ALTER TABLE t DROP COLUMN h',
    'drop-last-and-index': 'ALTER TABLE t DROP COLUMN i, DROP INDEX d_idx',
    'drop-index-add-last': 'ALTER TABLE t DROP INDEX d_idx, ADD COLUMN x INT AS (d + 1)',
    'add-index-add-last': 'ALTER TABLE t ADD INDEX c_idx (c), ADD COLUMN x INT AS (d + 1)'
  }),
  ...casesOn('virtual-whole', [virtual, fill('t', 'id, c, d', 'n, n, n')], {
    'drop-earlier': 'ALTER TABLE t DROP COLUMN h',
    'drop-index-add-last': 'ALTER TABLE t DROP INDEX d_idx, ADD COLUMN x INT AS (d + 1)'
  }),
  {
    name: 'virtual-whole/drop-before-indexed',
    setup: [virtual.replace('KEY d_idx', 'KEY i_idx (i), KEY d_idx'), fill('t', 'id, c, d', 'n, n, n')],
    statement: 'ALTER TABLE t DROP COLUMN g'
  },
  ...casesOn('bytes', bytes, {
    'default-indexed': "ALTER TABLE t MODIFY b VARBINARY(30) DEFAULT 'x'",
    'widen-indexed-across-255': 'ALTER TABLE t MODIFY b VARBINARY(300)',
    'widen-indexed': 'ALTER TABLE t MODIFY b VARBINARY(60)',
    'widen-indexed-add-column': 'ALTER TABLE t MODIFY b VARBINARY(60), ADD COLUMN d INT',
    widen: 'ALTER TABLE t MODIFY c VARBINARY(60)'
  }),
  ...casesOn('bytes', ['CREATE TABLE t (b VARBINARY(30) NOT NULL PRIMARY KEY, c INT)', fill('t', 'b', 'n')], {
    'widen-primary-key': 'ALTER TABLE t MODIFY b VARBINARY(60) NOT NULL',
    'default-primary-key': "ALTER TABLE t MODIFY b VARBINARY(30) NOT NULL DEFAULT 'x'"
  }),
  ...casesOn('text-indexed', texts, {
    collation: 'ALTER TABLE t MODIFY note TEXT COLLATE utf8mb4_unicode_ci',
    'collation-varchar': 'ALTER TABLE t MODIFY v VARCHAR(50) COLLATE utf8mb4_unicode_ci',
    convert: 'ALTER TABLE t CONVERT TO CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci'
  }),
  columnCase(
    'text-fulltext/wider',
    'TEXT, FULLTEXT KEY c_idx (c)',
    "'a'",
    'ALTER TABLE t MODIFY c TEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci',
    'ENGINE=InnoDB DEFAULT CHARSET=utf8mb3 COLLATE utf8mb3_general_ci'
  )
]
