import {account, casesOn, fill} from '../fact-case.js'
import * as tables from './tables.js'

const indexable = {
  plain: 'ALTER TABLE t ADD INDEX x (a)',
  unique: 'ALTER TABLE t ADD UNIQUE KEY x (a)',
  fulltext: 'ALTER TABLE t ADD FULLTEXT KEY x (v)',
  drop: 'ALTER TABLE t DROP INDEX b_idx'
}

export const indexes = [
  ...casesOn('index', account, {
    add: 'ALTER TABLE t ADD INDEX a_idx (a)',
    'add-key-unnamed': 'ALTER TABLE t ADD KEY (a, v)',
    'add-descending': 'ALTER TABLE t ADD INDEX a_idx (a DESC)',
    'add-prefix': 'ALTER TABLE t ADD INDEX note_idx (note(20))',
    'add-text-without-prefix': 'ALTER TABLE t ADD INDEX note_idx (note)',
    'add-using-hash': 'ALTER TABLE t ADD INDEX a_idx (a) USING HASH',
    'add-invisible': 'ALTER TABLE t ADD INDEX a_idx (a) INVISIBLE',
    'add-ignored': 'ALTER TABLE t ADD INDEX a_idx (a) IGNORED',
    'add-comment': "ALTER TABLE t ADD INDEX a_idx (a) COMMENT 'x'",
    'add-unique': 'ALTER TABLE t ADD UNIQUE KEY a_key (a)',
    'add-unique-not-null': 'ALTER TABLE t ADD UNIQUE KEY b_key (b)',
    'add-constraint-unique': 'ALTER TABLE t ADD CONSTRAINT a_key UNIQUE (a)',
    'add-two': 'ALTER TABLE t ADD INDEX a_idx (a), ADD INDEX v_idx (v)',
    'add-if-not-exists': 'ALTER TABLE t ADD INDEX IF NOT EXISTS a_idx (a)',
    'add-if-not-exists-there': 'ALTER TABLE t ADD INDEX IF NOT EXISTS b_idx (b)',
    'add-functional': 'ALTER TABLE t ADD INDEX f_idx ((a + b))',
    'add-functional-mixed': 'ALTER TABLE t ADD INDEX f_idx (a, (b + 1))',
    'add-functional-unique': 'ALTER TABLE t ADD UNIQUE INDEX f_idx ((a + b))',
    'add-functional-and-plain': 'ALTER TABLE t ADD INDEX f_idx ((a + b)), ADD INDEX a_idx (a)',
    create: 'CREATE INDEX a_idx ON t (a)',
    'create-unique': 'CREATE UNIQUE INDEX a_idx ON t (a)',
    'create-functional': 'CREATE INDEX f_idx ON t ((a + b))',
    'create-fulltext': 'CREATE FULLTEXT INDEX ft ON t (note)',
    'create-if-not-exists': 'CREATE INDEX IF NOT EXISTS a_idx ON t (a)',
    'create-or-replace': 'CREATE OR REPLACE INDEX b_idx ON t (b, a)',
    'create-or-replace-missing': 'CREATE OR REPLACE INDEX a_idx ON t (a)',
    drop: 'ALTER TABLE t DROP INDEX b_idx',
    'drop-key': 'ALTER TABLE t DROP KEY b_idx',
    'drop-constraint': 'ALTER TABLE t DROP CONSTRAINT b_idx',
    'drop-if-exists': 'ALTER TABLE t DROP INDEX IF EXISTS b_idx',
    'drop-if-exists-missing': 'ALTER TABLE t DROP INDEX IF EXISTS missing',
    'drop-statement': 'DROP INDEX b_idx ON t',
    'drop-statement-if-exists': 'DROP INDEX IF EXISTS b_idx ON t',
    'drop-and-add': 'ALTER TABLE t DROP INDEX b_idx, ADD INDEX b_idx (b, a)',
    'drop-and-add-same': 'ALTER TABLE t DROP INDEX b_idx, ADD INDEX b_idx (b)',
    'drop-and-add-unique': 'ALTER TABLE t DROP INDEX b_idx, ADD UNIQUE INDEX b_idx (b)',
    'drop-and-add-hash': 'ALTER TABLE t DROP INDEX b_idx, ADD INDEX b_idx (b) USING HASH',
    rename: 'ALTER TABLE t RENAME INDEX b_idx TO b2_idx',
    'rename-key': 'ALTER TABLE t RENAME KEY b_idx TO b2_idx',
    'rename-if-exists': 'ALTER TABLE t RENAME INDEX IF EXISTS b_idx TO b2_idx',
    'rename-and-add': 'ALTER TABLE t RENAME INDEX b_idx TO b2_idx, ADD INDEX a_idx (a)',
    invisible: 'ALTER TABLE t ALTER INDEX b_idx INVISIBLE',
    visible: 'ALTER TABLE t ALTER INDEX b_idx VISIBLE',
    ignored: 'ALTER TABLE t ALTER INDEX b_idx IGNORED',
    'not-ignored': 'ALTER TABLE t ALTER KEY b_idx NOT IGNORED',
    fulltext: 'ALTER TABLE t ADD FULLTEXT KEY ft (note)',
    'fulltext-parser': 'ALTER TABLE t ADD FULLTEXT KEY ft (note) WITH PARSER ngram',
    'fulltext-two': 'ALTER TABLE t ADD FULLTEXT ft1 (note), ADD FULLTEXT ft2 (v)',
    'fulltext-and-plain': 'ALTER TABLE t ADD FULLTEXT ft (note), ADD INDEX a_idx (a)'
  }),
  ...casesOn('index-on-fulltext', tables.fulltext, {
    plain: 'ALTER TABLE t ADD INDEX x (a)',
    unique: 'ALTER TABLE t ADD UNIQUE x (a)',
    'second-fulltext': 'ALTER TABLE t ADD FULLTEXT x (v)',
    'drop-fulltext': 'ALTER TABLE t DROP INDEX ft',
    'replace-fulltext': 'ALTER TABLE t DROP INDEX ft, ADD FULLTEXT ft (v)',
    'rename-fulltext': 'ALTER TABLE t RENAME INDEX ft TO ft2',
    functional: 'ALTER TABLE t ADD INDEX x ((a + 1))'
  }),
  ...casesOn('index-on-former-fulltext', tables.formerFulltext, {
    plain: 'ALTER TABLE t ADD INDEX x (a)',
    fulltext: 'ALTER TABLE t ADD FULLTEXT x (v)'
  }),
  ...casesOn(
    'index-on-document-id',
    [
      'CREATE TABLE t (FTS_DOC_ID BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY, v VARCHAR(20), note TEXT) ENGINE=InnoDB',
      "INSERT INTO t (v, note) VALUES ('a', 'b')"
    ],
    {fulltext: 'ALTER TABLE t ADD FULLTEXT (note)'}
  ),
  ...casesOn('index-on-compressed', tables.compressed, indexable),
  ...casesOn('index-on-redundant', tables.redundant, indexable),
  ...casesOn('index-without-key', tables.withoutKey, {
    plain: 'ALTER TABLE t ADD INDEX x (a)',
    unique: 'ALTER TABLE t ADD UNIQUE x (a)',
    'unique-not-null': 'ALTER TABLE t ADD UNIQUE x (id)'
  }),
  ...casesOn('index-on-myisam', tables.myisam, {
    ...indexable,
    rename: 'ALTER TABLE t RENAME INDEX b_idx TO b2_idx',
    invisible: 'ALTER TABLE t ALTER INDEX b_idx INVISIBLE',
    ignored: 'ALTER TABLE t ALTER INDEX b_idx IGNORED'
  }),
  ...casesOn('index-on-virtual', tables.virtual, {
    virtual: 'ALTER TABLE t ADD INDEX x (g)',
    'virtual-unique': 'ALTER TABLE t ADD UNIQUE x (g)',
    other: 'ALTER TABLE t ADD INDEX x (d)',
    mixed: 'ALTER TABLE t ADD INDEX x (d, g)',
    'create-virtual': 'CREATE INDEX x ON t (g)'
  }),
  ...casesOn('index-on-virtual-indexed', tables.virtualIndexed, {
    drop: 'ALTER TABLE t DROP INDEX g_idx',
    rename: 'ALTER TABLE t RENAME INDEX g_idx TO g2_idx'
  }),
  ...casesOn('index-on-functional', tables.functionalIndex, {
    drop: 'ALTER TABLE t DROP INDEX f_idx',
    rename: 'ALTER TABLE t RENAME INDEX f_idx TO f2_idx',
    invisible: 'ALTER TABLE t ALTER INDEX f_idx INVISIBLE',
    plain: 'ALTER TABLE t ADD INDEX x (d)',
    'drop-and-add': 'ALTER TABLE t DROP INDEX f_idx, ADD INDEX f_idx ((c + 2))'
  }),
  ...casesOn('index-on-stored', tables.stored, {
    stored: 'ALTER TABLE t ADD INDEX x (g)',
    other: 'ALTER TABLE t ADD INDEX x (d)'
  }),
  ...casesOn('index-spatial', tables.unindexedSpatial, {
    add: 'ALTER TABLE t ADD SPATIAL INDEX p_idx (p)',
    create: 'CREATE SPATIAL INDEX p_idx ON t (p)',
    'and-plain': 'ALTER TABLE t ADD SPATIAL INDEX p_idx (p), ADD INDEX a_idx (a)'
  }),
  ...casesOn('index-on-spatial', tables.spatial, {
    drop: 'ALTER TABLE t DROP INDEX p_idx',
    plain: 'ALTER TABLE t ADD INDEX x (a)'
  }),
  ...casesOn(
    'index-vector',
    [
      'CREATE TABLE t (id INT NOT NULL PRIMARY KEY, e VECTOR(3) NOT NULL) ENGINE=InnoDB',
      "INSERT INTO t VALUES (1, VEC_FromText('[1,2,3]'))"
    ],
    {
      add: 'ALTER TABLE t ADD VECTOR INDEX (e)',
      create: 'CREATE VECTOR INDEX e_idx ON t (e)',
      'add-column': 'ALTER TABLE t ADD COLUMN x INT'
    }
  ),
  ...casesOn(
    'index-on-vector',
    [
      'CREATE TABLE t (id INT NOT NULL PRIMARY KEY, a INT, e VECTOR(3) NOT NULL, VECTOR INDEX e_idx (e)) ENGINE=InnoDB',
      "INSERT INTO t VALUES (1, 1, VEC_FromText('[1,2,3]'))"
    ],
    {
      drop: 'ALTER TABLE t DROP INDEX e_idx',
      plain: 'ALTER TABLE t ADD INDEX (a)',
      'add-column': 'ALTER TABLE t ADD COLUMN x INT',
      'drop-column': 'ALTER TABLE t DROP COLUMN a',
      'not-null': 'ALTER TABLE t MODIFY a INT NOT NULL',
      force: 'ALTER TABLE t FORCE'
    }
  ),
  ...casesOn('index-on-range', tables.range, {
    plain: 'ALTER TABLE r ADD INDEX x (v)',
    unique: 'ALTER TABLE r ADD UNIQUE x (v, y)',
    rename: 'ALTER TABLE r ADD INDEX x (v), ADD INDEX z (y)',
    fulltext: 'ALTER TABLE r ADD FULLTEXT x (v)'
  }),
  ...casesOn('index-on-relations', tables.related, {
    'drop-needed': 'ALTER TABLE ch DROP INDEX ch_p',
    'replace-needed': 'ALTER TABLE ch DROP INDEX ch_p, ADD INDEX longer (p_id, q)',
    'drop-with-key': 'ALTER TABLE ch DROP FOREIGN KEY ch_p, DROP INDEX ch_p',
    'rename-needed': 'ALTER TABLE ch RENAME INDEX ch_p TO p_idx',
    'add-to-referenced': 'ALTER TABLE p ADD INDEX (extra)',
    'add-to-referencing': 'ALTER TABLE ch ADD INDEX (q)',
    'unique-on-referencing': 'ALTER TABLE ch ADD UNIQUE (p_id)',
    'drop-unique-of-referenced': 'ALTER TABLE p DROP INDEX code_key'
  })
]

