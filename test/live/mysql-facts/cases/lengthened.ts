/** Longer columns beside other changes, indexes of virtual columns, and expressions that are written again. */
import {casesOn, fill} from '../fact-case.js'

const utf8mb4 = 'ENGINE=InnoDB DEFAULT CHARSET=utf8mb4'
const keyed = [
  `CREATE TABLE t (k VARCHAR(20) NOT NULL PRIMARY KEY, a INT, v VARCHAR(20), g INT AS (a + 1), KEY a_idx (a), KEY v_idx (v)) ${utf8mb4}`,
  fill('t', 'k, a, v', "n, n, 'v'")
]
const fulltext = [
  `CREATE TABLE t (id INT PRIMARY KEY, a INT, v VARCHAR(20), KEY a_idx (a), FULLTEXT KEY ft (v)) ${utf8mb4}`,
  fill('t', 'id, a, v', "n, n, 'v'")
]
const computed = [
  `CREATE TABLE t (id INT PRIMARY KEY, c INT, l VARCHAR(9) CHARACTER SET latin1, g VARCHAR(20) AS (CONCAT('a', c)), h VARCHAR(20) AS (CONCAT('a', l))) ${utf8mb4}`,
  fill('t', 'id, c', 'n, n')
]
const again = "ALTER TABLE t MODIFY g VARCHAR(20) AS (CONCAT('a', c)) COMMENT 'x'"

const words = [
  `CREATE TABLE t (id INT PRIMARY KEY, a INT, b INT NOT NULL DEFAULT 1, v VARCHAR(50), e ENUM('x'), n TEXT, m TEXT) ${utf8mb4}`,
  fill('t', 'id, a, v', "n, n, 'v'")
]

export const lengthened = [
  ...casesOn('moved-beside', words, {
    'longer-and-add': 'ALTER TABLE t ADD COLUMN x INT, MODIFY v VARCHAR(60) FIRST',
    'longer-and-drop': 'ALTER TABLE t DROP COLUMN a, CHANGE v w VARCHAR(60) FIRST',
    'collation-and-add': 'ALTER TABLE t ADD COLUMN x INT, MODIFY v VARCHAR(50) COLLATE utf8mb4_bin FIRST',
    'members-and-add': "ALTER TABLE t ADD COLUMN x INT, MODIFY e ENUM('x', 'y') FIRST",
    'members-and-collation': "ALTER TABLE t ADD COLUMN x INT, MODIFY e ENUM('x') COLLATE utf8mb4_bin FIRST"
  }),
  ...casesOn('two-fulltext', words, {
    'beside-copy': 'ALTER TABLE t MODIFY a BIGINT, ADD FULLTEXT (n), ADD FULLTEXT (m)',
    copied: 'ALTER TABLE t ADD FULLTEXT (n), ADD FULLTEXT (m), ALGORITHM=COPY'
  }),
  ...casesOn('foreign-key-passed-over', [...words, 'ALTER TABLE t ENGINE=MyISAM'], {
    'of-other-types': 'ALTER TABLE t ADD FOREIGN KEY (v) REFERENCES t (id)',
    'of-not-null': 'ALTER TABLE t ADD FOREIGN KEY (b) REFERENCES t (id) ON DELETE SET NULL',
    'of-created': 'CREATE TABLE w (a VARCHAR(9), FOREIGN KEY (a) REFERENCES t (a)) ENGINE=MyISAM'
  }),
  ...casesOn('double-quoted', [...words, 'ALTER TABLE t ADD COLUMN g VARCHAR(60) AS (CONCAT(v, "b"))'], {
    drop: 'ALTER TABLE t DROP COLUMN b',
    default: 'ALTER TABLE t ADD COLUMN z VARCHAR(20) DEFAULT (CONCAT("b", "v"))'
  }),
  ...casesOn('foreign-key-sets-null', words, {
    'beside-other': 'ALTER TABLE t MODIFY a BIGINT, ADD FOREIGN KEY (b) REFERENCES t (id) ON DELETE SET NULL'
  }),
  ...casesOn('lengthened', keyed, {
    'key-and-option': "ALTER TABLE t MODIFY k VARCHAR(40) NOT NULL, COMMENT='c'",
    'key-alone': 'ALTER TABLE t MODIFY k VARCHAR(40) NOT NULL',
    'indexed-and-drop': 'ALTER TABLE t MODIFY v VARCHAR(40), DROP INDEX a_idx',
    'indexed-and-renamed': 'ALTER TABLE t MODIFY v VARCHAR(40), RENAME INDEX v_idx TO w_idx',
    'virtual-indexed-and-rebuild': 'ALTER TABLE t ADD INDEX g_idx (g), ADD COLUMN z INT'
  }),
  ...casesOn('lengthened-fulltext', fulltext, {
    'and-option': "ALTER TABLE t MODIFY v VARCHAR(40), COMMENT='c'",
    alone: 'ALTER TABLE t MODIFY v VARCHAR(40)'
  }),
  ...casesOn('fulltext-again', [...fulltext, 'ALTER TABLE t DROP INDEX ft'], {
    'and-force': 'ALTER TABLE t FORCE, ADD FULLTEXT KEY ft (v)'
  }),
  ...casesOn('expression-again', [...computed, 'SET NAMES utf8mb4'], {
    same: again,
    'beside-latin1': "ALTER TABLE t MODIFY h VARCHAR(20) AS (CONCAT('a', l)) COMMENT 'x'"
  }),
  ...casesOn('expression-again-other', [...computed, 'SET NAMES utf8mb4 COLLATE utf8mb4_unicode_ci'], {same: again})
]
