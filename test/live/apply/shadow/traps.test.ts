/**
 * Traps that tools for such changes have fallen into, and that no other test here is named after: what an application
 * writes between two steps, and how the new table is at the end.
 */
import type {AddressInfo, Socket} from 'node:net'
import {connect as connectSocket, createServer} from 'node:net'
import {afterEach, describe, expect, it} from 'vitest'
import {namesOf} from '../../../../src/apply/postgres/shadow/names.js'
import {digestOf} from '../../../../src/plan/digest.js'
import type {Plan} from '../../../../src/plan/plan.js'
import type {ShadowInput} from '../../../../src/plan/steps.js'
import {applyPlan, createWorld, servers} from '../world.js'
import type {World} from '../world.js'
import {ofAccount, shadowPlan} from './steps.js'
import type {ShadowKind} from './steps.js'

interface Trap {
  what: string
  setup: string[]
  input: ShadowInput
  /** The step after which the application writes. */
  after: ShadowKind
  writes: string[]
  /** What the run fails with; the table is the old one then. */
  fails?: string
  look: string
  sees: Array<Record<string, unknown>>
}

const plain = [
  'CREATE TABLE account (id integer PRIMARY KEY, name text)',
  "INSERT INTO account SELECT i, 'n' || i FROM generate_series(1, 5) AS i"
]
const count = 'SELECT count(*)::int AS it FROM account'

