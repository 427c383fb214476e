/** What a shadow table cannot carry over is said before anything is made, and all at once. */
import {afterEach, describe, expect, it} from 'vitest'
import {openEngine} from '../../../../src/apply/run/open-engine.js'
import {applyPlan, createWorld, servers} from '../world.js'
import type {World} from '../world.js'
import {dumpCatalog} from './catalog-dump.js'
import {ofAccount, shadowPlan} from './steps.js'

const worlds: World[] = []

afterEach(async () => {
  await Promise.all(worlds.splice(0).map((world) => world.remove()))
})

const table = 'CREATE TABLE account (id integer PRIMARY KEY, name text, total integer)'

const cases: Array<[what: string, setup: string[], reasons: string[], changes?: string[]]> = [
  [
    'a materialized view',
    ['CREATE MATERIALIZED VIEW sums AS SELECT sum(total) FROM account'],
    ['materialized view sums hangs']
  ],
  [
    'its row type elsewhere',
    ['CREATE FUNCTION of(account) RETURNS integer LANGUAGE sql AS $$ SELECT 1 $$', 'CREATE TABLE pile (one account[])'],
    ['function of(account) hangs', 'table pile hangs']
  ],
  ['a table that inherits', ['CREATE TABLE child () INHERITS (account)'], ['child inherits from it']],
  [
    'a publication of everything, and an invalid index',
    [
      'CREATE PUBLICATION everything FOR ALL TABLES',
      'CREATE INDEX broken ON account (total)',
      "UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'broken'::regclass"
    ],
    ['publication everything is FOR ALL TABLES', 'index broken is invalid']
  ],
  [
    'a sequence of its own that others use',
    [
      'ALTER TABLE account ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY',
      "CREATE TABLE other (id integer DEFAULT nextval('account_id_seq'))"
    ],
    ['default value for column id of table other hangs']
  ],
  [
    'an index with a name of ours',
    ['CREATE INDEX sqlsafe_log ON account (total)'],
    ['sqlsafe_log has a name that is given']
  ],
  ['no key', ['ALTER TABLE account DROP CONSTRAINT account_pkey'], ['it has no unique key']],
  [
    'a key that the change makes narrower',
    [],
    ['it has no unique key'],
    ['ALTER TABLE {{table}} ALTER COLUMN id TYPE smallint']
  ],
  [
    'a view, a policy and a trigger on a column that changes',
    [
      'CREATE VIEW names AS SELECT name FROM account',
      "CREATE POLICY named ON account USING (name <> '')",
      'CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$',
      'CREATE TRIGGER named AFTER UPDATE OF name ON account FOR EACH ROW EXECUTE FUNCTION f()'
    ],
    [
      'view public.names uses column name',
      'policy named on table public.account uses',
      'trigger named on table public.account uses'
    ],
    ['ALTER TABLE {{table}} ALTER COLUMN name TYPE varchar(30)']
  ],
  [
    'a foreign key on a column that goes',
    ['CREATE TABLE other (account integer REFERENCES account)'],
    ['uses a column that the change takes away'],
    ['ALTER TABLE {{table}} DROP COLUMN id', 'ALTER TABLE {{table}} ADD PRIMARY KEY (name)']
  ],
  [
    'foreign keys between types that do not go together, but not those that do',
    [
      'ALTER TABLE account ADD UNIQUE (total), ADD UNIQUE (name), ADD COLUMN up integer CONSTRAINT up REFERENCES account, ADD CONSTRAINT wider FOREIGN KEY (total) REFERENCES account',
      'CREATE TABLE other (total integer CONSTRAINT to_total REFERENCES account (total), name varchar(9) CONSTRAINT to_name REFERENCES account (name))',
      'CREATE TABLE zone (name text PRIMARY KEY) PARTITION BY LIST (name)',
      'ALTER TABLE account ADD CONSTRAINT zoned FOREIGN KEY (name) REFERENCES zone'
    ],
    [
      'expected none: foreign key to_name of public.other cannot be on the new shape: it cannot be implemented (Key columns "name"',
      'foreign key up of public.account cannot be on the new shape',
      'foreign key zoned of public.account cannot be on the new shape'
    ],
    [
      'ALTER TABLE {{table}} ALTER COLUMN name TYPE jsonb USING to_jsonb(name), ALTER COLUMN up TYPE text, ALTER COLUMN total TYPE bigint'
    ]
  ]
]

