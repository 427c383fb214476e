/** The journal on PostgreSQL: schema `sqlsafe` of the target database. */
import type {Plan} from '../../plan/plan.js'
import type {Connection, Row} from '../connection/connection.js'
import type {Control, Journal, RunRecord, RunStatus, StepRecord} from '../journal.js'
import {withoutPasswords, withoutSecrets} from '../../sql/secrets.js'
import {refusalOf} from '../connection/refusal.js'
import {text} from '../connection/row.js'
import {quoteName} from '../../sql/postgres.js'
import {UsageError} from '../../usage-error.js'
import {errorKind} from './error-kind.js'
import {isJournalThere} from './journal-there.js'
import {defaultSettings} from '../settings.js'
import type {ApplySettings} from '../settings.js'

/** Each is done once, in order; the version is how many were. Only ever added to. */
const versions: ReadonlyArray<readonly string[]> = [
  [
    `CREATE TABLE sqlsafe.run (
      id uuid PRIMARY KEY,
      digest text NOT NULL,
      plan jsonb NOT NULL,
      settings jsonb NOT NULL,
      status text NOT NULL,
      control text NOT NULL DEFAULT 'go',
      passed integer NOT NULL DEFAULT 0,
      error text,
      began timestamptz NOT NULL DEFAULT now(),
      changed timestamptz NOT NULL DEFAULT now()
    )`,
    `CREATE TABLE sqlsafe.step (
      run uuid NOT NULL REFERENCES sqlsafe.run,
      step text NOT NULL,
      position integer NOT NULL,
      kind text NOT NULL,
      status text NOT NULL,
      state jsonb,
      state_version integer NOT NULL,
      rows bigint NOT NULL,
      total bigint,
      waits_for text,
      began timestamptz NOT NULL DEFAULT now(),
      changed timestamptz NOT NULL DEFAULT now(),
      PRIMARY KEY (run, step)
    )`,
    `CREATE TABLE sqlsafe.statement (
      run uuid NOT NULL,
      step text NOT NULL,
      at timestamptz NOT NULL DEFAULT clock_timestamp(),
      sql text NOT NULL,
      ms double precision NOT NULL,
      error text
    )`,
    'CREATE INDEX statement_run ON sqlsafe.statement (run, at)'
  ]
]

const open = "status NOT IN ('done', 'aborted')"
const runColumns = 'id, digest, plan, settings, status, control, passed'

/** The journal over two connections: steps are saved on the one they are given, all else on `watch`. */
export function createJournal(worker: () => Connection, watch: () => Connection): Journal {
  return {
    isThere: () => isJournalThere(watch()),
    prepare: () => prepare(worker()),
    async find(digest) {
      const rows = await watch().query(`SELECT ${runColumns} FROM sqlsafe.run WHERE digest = $1 AND ${open}`, [digest])
      return rows.map(toRun)[0]
    },
    async findOpen() {
      return (await watch().query(`SELECT ${runColumns} FROM sqlsafe.run WHERE ${open} ORDER BY began`)).map(toRun)
    },
    async finished(digest) {
      const [row] = await watch().query(
        `SELECT id, changed FROM sqlsafe.run AS r WHERE digest = $1 AND status = 'done' AND NOT EXISTS (
           SELECT FROM sqlsafe.run AS b WHERE b.status = 'done' AND b.plan ->> 'reverts' = r.id::text)
         ORDER BY changed DESC LIMIT 1`,
        [digest]
      )
      return row && {run: String(row['id']), at: String(row['changed'])}
    },
    async begin({digest, id, plan, settings, status}) {
      await watch().execute(
        'INSERT INTO sqlsafe.run (id, digest, plan, settings, status) VALUES ($1, $2, $3, $4, $5)',
        [id, digest, JSON.stringify(withoutSecrets(plan)), JSON.stringify(settings), status]
      )
    },
    async steps(run) {
      const rows = await watch().query('SELECT * FROM sqlsafe.step WHERE run = $1', [run])
      return new Map(rows.map((row) => [String(row['step']), toStep(row)]))
    },
    async save(run, {kind, position, rows, state, stateVersion, status, step, total}, statements, together) {
      const connection = together ? worker() : watch()
      await connection.execute(saveQuery, [
        run,
        step,
        position,
        kind,
        status,
        JSON.stringify(state),
        stateVersion,
        rows,
        total ?? null,
        JSON.stringify(statements)
      ])
    },
    async noteFailure(run, step, statements) {
      await watch().execute(noteQuery, [run, step, JSON.stringify(statements)])
    },
    async noteWait(run, step, reason) {
      await watch().execute('UPDATE sqlsafe.step SET waits_for = $3 WHERE run = $1 AND step = $2', [
        run,
        step,
        reason ?? null
      ])
    },
    async setStatus(run, status, error) {
      await watch().execute('UPDATE sqlsafe.run SET status = $2, error = $3, changed = now() WHERE id = $1', [
        run,
        status,
        error === undefined ? null : withoutPasswords(error)
      ])
    },
    async setPassed(run, phase) {
      await watch().execute('UPDATE sqlsafe.run SET passed = $2, changed = now() WHERE id = $1', [run, phase])
    },
    async control(run) {
      const [row] = await watch().query('SELECT control, settings FROM sqlsafe.run WHERE id = $1', [run])
      return {control: (row?.['control'] ?? 'abort') as Control, settings: toSettings(row?.['settings'])}
    },
    async decide(run, step, outcome) {
      const sql =
        outcome === 'done'
          ? "UPDATE sqlsafe.step SET status = 'done', changed = now() WHERE run = $1 AND step = $2"
          : 'DELETE FROM sqlsafe.step WHERE run = $1 AND step = $2'
      await watch().execute(sql, [run, step])
    },
    async setControl(run, control) {
      await watch().execute('UPDATE sqlsafe.run SET control = $2 WHERE id = $1', [run, control])
    },
    async setSettings(run, settings) {
      await watch().execute('UPDATE sqlsafe.run SET settings = $2 WHERE id = $1', [run, JSON.stringify(settings)])
    }
  }
}

