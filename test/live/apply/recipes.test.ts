/** The end of each recipe is that of the plain statement on a twin database: the same catalog, the same rows. */
import {describe, expect, it} from 'vitest'
import type {Catalog} from '../../../src/schema/catalog.js'
import type {Table} from '../../../src/schema/objects.js'
import {readLiveCatalog} from '../../../src/schema/live/read.js'
import {shapeOf} from '../schema/shape.js'
import {applyPlan, createWorld, servers} from './world.js'
import type {World} from './world.js'

interface Case {
  recipe: string
  name: string
  /** Of each statement; tables are made before their rows, so that nothing knows how big they are. */
  setup: string[]
  change: string[]
  /** What differs, and is said to differ. */
  but?: (table: Table) => Table
  /** Columns whose values are another one each time: that there is one counts. */
  chosen?: string[]
  /** The oldest server goes another way, or has its own locks: it is tried there too. */
  alsoOnOldest?: true
}

const account = [
  'CREATE TABLE account (id int PRIMARY KEY, mail text NOT NULL, state text, n int DEFAULT 1, parent int)',
  "INSERT INTO account SELECT i, 'M' || i, CASE WHEN i % 3 = 0 THEN 'old' END, i, NULL FROM generate_series(1, 2500) i"
]
const post = [
  'CREATE TABLE post (id int PRIMARY KEY, author int)',
  'INSERT INTO post SELECT i, i FROM generate_series(1, 900) i'
]
const event = [
  'CREATE TABLE event (id int NOT NULL, at date NOT NULL, who int) PARTITION BY RANGE (id)',
  'CREATE TABLE event_1 PARTITION OF event FOR VALUES FROM (1) TO (1000)',
  'CREATE TABLE event_2 PARTITION OF event FOR VALUES FROM (1000) TO (2000) PARTITION BY RANGE (at)',
  "CREATE TABLE event_2a PARTITION OF event_2 FOR VALUES FROM ('2024-01-01') TO ('2025-01-01')",
  "INSERT INTO event SELECT i, '2024-05-05', i % 900 + 1 FROM generate_series(1, 1999) i"
]

/** A column that takes the place of another one stands at the end. */
const inAnyOrder = (table: Table): Table => ({
  ...table,
  columns: [...table.columns].sort((a, b) => (a.name < b.name ? -1 : 1))
})

