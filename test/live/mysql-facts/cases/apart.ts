/** Cases in which only one fact of several that mostly say the same can be right. */
import {casesOn, fill} from '../fact-case.js'

const utf8mb4 = 'ENGINE=InnoDB DEFAULT CHARSET=utf8mb4'
const made = (columns: string, names: string, values: string, options = utf8mb4) => [
  `CREATE TABLE t (${columns}) ${options}`,
  fill('t', names, values)
]

const columns = 'id INT PRIMARY KEY, a INT NOT NULL, c INT, d INT, v VARCHAR(20), KEY c_idx (c)'
const values = "n, n, n, n, 'v'"
const names = 'id, a, c, d, v'
const plain = made(columns, names, values)
const compressed = made(columns, names, values, `${utf8mb4} ROW_FORMAT=COMPRESSED`)
const myisam = made(columns, names, values, 'ENGINE=MyISAM DEFAULT CHARSET=utf8mb4')
const virtual = made(`${columns}, g INT AS (c + 1), h INT AS (c + 2)`, names, values)
const indexedVirtual = made(`${columns}, g INT AS (c + 1), h INT AS (c + 2), KEY g_idx (g)`, names, values)
const hash = `${utf8mb4} PARTITION BY HASH (id) PARTITIONS 2`

export const apart = [
  ...casesOn(
    'apart-own-document-id',
    made(
      'FTS_DOC_ID BIGINT UNSIGNED NOT NULL PRIMARY KEY, a INT, v TEXT, FULLTEXT KEY ft (v)',
      'FTS_DOC_ID, a, v',
      "n, n, 'v'"
    ),
    {add: 'ALTER TABLE t ADD COLUMN x INT', drop: 'ALTER TABLE t DROP COLUMN a'}
  ),
  ...casesOn(
    'apart-document-id-index',
    made(
      'id INT PRIMARY KEY, a INT, FTS_DOC_ID BIGINT UNSIGNED NOT NULL, UNIQUE KEY FTS_DOC_ID_INDEX (FTS_DOC_ID)',
      'id, a, FTS_DOC_ID',
      'n, n, n'
    ),
    {'drop-instant': 'ALTER TABLE t DROP COLUMN a, ALGORITHM=INSTANT'}
  ),
  ...casesOn('apart-heap', made('a INT NOT NULL, c INT, d INT, g INT AS (d + 1)', 'a, c, d', 'n, n, n'), {
    'drop-and-unique': 'ALTER TABLE t DROP COLUMN c, ADD UNIQUE KEY a_key (a)',
    'drop-virtual-and-unique': 'ALTER TABLE t DROP COLUMN g, ADD UNIQUE KEY a_key (a)'
  }),
  ...casesOn(
    'apart-keys',
    made('id INT NOT NULL, a INT NOT NULL, c INT, PRIMARY KEY (id), UNIQUE KEY a_key (a)', 'id, a, c', 'n, n, n'),
    {
      'drop-primary-column': 'ALTER TABLE t DROP COLUMN id',
      'primary-index-and-unique': 'ALTER TABLE t DROP INDEX `PRIMARY`, ADD UNIQUE KEY b_key (a, c)',
      'primary-index-and-other': 'ALTER TABLE t DROP INDEX `PRIMARY`, ADD UNIQUE KEY b_key (id)',
      'primary-and-index': 'ALTER TABLE t DROP PRIMARY KEY, ADD PRIMARY KEY (id), DROP INDEX a_key',
      'primary-and-constraint': 'ALTER TABLE t DROP PRIMARY KEY, ADD PRIMARY KEY (id), DROP CONSTRAINT a_key'
    }
  ),
  ...casesOn(
    'apart-order',
    made('a INT NOT NULL, c INT, v VARCHAR(20), UNIQUE KEY a_key (a)', 'a, c, v', "n, n, 'v'"),
    {
      'ordering-comment': "ALTER TABLE t MODIFY a INT NOT NULL COMMENT 'x'",
      'other-nullable': 'ALTER TABLE t MODIFY v VARCHAR(20) NOT NULL',
      'other-null': 'ALTER TABLE t MODIFY c INT NULL'
    }
  ),
  ...casesOn('apart-order-nullable', made('a INT NOT NULL, c INT NOT NULL, UNIQUE KEY a_key (a)', 'a, c', 'n, n'), {
    other: 'ALTER TABLE t MODIFY c INT NULL'
  }),
  ...casesOn('apart-enum', made("id INT PRIMARY KEY, e ENUM('x', 'y'), KEY e_idx (e)", 'id, e', "n, 'x'"), {
    collation: "ALTER TABLE t MODIFY e ENUM('x', 'y') COLLATE utf8mb4_bin"
  }),
  ...casesOn('apart', plain, {
    'rename-and-virtual': 'ALTER TABLE t CHANGE d x INT, ADD COLUMN g INT AS (c + 1) VIRTUAL',
    'missing-rename-and-option': "ALTER TABLE t RENAME COLUMN IF EXISTS z TO y, COMMENT 'x'",
    'longer-and-option': "ALTER TABLE t MODIFY v VARCHAR(100), COMMENT 'x'",
    'same-index-and-option': "ALTER TABLE t DROP INDEX c_idx, ADD KEY c_idx (c), COMMENT 'x'",
    'option-name-and-default': "ALTER TABLE t COMMENT 'x', RENAME COLUMN d TO e, ALTER a SET DEFAULT 1",
    'option-name-and-rename': "ALTER TABLE t COMMENT 'x', RENAME COLUMN d TO e, RENAME TO t2",
    'existing-and-option': "ALTER TABLE t ADD COLUMN IF NOT EXISTS c INT, COMMENT 'x'"
  }),
  ...casesOn('apart-unique', made('id INT PRIMARY KEY, c INT, CONSTRAINT c_key UNIQUE (c)', 'id, c', 'n, n'), {
    'same-and-option': "ALTER TABLE t DROP CONSTRAINT c_key, ADD CONSTRAINT c_key UNIQUE (c), COMMENT 'x'"
  }),
  ...casesOn('apart-compressed', compressed, {
    existing: 'ALTER TABLE t ADD COLUMN IF NOT EXISTS c INT',
    missing: 'ALTER TABLE t DROP COLUMN IF EXISTS z'
  }),
  ...casesOn('apart-myisam', myisam, {
    'option-and-name': "ALTER TABLE t COMMENT 'x', RENAME COLUMN d TO e"
  }),
  ...casesOn('apart-virtual', virtual, {
    'drop-earlier-and-plain-add': 'ALTER TABLE t DROP COLUMN g, DROP COLUMN d, ADD COLUMN x INT AS (c + 3)',
    'drop-earlier-add-both': 'ALTER TABLE t DROP COLUMN g, ADD COLUMN x INT AS (c + 3), ADD INDEX d_idx (d)',
    'drop-earlier-change-indexes': 'ALTER TABLE t DROP COLUMN g, DROP INDEX c_idx, ADD INDEX d_idx (d)',
    'drop-before-and-first': 'ALTER TABLE t DROP COLUMN v, MODIFY d INT FIRST'
  }),
  ...casesOn('apart-indexed-virtual', indexedVirtual, {
    'drop-other-virtual': 'ALTER TABLE t DROP COLUMN h',
    'primary-key': 'ALTER TABLE t DROP PRIMARY KEY, ADD PRIMARY KEY (a)'
  }),
  ...casesOn('apart-stored', made('a INT NOT NULL, c INT, s INT AS (c + 1) STORED', 'a, c', 'n, n'), {
    'primary-key': 'ALTER TABLE t ADD PRIMARY KEY (a)'
  }),
  ...casesOn('apart-virtual-heap', made('a INT NOT NULL, c INT, g INT AS (c + 1), KEY g_idx (g)', 'a, c', 'n, n'), {
    'primary-key': 'ALTER TABLE t ADD PRIMARY KEY (a)'
  }),
  ...casesOn(
    'apart-partitioned',
    made(
      'id INT NOT NULL, a INT NOT NULL, c INT, PRIMARY KEY (id), UNIQUE KEY a_key (a, id)',
      'id, a, c',
      'n, n, n',
      hash
    ),
    {
      'drop-unique': 'ALTER TABLE t DROP CONSTRAINT a_key',
      'new-virtual-and-index': 'ALTER TABLE t ADD COLUMN g INT AS (c + 1) VIRTUAL, ADD KEY g_idx (g)',
      'new-virtual': 'ALTER TABLE t ADD COLUMN g INT AS (c + 1) VIRTUAL'
    }
  ),
  ...casesOn(
    'apart-vector',
    made(
      'id INT PRIMARY KEY, v VECTOR(2) NOT NULL, w VARCHAR(20), c INT, VECTOR KEY (v)',
      'id, v, w, c',
      "n, VEC_FromText('[1,1]'), 'w', n",
      'ENGINE=InnoDB DEFAULT CHARSET=utf8mb3'
    ),
    {
      convert: 'ALTER TABLE t CONVERT TO CHARACTER SET utf8mb4'
    }
  ),
  ...casesOn(
    'apart-check',
    made('id INT PRIMARY KEY, a INT, c INT, CONSTRAINT ck CHECK (a < 1000 OR c > 0)', 'id, a, c', 'n, n, n'),
    {
      'drop-and-add': 'ALTER TABLE t DROP COLUMN a, ADD COLUMN a INT'
    }
  ),
  ...casesOn('apart-no-key', made('a INT NOT NULL, c INT NOT NULL', 'a, c', 'n, n'), {
    nullable: 'ALTER TABLE t MODIFY c INT NULL'
  }),
  ...casesOn('apart-functional', made('id INT PRIMARY KEY, c INT, d INT, KEY m_idx ((c + d))', 'id, c, d', 'n, n, n'), {
    'plain-before': 'CREATE INDEX a_idx ON t (d)'
  }),
  ...casesOn('apart-self', plain, {
    'references-lock-none': 'ALTER TABLE t ADD COLUMN z INT REFERENCES t (id), ALGORITHM=COPY, LOCK=NONE'
  }),
  ...casesOn('apart-partition-keys', made('id INT NOT NULL, a INT', 'id, a', 'n, n', hash), {
    'add-unique': 'ALTER TABLE t ADD COLUMN x INT UNIQUE',
    'modify-unique': 'ALTER TABLE t MODIFY a INT UNIQUE',
    'modify-partitioning': 'ALTER TABLE t MODIFY id INT NOT NULL UNIQUE'
  })
]
