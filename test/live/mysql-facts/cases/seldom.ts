/** Several `FULLTEXT` indexes, keys over periods, document ids of one's own, and text that is bytes. */
import {casesOn, fill} from '../fact-case.js'

const utf8mb4 = 'ENGINE=InnoDB DEFAULT CHARSET=utf8mb4'
const searched = [
  `CREATE TABLE t (id INT PRIMARY KEY, a INT, v VARCHAR(20), n TEXT, FULLTEXT KEY ft (n), FULLTEXT KEY ft2 (v, n)) ${utf8mb4}`,
  fill('t', 'id, a, v', "n, n, 'v'")
]
const period = 's DATE NOT NULL DEFAULT "2020-01-01", e DATE NOT NULL DEFAULT "2021-01-01", PERIOD FOR p (s, e)'
const temporal = [
  `CREATE TABLE t (id INT PRIMARY KEY, a INT, ${period}, UNIQUE KEY k (a, p WITHOUT OVERLAPS)) ${utf8mb4}`,
  fill('t', 'id, a', 'n, n')
]
const documents = [
  `CREATE TABLE t (FTS_DOC_ID BIGINT UNSIGNED NOT NULL PRIMARY KEY, a INT, n TEXT, g INT AS (a + 1), FULLTEXT KEY ft (n)) ${utf8mb4}`,
  fill('t', 'FTS_DOC_ID, a', 'n, n')
]
const bytes = [
  'CREATE TABLE t (id INT PRIMARY KEY, v VARCHAR(20), KEY v_idx (v)) ENGINE=InnoDB DEFAULT CHARSET=binary',
  fill('t', 'id, v', "n, 'v'")
]

export const seldom = [
  ...casesOn('several-fulltext', searched, {
    'add-column': 'ALTER TABLE t ADD COLUMN c INT',
    'one-goes': 'ALTER TABLE t DROP INDEX ft, FORCE',
    'one-goes-with-its-column': 'ALTER TABLE t DROP COLUMN n',
    'one-is-replaced': 'ALTER TABLE t DROP INDEX ft, ADD FULLTEXT x (v), FORCE'
  }),
  ...casesOn('temporal-key', temporal, {
    'add-column': 'ALTER TABLE t ADD COLUMN c INT',
    goes: 'ALTER TABLE t DROP INDEX k, ADD COLUMN c INT',
    'rename-table': 'ALTER TABLE t RENAME TO w',
    comes: 'ALTER TABLE t ADD UNIQUE KEY x (id, p WITHOUT OVERLAPS)'
  }),
  ...casesOn('own-document-id', documents, {
    'drop-virtual': 'ALTER TABLE t DROP COLUMN g',
    'add-functional': 'ALTER TABLE t ADD INDEX x ((a * 2))'
  }),
  ...casesOn('own-document-id-before', [...documents, 'ALTER TABLE t DROP INDEX ft'], {
    'drop-virtual': 'ALTER TABLE t DROP COLUMN g',
    'add-functional': 'ALTER TABLE t ADD INDEX x ((a * 2))'
  }),
  ...casesOn('hidden-document-id', [...searched, 'ALTER TABLE t ADD COLUMN g INT AS (a + 1)'], {
    'drop-virtual': 'ALTER TABLE t DROP COLUMN g',
    'add-functional': 'ALTER TABLE t ADD INDEX x ((a * 2))'
  }),
  ...casesOn('bytes', bytes, {longer: 'ALTER TABLE t MODIFY v VARCHAR(30)'})
]
