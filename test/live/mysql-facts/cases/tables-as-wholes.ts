import {account, casesOn, fill} from '../fact-case.js'
import * as tables from './tables.js'

const options: Record<string, string> = {
  comment: "COMMENT='x'",
  'auto-increment': 'AUTO_INCREMENT=9000',
  'auto-increment-lower': 'AUTO_INCREMENT=2',
  'engine-same': 'ENGINE=InnoDB',
  'engine-myisam': 'ENGINE=MyISAM',
  'engine-memory': 'ENGINE=MEMORY',
  'engine-aria': 'ENGINE=Aria',
  'row-format-same': 'ROW_FORMAT=DYNAMIC',
  'row-format-compact': 'ROW_FORMAT=COMPACT',
  'row-format-redundant': 'ROW_FORMAT=REDUNDANT',
  'row-format-compressed': 'ROW_FORMAT=COMPRESSED',
  'row-format-default': 'ROW_FORMAT=DEFAULT',
  'key-block-size': 'KEY_BLOCK_SIZE=8',
  'key-block-size-zero': 'KEY_BLOCK_SIZE=0',
  'row-format-and-key-block-size': 'ROW_FORMAT=COMPRESSED KEY_BLOCK_SIZE=8',
  'stats-persistent': 'STATS_PERSISTENT=0',
  'stats-auto-recalc': 'STATS_AUTO_RECALC=1',
  'stats-sample-pages': 'STATS_SAMPLE_PAGES=25',
  checksum: 'CHECKSUM=1',
  'delay-key-write': 'DELAY_KEY_WRITE=1',
  'max-rows': 'MAX_ROWS=1000000',
  'min-rows': 'MIN_ROWS=10',
  'avg-row-length': 'AVG_ROW_LENGTH=100',
  'pack-keys': 'PACK_KEYS=1',
  'insert-method': 'INSERT_METHOD=LAST',
  encryption: "ENCRYPTION='Y'",
  'encryption-no': "ENCRYPTION='N'",
  encrypted: 'ENCRYPTED=NO',
  compression: "COMPRESSION='zlib'",
  'compression-none': "COMPRESSION='none'",
  tablespace: 'TABLESPACE innodb_file_per_table',
  'tablespace-system': 'TABLESPACE innodb_system',
  'autoextend-size': 'AUTOEXTEND_SIZE=4M',
  'engine-attribute': "ENGINE_ATTRIBUTE='{}'",
  'secondary-engine': 'SECONDARY_ENGINE=NULL',
  'page-compressed': 'PAGE_COMPRESSED=1',
  'page-compressed-zero': 'PAGE_COMPRESSED=0',
  'page-compression-level': 'PAGE_COMPRESSED=1 PAGE_COMPRESSION_LEVEL=3',
  transactional: 'TRANSACTIONAL=1',
  sequence: 'SEQUENCE=1',
  connection: "CONNECTION='x'",
  'data-directory': "DATA DIRECTORY='/tmp'",
  union: 'UNION=(t)',
  'default-charset': 'DEFAULT CHARACTER SET latin1',
  'default-charset-same': 'DEFAULT CHARSET=utf8mb4',
  charset: 'CHARSET=utf8mb3',
  collate: 'COLLATE utf8mb4_bin',
  'convert-same': 'CONVERT TO CHARACTER SET utf8mb4',
  'convert-same-other-collation': 'CONVERT TO CHARACTER SET utf8mb4 COLLATE utf8mb4_bin',
  'convert-latin1': 'CONVERT TO CHARACTER SET latin1',
  'convert-utf8mb3': 'CONVERT TO CHARACTER SET utf8mb3',
  'convert-default': 'CONVERT TO CHARACTER SET DEFAULT',
  'order-by': 'ORDER BY a',
  'order-by-two': 'ORDER BY a DESC, b',
  force: 'FORCE',
  'disable-keys': 'DISABLE KEYS',
  'enable-keys': 'ENABLE KEYS',
  'with-validation': 'WITH VALIDATION',
  'discard-tablespace': 'DISCARD TABLESPACE',
  rename: 'RENAME TO t2',
  'rename-as': 'RENAME AS t2',
  'rename-same': 'RENAME TO t',
  'system-versioning': 'ADD SYSTEM VERSIONING',
  nothing: '',
  'engine-force': 'ENGINE=InnoDB, FORCE',
  two: "COMMENT='x' STATS_PERSISTENT=1",
  'two-comma': "COMMENT='x', AUTO_INCREMENT=9000",
  'comment-row-format': "COMMENT='x', ROW_FORMAT=COMPACT"
}

