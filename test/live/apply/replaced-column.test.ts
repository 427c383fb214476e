/** What hangs on a column by its number: it goes on with the column that takes its place, or nothing is begun. */
import {describe, expect, it} from 'vitest'
import {defaultSettings} from '../../../src/apply/settings.js'
import {prepare} from '../../../src/apply/run/apply.js'
import {openEngine} from '../../../src/apply/run/open-engine.js'
import type {Plan} from '../../../src/plan/plan.js'
import {dumpCatalog} from './shadow/catalog-dump.js'
import {applyPlan, createWorld, servers} from './world.js'
import type {World} from './world.js'

const setup = [
  // A column that takes the place of another one stands at the end.
  `CREATE TABLE account (n int NOT NULL, boss int, seen text,
     mail text COLLATE "C" DEFAULT 'none' CONSTRAINT mailed CHECK (mail <> ''),
     id int GENERATED ALWAYS AS IDENTITY (START 5 INCREMENT 3 MINVALUE 2 CACHE 4), CONSTRAINT account_pkey PRIMARY KEY (id), CONSTRAINT own_mail UNIQUE (mail, n) DEFERRABLE)`,
  'ALTER TABLE account ADD CONSTRAINT bosses FOREIGN KEY (boss) REFERENCES account ON DELETE SET NULL',
  'COMMENT ON CONSTRAINT account_pkey ON account IS $$the key$$',
  'COMMENT ON CONSTRAINT bosses ON account IS $$who$$',
  'COMMENT ON INDEX account_pkey IS $$of the key$$',
  'COMMENT ON SEQUENCE account_id_seq IS $$numbers$$',
  'GRANT USAGE ON SEQUENCE account_id_seq TO pg_monitor WITH GRANT OPTION',
  ...['id', 'mail'].flatMap((column) => [
    `COMMENT ON COLUMN account.${column} IS $$it's ${column}$$`,
    `GRANT SELECT (${column}), UPDATE (${column}) ON account TO pg_monitor WITH GRANT OPTION`,
    `GRANT SELECT (${column}) ON account TO PUBLIC`,
    `SET ROLE pg_monitor; GRANT UPDATE (${column}) ON account TO pg_read_all_stats; RESET ROLE`,
    `ALTER TABLE account ALTER ${column} SET STATISTICS 7, ALTER ${column} SET (n_distinct = -0.5)`,
    `CREATE STATISTICS by_${column} (ndistinct) ON ${column}, n FROM account`,
    `COMMENT ON STATISTICS by_${column} IS $$both$$`,
    `ALTER STATISTICS by_${column} SET STATISTICS 11`,
    `CREATE INDEX half_${column} ON account (n, (${column} || 'x')) WHERE ${column} IS NOT NULL`,
    `ALTER INDEX half_${column} ALTER COLUMN 2 SET STATISTICS 13`,
    `COMMENT ON INDEX half_${column} IS $$half$$`,
    `CREATE POLICY seen_${column} ON account FOR SELECT TO pg_monitor USING (${column} IS NOT NULL)`,
    `COMMENT ON POLICY seen_${column} ON account IS $$sees$$`
  ]),
  'ALTER TABLE account ALTER mail SET STORAGE EXTERNAL, ALTER mail SET COMPRESSION pglz, ALTER boss SET STATISTICS 5',
  'CREATE UNIQUE INDEX identity ON account (id, n)',
  'ALTER TABLE account REPLICA IDENTITY USING INDEX identity, CLUSTER ON account_pkey',
  'ALTER TABLE account ENABLE ROW LEVEL SECURITY',
  'CREATE FUNCTION see() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$',
  'CREATE TRIGGER see AFTER UPDATE ON account FOR EACH ROW WHEN (NEW.id > 0) EXECUTE FUNCTION see()',
  'COMMENT ON TRIGGER see ON account IS $$looks$$',
  'ALTER TABLE account ENABLE ALWAYS TRIGGER see',
  'CREATE PUBLICATION told FOR TABLE account',
  `DO $$ BEGIN IF current_setting('server_version_num')::int >= 150000 THEN
     EXECUTE 'ALTER PUBLICATION told SET TABLE account (id, n, mail) WHERE (id > 10 AND n > 1)';
   END IF; END $$`
]

/** After all else: building an index would tell how many rows there are, and a small table is changed as it is. */
const fill = "INSERT INTO account (n, mail) SELECT i, 'm' || i FROM generate_series(1, 300) AS i"

/** Through all releases, and what the catalog says before and after. */
async function change(world: World, plan: Plan): Promise<Array<Record<string, unknown>>> {
  const before = await dumpCatalog(world)
  for (let isDone = false; !isDone;) {
    isDone = (await applyPlan(plan, world.url, {deployed: true})).outcome.status === 'done'
  }
  return [before, await dumpCatalog(world)]
}

