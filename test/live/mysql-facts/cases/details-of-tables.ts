/** What kinds of tables and columns make of a change: more of them, on each side of a condition. */
import {casesOn, fill} from '../fact-case.js'

const utf8mb4 = 'ENGINE=InnoDB DEFAULT CHARSET=utf8mb4'

const made = (columns: string, names: string, values: string, options = utf8mb4) => [
  `CREATE TABLE t (${columns}) ${options}`,
  fill('t', names, values)
]

const texts = made(
  'id INT PRIMARY KEY, a INT, note TEXT, c CHAR(10), v VARCHAR(20)',
  'id, a, note, c, v',
  "n, n, 'text', 'c', CONCAT('v', n)"
)
const numbers = made('id INT PRIMARY KEY, a INT, b INT', 'id, a, b', 'n, n, n')
const virtualBetween = made(
  'id INT PRIMARY KEY, b INT, c INT, g INT AS (b + 1) VIRTUAL, d INT, h INT AS (c + 1) VIRTUAL, e INT',
  'id, b, c, d, e',
  'n, n, n, n, n'
)
const myisam = made('id INT PRIMARY KEY, a INT', 'id, a', 'n, n', 'ENGINE=MyISAM')
const aria = made('id INT PRIMARY KEY, a INT', 'id, a', 'n, n', 'ENGINE=Aria')
const byKey = made(
  'id INT NOT NULL, a INT NOT NULL, b INT, PRIMARY KEY (id)',
  'id, a, b',
  'n, n, n',
  `${utf8mb4} PARTITION BY KEY () PARTITIONS 2`
)
const versioned = made(
  'id INT PRIMARY KEY, v VARCHAR(20), w TEXT',
  'id, v, w',
  "n, 'v', 'w'",
  `${utf8mb4} WITH SYSTEM VERSIONING`
)
const redundant = made(
  'id INT PRIMARY KEY, a INT NOT NULL, b INT, KEY a_idx (a)',
  'id, a, b',
  'n, n, n',
  `${utf8mb4} ROW_FORMAT=REDUNDANT`
)
const vector = [
  `CREATE TABLE t (id INT PRIMARY KEY, a INT, v VARCHAR(10), e VECTOR(2) NOT NULL, VECTOR KEY e_idx (e), KEY a_idx (a), KEY v_idx (v), u VARCHAR(10)) ${utf8mb4}`
]
const places = made('id INT PRIMARY KEY, p POINT NOT NULL, q GEOMETRY', 'id, p, q', 'n, POINT(n, n), POINT(n, n)')
const related = [
  `CREATE TABLE p (id INT PRIMARY KEY) ${utf8mb4}`,
  fill('p', 'id', 'n'),
  ...made('id INT PRIMARY KEY, a INT, CONSTRAINT f FOREIGN KEY (a) REFERENCES p (id)', 'id, a', 'n, n')
]

const collations = [
  ...casesOn('collation', texts, {
    text: 'ALTER TABLE t MODIFY note TEXT COLLATE utf8mb4_bin',
    'text-moved': 'ALTER TABLE t MODIFY note TEXT COLLATE utf8mb4_bin FIRST',
    'text-not-null': 'ALTER TABLE t MODIFY note TEXT COLLATE utf8mb4_bin NOT NULL',
    'text-and-force': 'ALTER TABLE t MODIFY note TEXT COLLATE utf8mb4_bin, FORCE',
    'text-and-column': 'ALTER TABLE t MODIFY note TEXT COLLATE utf8mb4_bin, ADD COLUMN z INT',
    'text-and-index': 'ALTER TABLE t MODIFY note TEXT COLLATE utf8mb4_bin, ADD INDEX x (a)',
    'text-same-moved': 'ALTER TABLE t MODIFY note TEXT FIRST',
    'blob-moved': 'ALTER TABLE t MODIFY note BLOB FIRST',
    'char-moved': 'ALTER TABLE t MODIFY c CHAR(10) COLLATE utf8mb4_bin FIRST',
    'varchar-moved': 'ALTER TABLE t MODIFY v VARCHAR(20) COLLATE utf8mb4_bin FIRST',
    'char-to-binary': 'ALTER TABLE t MODIFY c BINARY(40)',
    'varchar-to-binary': 'ALTER TABLE t MODIFY v VARBINARY(80)',
    'convert-to-binary': 'ALTER TABLE t CONVERT TO CHARACTER SET binary',
    'unique-longer': 'ALTER TABLE t MODIFY v VARCHAR(21) UNIQUE',
    'unique-collated': 'ALTER TABLE t MODIFY v VARCHAR(20) COLLATE utf8mb4_bin UNIQUE'
  }),
  ...casesOn('collation-of-numbers', numbers, {'convert-to-binary': 'ALTER TABLE t CONVERT TO CHARACTER SET binary'}),
  ...casesOn(
    'collation-fulltext',
    made('id INT PRIMARY KEY, v VARCHAR(10), w TEXT, FULLTEXT KEY w_idx (w), KEY v_idx (v)', 'id, v, w', "n, 'v', 'w'"),
    {
      convert: 'ALTER TABLE t CONVERT TO CHARACTER SET utf8mb4 COLLATE utf8mb4_bin',
      'convert-without': 'ALTER TABLE t DROP INDEX w_idx, CONVERT TO CHARACTER SET utf8mb4 COLLATE utf8mb4_bin'
    }
  )
]

