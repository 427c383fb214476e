/** Run rules over migrations: the only place that knows both what the server does and what rules say. */
import type {Migration} from '../../migrations/migration.js'
import type {Catalog, CatalogState} from '../../schema/catalog.js'
import type {Session} from '../../schema/session.js'
import {analyze} from '../analyze.js'
import type {Visitor} from '../analyze.js'
import type {Deployment} from '../deployment/deployment.js'
import {createRetirement, noteRetirement} from '../deployment/retirement.js'
import type {Retirement} from '../deployment/retirement.js'
import {ChangeSet} from './change-set.js'
import type {ChangeSetState} from './change-set.js'
import type {Rule} from '../define-rule.js'
import {peerRulesOf} from '../peer-rules.js'
import type {PeerRules} from '../peer-rules.js'
import {compareMessages} from './message.js'
import type {Message} from './message.js'
import {defaultLimits} from '../sizes/sizes.js'
import type {SizeLimits, Sizes} from '../sizes/sizes.js'
import {nextApplied} from '../../migrations/next-applied.js'
import {RuleRunner} from './rule-runner.js'
import type {RunnerOptions} from './rule-runner.js'
import {rules as allRules} from './rules.generated.js'
import {summarize} from './summarize.js'
import type {Findings, RunResult} from './summarize.js'
import {findSuppressions, suppress} from './suppressions.js'

export interface RunOptions extends RunnerOptions {
  /** In the order in which the runner applies them; `checked` ones are reported on, others are history. */
  migrations: readonly Migration[]
  /** The schema before the first of them; it is changed. */
  catalog: Catalog
  /** Makes the connection that the runner opens for a migration, with the configured settings. */
  createSession: (migration: Migration) => Session
  /** Platform, replication and replicas. */
  deployment?: Deployment | undefined
  /** Default: all of `rules/`. */
  rules?: readonly Rule[] | undefined
  /** Comments of other checkers keep findings back as well. */
  peerSuppressions?: boolean | undefined
  memory?: RunMemory | undefined
  /** How big and busy tables are. Default: as the catalog says. */
  sizes?: Sizes | undefined
  limits?: SizeLimits | undefined
}

/**
 * All that the migrations walked over mean for those that come, as plain data. What a migration is found to do
 * depends on this and on itself, on nothing after it.
 */
export interface RunState {
  catalog: CatalogState
  changeSet: ChangeSetState
  retirement: Retirement
}

/** Keeps what a run finds, for the next one to begin where this one has ended. */
export interface RunMemory {
  /** Of the first migrations, as an earlier run has found it. */
  findings: readonly Findings[]
  /** After those; `undefined`: not needed, there are none, or none left. */
  state?: RunState | undefined
  /** One more migration is done. */
  add: (findings: Findings) => void
  /** Called between migrations, with the number of those done. */
  pass: (done: number, save: () => RunState) => void
}

/**
 * Check migrations.
 *
 * What is new: where some of the migrations are history, all checked ones are deployed together, and a
 * table that any of them makes has no traffic in the others. Where every migration is checked, they were
 * deployed one by one, and a table is new in the migration that makes it only.
 */
export function runRules(options: RunOptions): RunResult {
  const {catalog, createSession, limits = defaultLimits, memory, migrations, sizes = new Map()} = options
  const rules = options.rules ?? allRules
  const changeSet = new ChangeSet(migrations, sizes, limits)
  const retirement = memory?.state?.retirement ?? createRetirement()
  const runner = new RuleRunner(rules, options, {
    changeSet,
    retirement,
    deployment: options.deployment ?? {},
    sizes,
    limits
  })
  const peerRules = options.peerSuppressions === true ? peerRulesOf(rules) : undefined
  const found: Findings[] = [...(memory?.findings ?? [])]
  if (memory?.state) {
    catalog.load(memory.state.catalog)
    changeSet.load(memory.state.changeSet)
  }
  const save = (): RunState => ({catalog: catalog.save(), changeSet: changeSet.save(), retirement})
  const add = (findings: Findings): void => {
    found.push(findings)
    memory?.add(findings)
  }

  const applied = nextApplied(migrations)
  const onceIds = options.everywhere === true ? [] : rules.filter(({once}) => once === 'run').map(({id}) => id)

  const visitor: Visitor = {
    begin(migration, number) {
      memory?.pass(number, save)
      if (migration.checked) runner.begin(number)
    },
    command(step) {
      if (step.migration.checked) runner.command(step)
      noteRetirement(retirement, step)
      if (step.migration.checked) changeSet.note(step)
    },
    end(migration, number, after, session) {
      if (!migration.checked) {
        add({messages: [], onceInRun: [], statements: 0, unparsed: 0})
        return
      }
      // Here and not beforehand: a script is read when it is asked for, and only the last one is kept.
      const {statements} = migration.script
      runner.migration(migration, {previous: migrations[number - 1], applied: applied[number]}, session)
      const messages = finish(migration, after, session, runner, peerRules)
      const unparsed = statements.filter(({problems}) => problems.length > 0).length
      const onceInRun = onceIds.filter((id) => messages.some(({ruleId}) => ruleId === id))
      add({messages, onceInRun, statements: statements.length, unparsed})
    }
  }
  analyze(migrations, catalog, createSession, visitor, found.length)
  memory?.pass(migrations.length, save)
  return summarize(found, migrations)
}

/** What was found in a migration, without what is suppressed, and with what there is to say about suppressions. */
function finish(
  migration: Migration,
  after: Catalog,
  session: Session,
  runner: RuleRunner,
  peerRules: PeerRules | undefined
): Message[] {
  const raised = runner.end(migration, after, session)
  const suppressions = findSuppressions(
    migration.script,
    migration.text,
    peerRules,
    peerRules && migration.disabledBeside
  )
  const {kept, used} = suppress(raised, suppressions)
  const told = runner.settle(kept, migration, after, session)
  const about = suppressions.flatMap((suppression) =>
    runner.suppression(suppression, [...(used.get(suppression) ?? [])], migration, session)
  )
  return [...told, ...suppress(about, suppressions).kept].sort(compareMessages)
}
