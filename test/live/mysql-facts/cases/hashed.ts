/** Unique keys that are too long for an index: MariaDB keeps them by a hidden column, MySQL refuses them. */
import {casesOn, fill} from '../fact-case.js'

const made = (key: string, type = 'VARCHAR(50)', charset = 'utf8mb4') => [
  `CREATE TABLE t (id INT PRIMARY KEY, a INT, b INT NOT NULL DEFAULT 0, v ${type}, w ${type}, note TEXT${key && `, ${key}`}) ` +
    `ENGINE=InnoDB DEFAULT CHARSET=${charset}`,
  fill('t', 'id, a, v, w, note', "n, n, CONCAT('v', n), CONCAT('w', n), CONCAT('n', n)")
]

export const hashed = [
  ...casesOn('hashed', made('UNIQUE KEY note_key (note), KEY a_idx (a)'), {
    'add-column': 'ALTER TABLE t ADD COLUMN c INT',
    'set-default': 'ALTER TABLE t ALTER b SET DEFAULT 4',
    'add-index': 'ALTER TABLE t ADD INDEX x (b)',
    'rename-table': 'ALTER TABLE t RENAME TO t2',
    drop: 'ALTER TABLE t DROP INDEX note_key',
    'drop-and-add-index': 'ALTER TABLE t DROP INDEX note_key, ADD INDEX note_key (b)',
    'drop-and-add-unique': 'ALTER TABLE t DROP INDEX note_key, ADD UNIQUE note_key (note(20))',
    'drop-and-rename-table': 'ALTER TABLE t DROP INDEX note_key, RENAME TO t2',
    'drop-and-add-column': 'ALTER TABLE t DROP INDEX note_key, ADD COLUMN c INT',
    'drop-other': 'ALTER TABLE t DROP INDEX a_idx'
  }),
  ...casesOn('hashed-none', made(''), {
    'add-text': 'ALTER TABLE t ADD UNIQUE x (note)',
    'add-prefix': 'ALTER TABLE t ADD UNIQUE x (note(700))',
    'add-long-prefix': 'ALTER TABLE t ADD UNIQUE x (note(800))',
    'add-by-hash': 'ALTER TABLE t ADD UNIQUE x (v) USING HASH',
    'index-by-hash': 'ALTER TABLE t ADD INDEX x (v) USING HASH',
    'add-column': 'ALTER TABLE t ADD COLUMN c TEXT UNIQUE',
    modify: 'ALTER TABLE t MODIFY v TEXT UNIQUE'
  }),
  ...casesOn('hashed-by-word', made('UNIQUE KEY v_key (v) USING HASH'), {
    'add-column': 'ALTER TABLE t ADD COLUMN c INT',
    drop: 'ALTER TABLE t DROP INDEX v_key'
  }),
  ...casesOn('hashed-pair', made('UNIQUE KEY x (note), UNIQUE KEY y (note, a)'), {
    'drop-one': 'ALTER TABLE t DROP INDEX x',
    'drop-both': 'ALTER TABLE t DROP INDEX x, DROP INDEX y'
  }),
  ...casesOn('hashed-at-length', made('', 'VARCHAR(768)'), {
    'add-longest': 'ALTER TABLE t ADD UNIQUE x (v)',
    'add-longer': 'ALTER TABLE t ADD UNIQUE x (v, a)'
  }),
  ...casesOn('hashed-bytes', made('UNIQUE KEY v_key (v)', 'VARBINARY(3072)'), {
    'add-column': 'ALTER TABLE t ADD COLUMN c INT'
  }),
  ...casesOn('hashed-more-bytes', made('UNIQUE KEY v_key (v)', 'VARBINARY(3073)'), {
    'add-column': 'ALTER TABLE t ADD COLUMN c INT'
  }),
  ...casesOn('hashed-latin1', made('UNIQUE KEY v_key (v)', 'VARCHAR(3000)', 'latin1'), {
    'add-column': 'ALTER TABLE t ADD COLUMN c INT'
  }),
  ...casesOn('hashed-by-change', made('UNIQUE KEY v_key (v)', 'VARCHAR(760)'), {
    longest: 'ALTER TABLE t MODIFY v VARCHAR(768)',
    longer: 'ALTER TABLE t MODIFY v VARCHAR(769)'
  })
]

const partitioned = (by: string) => [
  `CREATE TABLE t (id INT PRIMARY KEY, a INT) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 PARTITION BY ${by} PARTITIONS 2`,
  fill('t', 'id, a', 'n, n')
]
const same = 'ALTER TABLE t DROP PRIMARY KEY, ADD PRIMARY KEY (id)'

/** The same primary key again. */
export const samePrimaryKey = [
  ...casesOn('partitioned-same-key', partitioned('HASH (id)'), {'by-hash': same}),
  ...casesOn('partitioned-same-key', partitioned('KEY ()'), {'by-key': same})
]
