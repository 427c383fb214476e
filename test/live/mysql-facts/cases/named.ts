/** What servers say to names of what there is not, or is already. */
import {casesOn, fill} from '../fact-case.js'

const utf8mb4 = 'ENGINE=InnoDB DEFAULT CHARSET=utf8mb4'
const columns =
  'id INT NOT NULL PRIMARY KEY, a INT, b INT, v VARCHAR(50), KEY a_idx (a), UNIQUE KEY b_key (b), CONSTRAINT a_check CHECK (a < 100)'
const table = [`CREATE TABLE t (${columns}) ${utf8mb4}`, fill('t', 'id, a, b, v', "n, n, n, 'v'")]
const keyless = [`CREATE TABLE t (id INT, a INT) ${utf8mb4}`, fill('t', 'id, a', 'n, n')]
const unrelated = [`CREATE TABLE t (id INT, a INT) ENGINE=MyISAM`, fill('t', 'id, a', 'n, n')]

export const named = [
  ...casesOn('named', table, {
    'drop-missing': 'ALTER TABLE t DROP COLUMN z',
    'rename-missing': 'ALTER TABLE t RENAME COLUMN z TO y',
    'modify-missing': 'ALTER TABLE t MODIFY z INT',
    'change-missing': 'ALTER TABLE t CHANGE z y INT',
    'default-missing': 'ALTER TABLE t ALTER COLUMN z SET DEFAULT 1',
    'no-default-missing': 'ALTER TABLE t ALTER COLUMN z DROP DEFAULT',
    'visible-missing': 'ALTER TABLE t ALTER COLUMN z SET VISIBLE',
    'drop-renamed': 'ALTER TABLE t RENAME COLUMN v TO z, DROP COLUMN z',
    'add-there': 'ALTER TABLE t ADD COLUMN A BIGINT',
    'add-twice': 'ALTER TABLE t ADD COLUMN z INT, ADD COLUMN Z INT',
    'add-dropped': 'ALTER TABLE t DROP COLUMN v, ADD COLUMN v INT',
    'add-renamed': 'ALTER TABLE t RENAME COLUMN v TO w, ADD COLUMN v INT',
    'rename-there': 'ALTER TABLE t RENAME COLUMN v TO b',
    'rename-round': 'ALTER TABLE t RENAME COLUMN b TO v, RENAME COLUMN v TO b',
    'change-there': 'ALTER TABLE t CHANGE b v INT',
    'change-round': 'ALTER TABLE t CHANGE b v INT, CHANGE v b VARCHAR(50)',
    'add-behind-missing': 'ALTER TABLE t ADD COLUMN c INT AFTER z',
    'add-behind-new': 'ALTER TABLE t ADD COLUMN c INT, ADD COLUMN d INT AFTER c',
    'modify-behind-missing': 'ALTER TABLE t MODIFY b INT AFTER z',
    'index-of-missing': 'ALTER TABLE t ADD INDEX x (a, z)',
    'create-index-of-missing': 'CREATE INDEX x ON t (z)',
    'unique-of-missing': 'ALTER TABLE t ADD CONSTRAINT x UNIQUE (z)',
    'reference-of-missing': 'ALTER TABLE t ADD CONSTRAINT x FOREIGN KEY (z) REFERENCES t (id)',
    'index-of-new': 'ALTER TABLE t ADD COLUMN c INT, ADD INDEX x (c)',
    'index-of-renamed': 'ALTER TABLE t RENAME COLUMN v TO w, ADD INDEX x (w)',
    'index-there': 'ALTER TABLE t ADD INDEX a_idx (b)',
    'create-index-there': 'CREATE INDEX A_IDX ON t (v)',
    'index-twice': 'ALTER TABLE t ADD INDEX x (a), ADD INDEX X (b)',
    'unique-there': 'ALTER TABLE t ADD CONSTRAINT b_key UNIQUE (v, b)',
    'index-dropped': 'ALTER TABLE t DROP INDEX a_idx, ADD INDEX a_idx (v)',
    'index-renamed': 'ALTER TABLE t RENAME INDEX a_idx TO x, ADD INDEX a_idx (v)',
    'index-of-dropped': 'ALTER TABLE t DROP CONSTRAINT a_check, DROP COLUMN a, ADD INDEX a_idx (v)',
    'drop-index-missing': 'ALTER TABLE t DROP INDEX x',
    'drop-index-on-missing': 'DROP INDEX x ON t',
    'rename-index-missing': 'ALTER TABLE t RENAME INDEX x TO y',
    'hide-index-missing': 'ALTER TABLE t ALTER INDEX x INVISIBLE',
    'ignore-index-missing': 'ALTER TABLE t ALTER INDEX x IGNORED',
    'ignore-index-if-there': 'ALTER TABLE t ALTER INDEX IF EXISTS x IGNORED',
    'drop-constraint-missing': 'ALTER TABLE t DROP CONSTRAINT x',
    'drop-check-missing': 'ALTER TABLE t DROP CONSTRAINT IF EXISTS x',
    'drop-reference-missing': 'ALTER TABLE t DROP FOREIGN KEY x',
    'drop-reference-of-check': 'ALTER TABLE t DROP FOREIGN KEY a_check',
    'enforce-missing': 'ALTER TABLE t ALTER CHECK x NOT ENFORCED'
  }),
  ...casesOn('named-keyless', keyless, {
    'drop-primary-key': 'ALTER TABLE t DROP PRIMARY KEY',
    'drop-primary-key-on': 'DROP INDEX `PRIMARY` ON t'
  }),
  ...casesOn('named-myisam', unrelated, {'drop-reference': 'ALTER TABLE t DROP FOREIGN KEY x'})
]
