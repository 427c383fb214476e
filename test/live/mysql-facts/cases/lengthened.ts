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

export const lengthened = [
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
