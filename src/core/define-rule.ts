/**
 * What a rule is. Everything about a rule stands in its own file below `rules/`; options, messages and
 * documentation are inferred and checked from it.
 */
import type {BlockingEffect, Effect, Judgement} from '../knowledge/effect.js'
import type {Migration} from '../migrations/migration.js'
import type {Name} from '../operations/definitions.js'
import type {Operation, OperationKind} from '../operations/operation.js'
import type {Command, Statement} from '../operations/script.js'
import type {Problem, Range} from '../parse/source.js'
import type {Catalog} from '../schema/catalog.js'
import type {Table} from '../schema/objects.js'
import type {Session} from '../schema/session.js'
import type {HeldLock} from './analyze.js'
import type {Peer} from './peers.js'
import type {Preset} from './presets.js'
import type {Deployment} from './deployment/deployment.js'
import type {MakeFix} from './fix/make-fix.js'
import type {Phase} from '../migrations/phase.js'
import type {Dialect, Version} from '../server/server.js'
import type {Suppression} from './rules/suppression.js'

export type Severity = 'error' | 'warning' | 'info'

/** A text; or one for PostgreSQL and one for MySQL and MariaDB, of which people see the one that is theirs. */
export type Advice = string | Readonly<Record<'postgres' | 'mysql', string>>

/** A flat option; JSON Schema is derived from it for the configuration and for ESLint. */
export type OptionField =
  | {type: 'integer'; minimum?: number; maximum?: number; default?: number; description: string}
  | {type: 'boolean'; default?: boolean; description: string}
  | {type: 'string'; enum?: readonly string[]; default?: string; description: string}
  | {type: 'array'; items: 'string'; default?: readonly string[]; description: string}

type ValueOf<Field extends OptionField> = Field extends {type: 'integer'}
  ? number
  : Field extends {type: 'boolean'}
    ? boolean
    : Field extends {type: 'array'}
      ? readonly string[]
      : string

export type Options<Fields extends Record<string, OptionField>> = {
  [Key in keyof Fields]?: ValueOf<Fields[Key]> | undefined
}

/** An example: documentation and test case at once. */
export interface Example {
  name: string
  /** Default: the first of the rule's `engines`. */
  dialect?: Dialect
  /** Default: the newest of that dialect. */
  version?: string
  /** What exists before the change under check. */
  schema?: string
  /** What the rule reports. */
  unsafe: string
  /** The server refuses to run `unsafe`: that is what is reported. */
  refused?: boolean
  /** `line:column-line:column messageId` for each report, in order; `end` exclusive. */
  reports: readonly string[]
  /** What to do instead: one element is one migration, run in one transaction unless it cannot be. */
  safe?: readonly string[]
  /** Other files of the project by path, which are not under check: the layout of a framework. */
  files?: Readonly<Record<string, string>>
  /** Where `unsafe` stands beside `files`. */
  path?: string
  /** How the runner sends `unsafe`. Default: `none`. */
  transaction?: 'migration' | 'none'
  options?: Record<string, unknown>
  /** What the configuration says beside it. */
  deployment?: Deployment
  /** Comments of other checkers keep findings back (`compat.suppressions`). */
  peerSuppressions?: boolean
}

/** What a rule may ask, whatever it looks at. */
export interface BaseContext<MessageId extends string, OptionValues> {
  migration: Migration
  dialect: Dialect
  options: OptionValues
  /**
   * Underlines `range`, by default what is looked at. `cause`: the other place involved. `fix`: the local edit that does
   * away with the finding; asked for when all of the migration is applied.
   */
  report: (
    messageId: MessageId,
    data?: Record<string, string | number>,
    where?: {range?: Range; cause?: Range; fix?: MakeFix | undefined}
  ) => void
}

/** What a rule may ask about the operation that it looks at. */
export interface RuleContext<MessageId extends string, OptionValues> extends BaseContext<MessageId, OptionValues> {
  /** Of the relation that the operation names; worst where it touches several. */
  effect: Effect | undefined
  /** Of everything that this operation touches, by itself. */
  effects: readonly Effect[]
  /**
   * Those of `effects` where work (a scan, a rewrite, the building of an index) is done on a relation
   * with traffic while others cannot write to it. `lock` is what the whole command takes there, or what the
   * transaction has taken before.
   */
  blocking: readonly BlockingEffect[]
  /** Of the whole command, as the server runs it. */
  judgement: Judgement
  command: Command
  statement: Statement
  /** Before the command. */
  catalog: Catalog
  session: Session
  /** Locks that the transaction holds already. */
  held: readonly HeldLock[]
  /** The table that a name means; `undefined` where the catalog does not know it. */
  table: (name: Name) => Table | undefined
  /** It was made inside the change under check, or is temporary: it has no traffic. */
  isNew: (name: Name) => boolean
  /** It is new or was truncated in this migration, and no query has filled it since. */
  isEmpty: (relation: Name | string) => boolean
  /** The contrary of new, also for a relation as effects and locks call it: others use it now, and it is not small. */
  hasTraffic: (relation: Name | string) => boolean
  /** While the lock of the effect is held, others cannot write to its relation (or read it, if it is a view). */
  keepsOut: (effect: Effect) => boolean
  /** It was added to the table inside the change under check. */
  isNewColumn: (table: Name, column: string) => boolean
  /**
   * No running release uses it any more: an earlier one has replaced it (expand–contract), or the
   * migration declares the phase `contract`. Without `column`: the table, or whatever else has the name.
   */
  isRetired: (name: Name, column?: string) => boolean
  /** As the migration declares it, or the configuration for its path. */
  phase: Phase | undefined
  /** Platform, replication and replicas, as the configuration has them. */
  deployment: Deployment
  /** What another version of the same server does for the whole command. */
  judgeOn: (version: Version) => Judgement
  /** Number of rows; `undefined` without statistics: not small. */
  rows: (name: Name) => number | undefined
  /** Look again when all of the migration is applied: `find` and `after` see the schema as it is then. */
  atEnd: (look: (find: (name: Name) => Table | undefined, after: Catalog) => void) => void
}

