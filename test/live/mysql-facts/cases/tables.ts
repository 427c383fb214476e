import {fill} from '../fact-case.js'

const utf8mb4 = 'ENGINE=InnoDB DEFAULT CHARSET=utf8mb4'

/** Tables that others than the ordinary one are asked about; each is named `t` unless its name says so. */
export const fulltext = [
  `CREATE TABLE t (id INT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY, a INT, v VARCHAR(50), note TEXT, FULLTEXT KEY ft (note)) ${utf8mb4}`,
  fill('t', 'a, v, note', "n, 'v', 'some words'")
]

export const formerFulltext = [...fulltext, 'ALTER TABLE t DROP INDEX ft']

export const compressed = [
  'CREATE TABLE t (id INT NOT NULL PRIMARY KEY, a INT, b INT, v VARCHAR(50), KEY b_idx (b)) ENGINE=InnoDB ROW_FORMAT=COMPRESSED CHARACTER SET utf8mb4',
  fill('t', 'id, a, b, v', "n, n, n, 'v'")
]

export const redundant = [
  'CREATE TABLE t (id INT NOT NULL PRIMARY KEY, a INT, b INT, v VARCHAR(50), KEY b_idx (b)) ENGINE=InnoDB ROW_FORMAT=REDUNDANT CHARACTER SET utf8mb4',
  fill('t', 'id, a, b, v', "n, n, n, 'v'")
]

export const withoutKey = [
  `CREATE TABLE t (id INT NOT NULL, a INT, v VARCHAR(50)) ${utf8mb4}`,
  fill('t', 'id, a, v', "n, n, 'v'")
]

export const virtual = [
  `CREATE TABLE t (id INT NOT NULL AUTO_INCREMENT PRIMARY KEY, c INT, d INT, g INT AS (c + 1) VIRTUAL) ${utf8mb4}`,
  fill('t', 'c, d', 'n, n')
]

export const virtualIndexed = [
  `CREATE TABLE t (id INT NOT NULL AUTO_INCREMENT PRIMARY KEY, c INT, d INT, g INT AS (c + 1) VIRTUAL, KEY g_idx (g)) ${utf8mb4}`,
  fill('t', 'c, d', 'n, n')
]

export const stored = [
  `CREATE TABLE t (id INT NOT NULL AUTO_INCREMENT PRIMARY KEY, c INT, d INT, g INT AS (c + 1) STORED) ${utf8mb4}`,
  fill('t', 'c, d', 'n, n')
]

export const storedIndexed = [
  `CREATE TABLE t (id INT NOT NULL AUTO_INCREMENT PRIMARY KEY, c INT, d INT, g INT AS (c + 1) STORED, KEY g_idx (g)) ${utf8mb4}`,
  fill('t', 'c, d', 'n, n')
]

export const functionalIndex = [
  `CREATE TABLE t (id INT NOT NULL AUTO_INCREMENT PRIMARY KEY, c INT, d INT, KEY f_idx ((c + 1))) ${utf8mb4}`,
  fill('t', 'c, d', 'n, n')
]

export const checked = [
  `CREATE TABLE t (id INT NOT NULL AUTO_INCREMENT PRIMARY KEY, c INT, d INT, CONSTRAINT ck CHECK (c > 0)) ${utf8mb4}`,
  fill('t', 'c, d', 'n, n')
]

export const unenforced = [
  `CREATE TABLE t (id INT NOT NULL AUTO_INCREMENT PRIMARY KEY, c INT, d INT, CONSTRAINT ck CHECK (c > 0) NOT ENFORCED) ${utf8mb4}`,
  fill('t', 'c, d', 'n, n')
]

export const columnChecked = [
  `CREATE TABLE t (id INT NOT NULL AUTO_INCREMENT PRIMARY KEY, c INT CHECK (c > 0), d INT) ${utf8mb4}`,
  fill('t', 'c, d', 'n, n')
]

export const spatial = [
  `CREATE TABLE t (id INT NOT NULL AUTO_INCREMENT PRIMARY KEY, a INT, p POINT NOT NULL, SPATIAL KEY p_idx (p)) ${utf8mb4}`,
  fill('t', 'a, p', 'n, POINT(n, n)')
]

export const unindexedSpatial = [
  `CREATE TABLE t (id INT NOT NULL AUTO_INCREMENT PRIMARY KEY, a INT, p POINT NOT NULL) ${utf8mb4}`,
  fill('t', 'a, p', 'n, POINT(n, n)')
]