const orders = casesOn('virtual-between', virtualBetween, {
  'last-first': 'ALTER TABLE t MODIFY h INT AS (c + 1) VIRTUAL FIRST',
  'first-first': 'ALTER TABLE t MODIFY g INT AS (b + 1) VIRTUAL FIRST',
  'first-last': 'ALTER TABLE t MODIFY g INT AS (b + 1) VIRTUAL AFTER h',
  'stored-last': 'ALTER TABLE t MODIFY d INT AFTER h',
  'add-last': 'ALTER TABLE t ADD COLUMN z INT AFTER e',
  'add-behind': 'ALTER TABLE t ADD COLUMN z INT AFTER h',
  'add-before': 'ALTER TABLE t ADD COLUMN z INT AFTER d',
  'add-first': 'ALTER TABLE t ADD COLUMN z INT FIRST',
  'drop-last-and-add': 'ALTER TABLE t DROP COLUMN e, ADD COLUMN z INT',
  'drop-last-and-rename': 'ALTER TABLE t DROP COLUMN e, RENAME COLUMN d TO z',
  'drop-last-and-comment': "ALTER TABLE t DROP COLUMN e, COMMENT 'said'",
  'drop-last-and-force': 'ALTER TABLE t DROP COLUMN e, FORCE',
  'drop-before-and-add': 'ALTER TABLE t DROP COLUMN d, ADD COLUMN z INT',
  'drop-before-and-comment': "ALTER TABLE t DROP COLUMN d, COMMENT 'said'",
  'add-virtual-and-stored-in-place':
    'ALTER TABLE t ADD COLUMN y INT AS (b) VIRTUAL, ADD COLUMN z INT, ALGORITHM=INPLACE',
  'add-virtual-in-place': 'ALTER TABLE t ADD COLUMN y INT AS (b) VIRTUAL, ALGORITHM=INPLACE'
})

const emptyValues = [
  ...casesOn('zero-default', ["SET sql_mode = ''", ...numbers], {
    datetime: 'ALTER TABLE t ADD COLUMN z DATETIME NOT NULL',
    date: 'ALTER TABLE t ADD COLUMN z DATE NOT NULL',
    time: 'ALTER TABLE t ADD COLUMN z TIME NOT NULL',
    timestamp: 'ALTER TABLE t ADD COLUMN z TIMESTAMP NOT NULL',
    'datetime-nullable': 'ALTER TABLE t ADD COLUMN z DATETIME',
    'datetime-default': "ALTER TABLE t ADD COLUMN z DATETIME NOT NULL DEFAULT '2020-01-01'"
  }),
  ...casesOn('zero-default-strict', numbers, {
    datetime: 'ALTER TABLE t ADD COLUMN z DATETIME NOT NULL',
    'datetime-instant': 'ALTER TABLE t ADD COLUMN z DATETIME NOT NULL, ALGORITHM=INSTANT',
    'geometry-instant': 'ALTER TABLE t ADD COLUMN z POINT NOT NULL, ALGORITHM=INSTANT'
  })
]