const few = {
  force: 'ALTER TABLE t FORCE',
  engine: 'ALTER TABLE t ENGINE=InnoDB',
  comment: "ALTER TABLE t COMMENT='x'",
  'auto-increment': 'ALTER TABLE t AUTO_INCREMENT=100',
  'row-format': 'ALTER TABLE t ROW_FORMAT=DYNAMIC',
  'default-charset': 'ALTER TABLE t DEFAULT CHARSET=latin1',
  convert: 'ALTER TABLE t CONVERT TO CHARACTER SET utf8mb3',
  'order-by': 'ALTER TABLE t ORDER BY a',
  rename: 'ALTER TABLE t RENAME TO t2',
  optimize: 'OPTIMIZE TABLE t'
}

/** Of those, what would show that a table decides as the ordinary one does not. */
const fewest = {force: few.force, comment: few.comment, optimize: few.optimize}

const strings = (options: string, index = '') => [
  `CREATE TABLE t (id INT NOT NULL PRIMARY KEY, a INT, v VARCHAR(50)${index}) ENGINE=InnoDB ${options}`,
  fill('t', 'id, a, v', "n, n, CONCAT('x', n)")
]

export const tableOptions = [
  ...casesOn(
    'option',
    account,
    Object.fromEntries(Object.entries(options).map(([name, option]) => [name, `ALTER TABLE t ${option}`.trim()]))
  ),
  ...casesOn('option-on-fulltext', tables.fulltext, few),
  ...casesOn('option-on-former-fulltext', tables.formerFulltext, fewest),
  ...casesOn('option-on-compressed', tables.compressed, {
    ...fewest,
    'key-block-size': 'ALTER TABLE t KEY_BLOCK_SIZE=4',
    'row-format-same': 'ALTER TABLE t ROW_FORMAT=COMPRESSED'
  }),
  ...casesOn('option-on-redundant', tables.redundant, fewest),
  ...casesOn('option-without-key', tables.withoutKey, fewest),
  ...casesOn('option-on-virtual', tables.virtual, {
    force: 'ALTER TABLE t FORCE',
    'order-by': 'ALTER TABLE t ORDER BY c'
  }),
  ...casesOn('option-on-virtual-indexed', tables.virtualIndexed, {force: 'ALTER TABLE t FORCE'}),
  ...casesOn('option-on-functional-index', tables.functionalIndex, {
    force: 'ALTER TABLE t FORCE',
    optimize: 'OPTIMIZE TABLE t'
  }),
  ...casesOn('option-on-stored', tables.stored, {force: 'ALTER TABLE t FORCE'}),
  ...casesOn('option-on-spatial', tables.spatial, {
    force: 'ALTER TABLE t FORCE',
    optimize: 'OPTIMIZE TABLE t',
    engine: 'ALTER TABLE t ENGINE=InnoDB'
  }),
  ...casesOn('option-on-myisam', tables.myisam, {
    ...few,
    'engine-same': 'ALTER TABLE t ENGINE=MyISAM',
    checksum: 'ALTER TABLE t CHECKSUM=1',
    'delay-key-write': 'ALTER TABLE t DELAY_KEY_WRITE=1',
    'max-rows': 'ALTER TABLE t MAX_ROWS=100000',
    'disable-keys': 'ALTER TABLE t DISABLE KEYS',
    'pack-keys': 'ALTER TABLE t PACK_KEYS=1'
  }),
  ...casesOn('option-on-range', tables.range, {
    force: 'ALTER TABLE r FORCE',
    engine: 'ALTER TABLE r ENGINE=InnoDB',
    comment: "ALTER TABLE r COMMENT='x'",
    convert: 'ALTER TABLE r CONVERT TO CHARACTER SET utf8mb3',
    rename: 'ALTER TABLE r RENAME TO r2',
    'row-format': 'ALTER TABLE r ROW_FORMAT=COMPACT',
    optimize: 'OPTIMIZE TABLE r'
  }),
  ...casesOn('option-on-relations', tables.related, {
    'rename-referenced': 'ALTER TABLE p RENAME TO parent',
    'rename-referencing': 'ALTER TABLE ch RENAME TO child',
    'optimize-referencing': 'OPTIMIZE TABLE ch',
    'engine-to-myisam': 'ALTER TABLE ch ENGINE=MyISAM',
    'order-by': 'ALTER TABLE ch ORDER BY q'
  }),
  ...casesOn('option-page-compressed', strings('PAGE_COMPRESSED=1'), {
    off: 'ALTER TABLE t PAGE_COMPRESSED=0',
    level: 'ALTER TABLE t PAGE_COMPRESSION_LEVEL=3',
    force: 'ALTER TABLE t FORCE',
    'add-column': 'ALTER TABLE t ADD COLUMN x INT'
  }),
  ...casesOn(
    'option-aria',
    ['CREATE TABLE t (id INT NOT NULL PRIMARY KEY, a INT) ENGINE=Aria', fill('t', 'id, a', 'n, n')],
    {
      'add-column': 'ALTER TABLE t ADD COLUMN x INT',
      engine: 'ALTER TABLE t ENGINE=InnoDB',
      comment: "ALTER TABLE t COMMENT='x'",
      transactional: 'ALTER TABLE t TRANSACTIONAL=0'
    }
  ),
  ...casesOn(
    'option-memory',
    ['CREATE TABLE t (id INT NOT NULL PRIMARY KEY, a INT) ENGINE=MEMORY', fill('t', 'id, a', 'n, n')],
    {
      'add-column': 'ALTER TABLE t ADD COLUMN x INT',
      'add-index': 'ALTER TABLE t ADD INDEX (a)',
      comment: "ALTER TABLE t COMMENT='x'",
      engine: 'ALTER TABLE t ENGINE=InnoDB'
    }
  )
]

