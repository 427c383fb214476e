/** Each recipe beside an application that goes on writing, release by release, and a twin that is told the same. */

export interface RecipeCase {
  recipe: string
  change: string
  /** Statements beside those that make `account` and `shop`. */
  setup?: readonly string[]
  /** What the application says next. */
  writes: (draw: Draw) => Statement
  /** Done to both in the end, for what they differ in by their nature. */
  settle?: string
  /** What is compared of the rows, where it is not all that there is of `account`. */
  rows?: string
  /** A column that takes the place of another one stands at the end. */
  atTheEnd?: true
}

/** In the words of a release: 0 before anything is deployed. The twin always hears the first; `''`: nothing any more. */
type Statement = (release: number) => string

export interface Draw {
  /** A number from 0 up to below the limit. */
  random: (limit: number) => number
  /** A number that nothing has had yet. */
  fresh: number
  /** The row that is written; who writes the same one waits. */
  id: number
}

export const rows = 1200

/** In each of both schemas. */
export const tables = [
  'CREATE TABLE shop (id int PRIMARY KEY, n int NOT NULL)',
  'INSERT INTO shop SELECT i, 0 FROM generate_series(1, 9) i',
  `CREATE TABLE account (id int PRIMARY KEY, boss int REFERENCES account ON UPDATE CASCADE ON DELETE SET NULL, shop int,
     n int NOT NULL, total int, code int, mail text) WITH (autovacuum_enabled = false)`,
  'CREATE INDEX account_boss ON account (boss)'
]

/** After all else: building an index would tell how many rows there are. */
export const fill = `INSERT INTO account SELECT i, NULL, i % 9 + 1, i % 7, NULL, i, 'm' || i FROM generate_series(1, ${String(rows)}) i`

/** What a release calls the table and one of its columns; `undefined`: it has no use for that. */
interface Names {
  table: string
  mail: string | undefined
}

const before: Names = {table: 'account', mail: 'mail'}

/** Keeps to what the changes ask for: `code` is one of its own, `shop` is there, `total` is twice `n`. */
function accounts(
  {after = before, upserts = true}: {after?: Names; upserts?: boolean} = {},
  more: (draw: Draw) => Statement[] = () => []
): RecipeCase['writes'] {
  return (draw) => {
    const {fresh, id, random} = draw
    const [n, shop] = [random(900), random(2) + 1]
    const mail = random(5) === 0 ? 'NULL' : `'w${String(n)}'`
    const insert = ({mail: column, table}: Names, key: number, boss: string): string =>
      `INSERT INTO ${table} (id, boss, shop, n, total, code${column === undefined ? '' : `, ${column}`})
       VALUES (${[key, boss, shop, n, n * 2, fresh, ...(column === undefined ? [] : [mail])].join(', ')})`
    const upsert = (names: Names): string => {
      const set = ['boss', 'shop', 'n', 'total', 'code', ...(names.mail === undefined ? [] : [names.mail])]
      return `${insert(names, id, 'NULL')} ON CONFLICT (id) DO UPDATE SET ${set.map((column) => `${column} = EXCLUDED.${column}`).join(', ')}`
    }
    const own = `WHERE id = ${String(id)}`
    const all: Array<(names: Names) => string> = [
      ({table}) => `UPDATE ${table} SET n = n + 1, total = (n + 1) * 2 ${own}`,
      ({mail: column, table}) => (column === undefined ? '' : `UPDATE ${table} SET ${column} = ${mail} ${own}`),
      ({mail: column, table}) =>
        `UPDATE ${table} SET id = ${String(fresh)}${column === undefined ? '' : `, ${column} = ${column} || 'k'`} ${own}`,
      ({table}) => `DELETE FROM ${table} ${own}`,
      (names) => insert(names, fresh, String(fresh)),
      ({table}) => `SELECT count(*) FROM ${table} WHERE shop = 3`,
      () => `UPDATE shop SET n = n + 1 WHERE id = ${String(shop)}`,
      ...(upserts ? [upsert] : [])
    ]
    const statements: Statement[] = [
      ...all.map(
        (sql): Statement =>
          (release) =>
            sql(release === 0 ? before : after)
      ),
      ...more(draw)
    ]
    return statements[random(statements.length)] ?? (() => '')
  }
}

function visits({fresh, id, random}: Draw): Statement {
  const [key, other] = [String(id), String(fresh)]
  const all = [
    `INSERT INTO visit VALUES (${key}, ${other}) ON CONFLICT (id) DO UPDATE SET n = EXCLUDED.n`,
    `UPDATE visit SET id = ${other}, n = NULL WHERE id = ${key}`,
    `DELETE FROM visit WHERE id = ${key}`
  ]
  const chosen = all[random(all.length)] ?? ''
  return () => chosen
}

