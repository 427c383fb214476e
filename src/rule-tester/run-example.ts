/** Runs the examples of a rule as a user's migrations would be. */
import {resolve} from 'node:path'
import type {Example, Rule} from '../core/define-rule.js'
import {openProject} from '../core/project.js'
import type {Message} from '../core/rules/message.js'
import {placesIn} from '../core/place.js'
import {rules} from '../core/rules/rules.generated.js'
import {runRules} from '../core/rules/run-rules.js'
import {parseVersion} from '../server/server.js'
import type {Server} from '../server/server.js'
import {supported} from '../server/supported.js'
import type {Migration} from '../migrations/migration.js'
import {disk} from '../migrations/view.js'
import {loadReader} from '../operations/read.js'
import type {Script} from '../operations/script.js'
import {Catalog} from '../schema/catalog.js'
import {change} from '../schema/change.js'
import {Session} from '../schema/session.js'

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

  const migrations = example.files
    ? await inProject(example, texts, server)
    : texts.map((text, index): Migration => {
        return {path: `${String(index + 1)}.sql`, text, transaction, checked: true, script: alter(read(text))}
      })
  const settings = {[rule.id]: {severity: rule.severity, options: example.options}}
  const {deployment, peerSuppressions} = example
  const ruleSet = rules.includes(rule) ? rules : [...rules, rule]
  const {files} = runRules({
    migrations,
    catalog,
    createSession,
    rules: ruleSet,
    settings,
    deployment,
    peerSuppressions,
    fixes: true
  })
  return files.map(({messages}) => messages)
}

/** The migrations of a project in which only those of the example are new. */
async function inProject(
  {files = {}, path = '1.sql'}: Example,
  texts: readonly string[],
  {dialect, version}: Server
): Promise<Migration[]> {
  const found: Migration[] = []
  for (const text of texts) {
    const project = await openProject({
      paths: ['.'],
      cwd: '/',
      dialect,
      serverVersion: version.join('.'),
      files: {...files, [path]: text},
      change: {view: disk, changed: new Set([resolve('/', path)])}
    })
    found.push(...project.migrations)
  }
  return found
}

/** A finding as `reports` of an example writes it. */
export function describeReport({messageId, place}: Message, text: string): string {
  const {end, start} = placesIn(text)(place)
  return `${String(start.line)}:${String(start.column)}-${String(end.line)}:${String(end.column)} ${messageId}`
}
