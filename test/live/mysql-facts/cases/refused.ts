/** What servers refuse for what else holds on to a column, an index or a table, and what they do where nothing does. */
import {casesOn, fill} from '../fact-case.js'

const utf8mb4 = 'ENGINE=InnoDB DEFAULT CHARSET=utf8mb4'

const made = (columns: string, names: string, values: string, options = utf8mb4) => [
  `CREATE TABLE t (${columns}) ${options}`,
  fill('t', names, values)
]

const computed = made(
  'id INT PRIMARY KEY, a INT, b INT, c INT, g INT AS (a + 1) VIRTUAL, h INT AS (b + 1) STORED',
  'id, a, b, c',
  'n, n, n, n'
)
const functional = made('id INT PRIMARY KEY, a INT, b INT, KEY f_idx ((a + 1))', 'id, a, b', 'n, n, n')
const checked = made(
  'id INT PRIMARY KEY, a INT CHECK (a > 0), b INT, c INT, d INT, CONSTRAINT narrow CHECK (b > 0), CONSTRAINT wide CHECK (c >= d)',
  'id, a, b, c, d',
  'n, n, n, n, n'
)
const partitioned = made(
  'id INT, y INT, z INT NOT NULL, PRIMARY KEY (id, y)',
  'id, y, z',
  'n, n, n',
  `${utf8mb4} PARTITION BY RANGE (y) (PARTITION p0 VALUES LESS THAN (50), PARTITION p1 VALUES LESS THAN (100))`
)
const partitionedByColumns = made(
  'id INT, v VARCHAR(20)',
  'id, v',
  "n, 'v'",
  `${utf8mb4} PARTITION BY RANGE COLUMNS (v) (PARTITION p0 VALUES LESS THAN ('z'))`
)

const parent = [
  `CREATE TABLE p (id INT PRIMARY KEY, code VARCHAR(20), extra INT, UNIQUE KEY code_key (code), KEY extra_idx (id, extra)) ${utf8mb4}`,
  fill('p', 'id, code', "n, CONCAT('c', n)")
]
const related = [
  ...parent,
  ...made(
    'id INT PRIMARY KEY, p_id INT, z INT, code VARCHAR(20), KEY p_idx (p_id), KEY code_idx (code), ' +
      'CONSTRAINT f FOREIGN KEY (p_id) REFERENCES p (id), CONSTRAINT g FOREIGN KEY (code) REFERENCES p (code)',
    'id, p_id, z, code',
    "n, n, n, CONCAT('c', n)"
  )
]
const relatedUnchecked = [...related, 'SET foreign_key_checks = 0']

