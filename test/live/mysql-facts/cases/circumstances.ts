/** What the session, the binary log and other tables have to do with a change. */
import {account, casesOn, fill} from '../fact-case.js'

const utf8mb4 = 'ENGINE=InnoDB DEFAULT CHARSET=utf8mb4'

const plain = [`CREATE TABLE t (id INT PRIMARY KEY, a INT, b INT) ${utf8mb4}`, fill('t', 'id, a, b', 'n, n, n')]

const addedWith = (expression: string) => `ALTER TABLE t ADD COLUMN c VARCHAR(255) DEFAULT (${expression})`

const unrepeatable = {
  uuid: addedWith('UUID()'),
  'uuid-short': addedWith('UUID_SHORT()'),
  'uuid-inside': addedWith('UUID_TO_BIN(UUID ())'),
  rand: addedWith('RAND()'),
  'rand-seeded': addedWith('RAND(1)'),
  'random-bytes': addedWith('HEX(RANDOM_BYTES(4))'),
  sysdate: addedWith('SYSDATE()'),
  user: addedWith('USER()'),
  'current-user': addedWith('CURRENT_USER()'),
  'current-user-bare': addedWith('CURRENT_USER'),
  'session-user': addedWith('SESSION_USER()'),
  'system-user': addedWith('SYSTEM_USER()'),
  'and-another': `${addedWith('RAND()')}, ADD COLUMN d INT`
}

const repeatable = {
  now: addedWith('NOW()'),
  'connection-id': addedWith('CONNECTION_ID()'),
  text: addedWith("'UUID()'"),
  'text-with-quote': addedWith("'it''s RAND() \\' UUID()'"),
  modify: 'ALTER TABLE t MODIFY a DOUBLE DEFAULT (RAND())',
  'set-default': 'ALTER TABLE t ALTER a SET DEFAULT (RAND())'
}

const few = {uuid: unrepeatable.uuid, rand: unrepeatable.rand}

const ofDefaults = [
  ...casesOn('unrepeatable-default', plain, {...unrepeatable, ...repeatable}),
  ...casesOn('unrepeatable-default-unlogged', [...plain, 'SET sql_log_bin = 0'], few),
  ...casesOn('unrepeatable-default-statements', [...plain, "SET SESSION binlog_format = 'STATEMENT'"], few),
  ...casesOn('unrepeatable-default-mixed', [...plain, "SET SESSION binlog_format = 'MIXED'"], few)
]

const family = [
  `CREATE TABLE p (id INT PRIMARY KEY) ${utf8mb4}`,
  `CREATE TABLE ch (id INT PRIMARY KEY, p_id INT, FOREIGN KEY (p_id) REFERENCES p (id)) ${utf8mb4}`,
  `CREATE TABLE s (id INT PRIMARY KEY, s_id INT, FOREIGN KEY (s_id) REFERENCES s (id)) ${utf8mb4}`
]
const drops = {
  referenced: 'DROP TABLE p',
  'referenced-if-exists': 'DROP TABLE IF EXISTS p',
  'referenced-cascade': 'DROP TABLE p CASCADE',
  'referenced-first': 'DROP TABLE p, ch',
  'referenced-last': 'DROP TABLE ch, p',
  'referenced-and-other': 'DROP TABLE p, s',
  referencing: 'DROP TABLE ch',
  self: 'DROP TABLE s'
}
const ofDrops = [
  ...casesOn('drop-table', family, drops),
  ...casesOn('drop-table-unchecked', [...family, 'SET foreign_key_checks = 0'], {
    referenced: drops.referenced,
    self: drops.self
  })
]

/** A change of a column takes no `REFERENCES`. */
const ofReferences = casesOn('references-of-changed', family, {
  modify: 'ALTER TABLE ch MODIFY id INT REFERENCES p (id)',
  change: 'ALTER TABLE ch CHANGE id id INT REFERENCES p (id)',
  'change-named': 'ALTER TABLE ch CHANGE id id INT CONSTRAINT f REFERENCES p (id)'
})