const traps: Trap[] = [
  {
    what: 'stops before the swap where something came to hang on the old table that would stay with it',
    setup: plain,
    input: ofAccount(),
    after: 'shadow-copy',
    writes: ['CREATE MATERIALIZED VIEW late AS SELECT name FROM account'],
    fails: 'materialized view late hangs on the old table',
    look: 'SELECT count(*)::int AS it FROM late',
    sees: [{it: 5}]
  },
  {
    what: 'stops before the swap where a subscription came to the old table, whose rows would go nowhere',
    setup: [
      ...plain,
      "CREATE SUBSCRIPTION incoming CONNECTION 'host=127.0.0.1 port=1' PUBLICATION p WITH (connect = false, slot_name = NONE)"
    ],
    input: ofAccount(),
    after: 'shadow-copy',
    writes: [
      "INSERT INTO pg_subscription_rel SELECT oid, 'account'::regclass, 'r' FROM pg_subscription WHERE subdbid = (SELECT oid FROM pg_database WHERE datname = current_database())"
    ],
    fails: 'subscription incoming brings rows to it',
    look: 'DROP SUBSCRIPTION incoming',
    sees: []
  },
  {
    what: 'gives the table nothing that an event trigger gives to tables which are made',
    setup: [
      ...plain,
      'CREATE TABLE audit (it text)',
      `CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN INSERT INTO public.audit VALUES (TG_TABLE_NAME); RETURN NULL; END $$`,
      `CREATE FUNCTION give() RETURNS event_trigger LANGUAGE plpgsql AS $$
        DECLARE made record;
        BEGIN
          FOR made IN SELECT * FROM pg_event_trigger_ddl_commands() WHERE command_tag = 'CREATE TABLE' LOOP
            EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY, REPLICA IDENTITY FULL', made.object_identity);
            EXECUTE format('ALTER TABLE %s SET (fillfactor = 50)', made.object_identity);
            EXECUTE format('COMMENT ON TABLE %s IS %L', made.object_identity, 'made');
            EXECUTE format('CREATE TRIGGER note AFTER INSERT ON %s FOR EACH ROW EXECUTE FUNCTION public.note()',
              made.object_identity);
            EXECUTE format('ALTER TABLE %s OWNER TO pg_monitor', made.object_identity);
          END LOOP;
        END $$`,
      "CREATE EVENT TRIGGER give ON ddl_command_end WHEN TAG IN ('CREATE TABLE') EXECUTE FUNCTION give()"
    ],
    input: ofAccount(),
    after: 'shadow-copy',
    writes: ["INSERT INTO account VALUES (6, 'n6')"],
    look: `SELECT obj_description(oid) AS comment, reloptions AS options, relrowsecurity AS secured, relreplident AS identity, relowner = current_user::regrole AS own, (SELECT count(*)::int FROM pg_trigger WHERE tgrelid = c.oid) AS triggers,
      (SELECT string_agg(DISTINCT it, ', ') FROM audit WHERE it NOT IN ('run', 'step', 'statement', 'version')) AS noted
      FROM pg_class c WHERE oid = 'account'::regclass`,
    sees: [{comment: null, options: null, secured: false, identity: 'd', own: true, triggers: 0, noted: null}]
  },
  {
    what: 'keeps GENERATED ALWAYS, and gives no number again, also once the old table is dropped',
    setup: [
      `CREATE TABLE account (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, number serial,
        twice integer GENERATED ALWAYS AS (number * 2) STORED)`,
      'INSERT INTO account SELECT FROM generate_series(1, 5)'
    ],
    input: ofAccount(),
    after: 'shadow-copy',
    writes: ['DELETE FROM account WHERE id = 5'],
    look: 'INSERT INTO account DEFAULT VALUES RETURNING id, number, twice',
    sees: [{id: 1006, number: 6, twice: 12}]
  },
  {
    what: 'brings what a foreign key deletes by cascade',
    setup: [
      'CREATE TABLE parent (id integer PRIMARY KEY)',
      'INSERT INTO parent VALUES (1), (2)',
      'CREATE TABLE account (id integer PRIMARY KEY, parent integer REFERENCES parent ON DELETE CASCADE)',
      'INSERT INTO account SELECT i, 1 + i % 2 FROM generate_series(1, 5) AS i'
    ],
    input: ofAccount(),
    after: 'shadow-check',
    writes: ['DELETE FROM parent WHERE id = 1'],
    look: 'SELECT id FROM account ORDER BY id',
    sees: [{id: 1}, {id: 3}, {id: 5}]
  },
  {
    what: 'loses no row where a value is written twice once the new unique index is there',
    setup: plain,
    input: ofAccount(['ALTER TABLE {{table}} ADD CONSTRAINT one_name UNIQUE (name)']),
    after: 'shadow-index',
    writes: ["INSERT INTO account VALUES (6, 'n1')"],
    fails: 'duplicate key value violates unique constraint "one_name"',
    look: count,
    sees: [{it: 6}]
  },
  {
    what: 'stops at a value that does not fit any more, which the application was free to write',
    setup: plain,
    input: ofAccount(['ALTER TABLE {{table}} ALTER COLUMN name TYPE varchar(2)']),
    after: 'shadow-capture',
    writes: ["UPDATE account SET name = 'too long' WHERE id = 3"],
    fails: 'value too long for type character varying(2)',
    look: 'SELECT name FROM account WHERE id = 3',
    sees: [{name: 'too long'}]
  },
  {
    what: 'loses no row where two values are the same in the new collation',
    setup: [
      'CREATE EXTENSION citext',
      'CREATE TABLE account (id integer PRIMARY KEY, name text UNIQUE)',
      "INSERT INTO account VALUES (1, 'abc'), (2, 'ABC')"
    ],
    input: ofAccount(['ALTER TABLE {{table}} ALTER COLUMN name TYPE citext']),
    after: 'shadow-capture',
    writes: [],
    fails: 'could not create unique index',
    look: count,
    sees: [{it: 2}]
  },
  {
    what: 'reads a virtual column where it is, not in a trigger',
    setup: [
      'CREATE TABLE account (id integer PRIMARY KEY, name text, long integer GENERATED ALWAYS AS (length(name)) VIRTUAL)',
      "INSERT INTO account VALUES (1, 'a'), (2, 'b')"
    ],
    input: ofAccount(['ALTER TABLE {{table}} ALTER COLUMN id TYPE bigint']),
    after: 'shadow-copy',
    writes: ["UPDATE account SET name = 'longer' WHERE id = 2"],
    look: 'SELECT name, long FROM account ORDER BY id',
    sees: [
      {name: 'a', long: 1},
      {name: 'longer', long: 6}
    ]
  },
  {
    what: "converts in one time zone, whatever the application's is",
    setup: [
      'CREATE TABLE account (id integer PRIMARY KEY, name text, at timestamp)',
      "INSERT INTO account SELECT i, 'n', '2026-01-01 12:00' FROM generate_series(1, 5) AS i"
    ],
    input: ofAccount(['ALTER TABLE {{table}} ALTER COLUMN at TYPE timestamptz']),
    after: 'shadow-copy',
    writes: ["SET TimeZone = 'Asia/Tokyo'", "UPDATE account SET name = 'late' WHERE id = 2", 'RESET TimeZone'],
    look: 'SELECT count(DISTINCT at)::int AS it FROM account',
    sees: [{it: 1}]
  },
  {
    what: 'converts under the settings of its begin, whatever they are where it goes on',
    setup: [
      inDatabase("SET DateStyle = 'SQL, DMY'"),
      inDatabase("SET TimeZone = 'Europe/Berlin'"),
      "SET DateStyle = 'SQL, DMY'",
      'CREATE TABLE account (id date PRIMARY KEY, name text, at timestamp)',
      "INSERT INTO account SELECT date '01/02/2026' + i, 'n', '01/02/2026 12:00' FROM generate_series(1, 300) AS i",
      'RESET DateStyle'
    ],
    input: ofAccount(['ALTER TABLE {{table}} ALTER COLUMN at TYPE timestamptz']),
    after: 'shadow-copy',
    writes: [
      inDatabase("SET DateStyle = 'SQL, MDY'"),
      inDatabase("SET TimeZone = 'Asia/Tokyo'"),
      "UPDATE account SET name = 'late' WHERE id < '2026-03-01'"
    ],
    look: "SELECT count(*)::int AS it FROM account WHERE at = '2026-02-01 12:00:00+01'",
    sees: [{it: 300}]
  },
  {
    what: 'lets writers go on while the key has another name, and does not swap then',
    setup: plain,
    input: ofAccount(),
    after: 'shadow-check',
    writes: [
      'ALTER TABLE account RENAME COLUMN id TO other',
      "UPDATE account SET name = 'unseen' WHERE other = 2",
      'ALTER TABLE account RENAME COLUMN other TO id'
    ],
    fails: 'while its key (id) was altered',
    look: "SELECT count(*)::int AS it FROM account WHERE name = 'unseen'",
    sees: [{it: 1}]
  },
  {
    what: 'does not swap once its own tables were taken away',
    setup: plain,
    input: ofAccount(),
    after: 'shadow-check',
    writes: [`DROP SCHEMA "${namesOf(ofAccount()).growing}" CASCADE`, "INSERT INTO account VALUES (6, 'n6')"],
    fails: 'Unexpected lack of',
    look: count,
    sees: [{it: 6}]
  },
  {
    what: 'knows names in both cases, and with quotes',
    setup: [
      'CREATE TABLE "My ""Table""" ("Id" integer PRIMARY KEY, id text)',
      `INSERT INTO "My ""Table""" SELECT i, 'n' || i FROM generate_series(1, 5) AS i`
    ],
    input: {
      table: {schema: 'public', name: 'My "Table"'},
      changes: ['ALTER TABLE {{table}} ALTER COLUMN "Id" TYPE bigint'],
      columns: {}
    },
    after: 'shadow-copy',
    writes: [`UPDATE "My ""Table""" SET "Id" = 50, id = 'moved' WHERE "Id" = 5`],
    look: 'SELECT id FROM "My ""Table""" ORDER BY "Id" DESC LIMIT 2',
    sees: [{id: 'moved'}, {id: 'n4'}]
  },
  {
    what: 'repairs rows of the copy that are wrong, missing or too many',
    setup: plain,
    input: ofAccount(),
    after: 'shadow-copy',
    writes: [
      `UPDATE ${namesOf(ofAccount()).shadow} SET name = 'wrong' WHERE id = 1`,
      `DELETE FROM ${namesOf(ofAccount()).shadow} WHERE id = 2`,
      `INSERT INTO ${namesOf(ofAccount()).shadow} VALUES (9, 'nobody')`
    ],
    look: "SELECT string_agg(id || name, ' ' ORDER BY id) AS it FROM account",
    sees: [{it: '1n1 2n2 3n3 4n4 5n5'}]
  },
  {
    what: 'takes no old values for a column that is dropped and added again',
    setup: plain,
    input: ofAccount([
      'ALTER TABLE {{table}} DROP COLUMN name',
      "ALTER TABLE {{table}} ADD COLUMN name text DEFAULT 'new'"
    ]),
    after: 'shadow-copy',
    writes: ["UPDATE account SET name = 'old' WHERE id = 1"],
    look: 'SELECT DISTINCT name FROM account',
    sees: [{name: 'new'}]
  }
]