const insertStatements = `INSERT INTO sqlsafe.statement (run, step, sql, ms, error)
  SELECT $1, $2, sql, ms, error FROM jsonb_to_recordset($STATEMENTS::jsonb) AS sent (sql text, ms float8, error text)`

const noteQuery = insertStatements.replace('$1', '$1::uuid').replace('$STATEMENTS', '$3')

/** One round trip for both. */
const saveQuery = `WITH noted AS (${insertStatements.replace('$1, $2', '$1::uuid, $2::text').replace('$STATEMENTS', '$10')})
  INSERT INTO sqlsafe.step (run, step, position, kind, status, state, state_version, rows, total)
  VALUES ($1::uuid, $2::text, $3, $4, $5, $6::jsonb, $7, $8, $9)
  ON CONFLICT (run, step) DO UPDATE SET status = EXCLUDED.status, state = EXCLUDED.state,
    state_version = EXCLUDED.state_version, rows = EXCLUDED.rows, total = EXCLUDED.total, waits_for = NULL, changed = now()`

/** @throws {UsageError} When an event trigger may be why the server refuses it. */
async function prepare(connection: Connection): Promise<void> {
  try {
    await makeTables(connection)
  } catch (error) {
    if (error instanceof UsageError || errorKind(error) !== 'final') throw error
    const refusal = refusalOf(error)
    const [found] = await connection.query(
      "SELECT string_agg(quote_ident(evtname), ', ') AS names FROM pg_event_trigger WHERE evtenabled <> 'D'"
    )
    const triggers = found?.['names']
    if (typeof triggers !== 'string') throw error
    throw new UsageError(
      `Unexpected refusal of the journal, expected its tables in the schema \`sqlsafe\`: ${refusal}; where that comes from an event trigger (${triggers}), let it pass over that schema`,
      {cause: error}
    )
  }
}

async function makeTables(connection: Connection): Promise<void> {
  const [found] = await connection.query("SELECT to_regclass('sqlsafe.version') AS version")
  if (found?.['version'] == null) {
    await connection.execute('CREATE SCHEMA IF NOT EXISTS sqlsafe')
    await connection.execute('CREATE TABLE IF NOT EXISTS sqlsafe.version (number integer PRIMARY KEY)')
  }
  await takeOver(connection)
  const [row] = await connection.query('SELECT coalesce(max(number), 0) AS number FROM sqlsafe.version')
  for (const [index, statements] of versions.entries()) {
    if (index < Number(row?.['number'])) continue
    await connection.execute('BEGIN')
    try {
      for (const statement of statements) {
        await connection.execute(statement)
        await takeOver(connection)
      }
      await connection.execute('INSERT INTO sqlsafe.version VALUES ($1)', [index + 1])
      await connection.execute('COMMIT')
    } catch (error) {
      await connection.execute('ROLLBACK')
      throw error
    }
  }
}

/**
 * Take what an event trigger has given away: keys are looked up as the owner of a table, who need not have rights here.
 *
 * @throws {UsageError} When the role may not.
 */
async function takeOver(connection: Connection): Promise<void> {
  const given = await connection.query(
    `SELECT format('%I.%I', n.nspname, c.relname) AS name, pg_get_userbyid(c.relowner) AS owner, current_user AS role
     FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE n.nspname = 'sqlsafe' AND c.relkind = 'r' AND c.relowner <> current_user::regrole AND n.nspowner = current_user::regrole`
  )
  for (const row of given) {
    const [name, owner, role] = [text(row, 'name'), text(row, 'owner'), text(row, 'role')]
    await connection.execute(`ALTER TABLE ${name} OWNER TO ${quoteName(role)}`).catch((error: unknown) => {
      throw new UsageError(
        `Unexpected owner ${quoteName(owner)} of ${name}, expected ${quoteName(role)}, which has made it: ${refusalOf(error)}; an event trigger gives tables away, so let it pass over the schema \`sqlsafe\`, or \`GRANT ${quoteName(owner)} TO ${quoteName(role)}\``,
        {cause: error}
      )
    })
  }
}

function toRun(row: Row): RunRecord {
  return {
    id: String(row['id']),
    digest: String(row['digest']),
    status: String(row['status']) as RunStatus,
    control: String(row['control']) as Control,
    passed: Number(row['passed']),
    plan: JSON.parse(String(row['plan'])) as Plan,
    settings: toSettings(row['settings'])
  }
}

function toSettings(text: string | null | undefined): ApplySettings {
  return {...defaultSettings, ...(JSON.parse(text ?? '{}') as Partial<ApplySettings>)}
}

function toStep(row: Row): StepRecord {
  return {
    step: String(row['step']),
    status: row['status'] === 'done' ? 'done' : 'begun',
    state: row['state'] == null ? null : JSON.parse(row['state']),
    stateVersion: Number(row['state_version']),
    rows: Number(row['rows']),
    total: row['total'] == null ? undefined : Number(row['total'])
  }
}
