/** The journal on MySQL and MariaDB: database `sqlsafe` of the server, for all databases of it. */
import type {Plan} from '../../plan/plan.js'
import type {Connection, Row} from '../connection/connection.js'
import type {Control, Journal, RunRecord, RunStatus, StatementNote, StepRecord} from '../journal.js'
import {withoutPasswords, withoutSecrets} from '../../sql/secrets.js'
import {defaultSettings} from '../settings.js'
import type {ApplySettings} from '../settings.js'
import {literal} from '../../sql/mysql.js'

const options = 'ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin'

/** Each is done once, in order; the version is how many were. Only ever added to. */
const versions: ReadonlyArray<readonly string[]> = [
  [
    `CREATE TABLE IF NOT EXISTS sqlsafe.run (
      id char(36) NOT NULL PRIMARY KEY,
      target varchar(64) NOT NULL,
      digest varchar(64) NOT NULL,
      plan longtext NOT NULL,
      settings longtext NOT NULL,
      status varchar(16) NOT NULL,
      control varchar(16) NOT NULL DEFAULT 'go',
      passed int NOT NULL DEFAULT 0,
      error text,
      began datetime(6) NOT NULL,
      changed datetime(6) NOT NULL
    ) ${options}`,
    `CREATE TABLE IF NOT EXISTS sqlsafe.step (
      run char(36) NOT NULL,
      step varchar(128) NOT NULL,
      position int NOT NULL,
      kind varchar(64) NOT NULL,
      status varchar(16) NOT NULL,
      state longtext,
      state_version int NOT NULL,
      touched bigint NOT NULL,
      total bigint,
      waits_for text,
      began datetime(6) NOT NULL,
      changed datetime(6) NOT NULL,
      PRIMARY KEY (run, step)
    ) ${options}`,
    `CREATE TABLE IF NOT EXISTS sqlsafe.statement (
      id bigint NOT NULL AUTO_INCREMENT PRIMARY KEY,
      run char(36) NOT NULL,
      step varchar(128) NOT NULL,
      at datetime(6) NOT NULL,
      sent longtext NOT NULL,
      ms double NOT NULL,
      error text,
      KEY statement_run (run, id)
    ) ${options}`
  ],
  [
    `CREATE TABLE IF NOT EXISTS sqlsafe.mark (
      id bigint NOT NULL AUTO_INCREMENT PRIMARY KEY,
      run char(36) NOT NULL,
      position int NOT NULL,
      marks longtext NOT NULL,
      KEY mark_run (run, position)
    ) ${options}`
  ]
]

const open = "status NOT IN ('done', 'aborted')"
const runColumns = 'id, digest, plan, settings, status, control, passed'
const now = 'utc_timestamp(6)'

/**
 * The journal over two connections: steps are saved on the one they are given, all else on `watch`.
 *
 * @param target The database whose runs these are.
 */