describe.each(servers)('on PostgreSQL $version', ({url, version}) => {
  it.each(version === 18 ? cases : [...cases.slice(3, 4), ...cases.slice(-1)])(
    'refuses %s',
    async (_, setup, reasons, changes = []) => {
      const world = await createWorld(url, [table, ...setup])
      worlds.push(world)
      const before = await dumpCatalog(world)
      const message = await applyPlan(await shadowPlan(world, ofAccount(changes)), world.url).then(
        () => 'nothing',
        (error: unknown) => String(error)
      )
      for (const reason of reasons) expect(message).toContain(reason)
      expect(await dumpCatalog(world)).toEqual(before)
    }
  )

  it('refuses where an event trigger gives new tables to a role that we are not', async () => {
    const tool = `tool_${String(version)}_${String(process.pid)}`
    const give = (tables: string): string => `
      CREATE OR REPLACE FUNCTION give() RETURNS event_trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
        DECLARE made record;
        BEGIN
          FOR made IN SELECT * FROM pg_event_trigger_ddl_commands() WHERE ${tables} LOOP
            EXECUTE format('ALTER TABLE %s OWNER TO pg_monitor', made.object_identity);
          END LOOP;
        END $$`
    const world = await createWorld(url, [
      table,
      `CREATE ROLE ${tool} LOGIN`,
      `ALTER TABLE account OWNER TO ${tool}`,
      `GRANT CREATE ON SCHEMA public TO ${tool}`,
      `DO $$ BEGIN EXECUTE format('GRANT CREATE ON DATABASE %I TO ${tool}', current_database()); END $$`,
      give("schema_name LIKE 'sqlsafe%'"),
      "CREATE EVENT TRIGGER give ON ddl_command_end WHEN TAG IN ('CREATE TABLE') EXECUTE FUNCTION give()"
    ])
    const own = new URL(world.url)
    own.username = tool
    try {
      // A server that takes no writes is no doing of the trigger's.
      const readOnly = new URL(world.url)
      readOnly.searchParams.set('options', '-cdefault_transaction_read_only=on')
      const engine = await openEngine(readOnly.href)
      const refusal: unknown = await engine.journal.prepare().catch((error: unknown) => error)
      await engine.close()
      expect(engine.kindOf(refusal)).toBe('read-only')
      // Who runs it may not: the server refuses the table.
      await world.query(give("schema_name LIKE 'sqlsafe%'").replace('SECURITY DEFINER', ''))
      await expect(applyPlan(await shadowPlan(world, ofAccount()), own.href)).rejects.toThrow(
        /^Unexpected refusal of the journal, .* must be .*; where that comes from an event trigger \(give\), let it pass/
      )
      await world.query(give("schema_name LIKE 'sqlsafe%'"))
      // The journal comes first, and says the same when it is asked again.
      for (let tries = 0; tries < 2; tries++) {
        await expect(applyPlan(await shadowPlan(world, ofAccount()), own.href)).rejects.toThrow(
          `Unexpected owner pg_monitor of sqlsafe.version, expected ${tool}, which has made it`
        )
      }
      await world.query(`ALTER TABLE sqlsafe.version OWNER TO ${tool}`)
      await world.query(give("schema_name LIKE 'sqlsafe\\_%'"))
      await expect(applyPlan(await shadowPlan(world, ofAccount()), own.href)).rejects.toThrow(
        'an event trigger gives each table that is made to pg_monitor, a role that we are not'
      )
    } finally {
      await world.query(`DROP OWNED BY ${tool} CASCADE`)
      await world.remove()
      const [server] = [await createWorld(url, [`DROP ROLE ${tool}`])]
      await server.remove()
    }
  })
})
