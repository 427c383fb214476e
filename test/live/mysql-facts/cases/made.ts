/** What servers do not make: foreign keys, partitions and keys that do not go with the columns, and others that do. */
import {casesOn, fill} from '../fact-case.js'

const utf8mb4 = 'ENGINE=InnoDB DEFAULT CHARSET=utf8mb4'
const parent = [
  `CREATE TABLE p (id INT PRIMARY KEY, code VARCHAR(20), extra INT, bare INT, UNIQUE KEY code_key (code), KEY extra_idx (extra)) ${utf8mb4}`,
  fill('p', 'id, code, extra', "n, CONCAT('c', n), n")
]
const child = [
  ...parent,
  `CREATE TABLE t (id INT PRIMARY KEY, a INT, big BIGINT, n INT NOT NULL, code VARCHAR(30), KEY a_idx (a)) ${utf8mb4}`,
  fill('t', 'id, a, n', 'n, n, n')
]
const related = [
  ...parent,
  `CREATE TABLE t (id INT PRIMARY KEY, a INT, CONSTRAINT f FOREIGN KEY (a) REFERENCES p (id)) ${utf8mb4}`,
  fill('t', 'id, a', 'n, n')
]
const tree = [
  `CREATE TABLE t (id INT PRIMARY KEY, a INT, CONSTRAINT f FOREIGN KEY (a) REFERENCES t (id)) ${utf8mb4}`,
  fill('t', 'id, a', 'n, n')
]
const keyed = [
  `CREATE TABLE t (id INT NOT NULL AUTO_INCREMENT PRIMARY KEY, a INT NOT NULL, g INT AS (a + 1) VIRTUAL, v VARCHAR(20)) ${utf8mb4}`,
  fill('t', 'a', 'n')
]
const counted = [
  `CREATE TABLE t (id INT NOT NULL AUTO_INCREMENT, a INT NOT NULL PRIMARY KEY, KEY id_idx (id)) ${utf8mb4}`,
  fill('t', 'a', 'n')
]
const byKey = [
  `CREATE TABLE t (id INT NOT NULL, y INT NOT NULL, n INT, v VARCHAR(20), PRIMARY KEY (id, y)) ${utf8mb4} PARTITION BY KEY () PARTITIONS 3`,
  fill('t', 'id, y, n', 'n, n, n')
]
const byRange = [
  `CREATE TABLE t (id INT NOT NULL, y INT NOT NULL, KEY id_idx (id)) ${utf8mb4} PARTITION BY RANGE (y) (PARTITION p0 VALUES LESS THAN (9), PARTITION p1 VALUES LESS THAN (99))`,
  fill('t', 'id, y', 'n, n')
]
const whole = [`CREATE TABLE t (id INT PRIMARY KEY, y INT, v VARCHAR(20)) ${utf8mb4}`, fill('t', 'id, y', 'n, n')]
const twoKeys = [
  'CREATE TABLE t (id INT NOT NULL, b INT NOT NULL, c INT NOT NULL, UNIQUE KEY id_key (id), UNIQUE KEY b_key (b))',
  fill('t', 'id, b, c', 'n, n, n')
]
const ownId = (key: string) => [
  `CREATE TABLE t (FTS_DOC_ID BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY, a INT, note TEXT${key}) ${utf8mb4}`,
  fill('t', 'a, note', "n, 'words'")
]

const ofForeignKeys = {
  size: 'ALTER TABLE t ADD FOREIGN KEY (big) REFERENCES p (id)',
  length: 'ALTER TABLE t ADD FOREIGN KEY (code) REFERENCES p (code)',
  'inline-charset': 'ALTER TABLE t ADD COLUMN z VARCHAR(20) CHARACTER SET latin1 REFERENCES p (code)',
  'created-sign': 'CREATE TABLE n (id INT PRIMARY KEY, a INT UNSIGNED, FOREIGN KEY (a) REFERENCES p (id))',
  created: 'CREATE TABLE n (id INT PRIMARY KEY, a INT, FOREIGN KEY (a) REFERENCES p (id))',
  'sets-null': 'ALTER TABLE t ADD FOREIGN KEY (n) REFERENCES p (id) ON DELETE SET NULL',
  'to-bare': 'ALTER TABLE t ADD FOREIGN KEY (a) REFERENCES p (bare)',
  'created-to-bare': 'CREATE TABLE n (id INT PRIMARY KEY, a INT, FOREIGN KEY (a) REFERENCES p (bare))'
}
const ofIndex = {
  'to-index': 'ALTER TABLE t ADD FOREIGN KEY (a) REFERENCES p (extra)',
  'created-to-index': 'CREATE TABLE n (id INT PRIMARY KEY, a INT, FOREIGN KEY (a) REFERENCES p (extra))'
}