export function createJournal(worker: () => Connection, watch: () => Connection, target: string): Journal {
  return {
    async isThere() {
      const rows = await watch().query(
        "SELECT 1 AS there FROM information_schema.tables WHERE table_schema = 'sqlsafe' AND table_name = 'run'"
      )
      return rows.length > 0
    },
    prepare: () => prepare(worker()),
    async find(digest) {
      const rows = await watch().query(
        `SELECT ${runColumns} FROM sqlsafe.run WHERE target = ? AND digest = ? AND ${open}`,
        [target, digest]
      )
      return rows.map(toRun)[0]
    },
    async findOpen() {
      const sql = `SELECT ${runColumns} FROM sqlsafe.run WHERE target = ? AND ${open} ORDER BY began`
      return (await watch().query(sql, [target])).map(toRun)
    },
    async finished(digest) {
      const [row] = await watch().query(
        "SELECT id, changed FROM sqlsafe.run WHERE target = ? AND digest = ? AND status = 'done' ORDER BY changed DESC LIMIT 1",
        [target, digest]
      )
      return row && {run: String(row['id']), at: String(row['changed'])}
    },
    async begin({digest, id, plan, settings, status}) {
      await watch().execute(
        `INSERT INTO sqlsafe.run (id, target, digest, plan, settings, status, began, changed)
         VALUES (?, ?, ?, ?, ?, ?, ${now}, ${now})`,
        [id, target, digest, JSON.stringify(withoutSecrets(plan)), JSON.stringify(settings), status]
      )
    },
    async steps(run) {
      const rows = await watch().query('SELECT * FROM sqlsafe.step WHERE run = ?', [run])
      return new Map(rows.map((row) => [String(row['step']), toStep(row)]))
    },
    async save(run, {kind, position, rows, state, stateVersion, status, step, total}, statements, together) {
      const connection = together ? worker() : watch()
      // The last of both: where the first fails there is no note of the step.
      await noteStatements(connection, run, step, statements)
      await connection.execute(saveQuery, [
        run,
        step,
        position,
        kind,
        status,
        JSON.stringify(state),
        stateVersion,
        rows,
        total ?? null
      ])
    },
    noteFailure: (run, step, statements) => noteStatements(watch(), run, step, statements),
    async noteWait(run, step, reason) {
      await watch().execute('UPDATE sqlsafe.step SET waits_for = ? WHERE run = ? AND step = ?', [
        reason ?? null,
        run,
        step
      ])
    },
    async setStatus(run, status, error) {
      await watch().execute(`UPDATE sqlsafe.run SET status = ?, error = ?, changed = ${now} WHERE id = ?`, [
        status,
        error === undefined ? null : withoutPasswords(error),
        run
      ])
    },
    async setPassed(run, phase) {
      await watch().execute(`UPDATE sqlsafe.run SET passed = ?, changed = ${now} WHERE id = ?`, [phase, run])
    },
    async control(run) {
      const [row] = await watch().query('SELECT control, settings FROM sqlsafe.run WHERE id = ?', [run])
      return {control: (row?.['control'] ?? 'abort') as Control, settings: toSettings(row?.['settings'])}
    },
    async decide(run, step, outcome) {
      const sql =
        outcome === 'done'
          ? `UPDATE sqlsafe.step SET status = 'done', changed = ${now} WHERE run = ? AND step = ?`
          : 'DELETE FROM sqlsafe.step WHERE run = ? AND step = ?'
      await watch().execute(sql, [run, step])
    },
    async setControl(run, control) {
      await watch().execute('UPDATE sqlsafe.run SET control = ? WHERE id = ?', [control, run])
    },
    async setSettings(run, settings) {
      await watch().execute('UPDATE sqlsafe.run SET settings = ? WHERE id = ?', [JSON.stringify(settings), run])
    }
  }
}

const saveQuery = `
  INSERT INTO sqlsafe.step (run, step, position, kind, status, state, state_version, touched, total, began, changed)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ${now}, ${now})
  ON DUPLICATE KEY UPDATE status = VALUES(status), state = VALUES(state), state_version = VALUES(state_version),
    touched = VALUES(touched), total = VALUES(total), waits_for = NULL, changed = ${now}`

async function noteStatements(
  connection: Connection,
  run: string,
  step: string,
  statements: readonly StatementNote[]
): Promise<void> {
  if (statements.length === 0) return
  const rows = statements.map(({error, ms, sql}) => {
    const values = [run, step, sql, ms, error === undefined ? null : withoutPasswords(error)].map(literal)
    return `(${values.join(', ')}, ${now})`
  })
  await connection.execute(`INSERT INTO sqlsafe.statement (run, step, sent, ms, error, at) VALUES ${rows.join(', ')}`)
}

/** Every one of them may have been done by an apply on another database of this server just now. */
async function prepare(connection: Connection): Promise<void> {
  const [found] = await connection.query(
    "SELECT count(*) AS tables FROM information_schema.tables WHERE table_schema = 'sqlsafe' AND table_name = 'version'"
  )
  if (found?.['tables'] === '0') {
    await connection.execute('CREATE DATABASE IF NOT EXISTS sqlsafe')
    await connection.execute(`CREATE TABLE IF NOT EXISTS sqlsafe.version (number int NOT NULL PRIMARY KEY) ${options}`)
  }
  const [row] = await connection.query('SELECT coalesce(max(number), 0) AS number FROM sqlsafe.version')
  for (const [index, statements] of versions.entries()) {
    if (index < Number(row?.['number'])) continue
    for (const statement of statements) await connection.execute(statement)
    await connection.execute('INSERT INTO sqlsafe.version VALUES (?) ON DUPLICATE KEY UPDATE number = number', [
      index + 1
    ])
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
    rows: Number(row['touched']),
    total: row['total'] == null ? undefined : Number(row['total'])
  }
}