const event = [
  'CREATE TABLE event (id int NOT NULL, who int, note text) PARTITION BY RANGE (id)',
  'CREATE TABLE event_1 PARTITION OF event FOR VALUES FROM (0) TO (1000)',
  'CREATE TABLE event_2 (LIKE event)',
  'CREATE TABLE event_rest PARTITION OF event DEFAULT',
  'INSERT INTO event SELECT i, i, NULL FROM generate_series(1, 900) i',
  'INSERT INTO event_2 SELECT i, i, NULL FROM generate_series(1000, 1900) i',
  'CREATE INDEX event_who ON event (who)'
]

/** How many rows of a partition are written by their numbers; above them are those that a row gets, which nothing asks for. */
const written = 900

/** To a partition by its own name, which it has before and after, and to the others through the table above them. */
function events(own: string, from: number): RecipeCase['writes'] {
  return ({fresh, id, random}) => {
    const number = String(random(900))
    const elsewhere = ['event', String(2_000_000 + fresh)] as const
    // One number for each `id`: sessions wait for each other by it.
    const mine = id <= written ? String(from + id - 1) : undefined
    const [table, key] = mine !== undefined && random(2) === 0 ? [own, mine] : elsewhere
    const all = [
      `INSERT INTO ${table} VALUES (${key}, ${number}, 'new')`,
      `UPDATE ${table} SET who = ${number}, note = NULL WHERE id = ${key}`,
      `DELETE FROM ${table} WHERE id = ${key}`,
      `SELECT count(*) FROM event WHERE who = ${number}`,
      ...(mine === undefined
        ? []
        : [`UPDATE ${own} SET id = ${String(from + written + random(90))} WHERE id = ${mine}`])
    ]
    const chosen = all[random(all.length)] ?? ''
    return () => chosen
  }
}

const everyEvent = (own: string): string =>
  `SELECT * FROM event UNION ALL SELECT * FROM ${own} WHERE (SELECT count(*) FROM pg_inherits WHERE inhrelid = '${own}'::regclass) = 0`

const recent = 'CREATE MATERIALIZED VIEW recent AS SELECT id, mail FROM account'