const worlds: World[] = []
afterEach(async () => {
  await Promise.all(worlds.splice(0).map((world) => world.remove()))
})

async function worldOf(url: string, setup: readonly string[]): Promise<World> {
  const world = await createWorld(url, setup)
  worlds.push(world)
  return world
}

/** A plan that waits after one of its steps. */
async function waitingAfter(world: World, input: ShadowInput, after: ShadowKind): Promise<Plan> {
  const plan = await shadowPlan(world, input)
  const steps = plan.phases.flatMap((phase) => phase.steps)
  const at = steps.findIndex(({kind}) => kind === after) + 1
  const phases: Plan['phases'] = [
    {kind: 'expand', steps: steps.slice(0, at)},
    {kind: 'backfill', gate: 'the application has written', steps: steps.slice(at)}
  ]
  return {...plan, phases, digest: digestOf({...plan, phases})}
}

const few = {settings: {batchRows: 2, maxBatchRows: 2, dropOld: true}}

/** A setting of the database that the test is on: of sessions that begin later. */
function inDatabase(setting: string): string {
  return `DO $$ BEGIN EXECUTE format('ALTER DATABASE %I ${setting.replaceAll("'", "''")}', current_database()); END $$`
}

describe.each(servers)('on PostgreSQL $version', ({url, version}) => {
  // What the others show does not hang on the version.
  it.each(version === 18 ? traps : traps.slice(0, 8))(
    '$what',
    async ({after, fails, input, look, sees, setup, writes}) => {
      const world = await worldOf(url, setup)
      const plan = await waitingAfter(world, input, after)
      expect((await applyPlan(plan, world.url, few)).outcome.status).toBe('waiting')
      for (const sql of writes) await world.query(sql)
      const rest = applyPlan(plan, world.url, {...few, deployed: true}).then(({outcome}) => outcome.status)
      if (fails === undefined) await expect(rest).resolves.toBe('done')
      else await expect(rest).rejects.toThrow(fails)
      expect(await world.query(look)).toEqual(sees)
    }
  )

  it('takes no more batches for keys with wide gaps between them', async () => {
    const world = await worldOf(url, [
      'CREATE TABLE account (id bigint PRIMARY KEY)',
      'INSERT INTO account SELECT i FROM generate_series(1, 10) AS i',
      'INSERT INTO account SELECT 1000000000000 + i * 1000000 FROM generate_series(1, 10) AS i'
    ])
    const {events} = await applyPlan(await shadowPlan(world, ofAccount()), world.url, few)
    const copied = events.flatMap((event) =>
      event.type === 'batch' && event.step === '3-shadow-copy' && event.rows > 0 ? [event.rows] : []
    )
    expect(copied).toEqual(Array<number>(10).fill(2))
    expect(await world.query(count)).toEqual([{it: 20}])
  })

  it('leaves nothing half done where a table that refers to it cannot be locked', async () => {
    const world = await worldOf(url, [
      ...plain,
      'CREATE TABLE child (account integer REFERENCES account)',
      'INSERT INTO child VALUES (1)'
    ])
    const plan = await shadowPlan(world, ofAccount())
    const reader = await world.connect()
    await reader.query('BEGIN')
    await reader.query('LOCK TABLE child IN ACCESS SHARE MODE')
    await expect(applyPlan(plan, world.url, {settings: {lockRetries: 0}})).rejects.toThrow('got no lock in 1 tries')
    const keys =
      "SELECT confrelid::regclass::text AS it, convalidated FROM pg_constraint WHERE conrelid = 'child'::regclass AND contype = 'f'"
    expect(await world.query(keys)).toEqual([{it: 'account', convalidated: true}])
    await expect(world.query('INSERT INTO child VALUES (7)')).rejects.toThrow('violates foreign key constraint')
    await reader.query('COMMIT')
    expect((await applyPlan(plan, world.url)).outcome).toEqual({status: 'done'})
    expect(await world.query(keys)).toEqual([{it: 'account', convalidated: true}])
    await expect(world.query('INSERT INTO child VALUES (7)')).rejects.toThrow('violates foreign key constraint')
  })

  it('looks whether the tables have changed places where the answer to the COMMIT is lost', async () => {
    const world = await worldOf(url, plain)
    const proxy = await startCuttingProxy(new URL(world.url))
    try {
      const through = new URL(world.url)
      through.host = `127.0.0.1:${String(proxy.port)}`
      const {events, outcome} = await applyPlan(await shadowPlan(world, ofAccount()), through.href, {
        onEvent(event) {
          if (event.type === 'statement' && event.sql.startsWith('DROP SCHEMA')) proxy.cutAtCommit()
        }
      })
      expect([outcome, proxy.cuts()]).toEqual([{status: 'done'}, 1])
      const said = events.flatMap((event) => (event.type === 'say' ? [event.text] : []))
      expect(said).toContainEqual(expect.stringContaining('the connection was lost'))
      expect(await world.query(count)).toEqual([{it: 5}])
    } finally {
      await proxy.close()
    }
  })
})

/** Hands on all that is said, but for the answer to one COMMIT. */
async function startCuttingProxy(target: URL): Promise<{
  port: number
  cutAtCommit: () => void
  cuts: () => number
  close: () => Promise<void>
}> {
  let [isArmed, cuts] = [false, 0]
  const sockets: Socket[] = []
  const server = createServer((client) => {
    const upstream = connectSocket(Number(target.port), target.hostname)
    sockets.push(client, upstream)
    let isCut = false
    client.on('data', (data) => {
      upstream.write(data)
      if (!isArmed || !data.includes('COMMIT')) return
      isArmed = false
      isCut = true
      cuts++
    })
    upstream.on('data', (data) => {
      // The server has done it by now, and says so.
      if (isCut) client.destroy()
      else client.write(data)
    })
    for (const [one, other] of [
      [client, upstream],
      [upstream, client]
    ] as const) {
      one.on('error', () => undefined)
      one.on('close', () => other.destroy())
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    cutAtCommit: () => void (isArmed = true),
    cuts: () => cuts,
    async close() {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    }
  }
}
