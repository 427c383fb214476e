import {account, casesOn} from '../fact-case.js'
import * as tables from './tables.js'

const uniquePair = [
  'CREATE TABLE t (id INT NOT NULL PRIMARY KEY, a INT, b INT, c INT, KEY ab (a, b), UNIQUE KEY c_key (c)) ENGINE=InnoDB',
  'INSERT INTO t VALUES (1, 1, 1, 1), (2, 2, 2, 2)'
]

const dropA = {
  plain: 'ALTER TABLE t DROP COLUMN a',
  two: 'ALTER TABLE t DROP COLUMN a, DROP COLUMN v'
}

export const dropColumn = [
  ...casesOn('drop-column', account, {
    plain: 'ALTER TABLE t DROP COLUMN v',
    'no-keyword': 'ALTER TABLE t DROP v',
    two: 'ALTER TABLE t DROP v, DROP note',
    indexed: 'ALTER TABLE t DROP COLUMN b',
    'if-exists': 'ALTER TABLE t DROP COLUMN IF EXISTS v',
    'if-exists-missing': 'ALTER TABLE t DROP COLUMN IF EXISTS missing',
    'indexed-and-index': 'ALTER TABLE t DROP COLUMN b, DROP INDEX b_idx',
    'plain-and-indexed': 'ALTER TABLE t DROP COLUMN v, DROP COLUMN b',
    restrict: 'ALTER TABLE t DROP COLUMN v RESTRICT',
    'auto-increment-key': 'ALTER TABLE t DROP COLUMN id',
    'replace-key': 'ALTER TABLE t DROP COLUMN id, ADD PRIMARY KEY (b)'
  }),
  ...casesOn('drop-column-of-indexes', uniquePair, {
    'first-of-two': 'ALTER TABLE t DROP COLUMN a',
    'second-of-two': 'ALTER TABLE t DROP COLUMN b',
    both: 'ALTER TABLE t DROP COLUMN a, DROP COLUMN b',
    unique: 'ALTER TABLE t DROP COLUMN c',
    primary: 'ALTER TABLE t DROP COLUMN id'
  }),
  ...casesOn('drop-column-on-fulltext', tables.fulltext, {
    ...dropA,
    'in-index': 'ALTER TABLE t DROP COLUMN note',
    'with-index': 'ALTER TABLE t DROP COLUMN note, DROP INDEX ft'
  }),
  ...casesOn('drop-column-on-former-fulltext', tables.formerFulltext, dropA),
  ...casesOn('drop-column-on-compressed', tables.compressed, {...dropA, indexed: 'ALTER TABLE t DROP COLUMN b'}),
  ...casesOn('drop-column-on-redundant', tables.redundant, dropA),
  ...casesOn('drop-column-without-key', tables.withoutKey, dropA),
  ...casesOn('drop-column-on-virtual', tables.virtual, {
    virtual: 'ALTER TABLE t DROP COLUMN g',
    other: 'ALTER TABLE t DROP COLUMN d',
    both: 'ALTER TABLE t DROP COLUMN d, DROP COLUMN g',
    used: 'ALTER TABLE t DROP COLUMN c',
    'used-with-virtual': 'ALTER TABLE t DROP COLUMN c, DROP COLUMN g'
  }),
  ...casesOn('drop-column-on-virtual-indexed', tables.virtualIndexed, {
    virtual: 'ALTER TABLE t DROP COLUMN g',
    other: 'ALTER TABLE t DROP COLUMN d',
    'with-index': 'ALTER TABLE t DROP COLUMN g, DROP INDEX g_idx'
  }),
  ...casesOn('drop-column-on-stored', tables.stored, {
    stored: 'ALTER TABLE t DROP COLUMN g',
    other: 'ALTER TABLE t DROP COLUMN d',
    used: 'ALTER TABLE t DROP COLUMN c'
  }),
  ...casesOn('drop-column-on-stored-indexed', tables.storedIndexed, {stored: 'ALTER TABLE t DROP COLUMN g'}),
  ...casesOn('drop-column-on-functional-index', tables.functionalIndex, {
    other: 'ALTER TABLE t DROP COLUMN d',
    used: 'ALTER TABLE t DROP COLUMN c'
  }),
  ...casesOn('drop-column-on-checked', tables.checked, {
    other: 'ALTER TABLE t DROP COLUMN d',
    used: 'ALTER TABLE t DROP COLUMN c',
    'used-with-check': 'ALTER TABLE t DROP COLUMN c, DROP CONSTRAINT ck'
  }),
  ...casesOn('drop-column-on-column-checked', tables.columnChecked, {
    other: 'ALTER TABLE t DROP COLUMN d',
    used: 'ALTER TABLE t DROP COLUMN c'
  }),
  ...casesOn('drop-column-on-spatial', tables.spatial, {
    other: 'ALTER TABLE t DROP COLUMN a',
    indexed: 'ALTER TABLE t DROP COLUMN p'
  }),
  ...casesOn('drop-column-on-myisam', tables.myisam, dropA),
  ...casesOn('drop-column-on-range', tables.range, {
    plain: 'ALTER TABLE r DROP COLUMN v',
    key: 'ALTER TABLE r DROP COLUMN y'
  }),
  ...casesOn('drop-column-on-hash', tables.hash, {plain: 'ALTER TABLE h DROP COLUMN v'}),
  ...casesOn('drop-column-on-relations', tables.related, {
    'of-referencing': 'ALTER TABLE ch DROP COLUMN q',
    'of-referenced': 'ALTER TABLE p DROP COLUMN extra',
    'in-key': 'ALTER TABLE ch DROP COLUMN p_id',
    'with-key': 'ALTER TABLE ch DROP COLUMN p_id, DROP FOREIGN KEY ch_p',
    referenced: 'ALTER TABLE p DROP COLUMN id',
    'indexed-of-referenced': 'ALTER TABLE p DROP COLUMN code'
  })
]

