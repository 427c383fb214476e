/** Shapes that single facts turned on. */
import {account, fill} from '../fact-case.js'
import type {FactCase} from '../fact-case.js'
import * as tables from './tables.js'

export const details: FactCase[] = []

function ask(name: string, setup: readonly string[], statement: string): void {
  details.push({name: `detail/${name}`, setup, statement})
}

const expressions = [
  'SYSDATE()',
  'UUID_SHORT()',
  'CONNECTION_ID()',
  'LAST_INSERT_ID()',
  'UNIX_TIMESTAMP()',
  'RAND(5)',
  'CURRENT_USER()',
  'FLOOR(RAND()*10)',
  'CURTIME()',
  'MD5(RAND())',
  'DATABASE()',
  'VERSION()',
  'LENGTH(UUID())',
  'RANDOM_BYTES(4)',
  'UTC_TIMESTAMP()',
  'CURRENT_DATE',
  'CURRENT_TIMESTAMP',
  '(CURRENT_TIMESTAMP)',
  'CAST(1 AS CHAR)',
  'JSON_OBJECT()',
  "'a'",
  "_utf8mb4'x'",
  "x'41'",
  '-(1)',
  '1e3',
  "''",
  '+5',
  '0x41',
  'TRUE',
  "DATE'2020-01-01'",
  '"x"',
  'SLEEP(0)',
  'FOUND_ROWS()',
  'ROW_COUNT()',
  'SYS_GUID()',
  "RELEASE_LOCK('a')",
  'BENCHMARK(1,1)',
  "LOAD_FILE('x')",
  'NOW(6)',
  'LOCALTIME',
  'UTC_DATE()'
]

for (const expression of expressions) {
  ask(`default (${expression})`, account, `ALTER TABLE t ADD COLUMN c VARCHAR(100) DEFAULT (${expression})`)
}

const bareDefaults = [
  'CURRENT_USER',
  'CURRENT_DATE',
  'LOCALTIME',
  'NOW()',
  '1+1',
  'CONCAT(1,2)',
  "b'1'",
  "x'41'",
  "_utf8mb4'x'",
  "DATE'2020-01-01'",
  'TRUE',
  '-1',
  'NULL',
  '0x41',
  '1e3',
  "N'x'"
]

for (const expression of bareDefaults) {
  ask(`default ${expression}`, account, `ALTER TABLE t ADD COLUMN c VARCHAR(100) DEFAULT ${expression}`)
}

