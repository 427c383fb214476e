import {casesOn, fill} from '../fact-case.js'

const columns = 'id INT NOT NULL PRIMARY KEY, c INT, g INT AS (c + 1), d INT, h INT AS (c + 2)'

const rows = fill('t', 'id, c, d', 'n, n, n')
const between = [`CREATE TABLE t (${columns})`, rows]
const hidden = [`CREATE TABLE t (${columns}, KEY m_idx ((c + d)))`, rows]
const counted = ['CREATE TABLE t (c INT, id INT NOT NULL AUTO_INCREMENT PRIMARY KEY, d INT)', rows]

/** Virtual columns keep an order among themselves, in which hidden ones of indexes come last, by name. */
export const virtualOrder = [
  ...casesOn('virtual-order', between, {
    'add-last': 'ALTER TABLE t ADD COLUMN x INT AS (d + 1)',
    'add-first': 'ALTER TABLE t ADD COLUMN x INT AS (d + 1) FIRST',
    'add-between': 'ALTER TABLE t ADD COLUMN x INT AS (d + 1) AFTER g',
    'add-plain-between': 'ALTER TABLE t ADD COLUMN x INT AFTER g',
    'drop-last': 'ALTER TABLE t DROP COLUMN h',
    'drop-earlier': 'ALTER TABLE t DROP COLUMN g',
    'drop-both': 'ALTER TABLE t DROP COLUMN g, DROP COLUMN h',
    'drop-earlier-and-plain': 'ALTER TABLE t DROP COLUMN g, DROP COLUMN d',
    'drop-earlier-add-last': 'ALTER TABLE t DROP COLUMN g, ADD COLUMN x INT AS (d + 1)',
    'drop-earlier-add-plain': 'ALTER TABLE t DROP COLUMN g, ADD COLUMN x INT',
    'drop-earlier-add-index': 'ALTER TABLE t DROP COLUMN g, ADD INDEX d_idx (d)',
    'drop-earlier-set-default': 'ALTER TABLE t DROP COLUMN g, ALTER COLUMN d SET DEFAULT 1'
  }),
  ...casesOn('virtual-order-hidden', hidden, {
    'add-last': 'ALTER TABLE t ADD COLUMN x INT AS (d + 1)',
    'add-last-dropping': 'ALTER TABLE t ADD COLUMN x INT AS (d + 1), DROP INDEX m_idx',
    'drop-last': 'ALTER TABLE t DROP COLUMN h',
    'name-before': 'CREATE INDEX a_idx ON t ((c + 3))',
    'name-before-upper': 'CREATE INDEX A_idx ON t (d, (c + 3))',
    'name-between': 'CREATE INDEX m ON t ((c + 3))',
    'name-behind': 'CREATE INDEX z_idx ON t ((c + 3))',
    'name-behind-upper': 'CREATE INDEX Z_idx ON t ((c + 3))',
    'name-of-server': 'ALTER TABLE t ADD INDEX ((c + 3))',
    'in-its-place': 'ALTER TABLE t DROP INDEX m_idx, ADD INDEX z_idx ((c + 3))'
  }),
  ...casesOn('virtual-order-auto-increment', counted, {
    'add-first': 'ALTER TABLE t ADD COLUMN x INT AS (d + 1) FIRST',
    'add-before': 'ALTER TABLE t ADD COLUMN x INT AS (d + 1) AFTER c',
    'add-behind': 'ALTER TABLE t ADD COLUMN x INT AS (d + 1) AFTER id'
  })
]