const ofMedia = casesOn('storage-medium', account, {
  'add-memory': 'ALTER TABLE t ADD COLUMN c INT STORAGE MEMORY',
  'add-disk': 'ALTER TABLE t ADD COLUMN c INT STORAGE DISK',
  'modify-memory': 'ALTER TABLE t MODIFY a INT STORAGE MEMORY',
  'modify-disk': 'ALTER TABLE t MODIFY a INT STORAGE DISK',
  'modify-disk-fixed': 'ALTER TABLE t MODIFY a INT STORAGE DISK COLUMN_FORMAT FIXED',
  disk: 'ALTER TABLE t STORAGE DISK',
  memory: 'ALTER TABLE t STORAGE MEMORY',
  'disk-and-column': 'ALTER TABLE t ADD COLUMN c INT, STORAGE DISK',
  'tablespace-disk': 'ALTER TABLE t TABLESPACE innodb_file_per_table STORAGE DISK'
})

/** The same lines mean one thing to each server. */
const ofComments = casesOn('version-comment', account, {
  'mysql-8': 'ALTER TABLE t ADD COLUMN c INT NULL /*!80023 INVISIBLE */',
  'mysql-8-algorithm': 'ALTER TABLE t MODIFY a BIGINT /*!80023 , ALGORITHM=INSTANT */',
  'mysql-5': "ALTER TABLE t COMMENT 'x' /*!50100 , ADD COLUMN c INT FIRST */",
  'mysql-5-type': "ALTER TABLE t COMMENT 'x' /*!50100 , MODIFY a BIGINT */",
  'mysql-8-type': "ALTER TABLE t COMMENT 'x' /*!80023 , MODIFY a BIGINT */",
  'mariadb-type': "ALTER TABLE t COMMENT 'x' /*M!100000 , MODIFY a BIGINT */"
})

const indexed = [
  `CREATE TABLE t (id INT PRIMARY KEY, a INT, b INT, v VARCHAR(20), KEY ab (a, b), UNIQUE KEY b_key (b), KEY v_idx (v(5))) ${utf8mb4}`,
  fill('t', 'id, a, b, v', "n, n, n, 'v'")
]
const again = (column: string, type: string) => [
  ...indexed,
  `ALTER TABLE t DROP COLUMN ${column}, ADD COLUMN ${column} ${type}`
]

/** An index stays where a column of it is dropped and added again by one statement. */
const ofColumnsAgain = [
  ...casesOn('after-column-again', again('a', 'INT'), {
    'drop-column': 'ALTER TABLE t DROP COLUMN a',
    'drop-index': 'ALTER TABLE t DROP INDEX ab',
    'add-index': 'ALTER TABLE t ADD INDEX ab (a)',
    collation: 'ALTER TABLE t MODIFY v VARCHAR(20) COLLATE utf8mb4_bin'
  }),
  ...casesOn('after-unique-column-again', again('b', 'INT'), {
    'drop-column': 'ALTER TABLE t DROP COLUMN b',
    'drop-index': 'ALTER TABLE t DROP INDEX b_key',
    'drop-index-and-column': 'ALTER TABLE t DROP INDEX b_key, DROP INDEX ab, DROP COLUMN b'
  }),
  ...casesOn('after-prefixed-column-again', again('v', 'VARCHAR(30)'), {
    'drop-column': 'ALTER TABLE t DROP COLUMN v',
    collation: 'ALTER TABLE t MODIFY v VARCHAR(30) COLLATE utf8mb4_bin',
    text: 'ALTER TABLE t MODIFY v TEXT'
  })
]

const spatial = [
  `CREATE TABLE t (id INT PRIMARY KEY, a INT, v VARCHAR(20), p POINT NOT NULL, KEY a (a), SPATIAL KEY sp (p)) ${utf8mb4}`,
  fill('t', 'id, a, v, p', "n, n, 'v', POINT(n, n)")
]
/** Columns that change INSTANT, and an index that goes. */
const ofSpatial = casesOn('spatial-and-dropped-index', spatial, {
  'drop-column': 'ALTER TABLE t DROP COLUMN a',
  'drop-index': 'ALTER TABLE t DROP INDEX a',
  'drop-column-and-index': 'ALTER TABLE t DROP COLUMN v, DROP INDEX a',
  'add-column-and-index': 'ALTER TABLE t ADD COLUMN x INT, DROP INDEX a',
  'move-and-index': 'ALTER TABLE t MODIFY v VARCHAR(20) FIRST, DROP INDEX a',
  'default-and-index': 'ALTER TABLE t ALTER a SET DEFAULT 1, DROP INDEX a',
  'drop-spatial-and-add': 'ALTER TABLE t DROP INDEX sp, ADD COLUMN x INT',
  'drop-spatial-column': 'ALTER TABLE t DROP COLUMN p'
})

