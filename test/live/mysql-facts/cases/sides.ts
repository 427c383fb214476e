/** Conditions of facts: a case on that side of them where no other family of cases stands. */
import {casesOn, fill} from '../fact-case.js'
import type {FactCase} from '../fact-case.js'

const utf8mb4 = 'ENGINE=InnoDB DEFAULT CHARSET=utf8mb4'

const made = (columns: string, names: string, values: string, options = utf8mb4) => [
  `CREATE TABLE t (${columns}) ${options}`,
  fill('t', names, values)
]

const plain = made(
  'id INT PRIMARY KEY, a INT, b INT NOT NULL, v VARCHAR(50), KEY b_idx (b)',
  'id, a, b, v',
  "n, n, n, 'v'"
)
const myisam = plain.map((sql) => sql.replace('InnoDB', 'MyISAM'))
const uniqueOnly = made('a INT NOT NULL, b INT, UNIQUE KEY a_key (a)', 'a, b', 'n, n')
const twoUnique = made('a INT NOT NULL, b INT NOT NULL, UNIQUE KEY a_key (a), UNIQUE KEY b_key (b)', 'a, b', 'n, n')
const uniqueBeside = made('id INT PRIMARY KEY, a INT, b INT NOT NULL, UNIQUE KEY a_key (a)', 'id, a, b', 'n, n, n')
const withoutOrder = made('a INT NOT NULL, b INT', 'a, b', 'n, n')
const virtual = made('id INT PRIMARY KEY, c INT, d INT, g INT AS (c + 1) VIRTUAL', 'id, c, d', 'n, n, n')

const relations = [
  `CREATE TABLE p (id INT PRIMARY KEY) ${utf8mb4}`,
  `CREATE TABLE ch (id INT PRIMARY KEY, p_id INT, CONSTRAINT ch_fk FOREIGN KEY (p_id) REFERENCES p (id)) ${utf8mb4}`,
  fill('p', 'id', 'n'),
  fill('ch', 'id, p_id', 'n, n')
]