const conversions = {
  utf8mb4: 'ALTER TABLE t CONVERT TO CHARACTER SET utf8mb4',
  'utf8mb4-collation': 'ALTER TABLE t CONVERT TO CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci',
  'utf8mb4-bin': 'ALTER TABLE t CONVERT TO CHARACTER SET utf8mb4 COLLATE utf8mb4_bin',
  utf8mb3: 'ALTER TABLE t CONVERT TO CHARACTER SET utf8mb3'
}

export const conversion = [
  ...casesOn('convert-latin1', strings('DEFAULT CHARSET=latin1'), conversions),
  ...casesOn('convert-ascii', strings('DEFAULT CHARSET=ascii'), conversions),
  ...casesOn('convert-utf8mb3', strings('DEFAULT CHARSET=utf8mb3'), conversions),
  ...casesOn('convert-utf8mb3-indexed', strings('DEFAULT CHARSET=utf8mb3', ', KEY v_idx (v)'), conversions),
  ...casesOn('convert-utf8mb3-unique', strings('DEFAULT CHARSET=utf8mb3', ', UNIQUE KEY v_idx (v)'), conversions),
  ...casesOn('convert-utf8mb4', strings('DEFAULT CHARSET=utf8mb4'), conversions),
  ...casesOn('convert-utf8mb4-indexed', strings('DEFAULT CHARSET=utf8mb4', ', KEY v_idx (v)'), conversions),
  ...casesOn('convert-utf8mb4-unicode', strings('DEFAULT CHARSET=utf8mb4 COLLATE utf8mb4_unicode_ci'), conversions),
  ...casesOn(
    'convert-without-strings',
    [
      'CREATE TABLE t (id INT NOT NULL PRIMARY KEY, a INT) ENGINE=InnoDB DEFAULT CHARSET=latin1',
      fill('t', 'id, a', 'n, n')
    ],
    conversions
  ),
  ...casesOn(
    'convert-text',
    [
      'CREATE TABLE t (id INT NOT NULL PRIMARY KEY, x TEXT) ENGINE=InnoDB DEFAULT CHARSET=utf8mb3',
      fill('t', 'id, x', "n, 'x'")
    ],
    conversions
  ),
  ...casesOn(
    'convert-char',
    [
      'CREATE TABLE t (id INT NOT NULL PRIMARY KEY, x CHAR(10)) ENGINE=InnoDB DEFAULT CHARSET=utf8mb3',
      fill('t', 'id, x', "n, 'x'")
    ],
    conversions
  ),
  ...casesOn(
    'convert-across',
    [
      'CREATE TABLE t (id INT NOT NULL PRIMARY KEY, x VARCHAR(80)) ENGINE=InnoDB DEFAULT CHARSET=utf8mb3',
      fill('t', 'id, x', "n, 'x'")
    ],
    conversions
  ),
  ...casesOn(
    'convert-own-charset',
    [
      'CREATE TABLE t (id INT NOT NULL PRIMARY KEY, x VARCHAR(50) CHARACTER SET utf8mb4) ENGINE=InnoDB DEFAULT CHARSET=latin1',
      fill('t', 'id, x', "n, 'x'")
    ],
    conversions
  ),
  ...casesOn(
    'convert-enum',
    [
      "CREATE TABLE t (id INT NOT NULL PRIMARY KEY, x ENUM('a','b')) ENGINE=InnoDB DEFAULT CHARSET=latin1",
      fill('t', 'id, x', "n, 'a'")
    ],
    conversions
  ),
  ...casesOn(
    'convert-json',
    [
      'CREATE TABLE t (id INT NOT NULL PRIMARY KEY, x JSON) ENGINE=InnoDB DEFAULT CHARSET=utf8mb3',
      fill('t', 'id, x', "n, '[]'")
    ],
    conversions
  )
]