export const myisam = [
  'CREATE TABLE t (id INT NOT NULL AUTO_INCREMENT PRIMARY KEY, a INT, b INT NOT NULL DEFAULT 0, v VARCHAR(50), KEY b_idx (b)) ENGINE=MyISAM DEFAULT CHARSET=utf8mb4',
  fill('t', 'a, b, v', "n, n, 'v'")
]

const parent = [
  `CREATE TABLE p (id INT UNSIGNED NOT NULL PRIMARY KEY, code VARCHAR(20) NOT NULL, extra INT, UNIQUE KEY code_key (code)) ${utf8mb4}`,
  fill('p', 'id, code', "n, CONCAT('c', n)")
]

/** A parent `p` and a child `ch` that may be given a foreign key. */
export const unrelated = [
  ...parent,
  `CREATE TABLE ch (id INT NOT NULL AUTO_INCREMENT PRIMARY KEY, p_id INT UNSIGNED, q INT, code VARCHAR(20), KEY p_idx (p_id)) ${utf8mb4}`,
  fill('ch', 'p_id, q', 'n, n')
]

/** A child `ch` whose `p_id` references `p`. */
export const related = [
  ...parent,
  `CREATE TABLE ch (id INT NOT NULL AUTO_INCREMENT PRIMARY KEY, p_id INT UNSIGNED, q INT, CONSTRAINT ch_p FOREIGN KEY (p_id) REFERENCES p (id)) ${utf8mb4}`,
  fill('ch', 'p_id, q', 'n, n')
]

/** A child `ch` whose `code` references the unique `code` of `p`, cascading. */
export const relatedByCode = [
  ...parent,
  `CREATE TABLE ch (id INT NOT NULL AUTO_INCREMENT PRIMARY KEY, code VARCHAR(20), q INT, CONSTRAINT ch_code FOREIGN KEY (code) REFERENCES p (code) ON UPDATE CASCADE) ${utf8mb4}`,
  fill('ch', 'code, q', "CONCAT('c', n), n")
]

export const selfRelated = [
  `CREATE TABLE t (id INT NOT NULL PRIMARY KEY, parent_id INT, q INT, KEY parent_idx (parent_id)) ${utf8mb4}`,
  fill('t', 'id, parent_id', 'n, n')
]

export const range = [
  `CREATE TABLE r (id INT NOT NULL, y INT NOT NULL, v VARCHAR(20), PRIMARY KEY (id, y)) ${utf8mb4} PARTITION BY RANGE (y) ` +
    '(PARTITION p0 VALUES LESS THAN (5), PARTITION p1 VALUES LESS THAN (8), PARTITION p2 VALUES LESS THAN (100))',
  fill('r', 'id, y, v', "n, n, 'v'")
]

export const rangeWithMaximum = [
  `CREATE TABLE r (id INT NOT NULL, y INT NOT NULL, v VARCHAR(20), PRIMARY KEY (id, y)) ${utf8mb4} PARTITION BY RANGE (y) ` +
    '(PARTITION p0 VALUES LESS THAN (5), PARTITION pmax VALUES LESS THAN MAXVALUE)',
  fill('r', 'id, y, v', "n, n, 'v'")
]

/** Its rows are known to be in the first partition. */
export const rangeWithEmptyMaximum = [
  ...rangeWithMaximum.slice(0, 1),
  fill('r', 'id, y, v', "n, 4, 'v'"),
  "INSERT INTO r VALUES (13, -1, 'v'), (14, 3, 'v')"
]

export const list = [
  `CREATE TABLE l (id INT NOT NULL, k INT NOT NULL, v INT, PRIMARY KEY (id, k)) ${utf8mb4} PARTITION BY LIST (k) ` +
    '(PARTITION p0 VALUES IN (0, 1), PARTITION p1 VALUES IN (2, 3))',
  fill('l', 'id, k', 'n, n MOD 4')
]

export const hash = [
  `CREATE TABLE h (id INT NOT NULL PRIMARY KEY, v INT) ${utf8mb4} PARTITION BY HASH (id) PARTITIONS 4`,
  fill('h', 'id, v', 'n, n')
]

export const key = [
  `CREATE TABLE h (id INT NOT NULL PRIMARY KEY, v INT) ${utf8mb4} PARTITION BY KEY (id) PARTITIONS 4`,
  fill('h', 'id, v', 'n, n')
]

/** Partitioned tables have no foreign keys; this one may be cut by `y`. */
export const partitionable = [
  `CREATE TABLE t (id INT NOT NULL, y INT NOT NULL, v VARCHAR(20), PRIMARY KEY (id, y)) ${utf8mb4}`,
  fill('t', 'id, y, v', "n, n, 'v'")
]