const cascading = [
  'CREATE TABLE p (id INT NOT NULL PRIMARY KEY) ENGINE=InnoDB',
  fill('p', 'id', 'n'),
  'CREATE TABLE t (id INT NOT NULL PRIMARY KEY, p_id INT, q INT, FOREIGN KEY (p_id) REFERENCES p (id) ON DELETE CASCADE) ENGINE=InnoDB',
  fill('t', 'id,p_id,q', 'n,n,n')
]
ask('cascade type', cascading, 'ALTER TABLE t MODIFY q BIGINT')
ask('cascade check', cascading, 'ALTER TABLE t ADD CHECK (q > 0)')
ask('cascade parent type', [...cascading], 'ALTER TABLE p ADD CHECK (id > 0)')
ask(
  'setnull',
  cascading.map((s) => s.replace('CASCADE', 'SET NULL')),
  'ALTER TABLE t MODIFY q BIGINT'
)
ask(
  'restrict',
  cascading.map((s) => s.replace('CASCADE', 'RESTRICT')),
  'ALTER TABLE t MODIFY q BIGINT'
)
ask(
  'updcascade',
  cascading.map((s) => s.replace('DELETE CASCADE', 'UPDATE CASCADE')),
  'ALTER TABLE t MODIFY q BIGINT'
)
ask(
  'add fk cascade',
  cascading.map((s) => s.replace(', FOREIGN KEY (p_id) REFERENCES p (id) ON DELETE CASCADE', '')),
  'ALTER TABLE t ADD FOREIGN KEY (p_id) REFERENCES p (id) ON DELETE CASCADE'
)
ask(
  'add fk setnull',
  cascading.map((s) => s.replace(', FOREIGN KEY (p_id) REFERENCES p (id) ON DELETE CASCADE', '')),
  'ALTER TABLE t ADD FOREIGN KEY (p_id) REFERENCES p (id) ON DELETE SET NULL'
)
ask(
  'drop fk cascade + type',
  cascading.map((s) => s.replace('FOREIGN KEY', 'CONSTRAINT f FOREIGN KEY')),
  'ALTER TABLE t DROP FOREIGN KEY f, MODIFY q BIGINT'
)
ask('no pk type', tables.withoutKey, 'ALTER TABLE t MODIFY a BIGINT')
ask(
  'no pk nullable unique',
  ['CREATE TABLE t (id INT UNIQUE, a INT) ENGINE=InnoDB', fill('t', 'id,a', 'n,n')],
  'ALTER TABLE t MODIFY a BIGINT'
)
ask(
  'add-virt+add-col+index',
  account,
  'ALTER TABLE t ADD COLUMN x INT, ADD COLUMN g INT AS (a+1) VIRTUAL, ADD INDEX (v)'
)
ask(
  'add-virt+drop-col+index',
  account,
  'ALTER TABLE t DROP COLUMN note, ADD COLUMN g INT AS (a+1) VIRTUAL, ADD INDEX (v)'
)
ask(
  'add-virt+drop-col+dropindex',
  account,
  'ALTER TABLE t DROP COLUMN note, ADD COLUMN g INT AS (a+1) VIRTUAL, DROP INDEX b_idx'
)
ask('add-virt+2idx', account, 'ALTER TABLE t ADD COLUMN g INT AS (a+1) VIRTUAL, ADD INDEX (g), ADD INDEX (v)')
ask('add-virt+idx+dropidx', account, 'ALTER TABLE t ADD COLUMN g INT AS (a+1) VIRTUAL, ADD INDEX (g), DROP INDEX b_idx')
ask('add-virt+rename-table', account, 'ALTER TABLE t ADD COLUMN g INT AS (a+1) VIRTUAL, RENAME TO t2')
ask('add-col+rename-table+index', account, 'ALTER TABLE t ADD COLUMN g INT, ADD INDEX (a), RENAME TO t2')
ask('add-virt+unique plain', account, 'ALTER TABLE t ADD COLUMN g INT AS (a+1) VIRTUAL, ADD UNIQUE (v)')
ask('keys+rename', account, 'ALTER TABLE t DISABLE KEYS, RENAME TO t2')
ask('keys+default', account, 'ALTER TABLE t DISABLE KEYS, ALTER a SET DEFAULT 3')
ask('keys+force', account, 'ALTER TABLE t DISABLE KEYS, FORCE')
ask('add-col+rename-col+comment', account, "ALTER TABLE t ADD COLUMN x INT, RENAME COLUMN a TO a2, COMMENT='x'")
ask('add-col+rename-idx+comment', account, "ALTER TABLE t ADD COLUMN x INT, RENAME INDEX b_idx TO b2, COMMENT='x'")
ask('add-col+dropidx+comment', account, "ALTER TABLE t ADD COLUMN x INT, DROP INDEX b_idx, COMMENT='x'")
ask('add-col+dropidx+rename', account, 'ALTER TABLE t ADD COLUMN x INT, DROP INDEX b_idx, RENAME COLUMN a TO a2')
ask('reorder+rename-col', account, 'ALTER TABLE t MODIFY v VARCHAR(50) FIRST, RENAME COLUMN a TO a2')
ask('reorder+comment+rename', account, "ALTER TABLE t MODIFY v VARCHAR(50) FIRST, RENAME COLUMN a TO a2, COMMENT='x'")
ask(
  'virtual drop+add+index',
  tables.virtual,
  'ALTER TABLE t DROP COLUMN g, ADD COLUMN g2 INT AS (d+1) VIRTUAL, ADD INDEX (d)'
)
ask(
  'virtual drop+add+index new',
  tables.virtual,
  'ALTER TABLE t DROP COLUMN g, ADD COLUMN g2 INT AS (d+1) VIRTUAL, ADD INDEX (g2)'
)
ask('virtual rename+comment', tables.virtual, "ALTER TABLE t RENAME COLUMN g TO g2, COMMENT='x'")
ask('virtual rename+index', tables.virtual, 'ALTER TABLE t RENAME COLUMN g TO g2, ADD INDEX (d)')
ask('virtual rename+default', tables.virtual, 'ALTER TABLE t RENAME COLUMN g TO g2, ALTER d SET DEFAULT 3')
ask('virtual rename+add col', tables.virtual, 'ALTER TABLE t RENAME COLUMN g TO g2, ADD COLUMN x INT')
ask('plain rename+add col on virtual', tables.virtual, 'ALTER TABLE t RENAME COLUMN d TO d2, ADD COLUMN x INT')
ask('plain rename+drop col on virtual', tables.virtual, 'ALTER TABLE t RENAME COLUMN c TO c2, DROP COLUMN d')
ask('add col + comment on virtual', tables.virtual, "ALTER TABLE t ADD COLUMN x INT, COMMENT='x'")
ask('add col + default on virtual', tables.virtual, 'ALTER TABLE t ADD COLUMN x INT, ALTER d SET DEFAULT 4')
ask('add col + drop col on virtual', tables.virtual, 'ALTER TABLE t ADD COLUMN x INT, DROP COLUMN d')
ask('add col + index on virtual', tables.virtual, 'ALTER TABLE t ADD COLUMN x INT, ADD INDEX (d)')
ask('drop col + index on virtual', tables.virtual, 'ALTER TABLE t DROP COLUMN d, ADD INDEX (c)')
ask('drop col + default on virtual', tables.virtual, 'ALTER TABLE t DROP COLUMN d, ALTER c SET DEFAULT 1')
ask('drop col + widen on virtual', tables.virtual, "ALTER TABLE t DROP COLUMN d, ADD COLUMN z INT, COMMENT='x'")
ask('pk on virtual', tables.virtual, 'ALTER TABLE t DROP PRIMARY KEY, ADD PRIMARY KEY (id, d)')
ask('pk on virtual indexed', tables.virtualIndexed, 'ALTER TABLE t DROP PRIMARY KEY, ADD PRIMARY KEY (id, d)')
ask('pk on stored', tables.stored, 'ALTER TABLE t DROP PRIMARY KEY, ADD PRIMARY KEY (id, d)')
ask('rowformat on virtual indexed', tables.virtualIndexed, 'ALTER TABLE t ROW_FORMAT=COMPACT')
ask('rowformat on stored', tables.stored, 'ALTER TABLE t ROW_FORMAT=COMPACT')
ask(
  'nullable on stored',
  [
    'CREATE TABLE t (id INT NOT NULL PRIMARY KEY, c INT, d INT NOT NULL, g INT AS (c+1) STORED)',
    fill('t', 'id,c,d', 'n,n,n')
  ],
  'ALTER TABLE t MODIFY d INT NULL'
)
ask('moved on virtual indexed', tables.virtualIndexed, 'ALTER TABLE t MODIFY d INT AFTER id')
ask('moved used on virtual', tables.virtual, 'ALTER TABLE t MODIFY d INT FIRST')
ask('moved after virtual', tables.virtual, 'ALTER TABLE t MODIFY d INT AFTER g')
ask('moved on stored', tables.stored, 'ALTER TABLE t MODIFY d INT AFTER id')
ask('moved on stored after', tables.stored, 'ALTER TABLE t MODIFY d INT AFTER g')
ask('virtual moved indexed', tables.virtualIndexed, 'ALTER TABLE t MODIFY g INT AS (c+1) VIRTUAL FIRST')
ask('virtual moved first', tables.virtual, 'ALTER TABLE t MODIFY g INT AS (c+1) VIRTUAL AFTER id')
ask('fk add on virtual indexed', tables.virtualIndexed, 'ALTER TABLE t ADD FOREIGN KEY (d) REFERENCES t (id)')
ask(
  'drop virtual on range',
  [
    'CREATE TABLE r (id INT NOT NULL PRIMARY KEY, c INT, g INT AS (c+1) VIRTUAL) PARTITION BY HASH (id) PARTITIONS 2',
    fill('r', 'id,c', 'n,n')
  ],
  'ALTER TABLE r DROP COLUMN g'
)
ask(
  'index virtual on range',
  [
    'CREATE TABLE r (id INT NOT NULL PRIMARY KEY, c INT, g INT AS (c+1) VIRTUAL) PARTITION BY HASH (id) PARTITIONS 2',
    fill('r', 'id,c', 'n,n')
  ],
  'ALTER TABLE r ADD INDEX (g)'
)
ask(
  'add on range virtual',
  [
    'CREATE TABLE r (id INT NOT NULL PRIMARY KEY, c INT, g INT AS (c+1) VIRTUAL) PARTITION BY HASH (id) PARTITIONS 2',
    fill('r', 'id,c', 'n,n')
  ],
  'ALTER TABLE r ADD COLUMN x INT'
)
const textKey = [
  'CREATE TABLE t (c VARCHAR(20) NOT NULL PRIMARY KEY, a INT) ENGINE=InnoDB DEFAULT CHARSET=utf8mb3',
  fill('t', 'c,a', "CONCAT('x',n),n")
]
ask('pk collation', textKey, 'ALTER TABLE t MODIFY c VARCHAR(20) COLLATE utf8mb3_bin NOT NULL')
ask('pk charset', textKey, 'ALTER TABLE t MODIFY c VARCHAR(20) CHARACTER SET utf8mb4 NOT NULL')
ask('pk widen', textKey, 'ALTER TABLE t MODIFY c VARCHAR(30) NOT NULL')
ask('pk convert', textKey, 'ALTER TABLE t CONVERT TO CHARACTER SET utf8mb4')
ask('pk convert bin', textKey, 'ALTER TABLE t CONVERT TO CHARACTER SET utf8mb4 COLLATE utf8mb4_bin')
ask(
  'charset wider + not null',
  ['CREATE TABLE t (id INT NOT NULL PRIMARY KEY, c VARCHAR(20)) DEFAULT CHARSET=utf8mb3', fill('t', 'id,c', "n,'x'")],
  'ALTER TABLE t MODIFY c VARCHAR(20) CHARACTER SET utf8mb4 NOT NULL'
)
ask(
  'ucs2 convert',
  ['CREATE TABLE t (id INT NOT NULL PRIMARY KEY, c VARCHAR(20)) DEFAULT CHARSET=ascii', fill('t', 'id,c', "n,'x'")],
  'ALTER TABLE t MODIFY c VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci'
)
ask(
  'ascii latin1 gen',
  [
    'CREATE TABLE t (id INT NOT NULL PRIMARY KEY, c VARCHAR(20)) DEFAULT CHARSET=ascii COLLATE ascii_bin',
    fill('t', 'id,c', "n,'x'")
  ],
  'ALTER TABLE t MODIFY c VARCHAR(20) CHARACTER SET latin1 COLLATE latin1_bin'
)
ask(
  'latin1 text to blob',
  ['CREATE TABLE t (id INT NOT NULL PRIMARY KEY, c TEXT) DEFAULT CHARSET=latin1', fill('t', 'id,c', "n,'x'")],
  'ALTER TABLE t MODIFY c BLOB'
)
ask(
  'char to binary',
  ['CREATE TABLE t (id INT NOT NULL PRIMARY KEY, c CHAR(4)) DEFAULT CHARSET=latin1', fill('t', 'id,c', "n,'x'")],
  'ALTER TABLE t MODIFY c BINARY(4)'
)
ask(
  'blob to text',
  ['CREATE TABLE t (id INT NOT NULL PRIMARY KEY, c BLOB) DEFAULT CHARSET=latin1', fill('t', 'id,c', "n,'x'")],
  'ALTER TABLE t MODIFY c TEXT'
)
ask(
  'varbinary to varchar',
  ['CREATE TABLE t (id INT NOT NULL PRIMARY KEY, c VARBINARY(20)) DEFAULT CHARSET=latin1', fill('t', 'id,c', "n,'x'")],
  'ALTER TABLE t MODIFY c VARCHAR(20)'
)
ask(
  'varchar latin1 to varbinary',
  ['CREATE TABLE t (id INT NOT NULL PRIMARY KEY, c VARCHAR(20)) DEFAULT CHARSET=latin1', fill('t', 'id,c', "n,'x'")],
  'ALTER TABLE t MODIFY c VARBINARY(20)'
)
ask(
  'varchar utf8mb4 20 to varbinary(20)',
  ['CREATE TABLE t (id INT NOT NULL PRIMARY KEY, c VARCHAR(20)) DEFAULT CHARSET=utf8mb4', fill('t', 'id,c', "n,'x'")],
  'ALTER TABLE t MODIFY c VARBINARY(20)'
)
ask(
  'charset binary',
  ['CREATE TABLE t (id INT NOT NULL PRIMARY KEY, c VARCHAR(20)) DEFAULT CHARSET=utf8mb4', fill('t', 'id,c', "n,'x'")],
  'ALTER TABLE t MODIFY c VARCHAR(20) CHARACTER SET binary'
)
ask(
  'varchar to varbinary of a table that is rebuilt',
  ['CREATE TABLE t (id INT NOT NULL PRIMARY KEY, c VARCHAR(20)) DEFAULT CHARSET=latin1', fill('t', 'id,c', "n,'x'")],
  'ALTER TABLE t MODIFY c VARBINARY(20) NOT NULL'
)
ask(
  'charset binary of a table that is rebuilt',
  ['CREATE TABLE t (id INT NOT NULL PRIMARY KEY, c VARCHAR(20)) DEFAULT CHARSET=latin1', fill('t', 'id,c', "n,'x'")],
  'ALTER TABLE t MODIFY c VARCHAR(20) CHARACTER SET binary, FORCE'
)
ask(
  'enum to charset binary of a table that is rebuilt',
  ["CREATE TABLE t (id INT NOT NULL PRIMARY KEY, c ENUM('x', 'y')) DEFAULT CHARSET=latin1", fill('t', 'id,c', "n,'x'")],
  "ALTER TABLE t MODIFY c ENUM('x', 'y') CHARACTER SET binary, FORCE"
)
ask('serial', tables.withoutKey, 'ALTER TABLE t ADD COLUMN c SERIAL')
ask(
  'two pk uniques',
  [
    'CREATE TABLE t (a INT NOT NULL, b INT NOT NULL, UNIQUE u1 (a), UNIQUE u2 (b)) ENGINE=InnoDB',
    fill('t', 'a,b', 'n,n')
  ],
  'ALTER TABLE t DROP INDEX u1'
)
ask(
  'two pk uniques 2',
  [
    'CREATE TABLE t (a INT NOT NULL, b INT NOT NULL, UNIQUE u1 (a), UNIQUE u2 (b)) ENGINE=InnoDB',
    fill('t', 'a,b', 'n,n')
  ],
  'ALTER TABLE t DROP INDEX u2'
)
ask(
  'uniq nullable',
  [
    'CREATE TABLE t (a INT NOT NULL, b INT NOT NULL, UNIQUE u1 (a), UNIQUE u2 (b)) ENGINE=InnoDB',
    fill('t', 'a,b', 'n,n')
  ],
  'ALTER TABLE t MODIFY a INT NULL'
)
ask(
  'uniq nullable only',
  ['CREATE TABLE t (a INT NOT NULL, b INT, UNIQUE u1 (a)) ENGINE=InnoDB', fill('t', 'a,b', 'n,n')],
  'ALTER TABLE t MODIFY a INT NULL'
)
ask(
  'uniq becomes not null',
  ['CREATE TABLE t (a INT, b INT, UNIQUE u1 (a)) ENGINE=InnoDB', fill('t', 'a,b', 'n,n')],
  'ALTER TABLE t MODIFY a INT NOT NULL'
)
ask(
  'drop col of implicit pk',
  ['CREATE TABLE t (a INT NOT NULL, b INT, UNIQUE u1 (a)) ENGINE=InnoDB', fill('t', 'a,b', 'n,n')],
  'ALTER TABLE t DROP COLUMN a'
)
ask(
  'drop col of composite pk',
  ['CREATE TABLE t (a INT NOT NULL, b INT NOT NULL, c INT, PRIMARY KEY (a,b)) ENGINE=InnoDB', fill('t', 'a,b', 'n,n')],
  'ALTER TABLE t DROP COLUMN b'
)
ask(
  'rename pk of composite',
  ['CREATE TABLE t (a INT NOT NULL, b INT NOT NULL, c INT, PRIMARY KEY (a,b)) ENGINE=InnoDB', fill('t', 'a,b', 'n,n')],
  'ALTER TABLE t CHANGE b b2 INT NOT NULL'
)
ask('pk using hash', tables.withoutKey, 'ALTER TABLE t ADD PRIMARY KEY (id) USING BTREE')
ask(
  'drop period',
  [
    'CREATE TABLE t (id INT NOT NULL PRIMARY KEY, s DATE NOT NULL, e DATE NOT NULL, PERIOD FOR valid (s, e)) ENGINE=InnoDB'
  ],
  'ALTER TABLE t DROP PERIOD FOR valid'
)
ask('import', [...account, 'ALTER TABLE t DISCARD TABLESPACE'], 'ALTER TABLE t IMPORT TABLESPACE')
ask('not-null on compressed partition', tables.hash, 'ALTER TABLE h MODIFY v INT NOT NULL')
ask('force + index on spatial', tables.spatial, 'ALTER TABLE t ADD COLUMN x INT, ADD INDEX (a)')
ask('drop spatial + force', tables.spatial, 'ALTER TABLE t DROP INDEX p_idx, FORCE')
ask('add col + drop ft + add ft', tables.fulltext, 'ALTER TABLE t DROP INDEX ft, ADD FULLTEXT ft (v), ADD COLUMN x INT')
ask(
  'own doc id add col',
  [
    'CREATE TABLE t (id INT NOT NULL PRIMARY KEY, FTS_DOC_ID BIGINT UNSIGNED NOT NULL, note TEXT, UNIQUE KEY FTS_DOC_ID_INDEX (FTS_DOC_ID), FULLTEXT KEY ft (note)) ENGINE=InnoDB'
  ],
  'ALTER TABLE t ADD COLUMN x INT'
)
ask(
  'own doc id drop ft add',
  [
    'CREATE TABLE t (id INT NOT NULL PRIMARY KEY, FTS_DOC_ID BIGINT UNSIGNED NOT NULL, note TEXT, UNIQUE KEY FTS_DOC_ID_INDEX (FTS_DOC_ID), FULLTEXT KEY ft (note)) ENGINE=InnoDB',
    'ALTER TABLE t DROP INDEX ft'
  ],
  'ALTER TABLE t ADD COLUMN x INT'
)
const ownDocumentId =
  'CREATE TABLE t (id INT NOT NULL PRIMARY KEY, a INT, FTS_DOC_ID BIGINT UNSIGNED NOT NULL, note TEXT, UNIQUE KEY FTS_DOC_ID_INDEX (FTS_DOC_ID)) ENGINE=InnoDB'
