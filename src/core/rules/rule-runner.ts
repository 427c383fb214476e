import type {Effect} from '../../knowledge/effect.js'
import type {Migration} from '../../migrations/migration.js'
import type {Name} from '../../operations/definitions.js'
import type {Operation} from '../../operations/operation.js'
import type {Statement} from '../../operations/script.js'
import type {Problem, Range} from '../../parse/source.js'
import type {Session} from '../../schema/session.js'
import type {Catalog} from '../../schema/catalog.js'
import type {Table} from '../../schema/objects.js'
import type {Step} from '../analyze.js'
import type {BaseContext, MigrationContext, OptionField, Options, Rule, RuleContext, Severity} from '../define-rule.js'
import type {MakeFix} from '../fix/make-fix.js'
import {adviceOn} from './advice.js'
import {internalError} from './internal-error.js'
import {interpolate, ruleUrl} from './message.js'
import type {Message} from './message.js'
import {defaultOptions} from '../configuration/options.js'
import {isOnIn} from '../presets.js'
import type {Preset} from '../presets.js'
import {tableOf} from './relations.js'
import {OperationContext} from './operation-context.js'
import {viewOperation} from './rule-context.js'
import type {OperationView, Surroundings} from './rule-context.js'
import type {Suppression} from './suppression.js'
import {isTakenBack} from './taken-back.js'
import {tellOnce} from './tell-once.js'
import type {Topic} from './tell-once.js'

/** What the configuration says about one rule; what is left out is the rule's own. */
export interface RuleSetting {
  severity?: Severity | 'off' | undefined
  /** Checked against the rule's `options` already. */
  options?: Readonly<Record<string, unknown>> | undefined
}

export interface RunnerOptions {
  /** Which rules are on where `settings` says nothing. Default: `recommended`. */
  preset?: Preset | undefined
  /** By rule id. */
  settings?: Readonly<Record<string, RuleSetting>> | undefined
  /** Findings that `once` holds back are reported too, as `again`: for those who are to mend each place. */
  everywhere?: boolean | undefined
  /**
   * Findings come with their fixes: working one out reads its file again as it would be. `first`: of files with very
   * many only the first, so that the time grows as the files do.
   */
  fixes?: boolean | 'first' | undefined
  /** Nobody has named the version of the server: what fixes write has to run on each that is supported. */
  versionAssumed?: boolean | undefined
}

/** Where a migration stands among the others. */
export type Around = Pick<MigrationContext<string, unknown>, 'previous' | 'applied'>

type OptionValues = Options<Record<string, OptionField>>

/** A rule with what the configuration made of it. */
interface ActiveRule {
  rule: Rule
  severity: Message['severity'] | 'off'
  options: OptionValues
}

type Look = Parameters<RuleContext<string, unknown>['atEnd']>[0]

/** Each fix reads its file again: how many characters all fixes of one may read, where only the first are asked for. */
const charactersRead = 2_000_000

/** What is kept while one migration is looked at. */
interface State {
  messages: Message[]
  /** Rule, place and reason of each of them. */
  said: Set<string>
  /** What `once` rules have spoken of, by rule: the migration, a table in it, or a command. */
  topics: Map<string, Map<unknown, Topic>>
  /** Of those messages that are about one. */
  topicOf: Map<Message, Topic>
  /** Looks that rules want to take when the migration is applied; `reported`: ids of those that speak of the operation. */
  later: Array<{rule: Rule; look: Look; place: Range; reported: ReadonlySet<string>}>
  /** Fixes to be made when the migration is applied. */
  fixes: Map<Message, {rule: Rule; make: MakeFix}>
  /** Ids of rules that have thrown. */
  broken: Set<string>
}

/** Runs the rules of one run of sqlsafe, one migration after the other. */
export class RuleRunner {
  readonly #active: readonly ActiveRule[]
  readonly #ids: readonly string[]
  readonly #off: readonly string[]
  readonly #surroundings: Surroundings
  readonly #everywhere: boolean
  readonly #byKind = new Map<string, readonly ActiveRule[]>()
  readonly #fixes: boolean | 'first'
  readonly #notes = new Map<string, readonly string[]>()
  readonly #versionAssumed: boolean
  #state = emptyState()

  constructor(
    rules: readonly Rule[],
    {everywhere = false, fixes = false, preset = 'recommended', settings = {}, versionAssumed = false}: RunnerOptions,
    surroundings: Surroundings
  ) {
    const severityOf = (rule: Rule) => settings[rule.id]?.severity ?? (isOnIn(rule, preset) ? rule.severity : 'off')
    const neededOff = new Set(rules.flatMap(({unlessReportedBy}) => unlessReportedBy ?? []))
    this.#ids = rules.map(({id}) => id)
    this.#off = rules.filter((rule) => severityOf(rule) === 'off').map(({id}) => id)
    this.#surroundings = surroundings
    this.#everywhere = everywhere
    this.#fixes = fixes
    this.#versionAssumed = versionAssumed
    this.#active = inOrder(rules)
      .map((rule) => ({
        rule,
        severity: severityOf(rule),
        options: {...defaultOptions(rule.options ?? {}), ...settings[rule.id]?.options} as OptionValues
      }))
      .filter(({rule, severity}) => severity !== 'off' || neededOff.has(rule.id))
  }