/** The same keys as other families make by `ALTER TABLE … ADD UNIQUE` and `DROP INDEX`. */
const inOtherWords = [
  ...casesOn('side-unique', plain, {
    create: 'CREATE UNIQUE INDEX x ON t (a)',
    'create-not-null': 'CREATE UNIQUE INDEX x ON t (b)',
    'add-constraint': 'ALTER TABLE t ADD CONSTRAINT x UNIQUE (b)',
    'functional-create': 'CREATE UNIQUE INDEX x ON t ((a + b))',
    'functional-add': 'ALTER TABLE t ADD UNIQUE INDEX x ((a + b))',
    'on-new-virtual': 'ALTER TABLE t ADD COLUMN g INT AS (a + 1) VIRTUAL, ADD UNIQUE KEY x (g)',
    'on-new-virtual-index': 'ALTER TABLE t ADD COLUMN g INT AS (a + 1) VIRTUAL, ADD KEY x (g)',
    'beside-new-virtual': 'ALTER TABLE t ADD COLUMN g INT AS (a + 1) VIRTUAL, ADD UNIQUE KEY x (b)',
    'beside-new-stored': 'ALTER TABLE t ADD COLUMN g INT, ADD UNIQUE KEY x (b)'
  }),
  ...casesOn('side-virtual', virtual, {
    'drop-and-unique': 'ALTER TABLE t DROP COLUMN g, ADD UNIQUE KEY x (c)',
    'drop-and-index': 'ALTER TABLE t DROP COLUMN g, ADD KEY x (c)',
    'drop-and-index-of-new': 'ALTER TABLE t DROP COLUMN g, ADD COLUMN h INT AS (d + 1) VIRTUAL, ADD KEY x (h)',
    'drop-and-rename': 'ALTER TABLE t DROP COLUMN g, RENAME COLUMN d TO e',
    'drop-and-drop': 'ALTER TABLE t DROP COLUMN g, DROP COLUMN d',
    'drop-and-add': 'ALTER TABLE t DROP COLUMN g, ADD COLUMN e INT',
    'drop-and-default': 'ALTER TABLE t DROP COLUMN g, ALTER d SET DEFAULT 1',
    'drop-and-rename-table': 'ALTER TABLE t DROP COLUMN g, RENAME TO t2',
    'drop-and-comment': "ALTER TABLE t DROP COLUMN g, COMMENT 'said'",
    'stored-drop-and-default': 'ALTER TABLE t DROP COLUMN d, ALTER c SET DEFAULT 1',
    'stored-drop-and-rename-table': 'ALTER TABLE t DROP COLUMN d, RENAME TO t2',
    'stored-drop-and-comment': "ALTER TABLE t DROP COLUMN d, COMMENT 'said'",
    'stored-drop-and-rename': 'ALTER TABLE t DROP COLUMN d, RENAME COLUMN c TO e',
    'stored-drop-and-force': 'ALTER TABLE t DROP COLUMN d, FORCE',
    'stored-drop-and-index': 'ALTER TABLE t DROP COLUMN d, ADD KEY x (c)'
  }),
  ...casesOn('side-unique-without-order', withoutOrder, {
    create: 'CREATE UNIQUE INDEX x ON t (a)',
    add: 'ALTER TABLE t ADD UNIQUE KEY x (a)',
    'create-nullable': 'CREATE UNIQUE INDEX x ON t (b)',
    'create-prefix-free': 'CREATE INDEX x ON t (a)'
  }),
  ...casesOn('side-unique-drop', uniqueBeside, {
    constraint: 'ALTER TABLE t DROP CONSTRAINT a_key',
    index: 'ALTER TABLE t DROP INDEX a_key',
    statement: 'DROP INDEX a_key ON t',
    'constraint-and-same': 'ALTER TABLE t DROP CONSTRAINT a_key, ADD CONSTRAINT a_key UNIQUE (a)',
    'constraint-and-other': 'ALTER TABLE t DROP CONSTRAINT a_key, ADD CONSTRAINT a_key UNIQUE (b)',
    'index-and-same': 'ALTER TABLE t DROP INDEX a_key, ADD UNIQUE KEY a_key (a)',
    'constraint-if-exists': 'ALTER TABLE t DROP CONSTRAINT IF EXISTS no_key',
    'constraint-if-exists-there': 'ALTER TABLE t DROP CONSTRAINT IF EXISTS a_key',
    'index-if-exists': 'ALTER TABLE t DROP INDEX IF EXISTS no_key',
    'primary-constraint': 'ALTER TABLE t DROP CONSTRAINT `PRIMARY`',
    'primary-and-same': 'ALTER TABLE t DROP PRIMARY KEY, ADD PRIMARY KEY (id)',
    primary: 'ALTER TABLE t DROP PRIMARY KEY'
  }),
  ...casesOn('side-unique-drop-order', uniqueOnly, {
    constraint: 'ALTER TABLE t DROP CONSTRAINT a_key',
    index: 'ALTER TABLE t DROP INDEX a_key',
    'constraint-for-primary': 'ALTER TABLE t DROP CONSTRAINT a_key, ADD PRIMARY KEY (a)',
    'index-for-primary': 'ALTER TABLE t DROP INDEX a_key, ADD PRIMARY KEY (a)',
    'constraint-for-other': 'ALTER TABLE t DROP CONSTRAINT a_key, ADD PRIMARY KEY (a, b)',
    'primary-beside': 'ALTER TABLE t ADD PRIMARY KEY (a)'
  }),
  ...casesOn('side-unique-drop-first', twoUnique, {
    constraint: 'ALTER TABLE t DROP CONSTRAINT a_key',
    index: 'ALTER TABLE t DROP INDEX a_key',
    'constraint-for-primary': 'ALTER TABLE t DROP CONSTRAINT a_key, ADD PRIMARY KEY (b)',
    second: 'ALTER TABLE t DROP CONSTRAINT b_key'
  }),
  ...casesOn('side-functional-drop', made('id INT PRIMARY KEY, c INT, UNIQUE KEY f_key ((c + 1))', 'id, c', 'n, n'), {
    constraint: 'ALTER TABLE t DROP CONSTRAINT f_key',
    index: 'ALTER TABLE t DROP INDEX f_key'
  })
]