const versioned = [
  'CREATE TABLE t (id INT NOT NULL PRIMARY KEY, a INT, v VARCHAR(50), KEY a_idx (a)) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 WITH SYSTEM VERSIONING',
  fill('t', 'id, a, v', "n, n, 'v'")
]
const keepHistory = [...versioned, "SET @@system_versioning_alter_history = 'KEEP'"]

export const systemVersioning = [
  ...casesOn('versioned', versioned, {
    drop: 'ALTER TABLE t DROP SYSTEM VERSIONING',
    'add-column': 'ALTER TABLE t ADD COLUMN x INT'
  }),
  ...casesOn('versioned-keep', keepHistory, {
    'add-column': 'ALTER TABLE t ADD COLUMN x INT',
    'add-column-default': 'ALTER TABLE t ADD COLUMN x INT NOT NULL DEFAULT 4',
    'add-column-without': 'ALTER TABLE t ADD COLUMN x INT WITHOUT SYSTEM VERSIONING',
    'add-column-first': 'ALTER TABLE t ADD COLUMN x INT FIRST',
    'drop-column': 'ALTER TABLE t DROP COLUMN v',
    'add-index': 'ALTER TABLE t ADD INDEX (v)',
    'drop-index': 'ALTER TABLE t DROP INDEX a_idx',
    'modify-type': 'ALTER TABLE t MODIFY a BIGINT',
    'modify-not-null': 'ALTER TABLE t MODIFY a INT NOT NULL',
    widen: 'ALTER TABLE t MODIFY v VARCHAR(60)',
    'rename-column': 'ALTER TABLE t RENAME COLUMN v TO w',
    'drop-versioning': 'ALTER TABLE t DROP SYSTEM VERSIONING',
    force: 'ALTER TABLE t FORCE',
    comment: "ALTER TABLE t COMMENT='x'",
    partition: 'ALTER TABLE t PARTITION BY SYSTEM_TIME (PARTITION p_hist HISTORY, PARTITION p_cur CURRENT)'
  })
]