const engineOptions = {
  'min-rows': 'ALTER TABLE t MIN_ROWS=5',
  'max-rows': 'ALTER TABLE t MAX_ROWS=50',
  'average-row-length': 'ALTER TABLE t AVG_ROW_LENGTH=50',
  checksum: 'ALTER TABLE t CHECKSUM=1',
  'pack-keys': 'ALTER TABLE t PACK_KEYS=1',
  'delay-key-write': 'ALTER TABLE t DELAY_KEY_WRITE=1',
  'page-checksum': 'ALTER TABLE t PAGE_CHECKSUM=0',
  transactional: 'ALTER TABLE t TRANSACTIONAL=0',
  statistics: 'ALTER TABLE t STATS_PERSISTENT=0',
  'insert-method': 'ALTER TABLE t INSERT_METHOD=LAST',
  'key-block-size': 'ALTER TABLE t KEY_BLOCK_SIZE=4',
  'auto-increment': 'ALTER TABLE t AUTO_INCREMENT=40',
  'row-format': 'ALTER TABLE t ROW_FORMAT=DYNAMIC',
  invisible: 'ALTER TABLE t ALTER a SET INVISIBLE',
  'check-not-enforced': 'ALTER TABLE t ADD CONSTRAINT x CHECK (a > 0) NOT ENFORCED',
  'same-primary-key': 'ALTER TABLE t DROP PRIMARY KEY, ADD PRIMARY KEY (id)'
}

const vectors = casesOn('vector-table', vector, {
  'auto-increment': 'ALTER TABLE t ADD COLUMN z BIGINT AUTO_INCREMENT UNIQUE',
  unique: 'ALTER TABLE t ADD COLUMN z BIGINT UNIQUE',
  plain: 'ALTER TABLE t ADD COLUMN z BIGINT',
  'drop-vector': 'ALTER TABLE t DROP COLUMN e',
  'drop-indexed': 'ALTER TABLE t DROP COLUMN a',
  'order-changed': 'ALTER TABLE t MODIFY v VARCHAR(10) COLLATE utf8mb4_bin',
  'collation-changed': 'ALTER TABLE t MODIFY u VARCHAR(10) COLLATE utf8mb4_bin',
  'order-kept': 'ALTER TABLE t MODIFY v VARCHAR(12)',
  'modify-unique': 'ALTER TABLE t MODIFY v VARCHAR(10) UNIQUE',
  convert: 'ALTER TABLE t CONVERT TO CHARACTER SET utf8mb4 COLLATE utf8mb4_bin'
})

const others = [
  ...casesOn('by-key', byKey, {
    'other-primary-key': 'ALTER TABLE t DROP PRIMARY KEY, ADD PRIMARY KEY (a)',
    'other-primary-key-instant': 'ALTER TABLE t DROP PRIMARY KEY, ADD PRIMARY KEY (a), ALGORITHM=INSTANT',
    'unique-key': 'ALTER TABLE t ADD UNIQUE KEY x (id)',
    engine: 'ALTER TABLE t ENGINE=InnoDB',
    'engine-instant': 'ALTER TABLE t ENGINE=InnoDB, ALGORITHM=INSTANT'
  }),
  ...casesOn('versioned-index', versioned, {
    fulltext: 'ALTER TABLE t ADD FULLTEXT INDEX x (v)',
    'create-fulltext': 'CREATE FULLTEXT INDEX x ON t (v)',
    plain: 'ALTER TABLE t ADD INDEX x (v)',
    optimize: 'OPTIMIZE TABLE t'
  }),
  ...casesOn('versioned-kept', [...versioned, 'SET system_versioning_alter_history = KEEP'], {
    optimize: 'OPTIMIZE TABLE t',
    'add-column': 'ALTER TABLE t ADD COLUMN z INT'
  }),
  ...casesOn('redundant-nullable', redundant, {
    'becomes-nullable': 'ALTER TABLE t MODIFY a INT',
    'becomes-not-null': 'ALTER TABLE t MODIFY b INT NOT NULL'
  }),
  ...casesOn('places', places, {
    'to-geometry': 'ALTER TABLE t MODIFY p GEOMETRY NOT NULL',
    'from-geometry': 'ALTER TABLE t MODIFY q POINT'
  }),
  ...casesOn('copied-auto-increment', numbers, {
    beside: 'ALTER TABLE t ADD COLUMN z BIGINT AUTO_INCREMENT UNIQUE, MODIFY a BIGINT',
    'without-it': 'ALTER TABLE t ADD COLUMN z BIGINT UNIQUE, MODIFY a BIGINT',
    'self-reference': 'ALTER TABLE t ADD COLUMN z INT REFERENCES t (id)'
  }),
  ...casesOn('self-reference-unchecked', [...numbers, 'SET foreign_key_checks = 0'], {
    add: 'ALTER TABLE t ADD COLUMN z INT REFERENCES t (id)'
  }),
  ...casesOn('index-for-foreign-key', related, {same: 'ALTER TABLE t DROP INDEX f, ADD INDEX f (a)'}),
  ...casesOn('encryption-option', numbers, {
    'key-as-it-is': 'ALTER TABLE t ENCRYPTION_KEY_ID=1',
    'other-key': 'ALTER TABLE t ENCRYPTION_KEY_ID=2',
    'as-it-is': 'ALTER TABLE t ENCRYPTED=DEFAULT',
    'switched-off': 'ALTER TABLE t ENCRYPTED=NO'
  })
]