describe.each(servers)('PostgreSQL $version', ({url}) => {
  it.concurrent('a column under another name is the same in all else', async () => {
    const more = [
      'ALTER TABLE account ADD COLUMN loud text GENERATED ALWAYS AS (upper(mail)) STORED',
      'CREATE VIEW mails AS SELECT id, mail FROM account',
      'CREATE TABLE letter (mail text)',
      'CREATE UNIQUE INDEX unique_mail ON account (mail)',
      'ALTER TABLE letter ADD FOREIGN KEY (mail) REFERENCES account (mail) ON UPDATE CASCADE'
    ]
    const rename = 'ALTER TABLE account RENAME COLUMN mail TO email'
    const all = [...setup, ...more, fill]
    const [world, twin] = [await createWorld(url, all), await createWorld(url, all)]
    try {
      const [, after] = await change(world, await world.plan(rename))
      await twin.query(rename)
      expect(after).toEqual(await dumpCatalog(twin))
      const query = 'SELECT to_jsonb(a) AS row FROM account AS a ORDER BY id'
      expect(await world.query(query)).toEqual(await twin.query(query))
    } finally {
      await Promise.all([world.remove(), twin.remove()])
    }
  })

  it.concurrent('a key of another type is the same in all else', async () => {
    // A number that nobody has taken yet.
    const referring = `DO $$ BEGIN
      CREATE TABLE member (account int, n int);
      EXECUTE 'ALTER TABLE member ADD FOREIGN KEY (account, n) REFERENCES account (id, n) ON DELETE SET NULL'
        || CASE WHEN current_setting('server_version_num')::int >= 150000 THEN ' (n)' ELSE '' END;
    END $$`
    const number = "SELECT setval('account_id_seq', 7001, false)"
    const world = await createWorld(url, [...setup, referring, fill, number])
    try {
      const plan = await world.plan('ALTER TABLE account ALTER COLUMN id TYPE bigint')
      expect(plan.phases.flatMap(({steps}) => steps.map(({kind}) => kind))).not.toContain('shadow-swap')
      const [before, after] = await change(world, plan)
      expect(linesOf(after)).toEqual(linesOf(before))
      expect(await world.query('INSERT INTO account (n) VALUES (0) RETURNING id')).toEqual([{id: '7001'}])
    } finally {
      await world.remove()
    }
  })

  it.concurrent('what cannot go on with it keeps anything from being begun', async () => {
    const world = await createWorld(url, [...setup, fill])
    try {
      const [key, name] = [
        await world.plan('ALTER TABLE account ALTER COLUMN id TYPE bigint'),
        await world.plan('ALTER TABLE account RENAME COLUMN mail TO email')
      ]
      const dropping = await world.plan('DROP VIEW IF EXISTS ids; ALTER TABLE account ALTER COLUMN id TYPE bigint')
      for (const sql of [
        'ALTER TABLE account ADD COLUMN twice int GENERATED ALWAYS AS (id * 2) STORED',
        'CREATE VIEW ids AS SELECT id FROM account; CREATE VIEW other_ids AS SELECT id FROM account',
        'CREATE FUNCTION most() RETURNS int BEGIN ATOMIC SELECT max(id) FROM account; END',
        'CREATE INDEX later ON account (id, mail)',
        'ALTER TABLE account ADD CONSTRAINT held CHECK (id < 9000)',
        'CREATE TRIGGER watch AFTER UPDATE OF mail ON account FOR EACH ROW EXECUTE FUNCTION see()',
        'CREATE RULE noted AS ON UPDATE TO account DO ALSO SELECT NEW.mail',
        `CREATE FUNCTION lower_mail() RETURNS trigger LANGUAGE plpgsql AS
           $$ BEGIN NEW.mail := lower(NEW.mail); RETURN NEW; END $$`,
        'CREATE TRIGGER a_lower BEFORE INSERT ON account FOR EACH ROW EXECUTE FUNCTION lower_mail()'
      ])
        await world.query(sql)
      expect(await foundBy(world, key)).toEqual([
        'error column twice of table account',
        'error constraint held on table account',
        'error function most()',
        'error index later',
        'error view ids',
        'error view other_ids'
      ])
      expect(await foundBy(world, dropping)).not.toContain('error view ids')
      expect(await foundBy(world, dropping)).toContain('error view other_ids')
      expect(await foundBy(world, name)).toEqual([
        'error rule noted on table account',
        'error trigger watch on table account',
        'warning function lower_mail()'
      ])
    } finally {
      await world.remove()
    }
  })
})

/** What there is, but for the type that is asked for. */
function linesOf(dump: Record<string, unknown> = {}): string[] {
  return Object.entries(dump as Record<string, Array<Record<string, unknown>>>).flatMap(([kind, rows]) =>
    rows
      .map(({place: _, seqmax, ...row}) => {
        const most = seqmax === '9223372036854775807' ? '2147483647' : seqmax
        return `${kind} ${JSON.stringify({...row, ...(most !== undefined && {seqmax: most})}).replaceAll('bigint', 'integer')}`
      })
      .sort()
  )
}

/** What the check of such columns says, without why. */
async function foundBy({url}: World, plan: Plan): Promise<string[]> {
  const engine = await openEngine(url)
  try {
    const {findings} = await prepare(plan, engine, defaultSettings)
    return findings
      .filter(({check}) => check === 'replaced-columns')
      .map(
        ({severity, text}) =>
          `${severity} ${/^Unexpected (?:default value for )?(.*?)(?: that (?:uses|watches)|, which)/.exec(text)?.[1] ?? text}`
      )
      .sort()
  } finally {
    await engine.close()
  }
}