const ofForeignKeys = {
  'drop-column': 'ALTER TABLE t DROP COLUMN p_id',
  'drop-column-and-key': 'ALTER TABLE t DROP FOREIGN KEY f, DROP COLUMN p_id',
  'drop-index': 'ALTER TABLE t DROP INDEX p_idx',
  'drop-index-for-longer': 'ALTER TABLE t DROP INDEX p_idx, ADD INDEX x (p_id, z)',
  'drop-index-for-other': 'ALTER TABLE t DROP INDEX p_idx, ADD INDEX x (z, p_id)',
  'drop-index-and-key': 'ALTER TABLE t DROP FOREIGN KEY f, DROP INDEX p_idx',
  type: 'ALTER TABLE t MODIFY p_id BIGINT',
  'type-and-key': 'ALTER TABLE t DROP FOREIGN KEY f, MODIFY p_id BIGINT',
  'not-null': 'ALTER TABLE t MODIFY p_id INT NOT NULL',
  longer: 'ALTER TABLE t MODIFY code VARCHAR(30)',
  across: 'ALTER TABLE t MODIFY code VARCHAR(100)',
  shorter: 'ALTER TABLE t MODIFY code VARCHAR(10)',
  collation: 'ALTER TABLE t MODIFY code VARCHAR(20) COLLATE utf8mb4_bin',
  convert: 'ALTER TABLE t CONVERT TO CHARACTER SET latin1',
  'convert-and-key': 'ALTER TABLE t DROP FOREIGN KEY g, CONVERT TO CHARACTER SET latin1',
  rename: 'ALTER TABLE t RENAME COLUMN p_id TO q',
  'rename-and-copy': 'ALTER TABLE t RENAME COLUMN p_id TO q, MODIFY z BIGINT',
  'change-and-copy': 'ALTER TABLE t CHANGE p_id q INT, MODIFY z BIGINT',
  'rename-letters-and-copy': 'ALTER TABLE t RENAME COLUMN p_id TO P_ID, MODIFY z BIGINT',
  'change-letters-and-copy': 'ALTER TABLE t CHANGE p_id P_ID INT, MODIFY z BIGINT',
  'rename-by-copy': 'ALTER TABLE t RENAME COLUMN p_id TO q, ALGORITHM=COPY',
  'rename-other-and-copy': 'ALTER TABLE t RENAME COLUMN code TO q, DROP FOREIGN KEY g, MODIFY z BIGINT',
  'parent-drop-column': 'ALTER TABLE p DROP COLUMN code',
  'parent-drop-other': 'ALTER TABLE p DROP COLUMN extra',
  'parent-drop-key': 'ALTER TABLE p DROP INDEX code_key',
  'parent-drop-key-for-same': 'ALTER TABLE p DROP INDEX code_key, ADD UNIQUE KEY x (code)',
  'parent-drop-key-for-longer': 'ALTER TABLE p DROP INDEX code_key, ADD UNIQUE KEY x (code, extra)',
  'parent-drop-other-index': 'ALTER TABLE p DROP INDEX extra_idx',
  'parent-drop-constraint': 'ALTER TABLE p DROP CONSTRAINT code_key',
  'parent-type': 'ALTER TABLE p MODIFY id BIGINT NOT NULL',
  'parent-longer': 'ALTER TABLE p MODIFY code VARCHAR(30)',
  'parent-collation': 'ALTER TABLE p MODIFY code VARCHAR(20) COLLATE utf8mb4_bin',
  'parent-convert': 'ALTER TABLE p CONVERT TO CHARACTER SET latin1',
  'parent-rename-and-copy': 'ALTER TABLE p RENAME COLUMN code TO q, MODIFY extra BIGINT',
  'parent-change-and-copy': 'ALTER TABLE p CHANGE code q VARCHAR(20), MODIFY extra BIGINT',
  'parent-rename-letters-and-copy': 'ALTER TABLE p RENAME COLUMN code TO CODE, MODIFY extra BIGINT',
  'parent-change-letters-and-copy': 'ALTER TABLE p CHANGE code CODE VARCHAR(20), MODIFY extra BIGINT',
  char: 'ALTER TABLE t MODIFY code CHAR(20)',
  'parent-char': 'ALTER TABLE p MODIFY code CHAR(20)',
  'parent-shorter': 'ALTER TABLE p MODIFY code VARCHAR(10)',
  'parent-across': 'ALTER TABLE p MODIFY code VARCHAR(100)',
  'parent-auto-increment': 'ALTER TABLE p MODIFY id INT NOT NULL AUTO_INCREMENT',
  'parent-truncate': 'TRUNCATE TABLE p',
  truncate: 'TRUNCATE TABLE t'
}

const ofExpressions = [
  ...casesOn('held-by-generated', computed, {
    drop: 'ALTER TABLE t DROP COLUMN a',
    'drop-both': 'ALTER TABLE t DROP COLUMN a, DROP COLUMN g',
    'drop-and-add': 'ALTER TABLE t DROP COLUMN a, ADD COLUMN a BIGINT',
    'drop-of-stored': 'ALTER TABLE t DROP COLUMN b',
    'drop-other': 'ALTER TABLE t DROP COLUMN c',
    rename: 'ALTER TABLE t RENAME COLUMN a TO z',
    change: 'ALTER TABLE t CHANGE a z INT',
    'change-both': 'ALTER TABLE t CHANGE a z INT, MODIFY g INT AS (z + 1) VIRTUAL',
    'rename-other': 'ALTER TABLE t RENAME COLUMN c TO z',
    'change-other': 'ALTER TABLE t CHANGE c z INT'
  }),
  ...casesOn('held-by-functional-index', functional, {
    drop: 'ALTER TABLE t DROP COLUMN a',
    'drop-both': 'ALTER TABLE t DROP INDEX f_idx, DROP COLUMN a',
    'drop-other': 'ALTER TABLE t DROP COLUMN b',
    change: 'ALTER TABLE t CHANGE a z INT'
  }),
  ...casesOn('held-by-check', checked, {
    'drop-inline': 'ALTER TABLE t DROP COLUMN a',
    'drop-narrow': 'ALTER TABLE t DROP COLUMN b',
    'drop-wide': 'ALTER TABLE t DROP COLUMN c',
    'drop-wide-both': 'ALTER TABLE t DROP COLUMN c, DROP COLUMN d',
    'drop-wide-and-check': 'ALTER TABLE t DROP CONSTRAINT wide, DROP COLUMN c',
    'drop-wide-and-other-check': 'ALTER TABLE t DROP CONSTRAINT narrow, DROP COLUMN c',
    'drop-wide-and-add': 'ALTER TABLE t DROP COLUMN c, ADD COLUMN c BIGINT',
    'rename-narrow': 'ALTER TABLE t RENAME COLUMN b TO z',
    'rename-letters': 'ALTER TABLE t RENAME COLUMN b TO B',
    'change-narrow': 'ALTER TABLE t CHANGE b z INT',
    'rename-and-check': 'ALTER TABLE t DROP CONSTRAINT wide, RENAME COLUMN c TO z'
  })
]