export const renameTable = [
  ...casesOn('rename-table', account, {
    statement: 'RENAME TABLE t TO t2',
    alter: 'ALTER TABLE t RENAME TO t2',
    'alter-bare': 'ALTER TABLE t RENAME t2',
    'and-add-column': 'ALTER TABLE t RENAME TO t2, ADD COLUMN c INT',
    'and-add-index': 'ALTER TABLE t RENAME TO t2, ADD INDEX (a)',
    'and-modify': 'ALTER TABLE t RENAME TO t2, MODIFY a BIGINT',
    'and-comment': "ALTER TABLE t RENAME TO t2, COMMENT='x'",
    'and-widen': 'ALTER TABLE t RENAME TO t2, MODIFY v VARCHAR(60)',
    'and-rename-column': 'ALTER TABLE t RENAME TO t2, RENAME COLUMN a TO a2',
    'and-default': 'ALTER TABLE t RENAME TO t2, ALTER a SET DEFAULT 4',
    'and-rename-index': 'ALTER TABLE t RENAME TO t2, RENAME INDEX b_idx TO x_idx',
    'and-drop-index': 'ALTER TABLE t RENAME TO t2, DROP INDEX b_idx',
    'and-force': 'ALTER TABLE t RENAME TO t2, FORCE'
  })
]

