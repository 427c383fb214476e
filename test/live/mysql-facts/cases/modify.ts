import {account, casesOn, columnCase} from '../fact-case.js'
import * as tables from './tables.js'
import type {FactCase} from '../fact-case.js'

const members = (count: number) => Array.from({length: count}, (_, index) => `'m${String(index + 1)}'`).join(', ')

/** `name: [before, a value, after]` */
const types: Record<string, [string, string, string]> = {
  'int-same': ['INT', 'n', 'INT'],
  'int-width': ['INT', 'n', 'INT(11)'],
  'int-to-bigint': ['INT', 'n', 'BIGINT'],
  'bigint-to-int': ['BIGINT', 'n', 'INT'],
  'int-to-integer': ['INT', 'n', 'INTEGER'],
  'tinyint-to-boolean': ['TINYINT(1)', '1', 'BOOLEAN'],
  'tinyint-to-tinyint1': ['TINYINT', '1', 'TINYINT(1)'],
  'signed-to-unsigned': ['INT', 'n', 'INT UNSIGNED'],
  zerofill: ['INT UNSIGNED', 'n', 'INT UNSIGNED ZEROFILL'],
  'float-to-double': ['FLOAT', 'n', 'DOUBLE'],
  'double-to-real': ['DOUBLE', 'n', 'REAL'],
  'float-precision': ['FLOAT', 'n', 'FLOAT(7,3)'],
  'decimal-precision': ['DECIMAL(10,2)', 'n', 'DECIMAL(12,2)'],
  'decimal-precision-same-bytes': ['DECIMAL(10,2)', 'n', 'DECIMAL(11,2)'],
  'decimal-scale': ['DECIMAL(10,2)', 'n', 'DECIMAL(10,3)'],
  'decimal-to-numeric': ['DECIMAL(10,2)', 'n', 'NUMERIC(10,2)'],
  'decimal-default-precision': ['DECIMAL', 'n', 'DECIMAL(10,0)'],
  'varchar-within-255-bytes': ['VARCHAR(50)', "'x'", 'VARCHAR(63)'],
  'varchar-across-255-bytes': ['VARCHAR(63)', "'x'", 'VARCHAR(64)'],
  'varchar-above-255-bytes': ['VARCHAR(64)', "'x'", 'VARCHAR(200)'],
  'varchar-narrow': ['VARCHAR(50)', "'x'", 'VARCHAR(40)'],
  'varchar-narrow-above': ['VARCHAR(200)', "'x'", 'VARCHAR(100)'],
  'varchar-latin1-within': ['VARCHAR(50) CHARACTER SET latin1', "'x'", 'VARCHAR(255) CHARACTER SET latin1'],
  'varchar-latin1-across': ['VARCHAR(255) CHARACTER SET latin1', "'x'", 'VARCHAR(256) CHARACTER SET latin1'],
  'varchar-utf8mb3-within': ['VARCHAR(50) CHARACTER SET utf8mb3', "'x'", 'VARCHAR(85) CHARACTER SET utf8mb3'],
  'varchar-utf8mb3-across': ['VARCHAR(85) CHARACTER SET utf8mb3', "'x'", 'VARCHAR(86) CHARACTER SET utf8mb3'],
  'varchar-widen-default': ['VARCHAR(50)', "'x'", "VARCHAR(60) DEFAULT 'y'"],
  'varchar-widen-not-null': ['VARCHAR(50)', "'x'", 'VARCHAR(60) NOT NULL'],
  'varchar-widen-comment': ['VARCHAR(50)', "'x'", "VARCHAR(60) COMMENT 'y'"],
  'varchar-to-char': ['VARCHAR(50)', "'x'", 'CHAR(50)'],
  'char-to-varchar': ['CHAR(20)', "'x'", 'VARCHAR(20)'],
  'varchar-to-text': ['VARCHAR(50)', "'x'", 'TEXT'],
  'varchar-long-to-text': ['VARCHAR(500)', "'x'", 'TEXT'],
  'tinytext-to-text': ['TINYTEXT', "'x'", 'TEXT'],
  'text-to-longtext': ['TEXT', "'x'", 'LONGTEXT'],
  'text-length': ['TEXT', "'x'", 'TEXT(100000)'],
  'longtext-to-json': ['LONGTEXT', "'[]'", 'JSON'],
  'json-to-longtext': ['JSON', "'[]'", 'LONGTEXT'],
  'text-to-blob': ['TEXT', "'x'", 'BLOB'],
  'char-widen': ['CHAR(10)', "'x'", 'CHAR(20)'],
  'char-narrow': ['CHAR(10)', "'x'", 'CHAR(5)'],
  'binary-widen': ['BINARY(8)', "'x'", 'BINARY(16)'],
  'varbinary-within': ['VARBINARY(50)', "'x'", 'VARBINARY(255)'],
  'varbinary-across': ['VARBINARY(255)', "'x'", 'VARBINARY(256)'],
  'varbinary-above': ['VARBINARY(256)', "'x'", 'VARBINARY(1000)'],
  'varchar-to-varbinary': ['VARCHAR(50)', "'x'", 'VARBINARY(200)'],
  'bit-widen': ['BIT(4)', "b'101'", 'BIT(8)'],
  'bit-widen-byte': ['BIT(8)', "b'101'", 'BIT(9)'],
  'datetime-precision': ['DATETIME', 'NOW()', 'DATETIME(3)'],
  'datetime-zero-precision': ['DATETIME', 'NOW()', 'DATETIME(0)'],
  'datetime-to-timestamp': ['DATETIME', 'NOW()', 'TIMESTAMP NULL'],
  'date-to-datetime': ['DATE', 'CURRENT_DATE', 'DATETIME'],
  'timestamp-default': ['TIMESTAMP NULL', 'NOW()', 'TIMESTAMP NULL DEFAULT CURRENT_TIMESTAMP'],
  'timestamp-on-update': [
    'TIMESTAMP NULL DEFAULT NULL',
    'NOW()',
    'TIMESTAMP NULL DEFAULT NULL ON UPDATE CURRENT_TIMESTAMP'
  ],
  'year-to-smallint': ['YEAR', '2020', 'SMALLINT'],
  'enum-same': ["ENUM('a','b')", "'a'", "ENUM('a','b')"],
  'enum-append': ["ENUM('a','b')", "'a'", "ENUM('a','b','c')"],
  'enum-append-two': ["ENUM('a','b')", "'a'", "ENUM('a','b','c','d')"],
  'enum-insert': ["ENUM('a','b')", "'a'", "ENUM('a','x','b')"],
  'enum-reorder': ["ENUM('a','b')", "'a'", "ENUM('b','a')"],
  'enum-remove': ["ENUM('a','b')", "'a'", "ENUM('a')"],
  'enum-remove-first': ["ENUM('a','b')", "'b'", "ENUM('b')"],
  'enum-rename': ["ENUM('a','b')", "'a'", "ENUM('a','z')"],
  'enum-case': ["ENUM('a','b')", "'a'", "ENUM('a','B')"],
  'enum-append-default': ["ENUM('a','b')", "'a'", "ENUM('a','b','c') DEFAULT 'c'"],
  'enum-append-not-null': ["ENUM('a','b')", "'a'", "ENUM('a','b','c') NOT NULL"],
  'enum-append-longer': ["ENUM('a','b')", "'a'", "ENUM('a','b','a much longer one')"],
  'enum-255': [`ENUM(${members(254)})`, "'m1'", `ENUM(${members(255)})`],
  'enum-256': [`ENUM(${members(255)})`, "'m1'", `ENUM(${members(256)})`],
  'enum-257': [`ENUM(${members(256)})`, "'m1'", `ENUM(${members(257)})`],
  'enum-to-varchar': ["ENUM('a','b')", "'a'", 'VARCHAR(10)'],
  'varchar-to-enum': ['VARCHAR(10)', "'a'", "ENUM('a','b')"],
  'enum-to-set': ["ENUM('a','b')", "'a'", "SET('a','b')"],
  'set-append': ["SET('a','b')", "'a'", "SET('a','b','c')"],
  'set-reorder': ["SET('a','b')", "'a'", "SET('b','a')"],
  'set-remove': ["SET('a','b')", "'a'", "SET('a')"],
  'set-8': [`SET(${members(7)})`, "'m1'", `SET(${members(8)})`],
  'set-9': [`SET(${members(8)})`, "'m1'", `SET(${members(9)})`],
  'set-16': [`SET(${members(9)})`, "'m1'", `SET(${members(16)})`],
  'set-17': [`SET(${members(16)})`, "'m1'", `SET(${members(17)})`],
  'set-25': [`SET(${members(24)})`, "'m1'", `SET(${members(25)})`],
  'set-33': [`SET(${members(32)})`, "'m1'", `SET(${members(33)})`],
  'set-64': [`SET(${members(33)})`, "'m1'", `SET(${members(64)})`],
  'null-to-not-null': ['INT', 'n', 'INT NOT NULL'],
  'not-null-to-null': ['INT NOT NULL', 'n', 'INT NULL'],
  'not-null-forgotten': ['INT NOT NULL', 'n', 'INT'],
  'varchar-null-to-not-null': ['VARCHAR(10)', "'x'", "VARCHAR(10) NOT NULL DEFAULT ''"],
  'default-set': ['INT', 'n', 'INT DEFAULT 5'],
  'default-forgotten': ['INT DEFAULT 5', 'n', 'INT'],
  'default-changed': ['INT DEFAULT 5', 'n', 'INT DEFAULT 6'],
  'default-expression': ['INT', 'n', 'INT DEFAULT (1 + 1)'],
  'default-expression-changed': ['INT DEFAULT (1 + 1)', 'n', 'INT DEFAULT (1 + 2)'],
  'default-uuid': ['CHAR(36)', "'x'", 'CHAR(36) DEFAULT (UUID())'],
  'comment-set': ['INT', 'n', "INT COMMENT 'x'"],
  'comment-forgotten': ["INT COMMENT 'x'", 'n', 'INT'],
  collation: ['VARCHAR(50)', "'x'", 'VARCHAR(50) COLLATE utf8mb4_bin'],
  'collation-char': ['CHAR(50)', "'x'", 'CHAR(50) COLLATE utf8mb4_bin'],
  'collation-text': ['TEXT', "'x'", 'TEXT COLLATE utf8mb4_bin'],
  'collation-enum': ["ENUM('a','b')", "'a'", "ENUM('a','b') COLLATE utf8mb4_bin"],
  'collation-widen': ['VARCHAR(50)', "'x'", 'VARCHAR(60) COLLATE utf8mb4_bin'],
  'charset-latin1-to-utf8mb4': ['VARCHAR(50) CHARACTER SET latin1', "'x'", 'VARCHAR(50) CHARACTER SET utf8mb4'],
  'charset-latin1-long-to-utf8mb4': ['VARCHAR(300) CHARACTER SET latin1', "'x'", 'VARCHAR(300) CHARACTER SET utf8mb4'],
  'charset-utf8mb3-to-utf8mb4': ['VARCHAR(50) CHARACTER SET utf8mb3', "'x'", 'VARCHAR(50) CHARACTER SET utf8mb4'],
  'charset-utf8mb3-to-utf8mb4-across': [
    'VARCHAR(70) CHARACTER SET utf8mb3',
    "'x'",
    'VARCHAR(70) CHARACTER SET utf8mb4'
  ],
  'charset-utf8mb3-long-to-utf8mb4': [
    'VARCHAR(300) CHARACTER SET utf8mb3',
    "'x'",
    'VARCHAR(300) CHARACTER SET utf8mb4'
  ],
  'charset-utf8mb3-to-utf8mb4-widen': ['VARCHAR(20) CHARACTER SET utf8mb3', "'x'", 'VARCHAR(30) CHARACTER SET utf8mb4'],
  'charset-utf8mb3-to-utf8mb4-narrow': [
    'VARCHAR(60) CHARACTER SET utf8mb3',
    "'x'",
    'VARCHAR(50) CHARACTER SET utf8mb4'
  ],
  'charset-utf8mb4-to-utf8mb3': ['VARCHAR(50) CHARACTER SET utf8mb4', "'x'", 'VARCHAR(50) CHARACTER SET utf8mb3'],
  'charset-char-utf8mb3-to-utf8mb4': ['CHAR(50) CHARACTER SET utf8mb3', "'x'", 'CHAR(50) CHARACTER SET utf8mb4'],
  'charset-char-latin1-to-utf8mb4': ['CHAR(50) CHARACTER SET latin1', "'x'", 'CHAR(50) CHARACTER SET utf8mb4'],
  'charset-text-utf8mb3-to-utf8mb4': ['TEXT CHARACTER SET utf8mb3', "'x'", 'TEXT CHARACTER SET utf8mb4'],
  'charset-text-latin1-to-utf8mb4': ['TEXT CHARACTER SET latin1', "'x'", 'TEXT CHARACTER SET utf8mb4'],
  'charset-ascii-to-utf8mb4': ['VARCHAR(50) CHARACTER SET ascii', "'x'", 'VARCHAR(50) CHARACTER SET utf8mb4'],
  'charset-ascii-to-latin1': ['VARCHAR(50) CHARACTER SET ascii', "'x'", 'VARCHAR(50) CHARACTER SET latin1'],
  'charset-ascii-to-utf8mb3': ['VARCHAR(50) CHARACTER SET ascii', "'x'", 'VARCHAR(50) CHARACTER SET utf8mb3'],
  'charset-ascii-char-to-utf8mb4': ['CHAR(50) CHARACTER SET ascii', "'x'", 'CHAR(50) CHARACTER SET utf8mb4'],
  'charset-ascii-text-to-latin1': ['TEXT CHARACTER SET ascii', "'x'", 'TEXT CHARACTER SET latin1'],
  'charset-enum-latin1-to-utf8mb4': [
    "ENUM('a','b') CHARACTER SET latin1",
    "'a'",
    "ENUM('a','b') CHARACTER SET utf8mb4"
  ],
  'charset-enum-utf8mb3-to-utf8mb4': [
    "ENUM('a','b') CHARACTER SET utf8mb3",
    "'a'",
    "ENUM('a','b') CHARACTER SET utf8mb4"
  ],
  'charset-utf8-spelling': ['VARCHAR(50) CHARACTER SET utf8', "'x'", 'VARCHAR(50) CHARACTER SET utf8mb3'],
  'charset-ucs2-to-utf16': ['VARCHAR(50) CHARACTER SET ucs2', "'x'", 'VARCHAR(50) CHARACTER SET utf16'],
  first: ['INT', 'n', 'INT FIRST'],
  'after-same': ['INT', 'n', 'INT AFTER id'],
  invisible: ['INT', 'n', 'INT INVISIBLE'],
  'visible-forgotten': ['INT INVISIBLE', 'n', 'INT'],
  unique: ['INT', 'n', 'INT UNIQUE'],
  'check-inline': ['INT', 'n', 'INT CHECK (c > 0)'],
  'compressed-column': ['TEXT', "'x'", 'TEXT COMPRESSED'],
  'uncompressed-column': ['TEXT COMPRESSED', "'x'", 'TEXT'],
  'to-stored': ['INT', 'n', 'INT AS (id + 1) STORED'],
  'to-virtual': ['INT', 'n', 'INT AS (id + 1) VIRTUAL'],
  'vector-same': ['VECTOR(3) NULL', 'NULL', 'VECTOR(3) NULL'],
  'vector-widen': ['VECTOR(3) NULL', 'NULL', 'VECTOR(4) NULL'],
  'uuid-to-char': ['UUID', 'UUID()', 'CHAR(36)'],
  'inet4-to-inet6': ['INET4', "'1.2.3.4'", 'INET6'],
  'inet6-to-binary': ['INET6', "'::1'", 'BINARY(16)']
}