/** What a rule may ask about a migration as a whole. Findings stand at its first statement where no place is named. */
export interface MigrationContext<MessageId extends string, OptionValues> extends BaseContext<MessageId, OptionValues> {
  /** The one before it in the order in which they run. */
  previous: Migration | undefined
  /** The first after it that is history: others have it already. */
  applied: Migration | undefined
}

/** What a rule may ask about a part of a statement that could not be read. */
export interface ProblemContext<MessageId extends string, OptionValues> extends BaseContext<MessageId, OptionValues> {
  statement: Statement
}

/** What a rule may ask about a comment that is to suppress findings. */
export interface SuppressionContext<MessageId extends string, OptionValues> extends BaseContext<
  MessageId,
  OptionValues
> {
  /** All ids there are, also of rules that are off. */
  ruleIds: readonly string[]
  /** Ids of those that the configuration has switched off: that they report nothing says nothing. */
  off: readonly string[]
  /** Of `suppression.rules`, those that kept a finding back; an unnamed one lists what it kept back. */
  used: readonly string[]
}

export interface Rule<
  Kind extends OperationKind = OperationKind,
  MessageId extends string = string,
  Fields extends Record<string, OptionField> = Record<string, OptionField>
> {
  /** The same as its file's name. Never reused for another meaning. */
  id: string
  /** Starts with Disallow, Require or Prefer. */
  summary: string
  severity: Severity
  /** The smallest preset in which it is on. Default: `recommended`. */
  preset?: Preset
  /** Checks of others that it covers, by their names there. */
  peers?: Partial<Record<Peer, readonly string[]>>
  /** Operations that `check` looks at; `*`: all. */
  on?: Kind | readonly Kind[] | '*'
  engines: readonly Dialect[]
  /** What `--fix` does about it, and when; absent: there is no local edit that keeps the behaviour. */
  fixes?: string
  /** Our safe sequence, or why there is none. */
  recipe: string | null
  noRecipeBecause?: string
  /**
   * Told once for a command, for a table in a migration, or for a migration, with the number of places that are not
   * told. `run`: the same as `migration`, but where a whole history is checked only the newest migration is
   * told, which speaks for the others.
   */
  once?: 'command' | 'table' | 'migration' | 'run'
  /**
   * Rules that speak of the same danger: where one of them reports an operation (or would, were it not
   * switched off), this one does not.
   */
  unlessReportedBy?: readonly string[]
  /** It also looks at commands that the server will refuse; others do not: nothing comes of them. */
  looksAtRefused?: boolean
  /** It speaks of what holds when the migration is done: not of what the file takes back with `ROLLBACK`. */
  ofOutcome?: boolean
  options?: Fields
  /** “Unexpected …, expected …”, with `{{placeholders}}`. */
  messages: Record<MessageId, string>
  docs: {
    /** When it reports. */
    condition: string
    /** What happens to the users of the database then. */
    effect: Advice
    /** What to do instead; one sentence or two. */
    instead: Advice
    /** When not to care. */
    notWhen: string
    examples: readonly Example[]
    sources?: readonly string[]
    /** Where more is said about it. Default: the page of a rule of sqlsafe, the file of a custom rule. */
    url?: string
  }
  /** Not called for history. Must not throw; where it does, that is reported and the others go on. */
  check?(operation: Operation<Kind>, context: RuleContext<MessageId, Options<Fields>>): void
  checkMigration?(migration: Migration, context: MigrationContext<MessageId, Options<Fields>>): void
  checkProblem?(problem: Problem, context: ProblemContext<MessageId, Options<Fields>>): void
  checkSuppression?(suppression: Suppression, context: SuppressionContext<MessageId, Options<Fields>>): void
}

/** Types a rule; adds nothing at run time. */
export function defineRule<
  const Kind extends OperationKind,
  const MessageId extends string,
  const Fields extends Record<string, OptionField> = Record<never, never>
>(rule: Rule<Kind, MessageId, Fields>): Rule<Kind, MessageId, Fields> {
  return rule
}
