/** What the facts say of an example: the line of a rule's page that is proved on real servers. */
import type {Example, Rule} from '../src/core/define-rule.js'
import {explainProject} from '../src/core/explain.js'
import type {Project} from '../src/core/project.js'
import {describeBlocksOf} from '../src/knowledge/blocks.js'
import type {Effect} from '../src/knowledge/effect.js'
import {loadReader} from '../src/operations/read.js'
import {serverOf} from '../src/rule-tester/run-example.js'
import {Catalog} from '../src/schema/catalog.js'
import {change} from '../src/schema/change.js'
import {Session} from '../src/schema/session.js'

/** One line for each relation that each statement of `unsafe` locks, works on or is refused for. */
export async function explainExample(rule: Rule, example: Example): Promise<string[]> {
  const server = serverOf(rule, example)
  const read = await loadReader(server)
  const catalog = new Catalog()
  const setup = new Session(server)
  for (const {commands} of read(example.schema ?? '').statements) {
    for (const command of commands) change(command, catalog, setup, undefined)
  }
  catalog.commit()

  const {transaction = 'none', unsafe: text} = example
  const migration = {path: 'example.sql', text, transaction, checked: true, script: read(text)}
  const project: Project = {
    server,
    guessedFrom: undefined,
    versionAssumed: false,
    migrations: [migration],
    catalog,
    unread: [],
    createSession: () => new Session(server),
    sizes: new Map()
  }
  const statements = explainProject(project)
  return statements.flatMap(({effects, error, range}) => {
    const line = statements.length > 1 ? `line ${String(range.start.line)}, ` : ''
    if (error) return [`${line}refused or not known: ${error.message}`]
    return effects.map((effect) => `${line}\`${effect.relation}\`: ${describe(effect, rule, example)}`)
  })
}

function describe(effect: Effect, rule: Rule, example: Example): string {
  const {algorithm, confidence, lock, rebuildsIndexes, rewrite, scan} = effect
  const {dialect} = serverOf(rule, example)
  const blocked = describeBlocksOf(effect, dialect)
  const held = algorithm === undefined ? (lock ?? 'no lock') : `ALGORITHM=${algorithm}, LOCK=${lock ?? 'NONE'}`
  const works = [
    ...(rewrite === 'table' ? ['the table is rewritten'] : []),
    ...(scan === 'none' ? [] : [scan === 'maybe' ? 'rows may be read' : 'every row is read']),
    ...(rebuildsIndexes.length > 0 ? ['indexes are built anew'] : [])
  ]
  const waits = lock === undefined ? [] : [`blocks ${blocked}`]
  return `${[held, ...waits, ...works].join('; ')} (${confidence})`
}