/** An index over the column that changes. */
const indexed: Record<string, [string, string, string, string]> = {
  'varchar-widen': ['VARCHAR(50)', "CONCAT('x', n)", 'KEY c_idx (c)', 'VARCHAR(60)'],
  'varchar-widen-prefix': ['VARCHAR(50)', "CONCAT('x', n)", 'KEY c_idx (c(10))', 'VARCHAR(60)'],
  'varchar-widen-above': ['VARCHAR(100)', "CONCAT('x', n)", 'KEY c_idx (c)', 'VARCHAR(200)'],
  'varchar-widen-unique': ['VARCHAR(50)', "CONCAT('x', n)", 'UNIQUE KEY c_key (c)', 'VARCHAR(60)'],
  'varchar-across': ['VARCHAR(50)', "CONCAT('x', n)", 'KEY c_idx (c)', 'VARCHAR(100)'],
  'null-to-not-null': ['INT', 'n', 'KEY c_idx (c)', 'INT NOT NULL'],
  'not-null-to-null': ['INT NOT NULL', 'n', 'KEY c_idx (c)', 'INT NULL'],
  'null-to-not-null-unique': ['INT', 'n', 'UNIQUE KEY c_key (c)', 'INT NOT NULL'],
  collation: ['VARCHAR(50)', "CONCAT('x', n)", 'KEY c_idx (c)', 'VARCHAR(50) COLLATE utf8mb4_bin'],
  'collation-in-second-place': [
    'VARCHAR(50)',
    "CONCAT('x', n)",
    'KEY c_idx (id, c)',
    'VARCHAR(50) COLLATE utf8mb4_bin'
  ],
  'collation-unique': ['VARCHAR(50)', "CONCAT('x', n)", 'UNIQUE KEY c_key (c)', 'VARCHAR(50) COLLATE utf8mb4_bin'],
  'collation-fulltext': ['TEXT', "'x'", 'FULLTEXT KEY c_ft (c)', 'TEXT COLLATE utf8mb4_bin'],
  'charset-utf8mb3-to-utf8mb4': [
    'VARCHAR(20) CHARACTER SET utf8mb3',
    "CONCAT('x', n)",
    'KEY c_idx (c)',
    'VARCHAR(20) CHARACTER SET utf8mb4'
  ],
  'charset-utf8mb3-to-utf8mb4-unique': [
    'VARCHAR(20) CHARACTER SET utf8mb3',
    "CONCAT('x', n)",
    'UNIQUE KEY c_idx (c)',
    'VARCHAR(20) CHARACTER SET utf8mb4'
  ],
  'charset-utf8mb3-to-utf8mb4-bin': [
    'VARCHAR(20) CHARACTER SET utf8mb3 COLLATE utf8mb3_bin',
    "CONCAT('x', n)",
    'KEY c_idx (c)',
    'VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin'
  ],
  'charset-utf8mb3-to-utf8mb4-general': [
    'VARCHAR(20) CHARACTER SET utf8mb3 COLLATE utf8mb3_general_ci',
    "CONCAT('x', n)",
    'KEY c_idx (c)',
    'VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci'
  ],
  'charset-utf8mb3-to-utf8mb4-prefix': [
    'VARCHAR(20) CHARACTER SET utf8mb3',
    "CONCAT('x', n)",
    'KEY c_idx (c(5))',
    'VARCHAR(20) CHARACTER SET utf8mb4'
  ],
  'enum-append': ["ENUM('a','b')", "'a'", 'KEY c_idx (c)', "ENUM('a','b','c')"],
  comment: ['INT', 'n', 'KEY c_idx (c)', "INT COMMENT 'x'"],
  'int-to-bigint': ['INT', 'n', 'KEY c_idx (c)', 'BIGINT'],
  'primary-int-to-bigint': ['INT NOT NULL', 'n', 'UNIQUE KEY c_key (c)', 'BIGINT NOT NULL']
}

