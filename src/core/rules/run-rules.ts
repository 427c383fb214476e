/** Run rules over migrations: the only place that knows both what the server does and what rules say. */
import type {Migration} from '../../migrations/migration.js'
import type {Catalog} from '../../schema/catalog.js'
import type {Session} from '../../schema/session.js'
import {analyze} from '../analyze.js'
import type {Deployment} from '../deployment/deployment.js'
import {createRetirement, noteRetirement} from '../deployment/retirement.js'
import {ChangeSet} from './change-set.js'
import type {Rule, Severity} from '../define-rule.js'
import type {Preset} from '../presets.js'
import {compareMessages} from './message.js'
import type {Message} from './message.js'
import {RuleRunner} from './rule-runner.js'
import {rules as allRules} from './rules.generated.js'
import {findSuppressions, suppress} from './suppressions.js'

/** What the configuration says about one rule; what is left out is the rule's own. */
export interface RuleSetting {
  severity?: Severity | 'off' | undefined
  /** Checked against the rule's `options` already. */
  options?: Readonly<Record<string, unknown>> | undefined
}

export interface RunOptions {
  /** In the order in which the runner applies them; `checked` ones are reported on, others are history. */
  migrations: readonly Migration[]
  /** The schema before the first of them; it is changed. */
  catalog: Catalog
  /** Makes the connection that the runner opens for a migration, with the configured settings. */
  createSession: (migration: Migration) => Session
  /** Which rules are on where `settings` says nothing. Default: `recommended`. */
  preset?: Preset | undefined
  /** By rule id. */
  settings?: Readonly<Record<string, RuleSetting>> | undefined
  /** Platform, replication and replicas. */
  deployment?: Deployment | undefined
  /** Default: all of `rules/`. */
  rules?: readonly Rule[] | undefined
  /** Tables known to have fewer rows are worked on in no time. Default: `10_000`. */
  smallTableRows?: number | undefined
}

/** What was found in one checked migration. */
export interface MigrationMessages {
  migration: Migration
  /** In the order of the text. */
  messages: Message[]
}

export interface RunResult {
  /** One for each checked migration, in order, also where nothing was found. */
  files: MigrationMessages[]
  /** Number of statements in checked migrations. */
  statements: number
  /** Number of those that could not be read, or not in full. */
  unparsed: number
}

/**
 * Check migrations.
 *
 * What is new: where some of the migrations are history, all checked ones are deployed together, and a
 * table that any of them makes has no traffic in the others. Where every migration is checked, they were
 * deployed one by one, and a table is new in the migration that makes it only.
 */
export function runRules(options: RunOptions): RunResult {
  const {catalog, createSession, migrations} = options
  const rules = options.rules ?? allRules
  const changeSet = new ChangeSet(migrations, options.smallTableRows ?? 10_000)
  const retirement = createRetirement()
  const runner = new RuleRunner(rules, options, {changeSet, retirement, deployment: options.deployment ?? {}})
  const result: RunResult = {files: [], statements: 0, unparsed: 0}

  let current: Migration | undefined

  const begin = (migration: Migration, number: number): void => {
    if (migration === current) return
    current = migration
    runner.begin(number)
  }

  analyze(migrations, catalog, createSession, {
    command(step) {
      if (step.migration.checked) {
        begin(step.migration, step.number)
        runner.command(step)
      }
      noteRetirement(retirement, step)
      if (!step.migration.checked) return
      changeSet.note(step)
    },
    end(migration, number, after, session) {
      if (!migration.checked) return
      begin(migration, number)
      // Here and not beforehand: a script is read when it is asked for, and only the last one is kept.
      const {statements} = migration.script
      result.statements += statements.length
      result.unparsed += statements.filter(({problems}) => problems.length > 0).length
      const messages = runner.end(migration, after, session)
      result.files.push({migration, messages: finish(migration, messages, runner, session)})
    }
  })

  if (!changeSet.narrowed) for (const {id, once} of rules) if (once === 'run') tellNewest(id, result.files)
  return result
}

/** Of a finding that all migrations of a history share, leave the one in the newest. */
function tellNewest(ruleId: string, files: readonly MigrationMessages[]): void {
  const found = files.filter(({messages}) => messages.some((message) => message.ruleId === ruleId))
  const older = found.slice(0, -1)
  for (const file of older) file.messages = file.messages.filter((message) => message.ruleId !== ruleId)
  const last = found.at(-1)?.messages.find((message) => message.ruleId === ruleId)
  if (last && older.length > 0) last.reason += ` (the same in ${String(older.length)} earlier migrations)`
}

/** Take out what is suppressed, and add what there is to say about suppressions themselves. */
function finish(migration: Migration, messages: Message[], runner: RuleRunner, session: Session): Message[] {
  const suppressions = findSuppressions(migration.script, migration.text)
  if (suppressions.length === 0) return messages.sort(compareMessages)

  const {kept, used} = suppress(messages, suppressions)
  const about = suppressions.flatMap((suppression) =>
    runner.suppression(suppression, [...(used.get(suppression) ?? [])], migration, session)
  )
  return [...kept, ...suppress(about, suppressions).kept].sort(compareMessages)
}