export const renameColumn = [
  ...casesOn('rename-column', account, {
    plain: 'ALTER TABLE t RENAME COLUMN v TO w',
    indexed: 'ALTER TABLE t RENAME COLUMN b TO b2',
    primary: 'ALTER TABLE t RENAME COLUMN id TO id2',
    two: 'ALTER TABLE t RENAME COLUMN v TO w, RENAME COLUMN a TO a2',
    swap: 'ALTER TABLE t RENAME COLUMN a TO b, RENAME COLUMN b TO a',
    same: 'ALTER TABLE t RENAME COLUMN a TO a',
    case: 'ALTER TABLE t RENAME COLUMN a TO A',
    change: 'ALTER TABLE t CHANGE a a2 INT',
    'change-not-null-forgotten': 'ALTER TABLE t CHANGE b b2 INT DEFAULT 0',
    'change-default-forgotten': 'ALTER TABLE t CHANGE b b2 INT NOT NULL',
    'change-type': 'ALTER TABLE t CHANGE a a2 BIGINT',
    'change-position': 'ALTER TABLE t CHANGE a a2 INT AFTER v',
    'change-widen': 'ALTER TABLE t CHANGE v w VARCHAR(60)',
    'change-comment': "ALTER TABLE t CHANGE a a2 INT COMMENT 'x'",
    'change-default': 'ALTER TABLE t CHANGE a a2 INT DEFAULT 3',
    'if-exists': 'ALTER TABLE t RENAME COLUMN IF EXISTS v TO w',
    'change-if-exists-missing': 'ALTER TABLE t CHANGE COLUMN IF EXISTS zz w INT',
    'and-add': 'ALTER TABLE t RENAME COLUMN a TO a2, ADD COLUMN c INT',
    'and-drop': 'ALTER TABLE t RENAME COLUMN a TO a2, DROP COLUMN v'
  }),
  ...casesOn('rename-column-on-fulltext', tables.fulltext, {
    other: 'ALTER TABLE t RENAME COLUMN a TO a2',
    indexed: 'ALTER TABLE t RENAME COLUMN note TO note2'
  }),
  ...casesOn('rename-column-on-former-fulltext', tables.formerFulltext, {
    other: 'ALTER TABLE t RENAME COLUMN a TO a2'
  }),
  ...casesOn('rename-column-on-compressed', tables.compressed, {plain: 'ALTER TABLE t RENAME COLUMN a TO a2'}),
  ...casesOn('rename-column-on-redundant', tables.redundant, {plain: 'ALTER TABLE t RENAME COLUMN a TO a2'}),
  ...casesOn('rename-column-on-virtual', tables.virtual, {
    virtual: 'ALTER TABLE t RENAME COLUMN g TO g2',
    used: 'ALTER TABLE t RENAME COLUMN c TO c2',
    other: 'ALTER TABLE t RENAME COLUMN d TO d2'
  }),
  ...casesOn('rename-column-on-virtual-indexed', tables.virtualIndexed, {
    virtual: 'ALTER TABLE t RENAME COLUMN g TO g2',
    other: 'ALTER TABLE t RENAME COLUMN d TO d2'
  }),
  ...casesOn('rename-column-on-stored', tables.stored, {
    stored: 'ALTER TABLE t RENAME COLUMN g TO g2',
    used: 'ALTER TABLE t RENAME COLUMN c TO c2'
  }),
  ...casesOn('rename-column-on-functional-index', tables.functionalIndex, {
    used: 'ALTER TABLE t RENAME COLUMN c TO c2',
    other: 'ALTER TABLE t RENAME COLUMN d TO d2'
  }),
  ...casesOn('rename-column-on-checked', tables.checked, {
    used: 'ALTER TABLE t RENAME COLUMN c TO c2',
    other: 'ALTER TABLE t RENAME COLUMN d TO d2'
  }),
  ...casesOn('rename-column-on-column-checked', tables.columnChecked, {used: 'ALTER TABLE t RENAME COLUMN c TO c2'}),
  ...casesOn('rename-column-on-myisam', tables.myisam, {
    plain: 'ALTER TABLE t RENAME COLUMN a TO a2',
    change: 'ALTER TABLE t CHANGE a a2 INT'
  }),
  ...casesOn('rename-column-on-range', tables.range, {
    plain: 'ALTER TABLE r RENAME COLUMN v TO w',
    key: 'ALTER TABLE r RENAME COLUMN y TO z'
  }),
  ...casesOn('rename-column-on-relations', tables.related, {
    referencing: 'ALTER TABLE ch RENAME COLUMN p_id TO p2',
    referenced: 'ALTER TABLE p RENAME COLUMN id TO id2',
    'other-of-referencing': 'ALTER TABLE ch RENAME COLUMN q TO q2',
    'other-of-referenced': 'ALTER TABLE p RENAME COLUMN code TO code2'
  }),
  ...casesOn('rename-column-checks-off', [...tables.related, 'SET foreign_key_checks = 0'], {
    referencing: 'ALTER TABLE ch RENAME COLUMN p_id TO p2',
    referenced: 'ALTER TABLE p RENAME COLUMN id TO id2'
  })
]