const cases: Case[] = [
  {
    recipe: 'check-then-set-not-null',
    name: 'column',
    alsoOnOldest: true,
    setup: account,
    change: ['ALTER TABLE account ALTER COLUMN n SET NOT NULL']
  },
  {
    recipe: 'not-valid-then-validate',
    name: 'under the names of others that the statement drops',
    alsoOnOldest: true,
    setup: [
      `CREATE TABLE account (id int PRIMARY KEY, mail text NOT NULL CONSTRAINT mails UNIQUE, n int CONSTRAINT positive CHECK (n >= 0),
        parent int CONSTRAINT boss REFERENCES account)`,
      "INSERT INTO account SELECT i, 'M' || i, i FROM generate_series(1, 2500) i"
    ],
    change: [
      'ALTER TABLE account ADD CONSTRAINT positive CHECK (n > 0), DROP CONSTRAINT positive',
      'ALTER TABLE account DROP CONSTRAINT boss, ADD CONSTRAINT boss FOREIGN KEY (parent) REFERENCES account ON DELETE SET NULL',
      'ALTER TABLE account DROP CONSTRAINT mails, ADD CONSTRAINT mails UNIQUE (mail, n)',
      'ALTER TABLE account DROP CONSTRAINT IF EXISTS fresh, ADD CONSTRAINT fresh CHECK (n < 9000)',
      'ALTER TABLE account DROP CONSTRAINT boss, DROP CONSTRAINT account_pkey, ADD PRIMARY KEY (id, mail)'
    ]
  },
  {
    recipe: 'create-index-concurrently',
    name: 'plain, unnamed, unique, partial',
    setup: account,
    change: [
      'CREATE INDEX ON account (state, n DESC)',
      'CREATE UNIQUE INDEX IF NOT EXISTS mails ON account USING btree (lower(mail)) INCLUDE (n) WHERE state IS NULL'
    ]
  },
  {
    recipe: 'create-index-concurrently',
    name: 'of a partitioned table, two levels deep',
    setup: event,
    change: ['CREATE INDEX event_who ON event (who)', 'CREATE INDEX ON event (at, who)']
  },
  {
    recipe: 'drop-index-concurrently',
    name: 'two at once',
    setup: [account[0] ?? '', 'CREATE INDEX a ON account (n)', 'CREATE INDEX b ON account (mail)', account[1] ?? ''],
    change: ['DROP INDEX a, b']
  },
  {
    recipe: 'build-then-drop',
    name: 'of the same name',
    setup: [account[0] ?? '', 'CREATE INDEX by_state ON account (state)', account[1] ?? ''],
    change: ['DROP INDEX by_state', 'CREATE INDEX by_state ON account (state, n)']
  },
  {
    recipe: 'reindex-concurrently',
    name: 'table, with an index that the server never builds concurrently',
    setup: [
      ...account.slice(0, 1),
      'ALTER TABLE account ADD COLUMN span int4range, ADD CONSTRAINT apart EXCLUDE USING gist (span WITH &&)',
      ...account.slice(1)
    ],
    change: ['REINDEX TABLE account']
  },
  {
    recipe: 'not-valid-then-validate',
    name: 'check and foreign key',
    setup: [...account, ...post],
    change: [
      'ALTER TABLE account ADD CHECK (n > 0), ADD CONSTRAINT named CHECK (id > 0) NO INHERIT',
      'ALTER TABLE post ADD FOREIGN KEY (author) REFERENCES account ON DELETE CASCADE DEFERRABLE',
      "ALTER TABLE account ADD COLUMN k text DEFAULT 'k' CHECK (k <> ''), ADD COLUMN p int DEFAULT 1 REFERENCES post"
    ]
  },
  {
    recipe: 'not-valid-then-validate',
    name: 'foreign key of a partitioned table',
    alsoOnOldest: true,
    setup: [...event, ...account],
    change: ['ALTER TABLE event ADD CONSTRAINT event_who_key FOREIGN KEY (who) REFERENCES account (id)'],
    // Before 18 each partition has its key before there is one to name it after.
    but: (table) => ({
      ...table,
      constraints: table.constraints.map((each) => (each.type === 'foreign-key' ? {...each, name: 'key'} : each))
    })
  },
  {
    recipe: 'unique-index-then-constraint',
    name: 'unique, and a primary key in the place of another',
    setup: account,
    change: [
      'ALTER TABLE account ADD UNIQUE (mail, id) INCLUDE (n)',
      'ALTER TABLE account DROP CONSTRAINT account_pkey, ADD CONSTRAINT account_key PRIMARY KEY (mail, n)'
    ]
  },
  {
    recipe: 'unique-index-then-constraint',
    name: 'of a partitioned table',
    setup: event,
    change: ['ALTER TABLE event ADD PRIMARY KEY (id, at)'],
    alsoOnOldest: true,
    // `NOT NULL` of a partition is its own too, where it had the key first.
    but: (table) => ({
      ...table,
      constraints: table.constraints.map((each) => (each.type === 'not-null' ? {...each, inherited: undefined} : each))
    })
  },
  {
    recipe: 'add-column-then-backfill',
    name: 'default, serial, identity, of a table of another role',
    alsoOnOldest: true,
    setup: [...account, 'ALTER TABLE account OWNER TO pg_monitor'],
    change: [
      'ALTER TABLE account ADD COLUMN token uuid NOT NULL DEFAULT gen_random_uuid()',
      'ALTER TABLE account ADD COLUMN number bigserial',
      'ALTER TABLE account ADD COLUMN own int GENERATED ALWAYS AS IDENTITY (START WITH 10 INCREMENT BY 2)'
    ],
    chosen: ['token', 'number', 'own']
  },
  {
    recipe: 'add-column-then-backfill',
    name: 'that nothing gives a value',
    setup: ['CREATE TABLE account (id int PRIMARY KEY)'],
    change: ['ALTER TABLE account ADD COLUMN mail text NOT NULL']
  },
  {
    recipe: 'batched-backfill',
    name: 'constant, other columns, condition, joined, correlated',
    setup: [...account, ...post],
    change: [
      "UPDATE account SET state = 'new' WHERE state IS NULL",
      "UPDATE account AS a SET mail = lower(a.mail), parent = id + n WHERE a.state = 'new' OR n > 10",
      'UPDATE account SET n = p.author + 1 FROM post p WHERE p.id = account.id',
      'UPDATE account SET parent = (SELECT max(author) FROM post WHERE post.id < account.id) WHERE id > 100 AND state IS NOT NULL'
    ]
  },
  {
    recipe: 'batched-delete',
    name: 'condition, joined, all',
    setup: [...account, ...post],
    change: [
      'DELETE FROM account WHERE n > 2000',
      'DELETE FROM account USING post p WHERE p.id = account.id',
      'TRUNCATE post'
    ]
  },
  {
    recipe: 'check-then-attach-partition',
    name: 'with indexes and a default partition',
    setup: [
      ...event,
      'CREATE INDEX event_at ON event (at)',
      'CREATE TABLE event_rest PARTITION OF event DEFAULT',
      'INSERT INTO event SELECT i, now(), 1 FROM generate_series(5000, 5100) i',
      'CREATE TABLE event_3 (id int NOT NULL, at date NOT NULL, who int)',
      "INSERT INTO event_3 SELECT i, '2024-05-05', 1 FROM generate_series(2000, 2999) i"
    ],
    change: [
      'ALTER TABLE event ATTACH PARTITION event_3 FOR VALUES FROM (2000) TO (3000)',
      'CREATE TABLE event_4 PARTITION OF event FOR VALUES FROM (3000) TO (4000)'
    ]
  },
  {
    recipe: 'detach-concurrently',
    name: 'partition',
    alsoOnOldest: true,
    setup: event,
    change: ['ALTER TABLE event DETACH PARTITION event_1'],
    // The server leaves a constraint that says what the bounds were.
    but: (table) => (table.name === 'event_1' ? {...table, constraints: []} : table)
  },
  {
    recipe: 'refresh-concurrently',
    name: 'materialized view',
    setup: [
      account[0] ?? '',
      'CREATE MATERIALIZED VIEW recent AS SELECT id, mail FROM account',
      'CREATE UNIQUE INDEX ON recent (id)',
      account[1] ?? ''
    ],
    change: ['REFRESH MATERIALIZED VIEW recent']
  },
  {
    recipe: 'create-then-refresh',
    name: 'materialized view',
    setup: account,
    change: ['CREATE MATERIALIZED VIEW recent AS SELECT id, mail FROM account WITH DATA']
  },
  {
    recipe: 'drop-column-in-two-releases',
    name: 'that rows had to have',
    setup: account,
    change: ['ALTER TABLE account DROP COLUMN mail, DROP COLUMN state']
  },
  {
    recipe: 'drop-table-in-two-releases',
    name: 'tables, a view and a type',
    setup: [...account, ...post, 'CREATE VIEW v AS SELECT id FROM account', "CREATE TYPE mood AS ENUM ('ok')"],
    change: ['DROP VIEW v', 'DROP TABLE account, post', 'DROP TYPE mood']
  },
  {
    recipe: 'rename-table-with-view',
    name: 'table and schema',
    alsoOnOldest: true,
    setup: [...account, 'CREATE SCHEMA shop', 'CREATE TABLE shop.item (id int)'],
    change: ['ALTER TABLE account RENAME TO person', 'ALTER SCHEMA shop RENAME TO store']
  },
  {
    recipe: 'expand-contract-column',
    name: 'another name',
    setup: [
      'CREATE TABLE account (id int PRIMARY KEY, mail text NOT NULL DEFAULT md5(random()::text) UNIQUE CHECK (mail <> $$y$$), n serial)',
      'CREATE INDEX by_mail ON account (lower(mail), id) WHERE mail IS NOT NULL',
      'INSERT INTO account (id) SELECT i FROM generate_series(1, 2500) i'
    ],
    change: ['ALTER TABLE account RENAME COLUMN mail TO email', 'ALTER TABLE account RENAME COLUMN n TO number'],
    chosen: ['email'],
    but: inAnyOrder
  },
  {
    recipe: 'expand-contract-column',
    name: 'another type of keys that others refer to',
    alsoOnOldest: true,
    setup: [
      'CREATE TABLE account (id serial PRIMARY KEY, own int GENERATED BY DEFAULT AS IDENTITY UNIQUE, boss int REFERENCES account, mail text)',
      "INSERT INTO account (mail) SELECT 'm' || i FROM generate_series(1, 2500) i",
      'CREATE TABLE post (id int PRIMARY KEY, author int REFERENCES account ON DELETE CASCADE, number int REFERENCES account (own))',
      'INSERT INTO post SELECT i, i, i FROM generate_series(1, 900) i'
    ],
    change: ['ALTER TABLE account ALTER COLUMN id TYPE bigint', 'ALTER TABLE account ALTER COLUMN own TYPE bigint'],
    but: inAnyOrder
  },
  {
    recipe: 'expand-contract-column',
    name: 'another name of a value',
    setup: ["CREATE TYPE mood AS ENUM ('ok', 'bad')"],
    change: ["ALTER TYPE mood RENAME VALUE 'bad' TO 'sad'"]
  }
]

