/** Statements without an `ALGORITHM` clause, or that heed none: what others see while they run. */
import {casesOn, fill} from '../fact-case.js'
import type {FactCase} from '../fact-case.js'

const options = 'ENGINE=InnoDB DEFAULT CHARSET=utf8mb4'

/** From 12 rows to some twenty thousand. */
const growing = (table: string, columns: string, values: string) => [
  `INSERT INTO ${table} (${columns}) SELECT ${values} FROM ${table} a, ${table} b, ${table} c, ${table} d`
]
const long = "REPEAT('x', 400)"

const plain = [`CREATE TABLE t (id INT AUTO_INCREMENT PRIMARY KEY, note TEXT) ${options}`, fill('t', 'note', "'text'")]
const myisam = plain.map((sql) => sql.replace('InnoDB', 'MyISAM'))
const versioned = plain.map((sql) => sql.replace(/utf8mb4$/, 'utf8mb4 /*M! WITH SYSTEM VERSIONING */'))
const two = [...plain, `CREATE TABLE u (id INT PRIMARY KEY, note TEXT) ${options}`, fill('u', 'id, note', "n, 'text'")]
const fulltext = plain.map((sql) => sql.replace('note TEXT', 'note TEXT, FULLTEXT KEY (note)'))

const columns = 'id INT AUTO_INCREMENT, y INT, note TEXT, PRIMARY KEY (id, y)'
const range = [
  `CREATE TABLE r (${columns}) ${options} PARTITION BY RANGE (y) ` +
    '(PARTITION p0 VALUES LESS THAN (10), PARTITION p1 VALUES LESS THAN (100))',
  fill('r', 'y, note', "n, 'text'")
]
const emptyMaximum = [...range.slice(0, 1), fill('r', 'y, note', "1, 'text'")]
const hash = [
  `CREATE TABLE h (${columns}) ${options} PARTITION BY HASH (y) PARTITIONS 4`,
  fill('h', 'y, note', "n, 'text'")
]
const exchange = [...range, `CREATE TABLE x (${columns}) ${options}`, "INSERT INTO x (y, note) VALUES (1, 'text')"]

const growT = growing('t', 'note', long)
const growR = growing('r', 'y, note', `a.y, ${long}`)
const growH = growing('h', 'y, note', `a.y, ${long}`)

function besideOn(
  family: string,
  setup: readonly string[],
  grow: readonly string[],
  statements: Record<string, string>
): FactCase[] {
  return casesOn(`beside${family}`, setup, statements).map((each) => ({...each, grow}))
}

