import {account, casesOn} from '../fact-case.js'
import * as tables from './tables.js'

/** Clauses by name; each pair of them is a case. */
const clauses: Record<string, string> = {
  'add-column': 'ADD COLUMN x INT',
  'add-virtual': 'ADD COLUMN g INT AS (a + 1) VIRTUAL',
  'drop-column': 'DROP COLUMN note',
  'rename-column': 'RENAME COLUMN a TO a2',
  'add-index': 'ADD INDEX v_idx (v)',
  'drop-index': 'DROP INDEX b_idx',
  'rename-index': 'RENAME INDEX b_idx TO b9_idx',
  widen: 'MODIFY v VARCHAR(60)',
  collation: 'MODIFY v VARCHAR(50) COLLATE utf8mb4_bin',
  default: 'ALTER a SET DEFAULT 4',
  'not-null': 'MODIFY a INT NOT NULL',
  type: 'MODIFY a BIGINT',
  comment: "COMMENT='x'",
  fulltext: 'ADD FULLTEXT KEY ft (note)',
  reorder: 'MODIFY v VARCHAR(50) FIRST',
  keys: 'ENABLE KEYS'
}

const clashes = new Set([
  'rename-column+default',
  'rename-column+not-null',
  'rename-column+type',
  'default+not-null',
  'default+type',
  'not-null+type',
  'widen+collation',
  'widen+reorder',
  'collation+reorder',
  'drop-column+fulltext',
  'drop-index+rename-index',
  'add-virtual+rename-column'
])

const pairs = Object.entries(clauses).flatMap(([first, one], index, all) =>
  all.slice(index + 1).flatMap(([second, other]): Array<[string, string]> => {
    const name = `${first}+${second}`
    return clashes.has(name) ? [] : [[name, `ALTER TABLE t ${one}, ${other}`]]
  })
)

export const combined = [
  ...casesOn('pair', account, Object.fromEntries(pairs)),
  ...casesOn('triple', account, {
    columns: 'ALTER TABLE t ADD COLUMN x INT, DROP COLUMN v, RENAME COLUMN a TO a2',
    'column-index-comment': "ALTER TABLE t ADD COLUMN x INT, ADD INDEX (x), COMMENT='x'",
    'index-on-new-column': 'ALTER TABLE t ADD COLUMN x INT, ADD INDEX (x)',
    'unique-on-new-column': 'ALTER TABLE t ADD COLUMN x INT, ADD UNIQUE (x)',
    'virtual-and-index': 'ALTER TABLE t ADD COLUMN g INT AS (a + 1) VIRTUAL, ADD INDEX (g)',
    'virtual-and-unique': 'ALTER TABLE t ADD COLUMN g INT AS (a + 1) VIRTUAL, ADD UNIQUE (g)',
    'virtual-on-new-column': 'ALTER TABLE t ADD COLUMN x INT, ADD COLUMN g INT AS (x + 1) VIRTUAL',
    'virtual-drop-column': 'ALTER TABLE t ADD COLUMN g INT AS (a + 1) VIRTUAL, DROP COLUMN v',
    'virtual-default': 'ALTER TABLE t ADD COLUMN g INT AS (a + 1) VIRTUAL, ALTER b SET DEFAULT 4',
    'first-and-after': 'ALTER TABLE t ADD COLUMN x INT FIRST, ADD COLUMN y INT AFTER a',
    'add-and-drop-same-name': 'ALTER TABLE t DROP COLUMN v, ADD COLUMN v INT',
    indexes: 'ALTER TABLE t ADD INDEX (a), DROP INDEX b_idx, ADD INDEX (v)',
    'enum-append-add-column': "ALTER TABLE t ADD COLUMN e ENUM('a', 'b'), ADD COLUMN f INT",
    'column-comment-and-comment': "ALTER TABLE t MODIFY a INT COMMENT 'x', COMMENT='x'",
    'column-comment-and-virtual': "ALTER TABLE t MODIFY a INT COMMENT 'x', ADD COLUMN g INT AS (a + 1) VIRTUAL",
    'drop-indexed-with-index': 'ALTER TABLE t DROP INDEX b_idx, DROP COLUMN b',
    'drop-index-add-column-default': "ALTER TABLE t DROP INDEX b_idx, ADD COLUMN x VARCHAR(10) DEFAULT 'x'"
  }),
  ...casesOn('pair-on-virtual', tables.virtual, {
    'drop-virtual-drop-plain': 'ALTER TABLE t DROP COLUMN g, DROP COLUMN d',
    'drop-virtual-add-plain': 'ALTER TABLE t DROP COLUMN g, ADD COLUMN x INT',
    'drop-virtual-add-virtual': 'ALTER TABLE t DROP COLUMN g, ADD COLUMN g2 INT AS (d + 1) VIRTUAL',
    'drop-virtual-add-index': 'ALTER TABLE t DROP COLUMN g, ADD INDEX (d)',
    'drop-virtual-default': 'ALTER TABLE t DROP COLUMN g, ALTER d SET DEFAULT 4',
    'drop-virtual-not-null': 'ALTER TABLE t DROP COLUMN g, MODIFY d INT NOT NULL',
    'drop-virtual-rename': 'ALTER TABLE t DROP COLUMN g, RENAME COLUMN d TO d2',
    'drop-plain-rename': 'ALTER TABLE t DROP COLUMN d, RENAME COLUMN g TO g2',
    'add-virtual-rename': 'ALTER TABLE t ADD COLUMN g2 INT AS (c + 2) VIRTUAL, RENAME COLUMN d TO d2',
    'replace-virtual': 'ALTER TABLE t DROP COLUMN g, ADD COLUMN g INT AS (c + 2) VIRTUAL'
  }),
  ...casesOn('pair-on-fulltext', tables.fulltext, {
    'index-and-comment': "ALTER TABLE t ADD INDEX (a), COMMENT='x'",
    'drop-fulltext-add-column': 'ALTER TABLE t DROP INDEX ft, ADD COLUMN x INT',
    'rename-and-default': 'ALTER TABLE t RENAME COLUMN a TO b, ALTER v SET DEFAULT "x"'
  }),
  ...casesOn('pair-on-relations', tables.related, {
    'drop-key-drop-column': 'ALTER TABLE ch DROP FOREIGN KEY ch_p, DROP COLUMN p_id',
    'drop-key-index-column': 'ALTER TABLE ch DROP FOREIGN KEY ch_p, DROP INDEX ch_p, DROP COLUMN p_id',
    'rename-referencing-add': 'ALTER TABLE ch RENAME COLUMN p_id TO p2, ADD COLUMN x INT',
    'rename-referenced-add': 'ALTER TABLE p RENAME COLUMN id TO id2, ADD COLUMN x INT'
  }),
  ...casesOn('pair-on-redundant', tables.redundant, {
    'add-column-widen': 'ALTER TABLE t ADD COLUMN x INT, MODIFY v VARCHAR(60)'
  })
]

