/** Bringing the schema onto the engine: dumps and migrations that were applied before. Nothing is looked at. */
import {placesIn} from '../core/place.js'
import {UsageError} from '../usage-error.js'
import type {Migration} from '../migrations/migration.js'
import type {Script, Statement} from '../operations/script.js'
import type {Range} from '../parse/source.js'
import type {Engine} from './engine.js'
import {controlOf} from './foretell.js'
import type {ServerError} from './rehearsal.js'
import {transactionAt, transactionsOf} from './transactions.js'

/** A text of SQL that makes the schema. */
export interface SchemaScript {
  path: string
  text: string
  script: Script
  transaction: Migration['transaction']
  transactions?: Migration['transactions']
}

/** Names in a note; the rest is counted. */
const shown = 3

/** What was passed over, for people. */
export class LeftOut {
  readonly #places = new Map<string, string[]>()

  add(why: string, place: string): void {
    this.#places.set(why, [...(this.#places.get(why) ?? []), place])
  }

  notes(): string[] {
    return [...this.#places].map(([why, places]) => {
      const more = places.length > shown ? ` and ${places.length - shown} more` : ''
      return `Not run: ${places.slice(0, shown).join(', ')}${more}: ${why}.`
    })
  }
}

/**
 * Run all statements of a script, in the transaction mode of its runner.
 *
 * @throws {UsageError} When the engine refuses one that cannot be passed over.
 */
export async function applyScript(engine: Engine, source: SchemaScript, leftOut: LeftOut): Promise<void> {
  const transactions = transactionsOf(source)
  let open = false
  let current: Range | undefined
  for (const statement of source.script.statements) {
    const next = transactionAt(transactions, statement.range.start)
    if (next !== current) {
      if (open) await engine.send('COMMIT')
      current = next
      open = next !== undefined
      if (open) await engine.send('BEGIN')
    }
    const sql = source.text.slice(statement.range.start, statement.range.end)
    const beyond = engine.refuses(sql)
    if (beyond !== undefined) {
      leftOut.add(beyond, placeOf(source, statement))
      continue
    }
    const control = controlOf(statement)
    const error = await sendForgiving(engine, sql, open && control === undefined)
    if (control !== undefined) open = control === 'begin'
    if (error === 'skipped') leftOut.add('its role is not on this server', placeOf(source, statement))
    else if (error !== undefined) {
      throw new UsageError(
        `Unexpected error at ${placeOf(source, statement)}, expected a schema that ${engine.name} takes: ` +
          `${error.code} ${error.message}`
      )
    }
  }
  if (open) await engine.send('COMMIT')
}

/** Inside of a transaction an error would end it: a savepoint comes before each statement. */
async function sendForgiving(
  engine: Engine,
  sql: string,
  inside: boolean
): Promise<ServerError | 'skipped' | undefined> {
  const guarded = inside && engine.server.dialect === 'postgres'
  for (;;) {
    if (guarded) await engine.send('SAVEPOINT sqlsafe_rehearse')
    const error = await engine.send(sql)
    if (guarded) await engine.send(`${error === undefined ? 'RELEASE' : 'ROLLBACK TO'} SAVEPOINT sqlsafe_rehearse`)
    if (error === undefined) return undefined
    const answer = await engine.forgives(error, sql)
    if (answer === 'skip') return 'skipped'
    if (answer === undefined) return error
  }
}

function placeOf({path, text}: SchemaScript, {range}: Statement): string {
  return `${path}:${placesIn(text)(range).start.line}`
}