  /** A migration begins. */
  begin(number: number): void {
    this.#state = emptyState()
    this.#surroundings.changeSet.begin(number)
  }

  /** Look at one command before it is applied. */
  command(step: Step): void {
    for (const [index, operation] of step.command.operations.entries()) {
      const active = this.#rulesFor(operation, step.session)
      if (active.length === 0) continue
      const view = viewOperation(step, operation, index, this.#surroundings)
      const reported = new Set<string>()

      for (const {options, rule, severity} of active) {
        if (!this.#applies(rule, step, reported)) continue
        const subject = subjectOf(rule, operation, step)
        const base = this.#base(rule, severity, options, operation.range, view, () => {
          reported.add(rule.id)
          return this.#topic(rule, subject)
        })
        const context = new OperationContext(view, base, (look) => {
          this.#state.later.push({rule, look, place: operation.range, reported})
        })
        this.#guard(rule, operation.range, () => rule.check?.(operation, context))
      }
    }
  }

  /** Look at a migration as a whole, before its findings are handed over. */
  migration(migration: Migration, around: Around, {server: {dialect}}: Session): void {
    const place = migration.script.statements[0]?.range ?? {start: 0, end: 0}
    for (const {options, rule, severity} of this.#active) {
      if (!rule.checkMigration || !rule.engines.includes(dialect)) continue
      const base = this.#base(rule, severity, options, place, {migration, dialect, effects: []})
      this.#guard(rule, place, () => rule.checkMigration?.(migration, {...base, ...around}))
    }
  }

  /** All statements of a migration are applied: look at what was put off, and hand over the findings. */
  end(migration: Migration, catalog: Catalog, session: Session): Message[] {
    for (const {look, place, reported, rule} of this.#state.later) {
      if (givesWay(rule, reported)) continue
      this.#guard(rule, place, () => {
        look((name) => session.findTable(catalog, name), catalog)
      })
    }

    for (const statement of migration.script.statements) {
      for (const problem of statement.problems) this.#problem(problem, statement, migration, session)
    }

    return this.#state.messages
  }

  /** Of what no comment keeps back, what is told, with the fixes. */
  settle(messages: readonly Message[], migration: Migration, catalog: Catalog, session: Session): Message[] {
    const {fixes, topicOf} = this.#state
    const told = tellOnce(messages, (message) => topicOf.get(message), this.#everywhere)
    this.#state.messages = told // A fix that cannot be made is one more finding.
    if (!isReadable(migration)) return told

    const find = (name: Name): Table | undefined => session.findTable(catalog, name)
    const end = {after: catalog, find, versionAssumed: this.#versionAssumed}
    const most = this.#fixes === 'first' ? Math.ceil(charactersRead / (migration.text.length + 1)) : Infinity
    for (const message of told.filter((each) => fixes.has(each)).slice(0, most)) {
      const {make, rule} = fixes.get(message) ?? {}
      if (rule === undefined) continue
      this.#guard(rule, message.place, () => {
        const fix = make?.(end)
        if (fix !== undefined) message.fix = fix
      })
    }
    return told
  }

  /** What there is to say about a suppression; `used`: ids of the rules that it kept back. */
  suppression(
    suppression: Suppression,
    used: readonly string[],
    migration: Migration,
    {server: {dialect}}: Session
  ): Message[] {
    this.#state.messages = []
    this.#state.said.clear()

    for (const {options, rule, severity} of this.#active) {
      if (!rule.checkSuppression || !rule.engines.includes(dialect)) continue
      const base = this.#base(rule, severity, options, suppression.range, {migration, dialect, effects: []})
      this.#guard(rule, suppression.range, () => {
        rule.checkSuppression?.(suppression, {...base, ruleIds: this.#ids, off: this.#off, used})
      })
    }

    return this.#state.messages
  }

  #problem(problem: Problem, statement: Statement, migration: Migration, {server: {dialect}}: Session): void {
    for (const {options, rule, severity} of this.#active) {
      if (!rule.checkProblem || !rule.engines.includes(dialect)) continue
      const about = {migration, dialect, effects: [], statement}
      const base = this.#base(rule, severity, options, problem.range, about, () => this.#topic(rule, undefined))
      this.#guard(rule, problem.range, () => rule.checkProblem?.(problem, {...base, statement}))
    }
  }

  /** Of a run all is on one server. */
  #rulesFor({kind}: Operation, {server: {dialect}}: Session): readonly ActiveRule[] {
    let found = this.#byKind.get(kind)
    if (!found) {
      found = this.#active.filter(({rule: {check, engines, on}}) => {
        if (!check || on === undefined || !engines.includes(dialect)) return false
        return on === '*' || on === kind || on.includes(kind)
      })
      this.#byKind.set(kind, found)
    }
    return found
  }

  #applies(rule: Rule, step: Step, reported: ReadonlySet<string>): boolean {
    if (step.judgement.refusal && rule.looksAtRefused !== true) return false
    if (rule.ofOutcome === true && isTakenBack(step)) return false
    return !givesWay(rule, reported)
  }

  #base(
    rule: Rule,
    severity: ActiveRule['severity'],
    options: OptionValues,
    place: Range,
    {
      dialect,
      effects,
      migration,
      statement,
      weigh
    }: {
      migration: Migration
      dialect: OperationView['dialect']
      effects: readonly Effect[]
      statement?: Statement
      weigh?: OperationView['weigh']
    },
    topicOf: () => Topic | undefined = () => undefined
  ): BaseContext<string, OptionValues> {
    const state = this.#state
    const fixes = this.#fixes
    const noteOf = (): readonly string[] => this.#noteOf(rule, dialect)
    return {
      migration,
      dialect,
      options,
      report(messageId, data = {}, where = {}) {
        const topic = topicOf()
        if (severity === 'off') return
        const reason = interpolate(messageOf(rule, messageId), data)
        const at = {place: where.range ?? place, statement: statement?.range, cause: where.cause}
        const about = {
          url: ruleUrl(rule),
          recipe: rule.recipe,
          effects,
          note: noteOf()
        }
        // Procedures that are called more than once, and loops, say the same of the same place.
        const said = `${rule.id} ${String(at.place.start)} ${String(at.place.end)} ${reason}`
        if (state.said.has(said)) return
        state.said.add(said)
        const {duration, huge = false} = weigh?.() ?? {}
        const weighed = huge && severity === 'warning' ? 'error' : severity
        const message: Message = {ruleId: rule.id, messageId, severity: weighed, reason, ...at, ...about, duration}
        state.messages.push(message)
        if (topic) state.topicOf.set(message, topic)
        if (fixes !== false && where.fix !== undefined) state.fixes.set(message, {rule, make: where.fix})
      }
    }
  }

  /** The same for all its findings: kept between runs, and read again, once. */
  #noteOf(rule: Rule, dialect: OperationView['dialect']): readonly string[] {
    const key = `${dialect} ${rule.id}`
    const {effect, instead} = rule.docs
    const note = this.#notes.get(key) ?? [adviceOn(dialect, effect), adviceOn(dialect, instead)]
    this.#notes.set(key, note)
    return note
  }

  /** What a `once` rule speaks of. */
  #topic(rule: Rule, subject: unknown): Topic | undefined {
    if (rule.once === undefined) return undefined
    const topics = this.#state.topics.get(rule.id) ?? new Map<unknown, Topic>()
    this.#state.topics.set(rule.id, topics)
    const topic = topics.get(subject) ?? {once: rule.once}
    topics.set(subject, topic)
    return topic
  }

  #guard(rule: Rule, place: Range, run: () => void): void {
    try {
      run()
    } catch (error) {
      if (this.#state.broken.has(rule.id)) return
      this.#state.broken.add(rule.id)
      this.#state.messages.push(internalError(rule, error, place))
    }
  }
}