const typeCases = Object.entries(types).map(([name, [before, value, after]]): FactCase =>
  columnCase(`modify/${name}`, before, value, `ALTER TABLE t MODIFY COLUMN c ${after}`)
)

const indexedCases = Object.entries(indexed).map(([name, [before, value, index, after]]): FactCase =>
  columnCase(`modify-indexed/${name}`, `${before}, ${index}`, value, `ALTER TABLE t MODIFY c ${after}`)
)

/** The kinds of change that a table may make worse. */
const few = {
  'null-to-not-null': 'ALTER TABLE t MODIFY a INT NOT NULL',
  default: 'ALTER TABLE t MODIFY a INT DEFAULT 5',
  comment: "ALTER TABLE t MODIFY a INT COMMENT 'x'",
  type: 'ALTER TABLE t MODIFY a BIGINT',
  first: 'ALTER TABLE t MODIFY a INT FIRST',
  nothing: 'ALTER TABLE t MODIFY a INT'
}
/** Of those, what would show that a table decides as the ordinary one does not. */
const fewest = {'null-to-not-null': few['null-to-not-null'], comment: few.comment, type: few.type}
const fewAndWiden = {...few, widen: 'ALTER TABLE t MODIFY v VARCHAR(60)', across: 'ALTER TABLE t MODIFY v VARCHAR(100)'}