const keyed = [
  'CREATE TABLE t (id INT NOT NULL PRIMARY KEY, a INT NOT NULL, b INT, UNIQUE KEY a_key (a)) ENGINE=InnoDB',
  'INSERT INTO t VALUES (1, 1, 1), (2, 2, 2)'
]

export const primaryKeys = [
  ...casesOn('primary-key', tables.withoutKey, {
    add: 'ALTER TABLE t ADD PRIMARY KEY (id)',
    'add-composite': 'ALTER TABLE t ADD PRIMARY KEY (id, a)',
    'add-nullable': 'ALTER TABLE t ADD PRIMARY KEY (a)',
    'add-named': 'ALTER TABLE t ADD CONSTRAINT pk PRIMARY KEY (id)',
    'add-and-index': 'ALTER TABLE t ADD PRIMARY KEY (id), ADD INDEX a_idx (a)',
    'add-and-column': 'ALTER TABLE t ADD PRIMARY KEY (id), ADD COLUMN x INT',
    'add-if-not-exists': 'ALTER TABLE t ADD PRIMARY KEY IF NOT EXISTS (id)',
    'add-not-null-apart': 'ALTER TABLE t MODIFY a INT NOT NULL, ADD PRIMARY KEY (a)'
  }),
  ...casesOn('primary-key-lax', [...tables.withoutKey, "SET sql_mode = ''"], {
    add: 'ALTER TABLE t ADD PRIMARY KEY (id)',
    'add-nullable': 'ALTER TABLE t ADD PRIMARY KEY (a)'
  }),
  ...casesOn('primary-key-of', keyed, {
    drop: 'ALTER TABLE t DROP PRIMARY KEY',
    'drop-constraint': 'ALTER TABLE t DROP CONSTRAINT `PRIMARY`',
    'drop-index': 'ALTER TABLE t DROP INDEX `PRIMARY`',
    'drop-statement': 'DROP INDEX `PRIMARY` ON t',
    replace: 'ALTER TABLE t DROP PRIMARY KEY, ADD PRIMARY KEY (a)',
    'replace-same': 'ALTER TABLE t DROP PRIMARY KEY, ADD PRIMARY KEY (id)',
    'replace-longer': 'ALTER TABLE t DROP PRIMARY KEY, ADD PRIMARY KEY (id, a)',
    'replace-reordered': 'ALTER TABLE t DROP PRIMARY KEY, ADD PRIMARY KEY (a, id)',
    'replace-with-nullable': 'ALTER TABLE t DROP PRIMARY KEY, ADD PRIMARY KEY (b)',
    'drop-and-unique': 'ALTER TABLE t DROP PRIMARY KEY, ADD UNIQUE (id)',
    'drop-and-add-column': 'ALTER TABLE t DROP PRIMARY KEY, ADD COLUMN x INT',
    'drop-column-and-replace': 'ALTER TABLE t DROP PRIMARY KEY, DROP COLUMN id, ADD PRIMARY KEY (a)',
    'drop-unique': 'ALTER TABLE t DROP INDEX a_key',
    'drop-both': 'ALTER TABLE t DROP PRIMARY KEY, DROP INDEX a_key'
  }),
  ...casesOn(
    'primary-key-beside-unique',
    ['CREATE TABLE t (id INT NOT NULL UNIQUE, a INT NOT NULL, b INT) ENGINE=InnoDB', 'INSERT INTO t VALUES (1, 1, 1)'],
    {
      'add-same': 'ALTER TABLE t ADD PRIMARY KEY (id)',
      'add-other': 'ALTER TABLE t ADD PRIMARY KEY (a)',
      'add-same-and-drop': 'ALTER TABLE t ADD PRIMARY KEY (id), DROP INDEX id',
      'drop-unique': 'ALTER TABLE t DROP INDEX id',
      'add-column': 'ALTER TABLE t ADD COLUMN x INT'
    }
  ),
  ...casesOn(
    'primary-key-beside-nullable-unique',
    ['CREATE TABLE t (id INT UNIQUE, a INT NOT NULL) ENGINE=InnoDB', 'INSERT INTO t VALUES (1, 1)'],
    {'add-same': 'ALTER TABLE t ADD PRIMARY KEY (id)'}
  ),
  ...casesOn('primary-key-auto-increment', account, {
    drop: 'ALTER TABLE t DROP PRIMARY KEY',
    replace: 'ALTER TABLE t DROP PRIMARY KEY, ADD PRIMARY KEY (id, b)',
    'replace-and-index': 'ALTER TABLE t DROP PRIMARY KEY, ADD PRIMARY KEY (b), ADD UNIQUE (id)',
    'drop-and-not-auto': 'ALTER TABLE t MODIFY id INT UNSIGNED NOT NULL, DROP PRIMARY KEY'
  }),
  ...casesOn('primary-key-on-relations', tables.related, {
    'drop-referenced': 'ALTER TABLE p DROP PRIMARY KEY',
    'replace-referenced': 'ALTER TABLE p DROP PRIMARY KEY, ADD PRIMARY KEY (id, code)'
  }),
  ...casesOn('primary-key-on-fulltext', tables.fulltext, {
    replace: 'ALTER TABLE t DROP PRIMARY KEY, ADD PRIMARY KEY (id, a)'
  }),
  ...casesOn('primary-key-on-range', tables.range, {
    replace: 'ALTER TABLE r DROP PRIMARY KEY, ADD PRIMARY KEY (y, id)',
    drop: 'ALTER TABLE r DROP PRIMARY KEY'
  }),
  ...casesOn('primary-key-on-myisam', tables.myisam, {
    replace: 'ALTER TABLE t DROP PRIMARY KEY, ADD PRIMARY KEY (id, a)'
  })
]

