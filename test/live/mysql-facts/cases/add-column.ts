import {account, casesOn} from '../fact-case.js'
import * as tables from './tables.js'

const kinds: Record<string, string> = {
  last: 'c INT',
  first: 'c INT FIRST',
  after: 'c INT AFTER a',
  'not-null': 'c INT NOT NULL',
  'not-null-default': 'c INT NOT NULL DEFAULT 5',
  'null-default': "c VARCHAR(20) DEFAULT 'x'",
  'char-charset': 'c CHAR(10) CHARACTER SET latin1',
  blob: 'c BLOB',
  json: 'c JSON',
  bit: "c BIT(4) NOT NULL DEFAULT b'101'",
  boolean: 'c BOOL NOT NULL DEFAULT FALSE',
  set: "c SET('a','b') DEFAULT 'a'",
  decimal: 'c DECIMAL(10, 2) NOT NULL DEFAULT 0.00',
  'date-not-null': 'c DATE NOT NULL',
  'timestamp-not-null': 'c TIMESTAMP NOT NULL',
  'timestamp-null': 'c TIMESTAMP NULL DEFAULT NULL',
  'current-timestamp': 'c DATETIME DEFAULT CURRENT_TIMESTAMP',
  'now-not-null': 'c TIMESTAMP NOT NULL DEFAULT NOW()',
  'current-timestamp-precision': 'c DATETIME(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6)',
  'on-update': 'c TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP',
  'on-update-only': 'c TIMESTAMP NULL ON UPDATE CURRENT_TIMESTAMP',
  comment: "c INT COMMENT 'what it is'",
  collate: 'c VARCHAR(10) COLLATE utf8mb4_bin',
  invisible: 'c INT INVISIBLE',
  'default-arithmetic': 'c INT DEFAULT (1 + 1)',
  'default-constant-in-parentheses': 'c INT DEFAULT (7)',
  'default-string-in-parentheses': "c VARCHAR(10) DEFAULT ('x')",
  'default-null-in-parentheses': 'c INT DEFAULT (NULL)',
  'default-negative': 'c INT DEFAULT -1',
  'default-text': "c TEXT DEFAULT ('x')",
  'default-text-literal': "c TEXT DEFAULT 'x'",
  'default-json': 'c JSON DEFAULT (JSON_ARRAY())',
  'default-uuid': 'c CHAR(36) DEFAULT (UUID())',
  'default-rand': 'c DOUBLE DEFAULT (RAND())',
  'default-now-in-parentheses': 'c DATETIME DEFAULT (NOW())',
  'default-current-date': 'c DATE DEFAULT (CURRENT_DATE)',
  'default-current-date-plus': 'c DATETIME DEFAULT (NOW() + INTERVAL 1 DAY)',
  'default-other-column': 'c INT DEFAULT (a)',
  'default-other-column-arithmetic': 'c INT DEFAULT (a + 1)',
  'default-concat': "c VARCHAR(20) DEFAULT (CONCAT('a', 'b'))",
  'default-user': 'c VARCHAR(100) DEFAULT (USER())',
  'default-bare-function': 'c VARCHAR(40) DEFAULT uuid()',
  virtual: 'c INT AS (a + 1) VIRTUAL',
  'virtual-not-null': 'c INT AS (b + 1) VIRTUAL NOT NULL',
  'virtual-no-keyword': 'c INT GENERATED ALWAYS AS (a + 1)',
  'virtual-first': 'c INT AS (a + 1) VIRTUAL FIRST',
  'virtual-after': 'c INT AS (a + 1) VIRTUAL AFTER a',
  'virtual-unique': 'c INT AS (a + 1) VIRTUAL UNIQUE',
  'virtual-check': 'c INT AS (a + 1) VIRTUAL CHECK (c > 0)',
  persistent: 'c INT AS (a + 1) PERSISTENT',
  stored: 'c INT AS (a + 1) STORED',
  'stored-unique': 'c INT AS (a + 1) STORED UNIQUE',
  unique: 'c INT UNIQUE',
  'unique-key': 'c VARCHAR(10) NULL UNIQUE KEY',
  'check-inline': 'c INT CHECK (c > 0)',
  'check-inline-default': 'c INT DEFAULT 5 CHECK (c > 0)',
  'check-named': 'c INT CONSTRAINT c_positive CHECK (c > 0)',
  'check-not-enforced': 'c INT CHECK (c > 0) NOT ENFORCED',
  serial: 'c SERIAL',
  'point-not-null': 'c POINT NOT NULL',
  'geometry-srid': 'c GEOMETRY SRID 4326',
  vector: 'c VECTOR(3)',
  'uuid-type': 'c UUID',
  'inet6-type': 'c INET6',
  'compressed-column': 'c TEXT COMPRESSED',
  'without-system-versioning': 'c INT WITHOUT SYSTEM VERSIONING',
  'column-format': 'c INT COLUMN_FORMAT DYNAMIC STORAGE DISK'
}

const onAccount = Object.fromEntries(
  Object.entries(kinds).map(([name, column]) => [name, `ALTER TABLE t ADD COLUMN ${column}`])
)