const otherEngines = [
  ...casesOn('side-myisam', myisam, {
    'create-unique': 'CREATE UNIQUE INDEX x ON t (b)',
    'add-primary': 'ALTER TABLE t DROP PRIMARY KEY, ADD PRIMARY KEY (b)',
    'drop-primary': 'ALTER TABLE t DROP PRIMARY KEY',
    'add-unique': 'ALTER TABLE t ADD CONSTRAINT x UNIQUE (b)',
    tablespace: 'ALTER TABLE t TABLESPACE innodb_file_per_table',
    convert: 'ALTER TABLE t CONVERT TO CHARACTER SET utf8mb4',
    versioning: 'ALTER TABLE t ADD SYSTEM VERSIONING',
    reference: 'ALTER TABLE t ADD FOREIGN KEY (b) REFERENCES t (id)',
    check: 'ALTER TABLE t ADD CHECK (b > 0)',
    rename: 'ALTER TABLE t RENAME COLUMN a TO c'
  }),
  ...casesOn(
    'side-myisam-unique',
    made('id INT PRIMARY KEY, a INT, UNIQUE KEY a_key (a)', 'id, a', 'n, n', 'ENGINE=MyISAM'),
    {'drop-constraint': 'ALTER TABLE t DROP CONSTRAINT a_key', 'drop-index': 'ALTER TABLE t DROP INDEX a_key'}
  ),
  ...casesOn('side-myisam-without-key', made('a INT NOT NULL, b INT', 'a, b', 'n, n', 'ENGINE=MyISAM'), {
    'add-primary': 'ALTER TABLE t ADD PRIMARY KEY (a)'
  }),
  ...casesOn('side-myisam-versioned', ['CREATE TABLE t (id INT PRIMARY KEY) ENGINE=MyISAM WITH SYSTEM VERSIONING'], {
    'drop-versioning': 'ALTER TABLE t DROP SYSTEM VERSIONING'
  }),
  ...casesOn(
    'side-myisam-period',
    ['CREATE TABLE t (id INT PRIMARY KEY, f DATE NOT NULL, u DATE NOT NULL) ENGINE=MyISAM'],
    {'add-period': 'ALTER TABLE t ADD PERIOD FOR p (f, u)'}
  ),
  ...casesOn(
    'side-myisam-with-period',
    ['CREATE TABLE t (id INT PRIMARY KEY, f DATE NOT NULL, u DATE NOT NULL, PERIOD FOR p (f, u)) ENGINE=MyISAM'],
    {'drop-period': 'ALTER TABLE t DROP PERIOD FOR p'}
  )
]

const ofMariadb = [
  ...casesOn('side-ignore', plain, {
    'create-unique': 'ALTER IGNORE TABLE t ADD UNIQUE INDEX x (b)',
    primary: 'ALTER IGNORE TABLE t DROP PRIMARY KEY, ADD PRIMARY KEY (b)',
    type: 'ALTER IGNORE TABLE t MODIFY a BIGINT'
  }),
  ...casesOn('side-ignore-without-key', withoutOrder, {primary: 'ALTER IGNORE TABLE t ADD PRIMARY KEY (a)'}),
  ...casesOn(
    'side-vector',
    ['CREATE TABLE t (id INT PRIMARY KEY, a INT, w VECTOR(2) NOT NULL, UNIQUE KEY a_key (a), VECTOR INDEX w_idx (w))'],
    {
      'drop-constraint': 'ALTER TABLE t DROP CONSTRAINT a_key',
      'add-unique': 'ALTER TABLE t ADD CONSTRAINT x UNIQUE (id, a)',
      'add-index': 'CREATE INDEX x ON t (a)'
    }
  ),
  ...casesOn('side-missing', plain, {
    'drop-column': 'ALTER TABLE t DROP COLUMN IF EXISTS c',
    'rename-column': 'ALTER TABLE t RENAME COLUMN IF EXISTS c TO d',
    'modify-column': 'ALTER TABLE t MODIFY COLUMN IF EXISTS c BIGINT',
    'add-column': 'ALTER TABLE t ADD COLUMN IF NOT EXISTS a INT',
    'create-index': 'CREATE INDEX IF NOT EXISTS b_idx ON t (a)',
    'drop-index': 'ALTER TABLE t DROP INDEX IF EXISTS no_idx'
  }),
  ...casesOn(
    'side-page-compressed',
    made('id INT PRIMARY KEY, a INT', 'id, a', 'n, n', 'ENGINE=InnoDB PAGE_COMPRESSED=1'),
    {
      again: 'ALTER TABLE t PAGE_COMPRESSED=1',
      off: 'ALTER TABLE t PAGE_COMPRESSED=0',
      level: 'ALTER TABLE t PAGE_COMPRESSION_LEVEL=5'
    }
  )
]

