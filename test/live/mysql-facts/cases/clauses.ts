/** Clauses that say more, or less, than what is done. */
import {casesOn, fill} from '../fact-case.js'
import type {FactCase} from '../fact-case.js'

const plain = [
  'CREATE TABLE t (id INT PRIMARY KEY, a INT, b INT) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4',
  fill('t', 'id, a, b', 'n, n, n')
]
const myisam = plain.map((sql) => sql.replace('InnoDB', 'MyISAM'))
const cascading = [
  'CREATE TABLE p (id INT PRIMARY KEY) ENGINE=InnoDB',
  'CREATE TABLE t (id INT PRIMARY KEY, a INT, b INT, FOREIGN KEY (a) REFERENCES p (id) ON DELETE CASCADE) ENGINE=InnoDB',
  fill('p', 'id', 'n'),
  fill('t', 'id, a, b', 'n, n, n')
]

const clauses = {
  none: 'LOCK=NONE',
  shared: 'LOCK=SHARED',
  'copy-none': 'ALGORITHM=COPY, LOCK=NONE',
  'copy-shared': 'ALGORITHM=COPY, LOCK=SHARED',
  'in-place-none': 'ALGORITHM=INPLACE, LOCK=NONE',
  'in-place-shared': 'ALGORITHM=INPLACE, LOCK=SHARED',
  nocopy: 'ALGORITHM=NOCOPY',
  'instant-none': 'ALGORITHM=INSTANT, LOCK=NONE',
  instant: 'ALGORITHM=INSTANT'
}

/** The change with each clause. */
function asked(family: string, setup: readonly string[], change: string): FactCase[] {
  return casesOn(
    `asked-${family}`,
    setup,
    Object.fromEntries(
      Object.entries(clauses).map(([name, clause]) => [
        name,
        change.replace('ALTER TABLE t', `ALTER TABLE t ${clause},`)
      ])
    )
  )
}

/** As many INSTANT changes as a table bears, or one less: each adds a column or drops it again. */
function changedInstantly(times: number): string[] {
  const changes = Array.from({length: times}, (_, index) => (index % 2 === 0 ? 'ADD COLUMN z INT' : 'DROP COLUMN z'))
  return ['SET sql_log_bin = 0', ...plain, ...changes.map((change) => `ALTER TABLE t ${change}, ALGORITHM=INSTANT`)]
}

const add = {add: 'ALTER TABLE t ADD COLUMN y INT'}
const addAndDrop = {...add, drop: 'ALTER TABLE t DROP COLUMN b'}
const column = {
  ...addAndDrop,
  'add-instant': 'ALTER TABLE t ADD COLUMN y INT, ALGORITHM=INSTANT',
  'add-virtual': 'ALTER TABLE t ADD COLUMN y INT AS (a + 1) VIRTUAL',
  rename: 'ALTER TABLE t RENAME COLUMN b TO c'
}

export const askedFor = [
  ...asked('order', plain, 'ALTER TABLE t ORDER BY a'),
  ...asked('other-engine-add', myisam, 'ALTER TABLE t ADD COLUMN x INT'),
  ...asked('other-engine-force', myisam, 'ALTER TABLE t FORCE'),
  ...asked('other-engine-check', myisam, 'ALTER TABLE t ADD CHECK (a > 0)'),
  ...asked('other-engine-default', myisam, 'ALTER TABLE t ALTER a SET DEFAULT 1'),
  ...asked('from-other-engine', myisam, 'ALTER TABLE t ENGINE=InnoDB'),
  ...asked('to-other-engine', plain, 'ALTER TABLE t ENGINE=MyISAM'),
  ...asked('self-reference', plain, 'ALTER TABLE t ADD FOREIGN KEY (a) REFERENCES t (id)'),
  ...asked('auto-increment', plain, 'ALTER TABLE t MODIFY id INT AUTO_INCREMENT'),
  ...asked('cascading-type', cascading, 'ALTER TABLE t MODIFY b BIGINT'),
  ...asked('cascading-add', cascading, 'ALTER TABLE t ADD COLUMN x INT'),
  ...asked('comment', plain, "ALTER TABLE t COMMENT 'x'"),
  // Each takes hundreds of statements: as few of them as tell the sides apart.
  ...casesOn('row-versions-left', changedInstantly(254), addAndDrop),
  ...casesOn('row-versions-exhausted', changedInstantly(255), column),
  ...casesOn('row-versions-after-rebuild', [...changedInstantly(255), 'ALTER TABLE t FORCE'], add)
]