function changed(catalog: Catalog, but: Case['but'] = (table) => table): Catalog {
  for (const [key, table] of catalog.tables.entries()) {
    if (table.schema !== 'sqlsafe') catalog.tables.set(key, but(table))
    else catalog.tables.delete(key)
  }
  return catalog
}

/** The catalog without the journal, and all rows of all tables. */
async function endOf(world: World, {but, chosen = []}: Case): Promise<unknown> {
  const {catalog} = await readLiveCatalog(world.url)
  const tables = [...catalog.tables.values()].filter(({kind, schema}) => schema !== 'sqlsafe' && kind !== 'view')
  const rows: Record<string, unknown> = {}
  for (const {name, schema} of tables) {
    const found = await world.query(`SELECT to_jsonb(t) AS row FROM "${schema}"."${name}" t`)
    const texts = found.map(({row}) => {
      const known = row as Record<string, unknown>
      return JSON.stringify({
        ...known,
        ...Object.fromEntries(chosen.filter((each) => each in known).map((each) => [each, known[each] !== null]))
      })
    })
    const values = chosen.map((column) => new Set(found.map(({row}) => (row as Record<string, unknown>)[column])).size)
    rows[`${schema}.${name}`] = {texts: texts.sort(), values}
  }
  const shape = shapeOf(changed(catalog, but), 'postgres')
  const own = (line: string): boolean => !/\bsqlsafe\b/.test(line)
  return {
    rows,
    tables: shape['tables'],
    ...Object.fromEntries(['sequences', 'types', 'routines'].map((key) => [key, (shape[key] as string[]).filter(own)]))
  }
}

describe.each(servers)('PostgreSQL $version', ({url, version}) => {
  const tried = cases.filter(({alsoOnOldest}) => version >= 18 || alsoOnOldest === true)

  it.concurrent.each(tried)('$recipe: $name', async (each) => {
    const [plain, planned] = [await createWorld(url, each.setup), await createWorld(url, each.setup)]
    try {
      for (const sql of each.change) await plain.query(sql)

      const plan = await planned.plan(`${each.change.join(';\n')};`)
      expect(plan.remarks.filter(({severity}) => severity === 'unsafe')).toEqual([])
      const steps = plan.phases.flatMap((phase) => phase.steps)
      expect(steps.map(({recipe}) => recipe)).toContain(each.recipe)
      for (let gates = 0; ; gates++) {
        const {events, outcome} = await applyPlan(plan, planned.url, {deployed: gates > 0})
        if (outcome.status === 'done') break
        expect([outcome, events.filter(({type}) => type === 'failed'), gates < plan.phases.length]).toEqual([
          expect.objectContaining({status: 'waiting'}),
          [],
          true
        ])
      }
      expect(await endOf(planned, each)).toEqual(await endOf(plain, each))
    } finally {
      await Promise.all([plain.remove(), planned.remove()])
    }
  })
})