const ofPartitions = [
  ...casesOn('held-by-partitions', partitioned, {
    drop: 'ALTER TABLE t DROP COLUMN y',
    'drop-and-add': 'ALTER TABLE t DROP COLUMN y, ADD COLUMN y INT NOT NULL, DROP PRIMARY KEY, ADD PRIMARY KEY (id, y)',
    rename: 'ALTER TABLE t RENAME COLUMN y TO x',
    change: 'ALTER TABLE t CHANGE y x INT NOT NULL',
    'rename-letters': 'ALTER TABLE t RENAME COLUMN y TO Y',
    'rename-other': 'ALTER TABLE t RENAME COLUMN z TO x',
    'change-other': 'ALTER TABLE t CHANGE z x INT NOT NULL',
    unique: 'ALTER TABLE t ADD UNIQUE KEY x (z)',
    'create-unique': 'CREATE UNIQUE INDEX x ON t (z)',
    'unique-with-column': 'ALTER TABLE t ADD UNIQUE KEY x (z, y)',
    index: 'ALTER TABLE t ADD INDEX x (z)',
    'primary-key': 'ALTER TABLE t DROP PRIMARY KEY, ADD PRIMARY KEY (id)',
    'foreign-key': 'ALTER TABLE t ADD FOREIGN KEY (id, z) REFERENCES t (id, y)'
  }),
  ...casesOn('held-by-partition-columns', partitionedByColumns, {
    drop: 'ALTER TABLE t DROP COLUMN v',
    'drop-and-add': 'ALTER TABLE t DROP COLUMN v, ADD COLUMN v VARCHAR(30) NOT NULL',
    rename: 'ALTER TABLE t RENAME COLUMN v TO w'
  })
]

const versioned = made(
  'id INT PRIMARY KEY, a INT, b INT NOT NULL',
  'id, a, b',
  'n, n, n',
  `${utf8mb4} WITH SYSTEM VERSIONING`
)
const ofVersioning = {
  add: 'ALTER TABLE t ADD COLUMN z INT',
  drop: 'ALTER TABLE t DROP COLUMN a',
  modify: 'ALTER TABLE t MODIFY a BIGINT',
  rename: 'ALTER TABLE t RENAME COLUMN a TO z',
  index: 'ALTER TABLE t ADD INDEX x (a)',
  unique: 'ALTER TABLE t ADD UNIQUE KEY x (b)',
  'create-unique': 'CREATE UNIQUE INDEX x ON t (b)',
  'drop-and-versioning': 'ALTER TABLE t DROP COLUMN a, DROP SYSTEM VERSIONING',
  'modify-and-versioning': 'ALTER TABLE t MODIFY a BIGINT, DROP SYSTEM VERSIONING',
  'add-and-versioning': 'ALTER TABLE t ADD COLUMN z INT, DROP SYSTEM VERSIONING',
  'unique-and-versioning': 'ALTER TABLE t ADD UNIQUE KEY x (b), DROP SYSTEM VERSIONING',
  check: 'ALTER TABLE t ADD CHECK (a > 0)',
  truncate: 'TRUNCATE TABLE t'
}

const oneToOne = [
  ...parent,
  ...made(
    'id INT PRIMARY KEY, p_id INT, UNIQUE KEY p_key (p_id), CONSTRAINT f FOREIGN KEY (p_id) REFERENCES p (id), ' +
      'CONSTRAINT g FOREIGN KEY (id) REFERENCES p (id)',
    'id, p_id',
    'n, n'
  )
]
const ofUnique = {
  'drop-constraint': 'ALTER TABLE t DROP CONSTRAINT p_key',
  'drop-index': 'ALTER TABLE t DROP INDEX p_key',
  'drop-constraint-and-key': 'ALTER TABLE t DROP FOREIGN KEY f, DROP CONSTRAINT p_key',
  'drop-primary-key': 'ALTER TABLE t DROP PRIMARY KEY',
  'drop-primary-key-and-key': 'ALTER TABLE t DROP FOREIGN KEY g, DROP PRIMARY KEY',
  'replace-primary-key': 'ALTER TABLE t DROP PRIMARY KEY, ADD PRIMARY KEY (p_id)'
}