export const modify = [
  ...typeCases,
  ...indexedCases,
  ...casesOn('modify-account', account, {
    position: 'ALTER TABLE t MODIFY v VARCHAR(50) AFTER id',
    'position-and-default': "ALTER TABLE t MODIFY v VARCHAR(50) DEFAULT 'x' AFTER id",
    'position-and-comment': "ALTER TABLE t MODIFY v VARCHAR(50) COMMENT 'x' FIRST",
    'position-and-widen': 'ALTER TABLE t MODIFY v VARCHAR(60) FIRST',
    'position-same': 'ALTER TABLE t MODIFY v VARCHAR(50) AFTER b',
    'auto-increment-removed': 'ALTER TABLE t MODIFY id INT UNSIGNED NOT NULL',
    'auto-increment-kept': 'ALTER TABLE t MODIFY id INT UNSIGNED NOT NULL AUTO_INCREMENT',
    'auto-increment-type': 'ALTER TABLE t MODIFY id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT',
    'auto-increment-comment': "ALTER TABLE t MODIFY id INT UNSIGNED NOT NULL AUTO_INCREMENT COMMENT 'x'",
    'primary-nullable': 'ALTER TABLE t MODIFY id INT UNSIGNED AUTO_INCREMENT',
    two: 'ALTER TABLE t MODIFY a INT NOT NULL, MODIFY v VARCHAR(60)',
    'two-free': "ALTER TABLE t MODIFY a INT DEFAULT 1, MODIFY v VARCHAR(50) DEFAULT 'x'",
    'if-exists-missing': 'ALTER TABLE t MODIFY COLUMN IF EXISTS missing INT',
    'set-default': 'ALTER TABLE t ALTER COLUMN a SET DEFAULT 5',
    'set-default-no-keyword': 'ALTER TABLE t ALTER a SET DEFAULT 5',
    'set-default-expression': 'ALTER TABLE t ALTER COLUMN a SET DEFAULT (1 + 1)',
    'set-default-uuid': 'ALTER TABLE t ALTER COLUMN v SET DEFAULT (UUID())',
    'set-default-text': "ALTER TABLE t ALTER COLUMN note SET DEFAULT ('x')",
    'drop-default': 'ALTER TABLE t ALTER COLUMN b DROP DEFAULT',
    'set-invisible': 'ALTER TABLE t ALTER COLUMN a SET INVISIBLE',
    'set-visible': 'ALTER TABLE t ALTER COLUMN a SET VISIBLE',
    'widen-text-not-null': 'ALTER TABLE t MODIFY note TEXT NOT NULL'
  }),
  ...casesOn('modify-withoutKey', tables.withoutKey, {
    'auto-increment-added': 'ALTER TABLE t MODIFY id INT NOT NULL AUTO_INCREMENT PRIMARY KEY',
    'auto-increment-added-apart': 'ALTER TABLE t MODIFY id INT NOT NULL AUTO_INCREMENT, ADD PRIMARY KEY (id)',
    'primary-key-inline': 'ALTER TABLE t MODIFY id INT NOT NULL PRIMARY KEY',
    ...fewest
  }),
  ...casesOn(
    'modify-auto-increment',
    ['CREATE TABLE t (id INT NOT NULL PRIMARY KEY, c INT) ENGINE=InnoDB', 'INSERT INTO t VALUES (1, 1), (2, 2)'],
    {
      added: 'ALTER TABLE t MODIFY id INT NOT NULL AUTO_INCREMENT'
    }
  ),
  ...casesOn('modify-lax', [...account, "SET sql_mode = ''"], {
    'null-to-not-null': 'ALTER TABLE t MODIFY a INT NOT NULL',
    'not-null-to-null': 'ALTER TABLE t MODIFY b INT',
    widen: 'ALTER TABLE t MODIFY v VARCHAR(60)'
  }),
  ...casesOn('modify-lax-all', [...account, "SET sql_mode = 'STRICT_ALL_TABLES'"], {
    'null-to-not-null': 'ALTER TABLE t MODIFY a INT NOT NULL'
  }),
  ...casesOn('modify-lax-traditional', [...account, "SET sql_mode = 'TRADITIONAL'"], {
    'null-to-not-null': 'ALTER TABLE t MODIFY a INT NOT NULL'
  }),
  ...casesOn('modify-on-fulltext', tables.fulltext, {
    ...fewAndWiden,
    'set-default': 'ALTER TABLE t ALTER a SET DEFAULT 5',
    'indexed-not-null': 'ALTER TABLE t MODIFY note TEXT NOT NULL'
  }),
  ...casesOn('modify-on-former-fulltext', tables.formerFulltext, {
    ...fewest,
    first: few.first,
    across: fewAndWiden.across
  }),
  ...casesOn('modify-on-compressed', tables.compressed, {
    ...fewest,
    first: few.first,
    across: fewAndWiden.across
  }),
  ...casesOn('modify-on-redundant', tables.redundant, {
    ...fewest,
    widen: fewAndWiden.widen,
    across: fewAndWiden.across,
    enough: 'ALTER TABLE t MODIFY b INT NULL',
    charset: 'ALTER TABLE t MODIFY v VARCHAR(50) COLLATE utf8mb4_bin'
  }),
  ...casesOn('modify-on-myisam', tables.myisam, {...fewAndWiden, 'set-default': 'ALTER TABLE t ALTER a SET DEFAULT 5'}),
  ...casesOn('modify-on-spatial', tables.spatial, fewest),
  ...casesOn('modify-on-range', tables.range, {
    widen: 'ALTER TABLE r MODIFY v VARCHAR(60)',
    across: 'ALTER TABLE r MODIFY v VARCHAR(100)',
    'not-null': 'ALTER TABLE r MODIFY v VARCHAR(20) NOT NULL',
    default: "ALTER TABLE r MODIFY v VARCHAR(20) DEFAULT 'x'",
    type: 'ALTER TABLE r MODIFY y BIGINT NOT NULL',
    first: 'ALTER TABLE r MODIFY v VARCHAR(20) FIRST'
  }),
  ...casesOn('modify-on-virtual', tables.virtual, {
    'virtual-same': 'ALTER TABLE t MODIFY g INT AS (c + 1) VIRTUAL',
    'virtual-expression': 'ALTER TABLE t MODIFY g INT AS (c + 2) VIRTUAL',
    'virtual-type': 'ALTER TABLE t MODIFY g BIGINT AS (c + 1) VIRTUAL',
    'virtual-comment': "ALTER TABLE t MODIFY g INT AS (c + 1) VIRTUAL COMMENT 'x'",
    'virtual-position': 'ALTER TABLE t MODIFY g INT AS (c + 1) VIRTUAL FIRST',
    'virtual-to-stored': 'ALTER TABLE t MODIFY g INT AS (c + 1) STORED',
    'virtual-to-plain': 'ALTER TABLE t MODIFY g INT',
    'used-not-null': 'ALTER TABLE t MODIFY c INT NOT NULL',
    'used-type': 'ALTER TABLE t MODIFY c BIGINT',
    'used-default': 'ALTER TABLE t MODIFY c INT DEFAULT 3',
    'other-not-null': 'ALTER TABLE t MODIFY d INT NOT NULL',
    'other-position': 'ALTER TABLE t MODIFY d INT AFTER id',
    'other-default': 'ALTER TABLE t MODIFY d INT DEFAULT 3'
  }),
  ...casesOn('modify-on-virtual-indexed', tables.virtualIndexed, {
    'virtual-expression': 'ALTER TABLE t MODIFY g INT AS (c + 2) VIRTUAL',
    'other-not-null': 'ALTER TABLE t MODIFY d INT NOT NULL',
    'used-not-null': 'ALTER TABLE t MODIFY c INT NOT NULL'
  }),
  ...casesOn('modify-on-stored', tables.stored, {
    'stored-same': 'ALTER TABLE t MODIFY g INT AS (c + 1) STORED',
    'stored-expression': 'ALTER TABLE t MODIFY g INT AS (c + 2) STORED',
    'stored-type': 'ALTER TABLE t MODIFY g BIGINT AS (c + 1) STORED',
    'stored-to-plain': 'ALTER TABLE t MODIFY g INT',
    'stored-to-virtual': 'ALTER TABLE t MODIFY g INT AS (c + 1) VIRTUAL',
    'used-not-null': 'ALTER TABLE t MODIFY c INT NOT NULL',
    'used-type': 'ALTER TABLE t MODIFY c BIGINT',
    'other-not-null': 'ALTER TABLE t MODIFY d INT NOT NULL'
  }),
  ...casesOn('modify-on-functional-index', tables.functionalIndex, {
    'used-not-null': 'ALTER TABLE t MODIFY c INT NOT NULL',
    'other-not-null': 'ALTER TABLE t MODIFY d INT NOT NULL'
  }),
  ...casesOn('modify-on-checked', tables.checked, {
    'used-not-null': 'ALTER TABLE t MODIFY c INT NOT NULL',
    'used-type': 'ALTER TABLE t MODIFY c BIGINT',
    'used-comment': "ALTER TABLE t MODIFY c INT COMMENT 'x'",
    'other-not-null': 'ALTER TABLE t MODIFY d INT NOT NULL'
  }),
  ...casesOn('modify-on-column-checked', tables.columnChecked, {
    'check-forgotten': 'ALTER TABLE t MODIFY c INT',
    'check-kept': 'ALTER TABLE t MODIFY c INT CHECK (c > 0)',
    'other-comment': "ALTER TABLE t MODIFY d INT COMMENT 'x'"
  }),
  ...casesOn('modify-on-relations', tables.related, {
    'referencing-not-null': 'ALTER TABLE ch MODIFY p_id INT UNSIGNED NOT NULL',
    'referencing-type': 'ALTER TABLE ch MODIFY p_id BIGINT UNSIGNED',
    'referencing-comment': "ALTER TABLE ch MODIFY p_id INT UNSIGNED COMMENT 'x'",
    'referencing-rename': 'ALTER TABLE ch CHANGE p_id p2 INT UNSIGNED',
    'referenced-type': 'ALTER TABLE p MODIFY id BIGINT UNSIGNED NOT NULL',
    'referenced-rename': 'ALTER TABLE p CHANGE id id2 INT UNSIGNED NOT NULL',
    'referenced-comment': "ALTER TABLE p MODIFY id INT UNSIGNED NOT NULL COMMENT 'x'",
    'other-not-null': 'ALTER TABLE ch MODIFY q INT NOT NULL',
    'other-type-of-referenced': 'ALTER TABLE p MODIFY extra BIGINT',
    'other-type-of-referencing': 'ALTER TABLE ch MODIFY q BIGINT'
  }),
  ...casesOn('modify-checks-off', [...tables.related, 'SET foreign_key_checks = 0'], {
    'referencing-not-null': 'ALTER TABLE ch MODIFY p_id INT UNSIGNED NOT NULL',
    'referencing-type': 'ALTER TABLE ch MODIFY p_id BIGINT UNSIGNED',
    'referenced-type': 'ALTER TABLE p MODIFY id BIGINT UNSIGNED NOT NULL'
  }),
  ...casesOn('modify-on-relations-by-code', tables.relatedByCode, {
    'referencing-widen': 'ALTER TABLE ch MODIFY code VARCHAR(30)',
    'referenced-widen': 'ALTER TABLE p MODIFY code VARCHAR(30) NOT NULL',
    'referenced-default': "ALTER TABLE p MODIFY code VARCHAR(20) NOT NULL DEFAULT 'x'",
    'referenced-not-null': 'ALTER TABLE p MODIFY code VARCHAR(20)',
    'referencing-across': 'ALTER TABLE ch MODIFY code VARCHAR(100)'
  })
]
