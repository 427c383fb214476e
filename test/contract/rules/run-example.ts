/** Runs the examples of rules as a user's migrations would be. */
import type {Example, Rule} from '../../../src/core/define-rule.js'
import type {Message} from '../../../src/core/rules/message.js'
import {placesIn} from '../../../src/core/place.js'
import {runRules} from '../../../src/core/rules/run-rules.js'
import {parseVersion} from '../../../src/core/server.js'
import type {Server} from '../../../src/core/server.js'
import {supported} from '../../../src/core/supported.js'
import type {Migration} from '../../../src/migrations/migration.js'
import {loadReader} from '../../../src/operations/read.js'
import type {Script} from '../../../src/operations/script.js'
import {Catalog} from '../../../src/schema/catalog.js'
import {change} from '../../../src/schema/change.js'
import {Session} from '../../../src/schema/session.js'

/** The server that an example is for. */
export function serverOf(rule: Rule, example: Example): Server {
  const dialect = example.dialect ?? rule.engines[0] ?? 'postgres'
  return {dialect, version: example.version === undefined ? supported[dialect].newest : parseVersion(example.version)}
}

export interface RunExampleOptions {
  transaction?: Migration['transaction']
  /** Changes what was read before it is looked at. */
  alter?: (script: Script) => Script
}

/** All findings in migrations that come one after the other upon the schema of an example. */
export async function runExample(
  rule: Rule,
  example: Example,
  texts: readonly string[],
  {alter = (script) => script, transaction = 'none'}: RunExampleOptions = {}
): Promise<Message[][]> {
  const server = serverOf(rule, example)
  const read = await loadReader(server)
  const createSession = (): Session => new Session(server)
  const catalog = new Catalog()
  const setup = createSession()

  for (const {commands} of read(example.schema ?? '').statements) {
    for (const command of commands) change(command, catalog, setup, undefined)
  }
  catalog.commit()

  const migrations = texts.map((text, index): Migration => {
    return {path: `${String(index + 1)}.sql`, text, transaction, checked: true, script: alter(read(text))}
  })
  const settings = {[rule.id]: {severity: rule.severity, options: example.options}}
  const {deployment} = example
  return runRules({migrations, catalog, createSession, settings, deployment}).files.map(({messages}) => messages)
}

/** A finding as `reports` of an example writes it. */
export function describeReport({messageId, place}: Message, text: string): string {
  const {end, start} = placesIn(text)(place)
  return `${String(start.line)}:${String(start.column)}-${String(end.line)}:${String(end.column)} ${messageId}`
}
