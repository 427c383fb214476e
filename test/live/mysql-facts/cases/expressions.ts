/** What expressions on columns, and names written otherwise, make of a change. */
import {casesOn, fill} from '../fact-case.js'

const utf8mb4 = 'ENGINE=InnoDB DEFAULT CHARSET=utf8mb4'

const made = (columns: string, names: string, values: string, options = utf8mb4) => [
  `CREATE TABLE t (${columns}) ${options}`,
  fill('t', names, values)
]

const computed = made(
  'id INT PRIMARY KEY, a INT, b INT, c INT, d INT, g INT AS (a + 1) VIRTUAL, h INT AS (b + 1) STORED, ' +
    'k INT AS (c + 1) VIRTUAL, KEY g_idx (g), KEY d_idx (d)',
  'id, a, b, c, d',
  'n, n, n, n, n'
)
const functional = made('id INT PRIMARY KEY, a INT, b INT, KEY f_idx ((a + 1)), KEY b_idx (b)', 'id, a, b', 'n, n, n')
const partitioned = made(
  'id INT PRIMARY KEY, a INT, b INT',
  'id, a, b',
  'n, n, n',
  `${utf8mb4} PARTITION BY HASH (id) PARTITIONS 2`
)
const plain = made('id INT PRIMARY KEY, a INT, b INT', 'id, a, b', 'n, n, n')

const spelledOtherwise = {
  virtual: 'ALTER TABLE t CHANGE g G INT AS (a + 1) VIRTUAL',
  'virtual-modify': 'ALTER TABLE t MODIFY G INT AS (a + 1) VIRTUAL',
  'virtual-renamed': 'ALTER TABLE t CHANGE g z INT AS (a + 1) VIRTUAL',
  'virtual-same': 'ALTER TABLE t MODIFY g INT AS (a + 1) VIRTUAL',
  'virtual-rename-column': 'ALTER TABLE t RENAME COLUMN g TO G',
  'virtual-not-indexed': 'ALTER TABLE t CHANGE k K INT AS (c + 1) VIRTUAL',
  indexed: 'ALTER TABLE t CHANGE d D INT',
  'of-virtual': 'ALTER TABLE t CHANGE a A INT',
  'of-virtual-modify': 'ALTER TABLE t MODIFY A INT',
  'of-virtual-same': 'ALTER TABLE t MODIFY a INT',
  'of-stored': 'ALTER TABLE t CHANGE b B INT',
  'of-not-indexed': 'ALTER TABLE t CHANGE c C INT'
}

const indexed = made(
  'id INT PRIMARY KEY, a INT, b INT, v VARCHAR(20), KEY b_idx (b), UNIQUE KEY a_key (a)',
  'id, a, b',
  'n, n, n'
)
const pointed = made('id INT PRIMARY KEY, a INT, p POINT NOT NULL', 'id, a, p', 'n, n, POINT(n, n)')

export const expressions = [
  ...casesOn('spelling', computed, spelledOtherwise),
  ...casesOn('spelling-on-functional-index', functional, {
    used: 'ALTER TABLE t CHANGE a A INT',
    unused: 'ALTER TABLE t CHANGE b B INT',
    'used-comment': "ALTER TABLE t MODIFY a INT COMMENT 'said'"
  }),
  ...casesOn('expression-on-partitioned', partitioned, {
    index: 'ALTER TABLE t ADD INDEX x ((a + b))',
    'create-index': 'CREATE INDEX x ON t ((a + b))',
    'index-of-new-virtual': 'ALTER TABLE t ADD COLUMN g INT AS (a + 1) VIRTUAL, ADD INDEX x (g)',
    'plain-index': 'ALTER TABLE t ADD INDEX x (a)'
  }),
  ...casesOn('expression-on-plain', plain, {
    index: 'ALTER TABLE t ADD INDEX x ((a + b))',
    'index-of-new-virtual': 'ALTER TABLE t ADD COLUMN g INT AS (a + 1) VIRTUAL, ADD INDEX x (g)'
  }),
  ...casesOn('index-renamed', indexed, {
    'drop-and-add': 'ALTER TABLE t DROP INDEX b_idx, ADD INDEX x (b)',
    'drop-and-add-other': 'ALTER TABLE t DROP INDEX b_idx, ADD INDEX x (b, a)',
    'drop-and-add-using': 'ALTER TABLE t DROP INDEX b_idx, ADD INDEX x USING BTREE (b)',
    'drop-and-add-comment': "ALTER TABLE t DROP INDEX b_idx, ADD INDEX x (b) COMMENT 'said'",
    'drop-and-add-unique': 'ALTER TABLE t DROP INDEX b_idx, ADD UNIQUE x (b)',
    'drop-and-add-fulltext': 'ALTER TABLE t DROP INDEX b_idx, ADD FULLTEXT x (v)',
    'drop-and-add-column': 'ALTER TABLE t DROP INDEX b_idx, ADD INDEX x (b), ADD COLUMN c INT',
    'drop-and-add-option': "ALTER TABLE t DROP INDEX b_idx, ADD INDEX x (b), COMMENT 'said'",
    'unique-drop-and-add': 'ALTER TABLE t DROP INDEX a_key, ADD UNIQUE x (a)',
    'unique-drop-and-add-constraint': 'ALTER TABLE t DROP CONSTRAINT a_key, ADD CONSTRAINT x UNIQUE (a)'
  }),
  ...casesOn('column-again', indexed, {
    same: 'ALTER TABLE t DROP COLUMN b, ADD COLUMN b INT',
    'same-and-index': 'ALTER TABLE t DROP INDEX b_idx, DROP COLUMN b, ADD COLUMN b INT',
    other: 'ALTER TABLE t DROP COLUMN b, ADD COLUMN c INT',
    'not-indexed': 'ALTER TABLE t DROP COLUMN v, ADD COLUMN v INT',
    unique: 'ALTER TABLE t DROP COLUMN a, ADD COLUMN a INT'
  }),
  ...casesOn('geometry', pointed, {
    'plain-index': 'ALTER TABLE t ADD INDEX x (p)',
    'create-index': 'CREATE INDEX x ON t (p)',
    'spatial-index': 'ALTER TABLE t ADD SPATIAL INDEX x (p)',
    'other-index': 'ALTER TABLE t ADD INDEX x (a)',
    'index-of-new': 'ALTER TABLE t ADD COLUMN b INT, ADD INDEX x (b)'
  }),
  ...casesOn(
    'geometry-indexed',
    made('id INT PRIMARY KEY, a INT, p POINT NOT NULL, KEY p_idx (p)', 'id, a, p', 'n, n, POINT(n, n)'),
    {
      force: 'ALTER TABLE t FORCE',
      'add-column': 'ALTER TABLE t ADD COLUMN c INT',
      'drop-index': 'ALTER TABLE t DROP INDEX p_idx'
    }
  )
]