export const made = [
  ...casesOn('made-foreign-key', child, ofForeignKeys),
  ...casesOn('made-foreign-key-nonstandard', [...child, 'SET restrict_fk_on_non_standard_key = OFF'], ofIndex),
  ...casesOn('made-partitions', whole, {
    'misses-column': 'ALTER TABLE t PARTITION BY HASH (y) PARTITIONS 2',
    'created-misses-column': 'CREATE TABLE n (id INT PRIMARY KEY, y INT) PARTITION BY HASH (y)',
    'created-unknown': 'CREATE TABLE n (id INT, y INT) PARTITION BY KEY (z)',
    'created-foreign-key':
      'CREATE TABLE n (id INT PRIMARY KEY, a INT, FOREIGN KEY (a) REFERENCES t (id)) PARTITION BY HASH (id)',
    created: 'CREATE TABLE n (id INT PRIMARY KEY, y INT) PARTITION BY HASH (id)',
    'created-text-key': 'CREATE TABLE n (note TEXT PRIMARY KEY)',
    'created-text-index': 'CREATE TABLE n (id INT PRIMARY KEY, note TEXT, KEY (note))'
  }),
  ...casesOn('in-foreign-key', related, {
    partitions: 'ALTER TABLE t PARTITION BY HASH (id) PARTITIONS 2',
    engine: 'ALTER TABLE t ENGINE=MyISAM',
    'engine-same': 'ALTER TABLE t ENGINE=InnoDB',
    'parent-engine': 'ALTER TABLE p ENGINE=MyISAM',
    'parent-engine-same': 'ALTER TABLE p ENGINE=InnoDB'
  }),
  ...casesOn('foreign-key-to-itself', tree, {type: 'ALTER TABLE t MODIFY id BIGINT NOT NULL'}),
  ...casesOn('keyed', keyed, {
    second: 'ALTER TABLE t ADD PRIMARY KEY (a)',
    'second-new': 'ALTER TABLE t ADD COLUMN z INT PRIMARY KEY',
    'second-modified': 'ALTER TABLE t MODIFY a INT NOT NULL PRIMARY KEY',
    'uncounted-drop': 'ALTER TABLE t DROP PRIMARY KEY',
    'uncounted-new': 'ALTER TABLE t ADD COLUMN z INT NOT NULL AUTO_INCREMENT UNIQUE',
    'uncounted-modified': 'ALTER TABLE t MODIFY a INT NOT NULL AUTO_INCREMENT',
    'virtual-to-plain': 'ALTER TABLE t MODIFY g INT',
    'null-in-primary': 'ALTER TABLE t MODIFY id INT NULL AUTO_INCREMENT'
  }),
  ...casesOn('counted', counted, {
    'uncounted-index': 'ALTER TABLE t DROP INDEX id_idx',
    'move-of-key': 'ALTER TABLE t MODIFY a INT NOT NULL FIRST'
  }),
  ...casesOn('by-primary-key', byKey, {
    'drop-of-key': 'ALTER TABLE t DROP COLUMN y',
    'move-of-key': 'ALTER TABLE t MODIFY y INT NOT NULL FIRST',
    'default-of-key': 'ALTER TABLE t MODIFY y INT NOT NULL DEFAULT 4',
    'drop-other': 'ALTER TABLE t DROP COLUMN n',
    'move-other': 'ALTER TABLE t MODIFY n INT FIRST',
    fulltext: 'ALTER TABLE t ADD FULLTEXT KEY ft (v)'
  }),
  ...casesOn('by-range', byRange, {'drop-and-remove': 'ALTER TABLE t DROP COLUMN y REMOVE PARTITIONING'}),
  ...casesOn('two-unique', twoKeys, {
    replaced: 'ALTER TABLE t DROP INDEX id_key, ADD UNIQUE KEY c_key (c)',
    'primary-btree': 'ALTER TABLE t ADD PRIMARY KEY USING BTREE (id)'
  }),
  ...casesOn('own-document-id', ownId(', FULLTEXT KEY ft (note)'), {
    'add-virtual': 'ALTER TABLE t ADD COLUMN z INT AS (a + 1)',
    'drop-fulltext': 'ALTER TABLE t DROP COLUMN note'
  }),
  ...casesOn('own-document-id-only', ownId(''), {
    'add-virtual': 'ALTER TABLE t ADD COLUMN z INT AS (a + 1)',
    drop: 'ALTER TABLE t DROP COLUMN note'
  }),
  ...casesOn(
    'other-engine',
    ['CREATE TABLE t (id INT PRIMARY KEY, b INT NOT NULL) ENGINE=MyISAM', fill('t', 'id, b', 'n, n')],
    {'modify-unique': 'ALTER TABLE t MODIFY b INT NOT NULL UNIQUE'}
  )
]