export const partitions = [
  ...casesOn('partition', tables.partitionable, {
    'by-range':
      'ALTER TABLE t PARTITION BY RANGE (y) (PARTITION p0 VALUES LESS THAN (5), PARTITION pmax VALUES LESS THAN MAXVALUE)',
    'by-hash': 'ALTER TABLE t PARTITION BY HASH (id) PARTITIONS 4',
    'by-key': 'ALTER TABLE t PARTITION BY KEY (id) PARTITIONS 4',
    'by-list': 'ALTER TABLE t PARTITION BY LIST (y) (PARTITION p0 VALUES IN (1,2,3,4,5,6,7,8,9,10,11,12))',
    'and-add-column': 'ALTER TABLE t ADD COLUMN x INT PARTITION BY HASH (id) PARTITIONS 4',
    remove: 'ALTER TABLE t REMOVE PARTITIONING'
  }),
  ...casesOn('partition-range', tables.range, {
    add: 'ALTER TABLE r ADD PARTITION (PARTITION p3 VALUES LESS THAN (200))',
    'add-two': 'ALTER TABLE r ADD PARTITION (PARTITION p3 VALUES LESS THAN (200), PARTITION p4 VALUES LESS THAN (300))',
    'add-if-not-exists': 'ALTER TABLE r ADD PARTITION IF NOT EXISTS (PARTITION p3 VALUES LESS THAN (200))',
    drop: 'ALTER TABLE r DROP PARTITION p0',
    'drop-two': 'ALTER TABLE r DROP PARTITION p0, p1',
    'drop-if-exists': 'ALTER TABLE r DROP PARTITION IF EXISTS p0',
    truncate: 'ALTER TABLE r TRUNCATE PARTITION p0',
    'truncate-all': 'ALTER TABLE r TRUNCATE PARTITION ALL',
    merge: 'ALTER TABLE r REORGANIZE PARTITION p0, p1 INTO (PARTITION p01 VALUES LESS THAN (8))',
    'rename-by-reorganize': 'ALTER TABLE r REORGANIZE PARTITION p0 INTO (PARTITION p9 VALUES LESS THAN (5))',
    rebuild: 'ALTER TABLE r REBUILD PARTITION p0',
    'rebuild-all': 'ALTER TABLE r REBUILD PARTITION ALL',
    optimize: 'ALTER TABLE r OPTIMIZE PARTITION p0',
    'optimize-all': 'ALTER TABLE r OPTIMIZE PARTITION ALL',
    analyze: 'ALTER TABLE r ANALYZE PARTITION p0',
    check: 'ALTER TABLE r CHECK PARTITION p0',
    repair: 'ALTER TABLE r REPAIR PARTITION p0',
    discard: 'ALTER TABLE r DISCARD PARTITION p0 TABLESPACE',
    remove: 'ALTER TABLE r REMOVE PARTITIONING',
    repartition: 'ALTER TABLE r PARTITION BY HASH (id) PARTITIONS 2',
    coalesce: 'ALTER TABLE r COALESCE PARTITION 1',
    'convert-to-table': 'ALTER TABLE r CONVERT PARTITION p0 TO TABLE p0_table'
  }),
  ...casesOn('partition-maximum', tables.rangeWithMaximum, {
    split:
      'ALTER TABLE r REORGANIZE PARTITION pmax INTO (PARTITION p1 VALUES LESS THAN (8), PARTITION pmax VALUES LESS THAN MAXVALUE)'
  }),
  ...casesOn('partition-empty', tables.rangeWithEmptyMaximum, {
    split:
      'ALTER TABLE r REORGANIZE PARTITION pmax INTO (PARTITION p1 VALUES LESS THAN (8), PARTITION pmax VALUES LESS THAN MAXVALUE)',
    'split-filled':
      'ALTER TABLE r REORGANIZE PARTITION p0 INTO (PARTITION p VALUES LESS THAN (2), PARTITION p0 VALUES LESS THAN (5))',
    merge: 'ALTER TABLE r REORGANIZE PARTITION p0, pmax INTO (PARTITION p0 VALUES LESS THAN MAXVALUE)',
    rebuild: 'ALTER TABLE r REBUILD PARTITION pmax',
    'rebuild-filled': 'ALTER TABLE r REBUILD PARTITION p0',
    'rebuild-all': 'ALTER TABLE r REBUILD PARTITION ALL'
  }),
  ...casesOn('partition-filled', [...tables.rangeWithEmptyMaximum, "INSERT INTO r (y, id, v) VALUES (5, 15, 'v')"], {
    split:
      'ALTER TABLE r REORGANIZE PARTITION pmax INTO (PARTITION p1 VALUES LESS THAN (8), PARTITION pmax VALUES LESS THAN MAXVALUE)',
    rebuild: 'ALTER TABLE r REBUILD PARTITION pmax'
  }),
  ...casesOn('partition-list', tables.list, {
    add: 'ALTER TABLE l ADD PARTITION (PARTITION p2 VALUES IN (4, 5))',
    drop: 'ALTER TABLE l DROP PARTITION p1',
    merge: 'ALTER TABLE l REORGANIZE PARTITION p0, p1 INTO (PARTITION p01 VALUES IN (0, 1, 2, 3))'
  }),
  ...casesOn('partition-hash', tables.hash, {
    add: 'ALTER TABLE h ADD PARTITION PARTITIONS 2',
    coalesce: 'ALTER TABLE h COALESCE PARTITION 2',
    rebuild: 'ALTER TABLE h REBUILD PARTITION p0',
    repartition: 'ALTER TABLE h PARTITION BY HASH (id) PARTITIONS 8',
    'repartition-same': 'ALTER TABLE h PARTITION BY HASH (id) PARTITIONS 4',
    remove: 'ALTER TABLE h REMOVE PARTITIONING',
    drop: 'ALTER TABLE h DROP PARTITION p0',
    reorganize: 'ALTER TABLE h REORGANIZE PARTITION'
  }),
  ...casesOn('partition-key', tables.key, {
    add: 'ALTER TABLE h ADD PARTITION PARTITIONS 2',
    coalesce: 'ALTER TABLE h COALESCE PARTITION 2'
  }),
  ...casesOn(
    'partition-exchange',
    [
      ...tables.range,
      'CREATE TABLE x (id INT NOT NULL, y INT NOT NULL, v VARCHAR(20), PRIMARY KEY (id, y)) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4'
    ],
    {
      plain: 'ALTER TABLE r EXCHANGE PARTITION p0 WITH TABLE x',
      'with-validation': 'ALTER TABLE r EXCHANGE PARTITION p0 WITH TABLE x WITH VALIDATION',
      'without-validation': 'ALTER TABLE r EXCHANGE PARTITION p0 WITH TABLE x WITHOUT VALIDATION',
      'convert-from-table': 'ALTER TABLE r CONVERT TABLE x TO PARTITION p9 VALUES LESS THAN (500)'
    }
  )
]