const texts = made(
  'id INT PRIMARY KEY, v VARCHAR(20), w TEXT, b BLOB, n INT, KEY v_idx (v), KEY n_idx (n), KEY w_idx (w(5)), FULLTEXT KEY ft (w)',
  'id, v, w, b, n',
  "n, CONCAT('v', n), CONCAT('w', n), 'b', n"
)
const ofTexts = {
  index: 'ALTER TABLE t ADD INDEX x (w)',
  'create-index': 'CREATE INDEX x ON t (n, b)',
  unique: 'ALTER TABLE t ADD UNIQUE KEY x (w)',
  'create-unique': 'CREATE UNIQUE INDEX x ON t (w)',
  prefix: 'ALTER TABLE t ADD INDEX x (w(5))',
  fulltext: 'ALTER TABLE t ADD FULLTEXT INDEX x (w)',
  'primary-key': 'ALTER TABLE t DROP PRIMARY KEY, ADD PRIMARY KEY (w)',
  'primary-key-prefix': 'ALTER TABLE t DROP PRIMARY KEY, ADD PRIMARY KEY (id, w(5))',
  modify: 'ALTER TABLE t MODIFY v TEXT',
  'modify-and-index': 'ALTER TABLE t DROP INDEX v_idx, MODIFY v TEXT',
  'modify-prefixed': 'ALTER TABLE t MODIFY w MEDIUMTEXT',
  'modify-to-varchar-and-index': 'ALTER TABLE t MODIFY w VARCHAR(20), ADD INDEX x (w)',
  'added-and-index': 'ALTER TABLE t ADD COLUMN x TEXT, ADD INDEX y (x)',
  'fulltext-two': 'ALTER TABLE t ADD FULLTEXT INDEX x (v), ADD FULLTEXT INDEX y (v, w)'
}

