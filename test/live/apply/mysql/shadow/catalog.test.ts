/** After a copy all that the server tells of a table is what it tells of a twin that the plain statement changed. */
import {afterEach, describe, expect, test} from 'vitest'
import {applyPlan} from '../../world.js'
import {createWorld, servers} from '../world.js'
import type {World} from '../world.js'
import {ofAccount, shadowPlan} from './steps.js'

/** The table is called `account` in each. */
interface Case {
  name: string
  on?: 'mysql' | 'mariadb'
  setup: string[]
  change: string
}

const rows = "INSERT INTO account (code, qty) VALUES ('a', 1), ('b', 2), ('c', 3)"
const plain = 'id int NOT NULL AUTO_INCREMENT PRIMARY KEY, code varchar(20) NOT NULL, qty int NOT NULL'
const widen = 'MODIFY qty bigint NOT NULL'

const cases: Case[] = [
  {
    name: 'columns: defaults, comments, places, generated ones, and hidden ones; the next number',
    setup: [
      `CREATE TABLE account (id bigint unsigned NOT NULL AUTO_INCREMENT COMMENT 'it''s "the" key; \\ 100%',
         code varchar(20) CHARACTER SET latin1 COLLATE latin1_bin NOT NULL DEFAULT 'x''y' COMMENT 'a \`name\`',
         qty int NOT NULL DEFAULT -1, twice int GENERATED ALWAYS AS (qty * 2) VIRTUAL, thrice int GENERATED ALWAYS AS (qty * 3) STORED,
         made timestamp(3) NULL DEFAULT CURRENT_TIMESTAMP(3) ON UPDATE CURRENT_TIMESTAMP(3), day date NOT NULL DEFAULT (curdate()),
         sort enum('b', 'a', 'c') NOT NULL DEFAULT 'a', flags set('x', 'y') DEFAULT 'x,y', bits bit(5) DEFAULT b'101', doc json,
         raw varbinary(9) DEFAULT 0x00ff, price decimal(10, 2) NOT NULL DEFAULT 1.50, secret int DEFAULT 7 INVISIBLE,
         PRIMARY KEY (id)) AUTO_INCREMENT = 900 COMMENT = 'the ''table'''`,
      rows,
      'DELETE FROM account WHERE id = 902'
    ],
    change:
      'MODIFY qty bigint NOT NULL DEFAULT -1 AFTER price, DROP COLUMN bits, MODIFY id bigint NOT NULL AUTO_INCREMENT'
  },
  {
    name: 'indexes: orders, prefixes, comments, full text and places; options of the table',
    setup: [
      `CREATE TABLE account (${plain}, note text, place point NOT NULL DEFAULT (point(1, 2)), UNIQUE KEY codes (code, qty DESC) COMMENT 'by code',
         KEY by_note (note(9)), FULLTEXT KEY words (note), SPATIAL KEY places (place), KEY by_qty (qty) USING BTREE)
         ENGINE = InnoDB ROW_FORMAT = COMPRESSED KEY_BLOCK_SIZE = 4 STATS_PERSISTENT = 1 STATS_AUTO_RECALC = 0 STATS_SAMPLE_PAGES = 33
         AVG_ROW_LENGTH = 90 MAX_ROWS = 1000000 MIN_ROWS = 3 CHECKSUM = 1 DELAY_KEY_WRITE = 1 PACK_KEYS = 1 DEFAULT CHARSET = latin1`,
      rows
    ],
    change: `${widen}, ADD KEY later (note(3), qty)`
  },
  {
    name: 'MySQL: hidden indexes and those over expressions, checks with names of the server, histograms',
    on: 'mysql',
    setup: [
      `CREATE TABLE account (${plain}, doc json, low int CHECK (low > 0), high int CHECK (high < 9), CHECK (qty > 0) NOT ENFORCED, CHECK (low < high),
         KEY hidden (qty) INVISIBLE, KEY lowered ((lower(code))), KEY many ((CAST(doc->'$.a' AS unsigned ARRAY)))) AUTOEXTEND_SIZE = 4M ENCRYPTION = 'N'`,
      rows,
      // A gap among the numbers.
      'ALTER TABLE account DROP CONSTRAINT account_chk_2',
      'ANALYZE TABLE account UPDATE HISTOGRAM ON code WITH 4 BUCKETS'
    ],
    change: widen
  },
  {
    name: 'MySQL: a primary key that the server made',
    on: 'mysql',
    setup: [
      'SET SESSION sql_generate_invisible_primary_key = ON',
      'CREATE TABLE account (code varchar(20) NOT NULL, qty int NOT NULL)',
      rows
    ],
    change: widen
  },
  {
    name: 'MariaDB: ignored indexes, checks with their table, sequences, compression, periods that do not overlap',
    on: 'mariadb',
    setup: [
      'CREATE SEQUENCE numbers START WITH 50',
      `CREATE TABLE account (id int NOT NULL DEFAULT (NEXT VALUE FOR numbers), code varchar(20) NOT NULL, qty int NOT NULL, long_text text COMPRESSED,
         low int CHECK (low > 0), since date NOT NULL DEFAULT '2020-01-01', until date NOT NULL DEFAULT '2030-01-01', PERIOD FOR valid (since, until),
         PRIMARY KEY (id), UNIQUE KEY once (code, valid WITHOUT OVERLAPS), KEY hidden (qty) IGNORED, CONSTRAINT sane CHECK (qty > 0), CHECK (low < qty))
         PAGE_COMPRESSED = 1`,
      rows,
      'SET SESSION histogram_type = SINGLE_PREC_HB',
      'ANALYZE TABLE account PERSISTENT FOR COLUMNS (code, low) INDEXES (PRIMARY)'
    ],
    change: widen
  },
  {
    name: 'partitions by range and hash',
    setup: [
      `CREATE TABLE account (id int NOT NULL AUTO_INCREMENT, code varchar(20) NOT NULL, qty int NOT NULL, PRIMARY KEY (id, qty))
         PARTITION BY RANGE (qty) SUBPARTITION BY HASH (id) SUBPARTITIONS 2
         (PARTITION low VALUES LESS THAN (2) COMMENT = 'few', PARTITION high VALUES LESS THAN MAXVALUE)`,
      rows
    ],
    change: 'MODIFY code varchar(300) NOT NULL'
  },
  {
    name: 'foreign keys with names of the server and of its own',
    setup: [
      'CREATE TABLE owner (id int PRIMARY KEY)',
      `CREATE TABLE account (${plain}, owner int, other int, FOREIGN KEY (owner) REFERENCES owner (id),
         CONSTRAINT other_owner FOREIGN KEY (other) REFERENCES owner (id) ON DELETE RESTRICT ON UPDATE NO ACTION)`,
      rows
    ],
    change: widen
  }
]