export const foreignKeys = [
  ...casesOn('foreign-key', tables.unrelated, {
    add: 'ALTER TABLE ch ADD CONSTRAINT ch_p FOREIGN KEY (p_id) REFERENCES p (id)',
    'add-unnamed': 'ALTER TABLE ch ADD FOREIGN KEY (p_id) REFERENCES p (id) ON DELETE CASCADE',
    'add-other-key': 'ALTER TABLE ch ADD FOREIGN KEY (code) REFERENCES p (code)',
    'add-if-not-exists': 'ALTER TABLE ch ADD FOREIGN KEY IF NOT EXISTS ch_p (p_id) REFERENCES p (id)',
    'add-and-index': 'ALTER TABLE ch ADD INDEX (code), ADD FOREIGN KEY (code) REFERENCES p (code)',
    'force-referenced': 'ALTER TABLE p FORCE'
  }),
  ...casesOn('foreign-key-checks-off', [...tables.unrelated, 'SET foreign_key_checks = 0'], {
    add: 'ALTER TABLE ch ADD CONSTRAINT ch_p FOREIGN KEY (p_id) REFERENCES p (id)',
    'add-without-index': 'ALTER TABLE ch ADD FOREIGN KEY (code) REFERENCES p (code)',
    'add-and-index': 'ALTER TABLE ch ADD INDEX (code), ADD FOREIGN KEY (code) REFERENCES p (code)',
    'add-and-column': 'ALTER TABLE ch ADD FOREIGN KEY (p_id) REFERENCES p (id), ADD COLUMN x INT',
    'add-missing-table': 'ALTER TABLE ch ADD FOREIGN KEY (p_id) REFERENCES nowhere (id)',
    'add-two': 'ALTER TABLE ch ADD FOREIGN KEY (p_id) REFERENCES p (id), ADD FOREIGN KEY (code) REFERENCES p (code)'
  }),
  ...casesOn('foreign-key-of', tables.related, {
    drop: 'ALTER TABLE ch DROP FOREIGN KEY ch_p',
    'drop-constraint': 'ALTER TABLE ch DROP CONSTRAINT ch_p',
    'drop-if-exists': 'ALTER TABLE ch DROP FOREIGN KEY IF EXISTS ch_p',
    'drop-and-index': 'ALTER TABLE ch DROP FOREIGN KEY ch_p, DROP INDEX ch_p',
    'drop-and-add-column': 'ALTER TABLE ch DROP FOREIGN KEY ch_p, ADD COLUMN x INT',
    'drop-and-drop-column': 'ALTER TABLE ch DROP FOREIGN KEY ch_p, DROP COLUMN q',
    replace: 'ALTER TABLE ch DROP FOREIGN KEY ch_p, ADD CONSTRAINT ch_p2 FOREIGN KEY (p_id) REFERENCES p (id)',
    'add-second': 'ALTER TABLE ch ADD FOREIGN KEY (p_id) REFERENCES p (id)',
    'force-referencing': 'ALTER TABLE ch FORCE',
    'force-referenced': 'ALTER TABLE p FORCE',
    'engine-referencing': 'ALTER TABLE ch ENGINE=InnoDB',
    'convert-referencing': 'ALTER TABLE ch CONVERT TO CHARACTER SET utf8mb3',
    'drop-missing': 'ALTER TABLE ch DROP FOREIGN KEY missing'
  }),
  ...casesOn('foreign-key-of-checks-off', [...tables.related, 'SET foreign_key_checks = 0'], {
    replace: 'ALTER TABLE ch DROP FOREIGN KEY ch_p, ADD CONSTRAINT ch_p2 FOREIGN KEY (p_id) REFERENCES p (id)',
    'add-second': 'ALTER TABLE ch ADD CONSTRAINT ch_p2 FOREIGN KEY (p_id) REFERENCES p (id)',
    'add-second-unnamed': 'ALTER TABLE ch ADD FOREIGN KEY (p_id) REFERENCES p (id)',
    drop: 'ALTER TABLE ch DROP FOREIGN KEY ch_p'
  }),
  ...casesOn(
    'foreign-key-of-own-index-checks-off',
    [...tables.related, 'ALTER TABLE ch ADD KEY own (p_id)', 'SET foreign_key_checks = 0'],
    {
      replace: 'ALTER TABLE ch DROP FOREIGN KEY ch_p, ADD CONSTRAINT ch_p2 FOREIGN KEY (p_id) REFERENCES p (id)',
      'add-second': 'ALTER TABLE ch ADD CONSTRAINT ch_p2 FOREIGN KEY (p_id) REFERENCES p (id)'
    }
  ),
  ...casesOn('foreign-key-self', tables.selfRelated, {
    add: 'ALTER TABLE t ADD CONSTRAINT t_self FOREIGN KEY (parent_id) REFERENCES t (id)'
  }),
  ...casesOn('foreign-key-self-checks-off', [...tables.selfRelated, 'SET foreign_key_checks = 0'], {
    add: 'ALTER TABLE t ADD FOREIGN KEY (parent_id) REFERENCES t (id)'
  }),
  ...casesOn(
    'foreign-key-self-of',
    [...tables.selfRelated, 'ALTER TABLE t ADD CONSTRAINT t_self FOREIGN KEY (parent_id) REFERENCES t (id)'],
    {
      drop: 'ALTER TABLE t DROP FOREIGN KEY t_self',
      'add-column': 'ALTER TABLE t ADD COLUMN x INT',
      'type-of-other': 'ALTER TABLE t MODIFY q BIGINT',
      force: 'ALTER TABLE t FORCE',
      copy: 'ALTER TABLE t ADD CHECK (id > 0)'
    }
  ),
  ...casesOn('foreign-key-on-myisam', [...tables.myisam, 'CREATE TABLE p (id INT NOT NULL PRIMARY KEY)'], {
    add: 'ALTER TABLE t ADD FOREIGN KEY (a) REFERENCES p (id)'
  })
]