const changes: Record<string, string> = {
  'add-column': 'ADD COLUMN c INT',
  'add-index': 'ADD INDEX (a)',
  type: 'MODIFY a BIGINT',
  default: 'ALTER a SET DEFAULT 4',
  'not-null': 'MODIFY a INT NOT NULL',
  fulltext: 'ADD FULLTEXT (note)',
  widen: 'MODIFY v VARCHAR(60)',
  'drop-column': 'DROP COLUMN v',
  'rename-column': 'RENAME COLUMN a TO a2',
  force: 'FORCE',
  'drop-index': 'DROP INDEX b_idx',
  rename: 'RENAME TO t2',
  'add-virtual': 'ADD COLUMN c INT AS (a + 1) VIRTUAL',
  check: 'ADD CHECK (a > 0)'
}

const requests = [
  'ALGORITHM=INSTANT',
  'ALGORITHM=INPLACE',
  'ALGORITHM=COPY',
  'ALGORITHM=NOCOPY',
  'LOCK=NONE',
  'LOCK=SHARED',
  'ALGORITHM=INSTANT, LOCK=NONE',
  'ALGORITHM=INPLACE, LOCK=NONE',
  'ALGORITHM=INPLACE, LOCK=SHARED',
  'ALGORITHM=COPY, LOCK=NONE',
  'ALGORITHM=COPY, LOCK=SHARED'
]