/** What the server tells, by its own tables; what differs by itself is left out. */
const catalogs = [
  {table: 'TABLES', without: /TIME|DATA|INDEX_LENGTH|ROWS|AVG_ROW_LENGTH|TEMPORARY/},
  {table: 'COLUMNS', without: /PRIVILEGES/},
  {table: 'STATISTICS', without: /CARDINALITY/},
  {table: 'TABLE_CONSTRAINTS', without: /^$/},
  {table: 'KEY_COLUMN_USAGE', without: /^$/},
  {table: 'PARTITIONS', without: /TIME|DATA|INDEX_LENGTH|ROWS|AVG_ROW_LENGTH/}
]

describe.each(servers)('$server', ({dialect, url}) => {
  const own = cases
    .filter(({on = dialect}) => on === dialect)
    .map(({change, name, setup}, index) => {
      const table = `account_${String(index)}`
      // What belongs to the table alone is called after it.
      return {
        name,
        table,
        change,
        setup: setup.map((sql) => sql.replaceAll(/\baccount\b/g, table).replaceAll('account_chk', `${table}_chk`))
      }
    })
  const worlds: World[] = []
  afterEach(async () => {
    for (const world of worlds.splice(0)) await world.remove()
  })
  async function make(setup: string[]): Promise<World> {
    const world = await createWorld(url, setup)
    worlds.push(world)
    return world
  }

  async function told({name, query}: World, table: string): Promise<unknown> {
    const [shown] = await query(`SHOW CREATE TABLE ${table}`)
    const all: Record<string, unknown> = {
      rows: await query(`SELECT count(*) AS n, sum(qty) AS qty FROM ${table}`),
      definition: String(shown?.['Create Table']).replaceAll(name, 'own')
    }
    for (const {table: catalog, without} of catalogs) {
      const found = await query(
        `SELECT * FROM information_schema.${catalog} WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ?`,
        [name, table]
      )
      const texts = found.map((row) =>
        JSON.stringify(Object.entries(row).filter(([column]) => !without.test(column))).replaceAll(name, 'own')
      )
      all[catalog] = texts.sort()
    }
    if (dialect === 'mariadb') {
      const statistics: unknown[] = []
      for (const kept of ['column_stats', 'index_stats', 'table_stats']) {
        const found = await query(`SELECT * FROM mysql.${kept} WHERE db_name = ? AND table_name = ?`, [name, table])
        statistics.push(found.map((row) => ({...row, db_name: 'own'})))
      }
      return {...all, statistics}
    }
    const histograms = await query(
      `SELECT COLUMN_NAME, HISTOGRAM->>'$."number-of-buckets-specified"' AS buckets FROM information_schema.COLUMN_STATISTICS
       WHERE SCHEMA_NAME = ? AND TABLE_NAME = ?`,
      [name, table]
    )
    return {...all, histograms}
  }

  test('each table is in all what the plain statement makes it', async () => {
    const setup = own.flatMap((each) => each.setup)
    const [world, twin] = [await make(setup), await make(setup)]
    const inputs = own.map(({change, table}) => ({
      ...ofAccount([`ALTER TABLE {{table}} ${change}`]),
      table: {schema: '', name: table}
    }))
    const {outcome} = await applyPlan(await shadowPlan(world, inputs), world.url, {settings: {dropOld: true}})
    expect(outcome).toEqual({status: 'done'})
    for (const {change, name, table} of own) {
      await twin.query(`ALTER TABLE ${table} ${change}`)
      const before = {name, told: await told(world, table)}
      expect(before).toEqual({name, told: await told(twin, table)})
      for (const each of [world, twin]) await each.query(`INSERT INTO ${table} (code, qty) VALUES ('later', 9)`)
      expect({name, told: await told(world, table)}).toEqual({name, told: await told(twin, table)})
    }
  })

  test('rights and views go by the name, and stay', async () => {
    const user = `sqlsafe_${Math.random().toString(36).slice(2, 10)}`
    const setup = [
      `CREATE TABLE account (${plain})`,
      rows,
      'CREATE VIEW seen AS SELECT id, qty FROM account',
      `CREATE USER ${user}`,
      `GRANT SELECT (id, qty), INSERT ON account TO ${user}`
    ]
    const world = await make(setup)
    try {
      const before = await world.query(`SHOW GRANTS FOR ${user}`)
      await applyPlan(await shadowPlan(world, ofAccount([`ALTER TABLE {{table}} ${widen}`])), world.url)
      expect(await world.query(`SHOW GRANTS FOR ${user}`)).toEqual(before)
      expect(await world.query('SELECT count(*) AS n FROM seen')).toEqual([{n: 3}])
      await world.query('UPDATE seen SET qty = 5000000000 WHERE id = 1')
    } finally {
      await world.query(`DROP USER ${user}`)
    }
  })

  test.runIf(dialect === 'mariadb')('the history of rows is not begun anew', async () => {
    const world = await make([`CREATE TABLE account (${plain}) WITH SYSTEM VERSIONING`, rows])
    await expect(
      applyPlan(await shadowPlan(world, ofAccount([`ALTER TABLE {{table}} ${widen}`])), world.url)
    ).rejects.toThrow('keeps the history')
  })
})
