/** Replays a history on a real server, each statement foretold and looked at. */
import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {globSync} from 'tinyglobby'
import {openProject} from '../../../src/core/project.js'
import type {Server} from '../../../src/server/server.js'
import type {Range} from '../../../src/parse/source.js'
import {compare} from '../../../src/rehearse/compare.js'
import type {Engine} from '../../../src/rehearse/engine.js'
import {foretell} from '../../../src/rehearse/foretell.js'
import {openServer} from '../../../src/rehearse/open-engine.js'
import {applyScript, LeftOut} from '../../../src/rehearse/prepare.js'
import {readScripts} from '../../../src/rehearse/schema-scripts.js'
import {transactionAt} from '../../../src/rehearse/transactions.js'
import type {ForetoldMigration, ForetoldStatement, Observation} from '../../../src/rehearse/rehearsal.js'

/** Rows that the tables of each migration are filled up to before it runs. */
const rows = 20

/** What a replay came to. */
export interface Replay {
  statements: number
  /** Relations that existed before a statement and that it took, changed or read. */
  pairs: number
  /** What was not as foretold, with its place. */
  differences: string[]
}

/** A history: its folder, and what has to be said beside it. */
export interface History {
  cwd: string
  dialect: Server['dialect']
  /** What the runner's templates are replaced with. */
  template?: Readonly<Record<string, string>>
  /** Dumps of what was there before. */
  schema?: readonly string[]
}

/**
 * Errors about the rows that the tables were filled with: that a history suits them is foretold by nobody.
 *
 * https://www.postgresql.org/docs/current/errcodes-appendix.html
 * https://dev.mysql.com/doc/mysql-errors/9.7/en/server-error-reference.html
 */
const ofRows = new Set(['23502', '23503', '23505', '23514', '1062', '1452'])

/** Replay all migrations of a project; what comes after a refused one goes on from what was done. */
export async function replay({cwd, dialect, schema = [], template = {}}: History, url: string): Promise<Replay> {
  const engine = await openServer(url)
  try {
    const serverVersion = engine.server.version.join('.')
    const overlay = fillTemplates(cwd, template)
    const project = await openProject({paths: ['.'], cwd, dialect, serverVersion, schema, overlay})
    const {settings} = project.createSession()
    const result: Replay = {statements: 0, pairs: 0, differences: []}
    await engine.create(settings)
    await engine.beginSession(settings)
    const dumps = await readScripts(
      schema.map((path) => join(cwd, path)),
      engine.server
    )
    for (const dump of dumps) await applyScript(engine, dump, new LeftOut())
    for (const migration of foretell(project)) {
      await engine.beginSession(settings)
      await engine.fill(rows)
      await engine.beginSession(settings)
      await run(engine, migration, result)
    }
    return result
  } finally {
    await engine.close()
  }
}

/** Files with something else where templates stand, by absolute path. */
function fillTemplates(cwd: string, template: Readonly<Record<string, string>>): Map<string, string> {
  const filled = new Map<string, string>()
  for (const path of globSync('**/*.sql', {cwd, absolute: true})) {
    const text = readFileSync(path, 'utf8')
    let written = text
    for (const [name, value] of Object.entries(template)) written = written.replaceAll(name, value)
    if (written !== text) filled.set(path, written)
  }
  return filled
}

async function run(engine: Engine, {statements, transactions}: ForetoldMigration, result: Replay): Promise<void> {
  let open = false
  let current: Range | undefined
  let gone: Range | undefined
  for (const statement of statements) {
    const next = transactionAt(transactions, statement.place.start.offset)
    if (next !== current) {
      if (open) await engine.send('COMMIT')
      current = next
      open = next !== undefined
      if (open) await engine.send('BEGIN')
    }
    const cannot = (gone !== undefined && gone === current) || engine.refuses(statement.sql) !== undefined
    if (cannot) continue
    const {control} = statement
    const bare = open || control !== undefined
    const observation = await engine.observe(statement.sql, {bare, effects: statement.effects})
    note(statement, observation, result)
    if (control !== undefined) open = control === 'begin'
    if (observation.error === undefined || !open) continue
    // The rest of the transaction is lost with it.
    await engine.send('ROLLBACK')
    open = false
    gone = current
  }
  if (open) await engine.send('COMMIT')
}

function note(statement: ForetoldStatement, observation: Observation, result: Replay): void {
  const {error, relations} = observation
  const place = `${statement.file}:${String(statement.place.start.line)}`
  result.statements++
  if (error === undefined) result.pairs += relations.length
  if (error !== undefined) {
    if (statement.refusal !== undefined || ofRows.has(error.code)) return
    result.differences.push(`${place} fails: ${error.code} ${error.message}`)
  } else {
    for (const {aspect, foretold, happened, relation} of compare(statement, observation)) {
      result.differences.push(`${place} ${relation ?? ''} ${aspect}: foretold ${foretold}, happened ${happened}`)
    }
  }
}
