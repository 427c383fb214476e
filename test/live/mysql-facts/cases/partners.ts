/** Two changes in one statement, where only the other one tells what the first is to the server. */
import {casesOn, fill} from '../fact-case.js'

const utf8mb4 = 'ENGINE=InnoDB DEFAULT CHARSET=utf8mb4'
const made = (columns: string, names: string, values: string, options = utf8mb4) => [
  `CREATE TABLE t (${columns}) ${options}`,
  fill('t', names, values)
]

const columns = 'id INT PRIMARY KEY, a INT NOT NULL, c INT, d INT, v VARCHAR(50), KEY a_idx (a), KEY c_idx (c)'
const values = "n, n, n, n, 'v'"
const plain = made(columns, 'id, a, c, d, v', values)
const virtual = made(`${columns}, g INT AS (c + 1) VIRTUAL`, 'id, a, c, d, v', values)
const documents = made('id INT PRIMARY KEY, a INT, v TEXT, FULLTEXT v_idx (v)', 'id, a, v', "n, n, 'v'")
const ownDocuments = made(
  'FTS_DOC_ID BIGINT UNSIGNED NOT NULL PRIMARY KEY, a INT, v TEXT',
  'FTS_DOC_ID, a, v',
  "n, n, 'v'"
)
const indexedVirtual = made(
  'id INT PRIMARY KEY, a INT, c INT, g INT AS (c + 1) VIRTUAL, KEY g_idx (g)',
  'id, a, c',
  'n, n, n'
)
const uniqueOnly = made('a INT NOT NULL, b INT NOT NULL, c INT, UNIQUE KEY a_key (a)', 'a, b, c', 'n, n, n')
const checked = made('id INT PRIMARY KEY, a INT, c INT, CONSTRAINT ck CHECK (a < 1000)', 'id, a, c', 'n, n, n')
const partitioned = made(
  'id INT NOT NULL, a INT NOT NULL, v VARCHAR(50)',
  'id, a, v',
  "n, n, 'v'",
  `${utf8mb4} PARTITION BY HASH (id) PARTITIONS 2`
)
const partitionedByKey = made(
  'id INT NOT NULL, a INT NOT NULL, PRIMARY KEY (id, a)',
  'id, a',
  'n, n',
  `${utf8mb4} PARTITION BY HASH (id) PARTITIONS 2`
)
const shorter = made(
  "id INT PRIMARY KEY, d DECIMAL(10, 2), b BIT(16), vb VARBINARY(50), bn BINARY(20), ts DATETIME(6), e ENUM('x', 'y')",
  'id, d, b, vb, bn, ts, e',
  "n, n, n, 'v', 'v', '2026-01-01', 'x'"
)
const references = [
  `CREATE TABLE p (id INT PRIMARY KEY) ${utf8mb4}`,
  `CREATE TABLE t (id INT PRIMARY KEY, a INT NOT NULL, c INT, d INT, v VARCHAR(50), g INT AS (c + 1) VIRTUAL, CONSTRAINT fk FOREIGN KEY (a) REFERENCES p (id)) ${utf8mb4}`,
  fill('p', 'id', 'n'),
  fill('t', 'id, a, c, d, v', values)
]

/** What stands beside, by the kind of its work. */
const beside: Record<string, string> = {
  virtual: 'ADD COLUMN h INT AS (c + 2) VIRTUAL',
  column: 'ADD COLUMN h INT',
  'column-dropped': 'DROP COLUMN d',
  comment: "COMMENT 'x'",
  keys: 'DISABLE KEYS',
  default: 'ALTER a SET DEFAULT 1',
  'rename-table': 'RENAME TO t2',
  'rename-column': 'RENAME COLUMN d TO e',
  'rename-index': 'RENAME INDEX c_idx TO z_idx',
  'drop-index': 'DROP INDEX c_idx',
  'add-index': 'ADD KEY h_idx (d)',
  'add-unique': 'ADD UNIQUE KEY h_idx (d)',
  longer: 'MODIFY v VARCHAR(60)',
  collation: 'MODIFY v VARCHAR(50) COLLATE utf8mb4_bin',
  first: 'MODIFY d INT FIRST'
}

const {collation = '', longer = '', 'rename-index': renameIndex = ''} = beside
const few = {collation, longer, 'rename-index': renameIndex}

const changes: Record<string, string> = {
  'change-name': 'CHANGE c x INT',
  ...beside
}

/** Each with each other. */
function pairs(changed: Record<string, string>): Record<string, string> {
  const entries = Object.entries(changed)
  return Object.fromEntries(
    entries.flatMap(([name, change], index) =>
      entries.slice(index + 1).map(([other, second]) => [`${name}-and-${other}`, `ALTER TABLE t ${change}, ${second}`])
    )
  )
}