/** The clauses that decide on most tables, on tables that decide otherwise. */
const few = {
  last: 'ALTER TABLE t ADD COLUMN x INT',
  'not-null-default': "ALTER TABLE t ADD COLUMN x VARCHAR(10) NOT NULL DEFAULT 'q'",
  first: 'ALTER TABLE t ADD COLUMN x INT FIRST',
  after: 'ALTER TABLE t ADD COLUMN x INT AFTER id',
  virtual: 'ALTER TABLE t ADD COLUMN x INT AS (id + 1) VIRTUAL',
  'virtual-after': 'ALTER TABLE t ADD COLUMN x INT AS (id + 1) VIRTUAL AFTER id',
  stored: 'ALTER TABLE t ADD COLUMN x INT AS (id + 1) STORED',
  expression: 'ALTER TABLE t ADD COLUMN x INT DEFAULT (1 + 1)',
  unique: 'ALTER TABLE t ADD COLUMN x INT UNIQUE',
  check: 'ALTER TABLE t ADD COLUMN x INT CHECK (x > 0)',
  two: 'ALTER TABLE t ADD COLUMN x INT, ADD COLUMN y INT'
}

/** Of those, what would show that a table decides as the ordinary one does not. */
const fewest = {last: few.last, virtual: few.virtual, expression: few.expression}

const inPartitions = (table: string) => ({
  last: `ALTER TABLE ${table} ADD COLUMN x INT`,
  after: `ALTER TABLE ${table} ADD COLUMN x INT AFTER id`,
  virtual: `ALTER TABLE ${table} ADD COLUMN x INT AS (id + 1) VIRTUAL`,
  stored: `ALTER TABLE ${table} ADD COLUMN x INT AS (id + 1) STORED`
})

export const addColumn = [
  ...casesOn('add-column', account, onAccount),
  ...casesOn('add-column-parentheses', account, {
    two: 'ALTER TABLE t ADD (c INT, d VARCHAR(10))',
    'plain-and-virtual': 'ALTER TABLE t ADD (c INT, d INT AS (a + 1) VIRTUAL)',
    'two-virtual': 'ALTER TABLE t ADD (c INT AS (b + 1) VIRTUAL, d INT AS (a + 1) VIRTUAL)',
    'if-not-exists': 'ALTER TABLE t ADD COLUMN IF NOT EXISTS c INT',
    'if-not-exists-there': 'ALTER TABLE t ADD COLUMN IF NOT EXISTS a INT'
  }),
  ...casesOn('add-column-on-fulltext', tables.fulltext, few),
  ...casesOn('add-column-on-former-fulltext', tables.formerFulltext, few),
  ...casesOn('add-column-on-compressed', tables.compressed, few),
  ...casesOn('add-column-on-redundant', tables.redundant, fewest),
  ...casesOn('add-column-without-key', tables.withoutKey, fewest),
  ...casesOn('add-column-on-virtual', tables.virtual, few),
  ...casesOn('add-column-on-virtual-indexed', tables.virtualIndexed, few),
  ...casesOn('add-column-on-stored', tables.stored, fewest),
  ...casesOn('add-column-on-functional-index', tables.functionalIndex, few),
  ...casesOn('add-column-on-checked', tables.checked, fewest),
  ...casesOn('add-column-on-spatial', tables.spatial, fewest),
  ...casesOn('add-column-on-myisam', tables.myisam, few),
  ...casesOn('add-column-on-range', tables.range, inPartitions('r')),
  ...casesOn('add-column-on-hash', tables.hash, inPartitions('h')),
  ...casesOn('add-column-on-relations', tables.related, {
    'to-referencing': 'ALTER TABLE ch ADD COLUMN x INT',
    'to-referenced': 'ALTER TABLE p ADD COLUMN x INT AFTER id',
    'references-inline': 'ALTER TABLE ch ADD COLUMN p2 INT UNSIGNED REFERENCES p (id)',
    'with-key': 'ALTER TABLE ch ADD COLUMN p2 INT UNSIGNED, ADD FOREIGN KEY (p2) REFERENCES p (id)'
  }),
  ...casesOn('add-column-checks-off', [...tables.related, 'SET foreign_key_checks = 0'], {
    'references-inline': 'ALTER TABLE ch ADD COLUMN p2 INT UNSIGNED REFERENCES p (id)',
    'with-key': 'ALTER TABLE ch ADD COLUMN p2 INT UNSIGNED, ADD FOREIGN KEY (p2) REFERENCES p (id)',
    'with-index-and-key':
      'ALTER TABLE ch ADD COLUMN p2 INT UNSIGNED, ADD INDEX (p2), ADD FOREIGN KEY (p2) REFERENCES p (id)'
  }),
  ...casesOn('add-column-auto-increment', tables.withoutKey, {
    'primary-key': 'ALTER TABLE t ADD COLUMN n INT NOT NULL AUTO_INCREMENT PRIMARY KEY',
    unique: 'ALTER TABLE t ADD COLUMN n INT NOT NULL AUTO_INCREMENT UNIQUE',
    'primary-key-first': 'ALTER TABLE t ADD COLUMN n BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY FIRST',
    'key-apart': 'ALTER TABLE t ADD COLUMN n INT NOT NULL AUTO_INCREMENT, ADD PRIMARY KEY (n)',
    'index-apart': 'ALTER TABLE t ADD COLUMN n INT NOT NULL AUTO_INCREMENT, ADD KEY (n)',
    'plain-primary-key': 'ALTER TABLE t ADD COLUMN n INT NOT NULL DEFAULT 0, ADD PRIMARY KEY (id)',
    'plain-primary-key-inline': 'ALTER TABLE t ADD COLUMN n INT PRIMARY KEY'
  }),
  ...casesOn('add-column-after-instant', [...account, 'ALTER TABLE t DROP COLUMN v, ADD COLUMN w INT'], fewest)
]