export const explicit = [
  ...casesOn(
    'explicit',
    account,
    Object.fromEntries(
      Object.entries(changes).flatMap(([name, change]) =>
        requests.map((request) => [`${name} ${request}`, `ALTER TABLE t ${change}, ${request}`])
      )
    )
  ),
  ...casesOn('explicit-other', account, {
    'algorithm-default': 'ALTER TABLE t MODIFY a BIGINT, ALGORITHM=DEFAULT',
    'lock-default': 'ALTER TABLE t MODIFY a BIGINT, LOCK=DEFAULT',
    'instant-lock-default': 'ALTER TABLE t ADD COLUMN c INT, ALGORITHM=INSTANT, LOCK=DEFAULT',
    'lock-exclusive': 'ALTER TABLE t ADD COLUMN c INT, LOCK=EXCLUSIVE',
    'clause-first': 'ALTER TABLE t ALGORITHM=INPLACE, ADD COLUMN c INT',
    'clause-alone': 'ALTER TABLE t ALGORITHM=INPLACE',
    'clause-twice': 'ALTER TABLE t ADD COLUMN c INT, ALGORITHM=INSTANT, ALGORITHM=COPY',
    'create-index-copy': 'CREATE INDEX x ON t (a) ALGORITHM=COPY',
    'create-index-lock-none': 'CREATE INDEX x ON t (a) LOCK=NONE',
    'create-index-instant': 'CREATE INDEX x ON t (a) ALGORITHM=INSTANT',
    'drop-index-clause': 'DROP INDEX b_idx ON t ALGORITHM=INPLACE LOCK=NONE',
    'drop-index-copy': 'DROP INDEX b_idx ON t ALGORITHM=COPY',
    online: 'ALTER ONLINE TABLE t ADD COLUMN c INT',
    'online-type': 'ALTER ONLINE TABLE t MODIFY a BIGINT',
    'online-fulltext': 'ALTER ONLINE TABLE t ADD FULLTEXT (note)',
    ignore: 'ALTER IGNORE TABLE t ADD UNIQUE (a)',
    'ignore-add-column': 'ALTER IGNORE TABLE t ADD COLUMN c INT',
    'ignore-type': 'ALTER IGNORE TABLE t MODIFY a BIGINT',
    'if-exists': 'ALTER TABLE IF EXISTS t ADD COLUMN c INT',
    wait: 'ALTER TABLE t WAIT 5 ADD COLUMN c INT',
    nowait: 'ALTER TABLE t NOWAIT ADD COLUMN c INT',
    'force-instant': 'ALTER TABLE t FORCE, ALGORITHM=INSTANT',
    'force-copy': 'ALTER TABLE t FORCE, ALGORITHM=COPY',
    'engine-inplace': 'ALTER TABLE t ENGINE=InnoDB, ALGORITHM=INPLACE, LOCK=NONE',
    'row-format-instant': 'ALTER TABLE t ROW_FORMAT=COMPACT, ALGORITHM=INSTANT'
  }),
  ...casesOn('explicit-partition', tables.range, {
    'truncate-copy': 'ALTER TABLE r ALGORITHM=COPY, LOCK=NONE, TRUNCATE PARTITION p0',
    'drop-inplace': 'ALTER TABLE r ALGORITHM=INPLACE, LOCK=NONE, DROP PARTITION p0',
    'add-instant': 'ALTER TABLE r ALGORITHM=INSTANT, ADD PARTITION (PARTITION p3 VALUES LESS THAN (200))',
    'remove-inplace': 'ALTER TABLE r ALGORITHM=INPLACE REMOVE PARTITIONING',
    'rebuild-none': 'ALTER TABLE r ALGORITHM=INPLACE, LOCK=NONE, REBUILD PARTITION p0'
  })
]

export const statements = casesOn('statement', account, {
  optimize: 'OPTIMIZE TABLE t',
  'optimize-local': 'OPTIMIZE LOCAL TABLE t',
  analyze: 'ANALYZE TABLE t',
  check: 'CHECK TABLE t',
  repair: 'REPAIR TABLE t',
  truncate: 'TRUNCATE TABLE t',
  drop: 'DROP TABLE t',
  'create-like': 'CREATE TABLE t2 LIKE t',
  'create-select': 'CREATE TABLE t2 AS SELECT id, a FROM t',
  'create-if-not-exists': 'CREATE TABLE IF NOT EXISTS t (id INT)',
  'create-with-key': 'CREATE TABLE t2 (id INT UNSIGNED, FOREIGN KEY (id) REFERENCES t (id))',
  view: 'CREATE VIEW w AS SELECT id FROM t',
  trigger: 'CREATE TRIGGER t_before BEFORE INSERT ON t FOR EACH ROW SET NEW.a = 1',
  lock: 'LOCK TABLES t WRITE',
  update: 'UPDATE t SET a = 1',
  delete: 'DELETE FROM t',
  insert: 'INSERT INTO t (a) VALUES (1)',
  'insert-select': 'INSERT INTO t (a) SELECT a FROM t'
})