export const beside = [
  ...besideOn('', plain, growT, {
    optimize: 'OPTIMIZE TABLE t',
    analyze: 'ANALYZE TABLE t',
    check: 'CHECK TABLE t'
  }),
  ...besideOn('', plain, [], {
    repair: 'REPAIR TABLE t',
    truncate: 'TRUNCATE TABLE t',
    drop: 'DROP TABLE t',
    'create-or-replace': 'CREATE OR REPLACE TABLE t (id INT)',
    'lock-read': 'LOCK TABLES t READ',
    'lock-write': 'LOCK TABLES t WRITE',
    discard: 'ALTER TABLE t DISCARD TABLESPACE',
    insert: "INSERT INTO t (note) VALUES ('more')",
    update: "UPDATE t SET note = 'new'",
    delete: 'DELETE FROM t',
    comment: "ALTER TABLE t COMMENT 'said'"
  }),
  ...besideOn('-two', two, [], {
    'insert-select': 'INSERT INTO t (note) SELECT note FROM u',
    'update-from': 'UPDATE t, u SET t.note = u.note WHERE t.id = u.id',
    'delete-in': 'DELETE FROM t WHERE id IN (SELECT id FROM u)',
    select: 'SELECT note FROM t',
    'create-like': 'CREATE TABLE w LIKE t',
    'create-select': 'CREATE TABLE w AS SELECT id FROM t',
    view: 'CREATE VIEW w AS SELECT id FROM t',
    trigger: "CREATE TRIGGER b BEFORE INSERT ON t FOR EACH ROW SET NEW.note = ''",
    'create-referencing': 'CREATE TABLE w (id INT PRIMARY KEY, FOREIGN KEY (id) REFERENCES u (id))'
  }),
  ...besideOn('-trigger', [...plain, "CREATE TRIGGER b BEFORE INSERT ON t FOR EACH ROW SET NEW.note = ''"], [], {
    drop: 'DROP TRIGGER b'
  }),
  ...besideOn('-myisam', myisam, [], {
    optimize: 'OPTIMIZE TABLE t'
  }),
  ...besideOn('-myisam', myisam, growT, {repair: 'REPAIR TABLE t'}),
  ...besideOn('-versioned', versioned, growT, {optimize: 'OPTIMIZE TABLE t'}),
  ...besideOn('-myisam', myisam, growT, {'comment-by-copy': "ALTER TABLE t COMMENT 'said', ALGORITHM=COPY"}),
  ...besideOn('-self', plain, growT, {reference: 'ALTER TABLE t ADD COLUMN z INT REFERENCES t (id)'}),
  ...besideOn('-fulltext', fulltext, growT, {optimize: 'OPTIMIZE TABLE t'}),
  ...besideOn('-range', range, growR, {
    reorganize: 'ALTER TABLE r REORGANIZE PARTITION p0, p1 INTO (PARTITION p VALUES LESS THAN (100))',
    rebuild: 'ALTER TABLE r REBUILD PARTITION p0, p1',
    optimize: 'ALTER TABLE r OPTIMIZE PARTITION p0',
    analyze: 'ALTER TABLE r ANALYZE PARTITION ALL',
    check: 'ALTER TABLE r CHECK PARTITION ALL',
    repair: 'ALTER TABLE r REPAIR PARTITION ALL',
    'optimize-table': 'OPTIMIZE TABLE r'
  }),
  ...besideOn('-empty', emptyMaximum, [], {
    reorganize: 'ALTER TABLE r REORGANIZE PARTITION p1 INTO (PARTITION p1 VALUES LESS THAN (100))',
    rebuild: 'ALTER TABLE r REBUILD PARTITION p1',
    analyze: 'ALTER TABLE r ANALYZE PARTITION p1'
  }),
  ...besideOn('-range', range, [], {
    add: 'ALTER TABLE r ADD PARTITION (PARTITION p2 VALUES LESS THAN (200))',
    drop: 'ALTER TABLE r DROP PARTITION p0',
    truncate: 'ALTER TABLE r TRUNCATE PARTITION p0',
    discard: 'ALTER TABLE r DISCARD PARTITION p0 TABLESPACE',
    convert: 'ALTER TABLE r CONVERT PARTITION p1 TO TABLE x'
  }),
  ...besideOn('-hash', hash, growH, {
    add: 'ALTER TABLE h ADD PARTITION PARTITIONS 2',
    coalesce: 'ALTER TABLE h COALESCE PARTITION 2'
  }),
  ...besideOn('-exchange', exchange, [], {
    exchange: 'ALTER TABLE r EXCHANGE PARTITION p0 WITH TABLE x',
    'without-validation': 'ALTER TABLE r EXCHANGE PARTITION p0 WITH TABLE x WITHOUT VALIDATION'
  }),
  ...besideOn('-exchange', [...range, `CREATE TABLE x (${columns}) ${options}`], [], {
    convert: 'ALTER TABLE r CONVERT TABLE x TO PARTITION p2 VALUES LESS THAN (200)'
  }),
  // Accepted with a clause that says otherwise.
  ...besideOn('-copy', plain, growT, {
    'order-by': 'ALTER TABLE t ORDER BY note',
    'order-by-copy': 'ALTER TABLE t ALGORITHM=COPY, ORDER BY note',
    engine: 'ALTER TABLE t ENGINE=MyISAM',
    'type-none': 'ALTER TABLE t MODIFY note LONGTEXT, ALGORITHM=COPY, LOCK=NONE',
    type: 'ALTER TABLE t MODIFY note LONGTEXT',
    force: 'ALTER TABLE t FORCE'
  }),
  ...besideOn(
    '-copy-self',
    [
      `CREATE TABLE t (id INT AUTO_INCREMENT PRIMARY KEY, p INT, note TEXT, KEY (p)) ${options}`,
      fill('t', 'note', "'text'")
    ],
    growT,
    {
      'self-reference': 'ALTER TABLE t ADD FOREIGN KEY (p) REFERENCES t (id), ALGORITHM=COPY'
    }
  ),
  ...besideOn('-copy-myisam', myisam, growT, {
    engine: 'ALTER TABLE t ENGINE=InnoDB'
  })
]