export const recipeCases: Readonly<Record<string, RecipeCase>> = {
  'a column with a value of its own for each row': {
    recipe: 'add-column-then-backfill',
    change: 'ALTER TABLE account ADD COLUMN token uuid NOT NULL DEFAULT gen_random_uuid()',
    writes: accounts(),
    rows: `SELECT to_jsonb(account) - 'token', token IS NULL, count(*) OVER (PARTITION BY token) FROM account`
  },
  'every row gets a value': {
    recipe: 'batched-backfill',
    change: 'UPDATE account SET total = n * 2 WHERE total IS NULL',
    writes: accounts()
  },
  'rows go': {
    recipe: 'batched-delete',
    change: 'DELETE FROM account WHERE shop = 3',
    // It would bring rows back that are gone.
    writes: accounts({upserts: false})
  },
  'an index takes the place of another': {
    recipe: 'build-then-drop',
    change: 'DROP INDEX by_mail; CREATE INDEX by_mail ON account (mail, n)',
    setup: ['CREATE INDEX by_mail ON account (mail)'],
    writes: accounts()
  },
  'a table becomes a partition': {
    recipe: 'check-then-attach-partition',
    change: 'ALTER TABLE event ATTACH PARTITION event_2 FOR VALUES FROM (1000) TO (2000)',
    setup: event,
    writes: events('event_2', 1000),
    rows: everyEvent('event_2')
  },
  'a column is to have a value': {
    recipe: 'check-then-set-not-null',
    change: 'ALTER TABLE account ALTER COLUMN code SET NOT NULL',
    writes: accounts()
  },
  'a unique index': {
    recipe: 'create-index-concurrently',
    change: 'CREATE UNIQUE INDEX by_code ON account (code) INCLUDE (mail) WHERE n >= 0',
    writes: accounts()
  },
  'a new materialized view': {
    recipe: 'create-then-refresh',
    change: recent,
    writes: accounts(),
    settle: 'REFRESH MATERIALIZED VIEW recent',
    rows: 'SELECT * FROM account NATURAL FULL JOIN recent'
  },
  'a partition goes its own way': {
    recipe: 'detach-concurrently',
    change: 'ALTER TABLE event DETACH PARTITION event_1',
    // The server refuses it beside a partition for the rest.
    setup: [
      ...event,
      'DROP TABLE event_rest',
      'CREATE TABLE event_3 PARTITION OF event FOR VALUES FROM (2000000) TO (9000000)'
    ],
    writes: events('event_1', 1),
    // It says what the bounds were.
    settle: 'ALTER TABLE event_1 DROP CONSTRAINT IF EXISTS event_1_id_check',
    rows: everyEvent('event_1')
  },
  'a column goes': {
    recipe: 'drop-column-in-two-releases',
    change: 'ALTER TABLE account DROP COLUMN mail',
    setup: ["ALTER TABLE account ALTER COLUMN mail SET DEFAULT ''"],
    writes: accounts({after: {...before, mail: undefined}})
  },
  'an index goes': {
    recipe: 'drop-index-concurrently',
    change: 'DROP INDEX account_boss',
    writes: accounts()
  },
  'a table goes': {
    recipe: 'drop-table-in-two-releases',
    change: 'DROP TABLE visit',
    setup: ['CREATE TABLE visit (id int)'],
    writes: accounts({}, ({fresh}) => [
      (release) => (release === 0 ? `INSERT INTO visit VALUES (${String(fresh)})` : '')
    ])
  },
  'a column gets another name': {
    recipe: 'expand-contract-column',
    change: 'ALTER TABLE account RENAME COLUMN mail TO email',
    // Triggers of the application see what a release writes, whatever it calls the column.
    setup: [
      'ALTER TABLE account ADD COLUMN heard text',
      `CREATE FUNCTION hear() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
         NEW.heard = upper(coalesce(to_jsonb(NEW) ->> 'mail', to_jsonb(NEW) ->> 'email')); RETURN NEW; END $$`,
      'CREATE TRIGGER hear BEFORE INSERT OR UPDATE ON account FOR EACH ROW EXECUTE FUNCTION hear()'
    ],
    writes: accounts({after: {...before, mail: 'email'}})
  },
  'a key that the table itself refers to gets another type': {
    recipe: 'expand-contract-column',
    change: 'ALTER TABLE account ALTER COLUMN id TYPE bigint',
    writes: accounts(),
    atTheEnd: true
  },
  'rows are held to a condition and to a table': {
    recipe: 'not-valid-then-validate',
    change: 'ALTER TABLE account ADD CHECK (n >= 0), ADD FOREIGN KEY (shop) REFERENCES shop',
    writes: accounts()
  },
  'a materialized view takes up what was written': {
    recipe: 'refresh-concurrently',
    change: 'REFRESH MATERIALIZED VIEW recent',
    setup: [recent, 'CREATE UNIQUE INDEX ON recent (id)'],
    writes: accounts({}, () => [() => 'SELECT count(*) FROM recent']),
    settle: 'REFRESH MATERIALIZED VIEW recent',
    rows: 'SELECT * FROM account NATURAL FULL JOIN recent'
  },
  'indexes are built anew': {
    recipe: 'reindex-concurrently',
    change: 'REINDEX TABLE account',
    writes: accounts()
  },
  'a table gets another name': {
    recipe: 'rename-table-with-view',
    change: 'ALTER TABLE account RENAME TO person',
    writes: accounts({after: {...before, table: 'person'}}),
    rows: 'SELECT * FROM person'
  },
  'a column gets a wider type': {
    recipe: 'shadow-table',
    change: 'ALTER TABLE account ALTER COLUMN n TYPE bigint',
    writes: accounts()
  },
  'a copy made by hand becomes a partitioned table': {
    recipe: 'shadow-table',
    change: `
      CREATE TABLE visit_new (id int, n int, PRIMARY KEY (id)) PARTITION BY HASH (id);
      CREATE TABLE visit_0 PARTITION OF visit_new FOR VALUES WITH (MODULUS 2, REMAINDER 0);
      CREATE TABLE visit_1 PARTITION OF visit_new FOR VALUES WITH (MODULUS 2, REMAINDER 1);
      INSERT INTO visit_new SELECT * FROM visit;
      DROP TABLE visit;
      ALTER TABLE visit_new RENAME TO visit`,
    setup: [
      'CREATE TABLE visit (id int, n int, PRIMARY KEY (id))',
      `INSERT INTO visit SELECT i, i FROM generate_series(1, ${String(rows)}) i`
    ],
    writes: visits,
    rows: 'SELECT * FROM visit'
  },
  'a unique key': {
    recipe: 'unique-index-then-constraint',
    change: 'ALTER TABLE account ADD UNIQUE (code)',
    writes: accounts()
  },
  'a primary key': {
    recipe: 'unique-index-then-constraint',
    change: 'ALTER TABLE account ADD PRIMARY KEY (code)',
    setup: [
      'ALTER TABLE account DROP CONSTRAINT account_pkey CASCADE',
      'CREATE UNIQUE INDEX account_id ON account (id)'
    ],
    writes: accounts()
  }
}