/** Nobody knows where the parts of a text end that could not be read. */
function isReadable({home, script}: Migration): boolean {
  const reasons = script.statements.flatMap(({problems}) => problems.map(({reason}) => reason))
  return home?.sealed !== true && !reasons.includes('syntax') && !reasons.includes('template')
}

/** Whether a rule that it leaves the word to has `reported` the operation. */
function givesWay({unlessReportedBy}: Rule, reported: ReadonlySet<string>): boolean {
  return unlessReportedBy?.some((id) => reported.has(id)) === true
}

/** What a `once` rule speaks of once. */
function subjectOf({once}: Rule, operation: Operation, {command}: Step): unknown {
  if (once === 'command') return command
  const table = once === 'table' ? tableOf(operation) : undefined
  return table && `${table.schema ?? ''}.${table.name}`
}

function emptyState(): State {
  return {
    messages: [],
    said: new Set(),
    topics: new Map(),
    topicOf: new Map(),
    later: [],
    fixes: new Map(),
    broken: new Set()
  }
}

/** Each rule after those that it gives way to. */
function inOrder(rules: readonly Rule[]): Rule[] {
  const byId = new Map(rules.map((rule) => [rule.id, rule]))
  const ordered = new Set<Rule>()

  const visit = (rule: Rule, path: readonly string[]): void => {
    if (ordered.has(rule)) return
    if (path.includes(rule.id)) throw new TypeError(`Unexpected circle of rules, expected an end: ${path.join(', ')}`)
    for (const id of rule.unlessReportedBy ?? []) {
      const earlier = byId.get(id)
      if (earlier) visit(earlier, [...path, rule.id])
    }
    ordered.add(rule)
  }

  for (const rule of rules) visit(rule, [])
  return [...ordered]
}

/** The compiler knows which there are, but not of a rule in JavaScript. */
function messageOf({messages}: Rule, id: string): string {
  const message = messages[id]
  if (message !== undefined) return message
  throw new TypeError(`Unexpected message \`${id}\`, expected one of ${Object.keys(messages).join(', ')}`)
}