const others = [
  ...casesOn('side-validation', plain, {
    virtual: 'ALTER TABLE t ADD COLUMN g INT AS (a + 1) VIRTUAL, WITHOUT VALIDATION',
    'virtual-checked': 'ALTER TABLE t ADD COLUMN g INT AS (a + 1) VIRTUAL, WITH VALIDATION',
    default: 'ALTER TABLE t ALTER a SET DEFAULT 1, WITHOUT VALIDATION'
  }),
  ...casesOn('side-foreign-key-drop', relations, {
    constraint: 'ALTER TABLE ch DROP CONSTRAINT ch_fk',
    'foreign-key': 'ALTER TABLE ch DROP FOREIGN KEY ch_fk'
  }),
  ...casesOn('side-generated', virtual, {
    'plain-to-virtual': 'ALTER TABLE t MODIFY d INT AS (c + 2) VIRTUAL',
    'virtual-to-plain': 'ALTER TABLE t MODIFY g INT',
    'plain-to-stored': 'ALTER TABLE t MODIFY d INT AS (c + 2) STORED'
  }),
  ...casesOn(
    'side-convert-prefix',
    made(
      'id INT PRIMARY KEY, v VARCHAR(20), KEY v_idx (v(5))',
      'id, v',
      "n, 'v'",
      'ENGINE=InnoDB CHARSET=utf8mb3 COLLATE=utf8mb3_bin'
    ),
    {convert: 'ALTER TABLE t CONVERT TO CHARACTER SET utf8mb4 COLLATE utf8mb4_bin'}
  ),
  ...casesOn('side-lax', ["SET sql_mode = ''", ...plain], {
    primary: 'ALTER TABLE t DROP PRIMARY KEY, ADD PRIMARY KEY (a)',
    'not-null': 'ALTER TABLE t MODIFY a INT NOT NULL'
  }),
  ...casesOn(
    'side-order-replaced',
    made('a INT NOT NULL, b INT NOT NULL, c INT, PRIMARY KEY (a)', 'a, b, c', 'n, n, n'),
    {
      'drop-column': 'ALTER TABLE t DROP COLUMN a, ADD PRIMARY KEY (b)',
      'drop-column-and-key': 'ALTER TABLE t DROP COLUMN a, DROP PRIMARY KEY, ADD PRIMARY KEY (b)',
      'drop-column-and-unique': 'ALTER TABLE t DROP COLUMN a, ADD UNIQUE KEY x (b)'
    }
  )
]

/** Every character set, on each side of the length that needs a second byte. */
const longest: Record<string, number> = {
  latin1: 1,
  ascii: 1,
  cp1251: 1,
  utf8mb3: 3,
  utf8mb4: 4,
  ucs2: 2,
  utf16: 4,
  utf16le: 4,
  utf32: 4,
  big5: 2,
  gbk: 2,
  gb2312: 2,
  gb18030: 4,
  sjis: 2,
  cp932: 2,
  ujis: 3,
  eucjpms: 3,
  euckr: 2
}

const lengths: FactCase[] = Object.entries(longest).flatMap(([charset, bytes]) => {
  const last = Math.floor(255 / bytes)
  const setup = made(
    `id INT PRIMARY KEY, v VARCHAR(${String(last - 1)})`,
    'id',
    'n',
    `ENGINE=InnoDB CHARSET=${charset}`
  )
  return casesOn(`side-length-${charset}`, setup, {
    last: `ALTER TABLE t MODIFY v VARCHAR(${String(last)})`,
    next: `ALTER TABLE t MODIFY v VARCHAR(${String(last + 1)})`
  })
})

export const sides = [...inOtherWords, ...otherEngines, ...ofMariadb, ...others, ...lengths]