const searched = (type: string, options = utf8mb4) => [
  `CREATE TABLE t (id INT PRIMARY KEY, a INT, v ${type}, KEY a (a), FULLTEXT KEY ft (v)) ${options}`,
  fill('t', 'id, a, v', "n, n, 'v'")
]
const ofSearched = [
  ...casesOn('fulltext-varchar', searched('VARCHAR(20)'), {
    collation: 'ALTER TABLE t MODIFY v VARCHAR(20) COLLATE utf8mb4_bin',
    'collation-longer': 'ALTER TABLE t MODIFY v VARCHAR(30) COLLATE utf8mb4_unicode_ci',
    'collation-and-add': 'ALTER TABLE t MODIFY v VARCHAR(20) COLLATE utf8mb4_bin, ADD COLUMN x INT',
    'collation-and-default': 'ALTER TABLE t MODIFY v VARCHAR(20) COLLATE utf8mb4_bin, ALTER a SET DEFAULT 1',
    'add-auto-increment': 'ALTER TABLE t ADD COLUMN x BIGINT NOT NULL AUTO_INCREMENT UNIQUE',
    'add-auto-increment-and-key': 'ALTER TABLE t ADD COLUMN x BIGINT NOT NULL AUTO_INCREMENT, ADD KEY (x)',
    'add-column-and-auto-increment':
      'ALTER TABLE t ADD COLUMN y INT, ADD COLUMN x BIGINT NOT NULL AUTO_INCREMENT UNIQUE',
    'drop-column-and-add-auto-increment':
      'ALTER TABLE t DROP COLUMN a, ADD COLUMN x BIGINT NOT NULL AUTO_INCREMENT UNIQUE',
    'add-unique': 'ALTER TABLE t ADD COLUMN x BIGINT UNIQUE'
  }),
  ...casesOn('fulltext-wider', searched('VARCHAR(20)', 'ENGINE=InnoDB DEFAULT CHARSET=utf8mb3'), {
    varchar: 'ALTER TABLE t MODIFY v VARCHAR(20) CHARACTER SET utf8mb4'
  }),
  ...casesOn('fulltext-char', searched('CHAR(20)'), {
    collation: 'ALTER TABLE t MODIFY v CHAR(20) COLLATE utf8mb4_bin'
  }),
  ...casesOn('fulltext-text', searched('TEXT'), {
    collation: 'ALTER TABLE t MODIFY v TEXT COLLATE utf8mb4_bin'
  })
]

/** As many columns as a table takes, but for some. */
const wide = (columns: number) => [
  `CREATE TABLE t (id INT PRIMARY KEY, ${Array.from({length: columns - 1}, (_, index) => `c${String(index)} TINYINT`).join(', ')}) ${utf8mb4}`,
  fill('t', 'id', 'n')
]

const ofRoom = [
  ...casesOn('room-for-none', wide(1017), {
    'column-for-column': 'ALTER TABLE t DROP COLUMN c1, ADD COLUMN x TINYINT',
    drop: 'ALTER TABLE t DROP COLUMN c1'
  }),
  ...casesOn('room-for-one', wide(1016), {
    'column-for-column': 'ALTER TABLE t DROP COLUMN c1, ADD COLUMN x TINYINT',
    'two-for-one': 'ALTER TABLE t DROP COLUMN c1, ADD COLUMN x TINYINT, ADD COLUMN y TINYINT'
  }),
  ...casesOn('room-after-drop', [...wide(1017), 'ALTER TABLE t DROP COLUMN c1'], {
    add: 'ALTER TABLE t ADD COLUMN x TINYINT'
  })
]

export const circumstances = [
  ...ofDefaults,
  ...ofDrops,
  ...ofReferences,
  ...ofMedia,
  ...ofComments,
  ...ofColumnsAgain,
  ...ofSpatial,
  ...ofSearched,
  ...ofRoom
]