function withEach(change: string, others: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(others).map(([name, other]) => [name, `ALTER TABLE t ${change}, ${other}`]))
}

export const partners = [
  ...casesOn('pair', plain, pairs(changes)),
  ...casesOn('pair-beside-virtual', virtual, withEach('ADD COLUMN i INT AS (c + 3) VIRTUAL', beside)),
  ...casesOn('pair-before-virtual', virtual, withEach('DROP COLUMN d', few)),
  ...casesOn('pair-dropped-virtual', virtual, withEach('DROP COLUMN g', beside)),
  ...casesOn(
    'pair-index-of-virtual',
    plain,
    withEach('ADD COLUMN g INT AS (c + 1) VIRTUAL, ADD KEY g_idx (g)', beside)
  ),
  ...casesOn('pair-virtual-and-index', virtual, withEach('DROP COLUMN g, ADD KEY x_idx (a)', beside)),
  ...casesOn('pair-virtual-and-dropped-index', virtual, withEach('DROP COLUMN g, DROP INDEX a_idx', beside)),
  ...casesOn('pair-foreign-key', references, withEach('DROP FOREIGN KEY fk', {...beside, first: 'MODIFY d INT FIRST'})),
  ...casesOn('pair-check', checked, {
    'drop-and-column': 'ALTER TABLE t DROP CONSTRAINT ck, ADD COLUMN x INT',
    'drop-and-virtual': 'ALTER TABLE t DROP CONSTRAINT ck, ADD COLUMN x INT AS (c + 1) VIRTUAL',
    'drop-and-index': 'ALTER TABLE t DROP CONSTRAINT ck, ADD KEY x (a)'
  }),
  ...casesOn('pair-key-of-rows', plain, {
    'other-key': 'ALTER TABLE t DROP PRIMARY KEY, ADD PRIMARY KEY (a)',
    'other-key-and-column': 'ALTER TABLE t DROP PRIMARY KEY, ADD PRIMARY KEY (a), ADD COLUMN x INT',
    'unique-of-nullable': 'ALTER TABLE t MODIFY id INT, DROP PRIMARY KEY, ADD UNIQUE KEY x (id)',
    'unique-beside': 'ALTER TABLE t MODIFY id INT, ADD UNIQUE KEY x (id)',
    'other-key-and-virtual': 'ALTER TABLE t DROP PRIMARY KEY, ADD PRIMARY KEY (a), ADD COLUMN x INT AS (c + 1) VIRTUAL',
    'column-replaced': 'ALTER TABLE t DROP COLUMN id, ADD PRIMARY KEY (a)',
    'column-and-key-replaced': 'ALTER TABLE t DROP COLUMN id, DROP PRIMARY KEY, ADD PRIMARY KEY (a)',
    'column-and-unique': 'ALTER TABLE t DROP COLUMN id, ADD UNIQUE KEY (a)'
  }),
  ...casesOn('pair-key-of-rows-virtual', virtual, {
    'other-key': 'ALTER TABLE t DROP PRIMARY KEY, ADD PRIMARY KEY (a)',
    'column-replaced': 'ALTER TABLE t DROP COLUMN id, ADD PRIMARY KEY (a)',
    'column-and-key-replaced': 'ALTER TABLE t DROP COLUMN id, DROP PRIMARY KEY, ADD PRIMARY KEY (a)'
  }),
  ...casesOn('pair-unique-of-rows', uniqueOnly, {
    'primary-key': 'ALTER TABLE t DROP INDEX a_key, ADD PRIMARY KEY (b)',
    'primary-key-constraint': 'ALTER TABLE t DROP CONSTRAINT a_key, ADD PRIMARY KEY (b)',
    'primary-key-same': 'ALTER TABLE t DROP INDEX a_key, ADD PRIMARY KEY (a)',
    'primary-key-same-constraint': 'ALTER TABLE t DROP CONSTRAINT a_key, ADD PRIMARY KEY (a)',
    'unique-constraint': 'ALTER TABLE t DROP CONSTRAINT a_key, ADD UNIQUE KEY b_key (b)',
    'unique-index': 'ALTER TABLE t DROP INDEX a_key, ADD UNIQUE KEY b_key (b)',
    constraint: 'ALTER TABLE t DROP CONSTRAINT a_key',
    nullable: 'ALTER TABLE t MODIFY a INT NULL',
    'nullable-and-key': 'ALTER TABLE t MODIFY a INT NULL, ADD PRIMARY KEY (b)',
    'nullable-other': 'ALTER TABLE t MODIFY b INT NULL',
    'same-and-nullable': 'ALTER TABLE t MODIFY a INT NOT NULL',
    create: 'CREATE UNIQUE INDEX x ON t (b)'
  }),
  ...casesOn('pair-full-text', documents, {
    column: 'ALTER TABLE t ADD COLUMN x INT',
    'column-instant': 'ALTER TABLE t ADD COLUMN x INT, ALGORITHM=INSTANT',
    drop: 'ALTER TABLE t DROP COLUMN a',
    'drop-instant': 'ALTER TABLE t DROP COLUMN a, ALGORITHM=INSTANT',
    first: 'ALTER TABLE t MODIFY a INT FIRST',
    index: 'ALTER TABLE t ADD KEY x (a)'
  }),
  ...casesOn('pair-own-documents', ownDocuments, {
    index: 'ALTER TABLE t ADD KEY x (a)',
    'create-index': 'CREATE INDEX x ON t (a)',
    'full-text': 'ALTER TABLE t ADD FULLTEXT KEY x (v)',
    column: 'ALTER TABLE t ADD COLUMN x INT',
    virtual: 'ALTER TABLE t ADD COLUMN x INT AS (a + 1) VIRTUAL',
    drop: 'ALTER TABLE t DROP COLUMN a',
    'drop-instant': 'ALTER TABLE t DROP COLUMN a, ALGORITHM=INSTANT'
  }),
  ...casesOn('pair-indexed-virtual', indexedVirtual, {
    first: 'ALTER TABLE t MODIFY a INT FIRST',
    column: 'ALTER TABLE t ADD COLUMN x INT',
    drop: 'ALTER TABLE t DROP COLUMN a',
    'primary-key': 'ALTER TABLE t DROP PRIMARY KEY, ADD PRIMARY KEY (id)',
    nullable: 'ALTER TABLE t MODIFY a INT NOT NULL',
    default: 'ALTER TABLE t ALTER a SET DEFAULT 1'
  }),
  ...casesOn('pair-partitioned', partitioned, {
    'primary-key': 'ALTER TABLE t ADD PRIMARY KEY (id, a)',
    unique: 'ALTER TABLE t ADD UNIQUE KEY x (id)',
    longer: 'ALTER TABLE t MODIFY v VARCHAR(60)',
    'longer-across': 'ALTER TABLE t MODIFY v VARCHAR(500)'
  }),
  ...casesOn(
    'short',
    made(
      'id INT PRIMARY KEY, v VARCHAR(127), w VARCHAR(128), x VARBINARY(127)',
      'id, v, w, x',
      "n, 'v', 'w', 'x'",
      'ENGINE=InnoDB DEFAULT CHARSET=latin1'
    ),
    {
      longer: 'ALTER TABLE t MODIFY v VARCHAR(255)',
      'longer-across': 'ALTER TABLE t MODIFY v VARCHAR(256)',
      'not-across': 'ALTER TABLE t MODIFY w VARCHAR(255)',
      'not-short-across': 'ALTER TABLE t MODIFY w VARCHAR(256)',
      'bytes-across': 'ALTER TABLE t MODIFY x VARBINARY(256)',
      'across-and-column': 'ALTER TABLE t MODIFY v VARCHAR(256), ADD COLUMN y INT'
    }
  ),
  ...casesOn('pair-partitioned-by-key', partitionedByKey, {
    drop: 'ALTER TABLE t DROP PRIMARY KEY',
    'drop-constraint': 'ALTER TABLE t DROP CONSTRAINT `PRIMARY`',
    reordered: 'ALTER TABLE t DROP PRIMARY KEY, ADD PRIMARY KEY (a, id)',
    index: 'ALTER TABLE t ADD KEY x (a)'
  }),
  ...casesOn('shorter', shorter, {
    decimal: 'ALTER TABLE t MODIFY d DECIMAL(8, 2)',
    'decimal-longer': 'ALTER TABLE t MODIFY d DECIMAL(12, 2)',
    bit: 'ALTER TABLE t MODIFY b BIT(8)',
    'bit-longer': 'ALTER TABLE t MODIFY b BIT(20)',
    'bit-longer-same-byte': 'ALTER TABLE t MODIFY b BIT(15)',
    varbinary: 'ALTER TABLE t MODIFY vb VARBINARY(20)',
    'varbinary-longer': 'ALTER TABLE t MODIFY vb VARBINARY(60)',
    binary: 'ALTER TABLE t MODIFY bn BINARY(10)',
    'binary-longer': 'ALTER TABLE t MODIFY bn BINARY(30)',
    datetime: 'ALTER TABLE t MODIFY ts DATETIME(3)',
    'datetime-same-bytes': 'ALTER TABLE t MODIFY ts DATETIME(5)',
    'datetime-longer': 'ALTER TABLE t MODIFY ts DATETIME(6)',
    enum: "ALTER TABLE t MODIFY e ENUM('x')"
  })
]