export const checks = [
  ...casesOn('check', account, {
    add: 'ALTER TABLE t ADD CONSTRAINT a_positive CHECK (a > 0)',
    'add-unnamed': 'ALTER TABLE t ADD CHECK (a > 0)',
    'add-not-enforced': 'ALTER TABLE t ADD CONSTRAINT a_positive CHECK (a > 0) NOT ENFORCED',
    'add-enforced': 'ALTER TABLE t ADD CONSTRAINT a_positive CHECK (a > 0) ENFORCED',
    'add-if-not-exists': 'ALTER TABLE t ADD CONSTRAINT IF NOT EXISTS a_positive CHECK (a > 0)',
    'add-two': 'ALTER TABLE t ADD CHECK (a > 0), ADD CHECK (b > 0)',
    'add-not-enforced-and-column': 'ALTER TABLE t ADD CHECK (a > 0) NOT ENFORCED, ADD COLUMN x INT',
    'add-and-index': 'ALTER TABLE t ADD CHECK (a > 0), ADD INDEX (a)'
  }),
  ...casesOn('check-of', tables.checked, {
    drop: 'ALTER TABLE t DROP CHECK ck',
    'drop-constraint': 'ALTER TABLE t DROP CONSTRAINT ck',
    'drop-constraint-if-exists': 'ALTER TABLE t DROP CONSTRAINT IF EXISTS ck',
    'drop-and-add-column': 'ALTER TABLE t DROP CONSTRAINT ck, ADD COLUMN x INT',
    'drop-and-drop-column': 'ALTER TABLE t DROP CONSTRAINT ck, DROP COLUMN d',
    replace: 'ALTER TABLE t DROP CONSTRAINT ck, ADD CONSTRAINT ck CHECK (c > -5)',
    'not-enforced': 'ALTER TABLE t ALTER CHECK ck NOT ENFORCED',
    'constraint-not-enforced': 'ALTER TABLE t ALTER CONSTRAINT ck NOT ENFORCED',
    'enforced-already': 'ALTER TABLE t ALTER CHECK ck ENFORCED'
  }),
  ...casesOn('check-unenforced', tables.unenforced, {
    enforced: 'ALTER TABLE t ALTER CHECK ck ENFORCED',
    'constraint-enforced': 'ALTER TABLE t ALTER CONSTRAINT ck ENFORCED',
    drop: 'ALTER TABLE t DROP CHECK ck',
    'not-enforced-already': 'ALTER TABLE t ALTER CHECK ck NOT ENFORCED'
  }),
  ...casesOn('check-on-fulltext', tables.fulltext, {
    add: 'ALTER TABLE t ADD CHECK (a > 0)',
    'add-not-enforced': 'ALTER TABLE t ADD CHECK (a > 0) NOT ENFORCED'
  }),
  ...casesOn('check-on-compressed', tables.compressed, {add: 'ALTER TABLE t ADD CHECK (a > 0)'}),
  ...casesOn('check-on-myisam', tables.myisam, {add: 'ALTER TABLE t ADD CHECK (a > 0)'}),
  ...casesOn('check-on-range', tables.range, {add: 'ALTER TABLE r ADD CHECK (y > 0)'}),
  ...casesOn('check-checks-off', [...account, 'SET check_constraint_checks = 0'], {
    add: 'ALTER TABLE t ADD CHECK (a > 0)'
  }),
  ...casesOn(
    'check-of-period',
    [
      'CREATE TABLE t (id INT NOT NULL PRIMARY KEY, s DATE NOT NULL, e DATE NOT NULL) ENGINE=InnoDB',
      fill('t', 'id, s, e', "n, '2020-01-01', '2021-01-01'")
    ],
    {'add-period': 'ALTER TABLE t ADD PERIOD FOR valid (s, e)'}
  )
]