const wide = made(
  `id INT PRIMARY KEY, v VARCHAR(1000), w VARCHAR(100), x VARCHAR(700), l VARCHAR(3000) CHARACTER SET latin1, t TEXT,
   b VARBINARY(3073), KEY w_idx (w), KEY wx_idx (id, x)`,
  'id, v, w, x, l, t, b',
  "n, CONCAT('v', n), CONCAT('w', n), CONCAT('x', n), 'l', 't', 'b'"
)
const ofWide = {
  index: 'ALTER TABLE t ADD INDEX i (v)',
  'create-index': 'CREATE INDEX i ON t (v)',
  'index-of-two': 'ALTER TABLE t ADD INDEX i (w, x)',
  'index-of-bytes': 'CREATE INDEX i ON t (b)',
  unique: 'ALTER TABLE t ADD UNIQUE KEY i (v)',
  'unique-of-two': 'CREATE UNIQUE INDEX i ON t (w, x)',
  'primary-key': 'ALTER TABLE t DROP PRIMARY KEY, MODIFY v VARCHAR(1000) NOT NULL, ADD PRIMARY KEY (v)',
  prefix: 'ALTER TABLE t ADD INDEX i (v(768))',
  'prefix-too-long': 'ALTER TABLE t ADD INDEX i (v(769))',
  'prefix-of-text-too-long': 'ALTER TABLE t ADD INDEX i (t(800))',
  latin1: 'ALTER TABLE t ADD INDEX i (l)',
  'latin1-and-number': 'ALTER TABLE t ADD INDEX i (id, l)',
  fulltext: 'ALTER TABLE t ADD FULLTEXT INDEX i (v)',
  'grows-in-index': 'ALTER TABLE t MODIFY w VARCHAR(1000)',
  'grows-in-index-of-two': 'ALTER TABLE t MODIFY x VARCHAR(900)',
  'grows-and-index-goes': 'ALTER TABLE t DROP INDEX wx_idx, MODIFY x VARCHAR(900)',
  'added-unique': 'ALTER TABLE t ADD COLUMN n VARCHAR(900) UNIQUE',
  'added-with-index': 'ALTER TABLE t ADD COLUMN n VARCHAR(900), ADD INDEX i (n, w)',
  'created-unique': `CREATE TABLE u (a VARCHAR(900) UNIQUE) ${utf8mb4}`,
  'created-with-index': `CREATE TABLE u (a VARCHAR(900), KEY (a)) ${utf8mb4}`,
  'created-with-primary-key': `CREATE TABLE u (a VARCHAR(900) PRIMARY KEY) ${utf8mb4}`,
  'created-in-utf8mb3': 'CREATE TABLE u (a VARCHAR(900), KEY (a)) CHARACTER SET utf8mb3'
}
const defaults = made('id INT PRIMARY KEY, t TEXT, b BLOB, j JSON, v VARCHAR(20)', 'id, t', "n, 't'")
const ofDefaults = {
  'add-text': "ALTER TABLE t ADD COLUMN n TEXT NOT NULL DEFAULT ''",
  'add-text-of-some': "ALTER TABLE t ADD COLUMN n TEXT DEFAULT 'q'",
  'add-text-of-expression': "ALTER TABLE t ADD COLUMN n TEXT DEFAULT ('q')",
  'add-text-of-null': 'ALTER TABLE t ADD COLUMN n TEXT DEFAULT NULL',
  'add-json': "ALTER TABLE t ADD COLUMN n JSON DEFAULT '[]'",
  'add-json-of-expression': 'ALTER TABLE t ADD COLUMN n JSON DEFAULT (JSON_ARRAY())',
  'modify-text': "ALTER TABLE t MODIFY t MEDIUMTEXT DEFAULT ''",
  'modify-to-text': "ALTER TABLE t MODIFY v TEXT DEFAULT 'q'",
  'set-default': "ALTER TABLE t ALTER t SET DEFAULT ''",
  'set-default-of-blob': "ALTER TABLE t ALTER b SET DEFAULT 'q'",
  'set-default-in-parentheses': "ALTER TABLE t ALTER j SET DEFAULT ('[]')",
  'set-default-of-expression': 'ALTER TABLE t ALTER j SET DEFAULT (JSON_ARRAY())',
  'set-default-of-null': 'ALTER TABLE t ALTER t SET DEFAULT NULL',
  create: "CREATE TABLE u (a TEXT NOT NULL DEFAULT '')",
  'create-of-expression': "CREATE TABLE u (a TEXT NOT NULL DEFAULT (''))"
}

export const refused = [
  ...ofExpressions,
  ...casesOn('held-by-foreign-key', related, ofForeignKeys),
  ...casesOn('held-by-foreign-key-unchecked', relatedUnchecked, ofForeignKeys),
  ...casesOn('held-by-unique-foreign-key', oneToOne, ofUnique),
  ...casesOn('held-by-unique-foreign-key-unchecked', [...oneToOne, 'SET foreign_key_checks = 0'], ofUnique),
  ...ofPartitions,
  ...casesOn('held-by-versioning', versioned, ofVersioning),
  ...casesOn('held-by-versioning-kept', [...versioned, 'SET system_versioning_alter_history = KEEP'], ofVersioning),
  ...casesOn(
    'wide-key',
    made(
      'id INT PRIMARY KEY, a INT, b INT, c INT, d INT, UNIQUE KEY u (a, b), KEY k (c, d)',
      'id, a, b, c, d',
      'n, n, n, n, n'
    ),
    {
      'drop-unique': 'ALTER TABLE t DROP COLUMN a',
      'drop-plain': 'ALTER TABLE t DROP COLUMN c',
      'drop-unique-both': 'ALTER TABLE t DROP COLUMN a, DROP COLUMN b',
      'drop-unique-and-key': 'ALTER TABLE t DROP INDEX u, DROP COLUMN a',
      'drop-unique-and-add': 'ALTER TABLE t DROP COLUMN a, ADD COLUMN a INT'
    }
  ),
  ...casesOn('whole-text', texts, ofTexts),
  ...casesOn('too-long', wide, ofWide),
  ...casesOn('too-long-lax', [...wide, "SET sql_mode = ''"], ofWide),
  ...casesOn('too-long-keyless', made('a INT', 'a', 'n'), {
    'added-primary-key': 'ALTER TABLE t ADD COLUMN n VARCHAR(900) PRIMARY KEY'
  }),
  ...casesOn('text-default', defaults, ofDefaults),
  ...casesOn('text-default-lax', [...defaults, "SET sql_mode = ''"], ofDefaults)
]