const besides = [
  ...casesOn('validation', numbers, {
    'add-with': 'ALTER TABLE t ADD COLUMN z INT, WITH VALIDATION',
    'add-without': 'ALTER TABLE t ADD COLUMN z INT, WITHOUT VALIDATION',
    'modify-with': 'ALTER TABLE t MODIFY a INT, WITH VALIDATION',
    'modify-without': 'ALTER TABLE t MODIFY a INT, WITHOUT VALIDATION',
    'rename-with': 'ALTER TABLE t RENAME COLUMN a TO z, WITH VALIDATION',
    'rename-without': 'ALTER TABLE t RENAME COLUMN a TO z, WITHOUT VALIDATION',
    'drop-with': 'ALTER TABLE t DROP COLUMN a, WITH VALIDATION'
  }),
  ...casesOn(
    'timestamp',
    made(
      'id INT PRIMARY KEY, ts TIMESTAMP NULL, d DATETIME',
      'id, ts, d',
      "n, '2020-01-01 00:00:00', '2020-01-01 00:00:00'"
    ),
    {
      'not-null': 'ALTER TABLE t MODIFY ts TIMESTAMP NOT NULL',
      'datetime-not-null': 'ALTER TABLE t MODIFY d DATETIME NOT NULL',
      'primary-key': 'ALTER TABLE t DROP PRIMARY KEY, ADD PRIMARY KEY (ts, id)',
      'datetime-primary-key': 'ALTER TABLE t DROP PRIMARY KEY, ADD PRIMARY KEY (d, id)'
    }
  ),
  ...casesOn(
    'fulltext-beside',
    made('id INT PRIMARY KEY, v VARCHAR(10), w VARCHAR(10), FULLTEXT KEY ft (v)', 'id, v, w', "n, 'v', 'w'"),
    {
      'add-and-column': 'ALTER TABLE t ADD FULLTEXT INDEX x (w), ADD COLUMN z INT',
      'add-and-force': 'ALTER TABLE t ADD FULLTEXT INDEX x (w), FORCE',
      'replace-and-column': 'ALTER TABLE t DROP INDEX ft, ADD FULLTEXT INDEX x (w), ADD COLUMN z INT',
      'column-only': 'ALTER TABLE t ADD COLUMN z INT'
    }
  ),
  ...casesOn(
    'latin1-to-binary',
    made('id INT PRIMARY KEY, v VARCHAR(10)', 'id, v', "n, 'v'", 'ENGINE=InnoDB CHARSET=latin1'),
    {
      convert: 'ALTER TABLE t CONVERT TO CHARACTER SET binary'
    }
  ),
  ...casesOn('convert-beside', texts, {
    rename: 'ALTER TABLE t CONVERT TO CHARACTER SET utf8mb4 COLLATE utf8mb4_bin, RENAME COLUMN a TO z',
    comment: "ALTER TABLE t CONVERT TO CHARACTER SET utf8mb4 COLLATE utf8mb4_bin, COMMENT 'said'"
  })
]

export const detailsOfTables = [
  ...besides,
  ...collations,
  ...orders,
  ...emptyValues,
  ...casesOn('engine-option-myisam', myisam, engineOptions),
  ...casesOn('engine-option-aria', aria, engineOptions),
  ...vectors,
  ...others
]