ask('own doc id without ft add col', [ownDocumentId], 'ALTER TABLE t ADD COLUMN x INT')
ask('own doc id without ft drop col', [ownDocumentId], 'ALTER TABLE t DROP COLUMN a')
ask('own doc id without ft add col asked', [ownDocumentId], 'ALTER TABLE t ADD COLUMN x INT, ALGORITHM=INSTANT')
ask('own doc id drop col', [ownDocumentId, 'CREATE FULLTEXT INDEX ft ON t (note)'], 'ALTER TABLE t DROP COLUMN a')
ask('own doc id move col', [ownDocumentId, 'CREATE FULLTEXT INDEX ft ON t (note)'], 'ALTER TABLE t MODIFY a INT FIRST')
ask('former ft after force', [...tables.formerFulltext, 'ALTER TABLE t FORCE'], 'ALTER TABLE t ADD COLUMN x INT')
ask(
  'former ft after notnull',
  [...tables.formerFulltext, 'ALTER TABLE t MODIFY a INT NOT NULL'],
  'ALTER TABLE t ADD COLUMN x INT'
)
ask(
  'former ft after copy',
  [...tables.formerFulltext, 'ALTER TABLE t MODIFY a BIGINT'],
  'ALTER TABLE t ADD COLUMN x INT'
)
ask(
  'two ft col drop',
  ['CREATE TABLE t (id INT NOT NULL PRIMARY KEY, a TEXT, b TEXT, c INT, FULLTEXT KEY ft (a,b)) ENGINE=InnoDB'],
  'ALTER TABLE t DROP COLUMN b'
)
