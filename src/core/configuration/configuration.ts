import type {TransactionMode} from '../../migrations/layouts/layout.js'
import type {Platform} from '../../knowledge/platforms/platform.js'
import type {Rule, Severity} from '../define-rule.js'
import type {Replication} from '../deployment/deployment.js'
import type {Phase} from '../../migrations/phase.js'
import type {Preset} from '../presets.js'
import type {Dialect} from '../../server/server.js'

/** How much a finding of a rule weighs; `off`: it is not raised. */
export type RuleLevel = Severity | 'off'

/** What `--fail-on` takes: the least severity that makes the exit code 1. */
export const failOnLevels = ['error', 'warning', 'info', 'never'] as const

export type FailOn = (typeof failOnLevels)[number]

/** What a project says in `sqlsafe.config.*`; the command line goes over it. */
export interface Configuration {
  dialect?: Dialect | undefined
  serverVersion?: string | undefined
  /** Files, folders and globs to check where the command line names none; relative to the file. */
  migrations?: string | string[] | undefined
  /** Dumps or setup scripts: what exists before the first migration. */
  schema?: string | string[] | undefined
  /** Globs of files that are not read at all. */
  ignore?: string[] | undefined
  /** Globs of migrations about which nothing is reported: they are read for what they make. */
  history?: string[] | undefined
  /** Which rules are on where `rules` says nothing. Default: `recommended`. */
  preset?: Preset | undefined
  rules?: Record<string, RuleLevel | [RuleLevel, Record<string, unknown>]> | undefined
  /** Rules of one's own: modules that export them, relative to the file, or the rules themselves. */
  customRules?: string | ReadonlyArray<string | Rule> | undefined
  runner?: RunnerConfiguration | undefined
  /** What the runner puts in the place of placeholders, by name. Default: what its own configuration says. */
  placeholders?: Record<string, string> | undefined
  /** Who runs the server, where it is not its user: what that refuses, or does otherwise. */
  platform?: Platform | undefined
  /** How changes reach replicas and subscribers. Default: nothing is known of any. */
  replication?: Replication | undefined
  topology?: TopologyConfiguration | undefined
  /** Globs of migrations by the phase of the deployment that they belong to, relative to the file. */
  phases?: Partial<Record<Phase, string[]>> | undefined
  suppressions?: {requireReason?: boolean | undefined} | undefined
  /** What other checkers are told holds here, too: their suppression comments. Default: nothing. */
  compat?: {suppressions?: boolean | undefined} | undefined
  failOn?: FailOn | undefined
  /** A file of `sqlsafe stats`: how big and busy tables are. */
  stats?: string | undefined
  sizes?: SizesConfiguration | undefined
  /** A file of findings that are not reported: they were there before. */
  baseline?: string | undefined
  /** A URL, or `env:NAME` for one in the environment. */
  databaseUrl?: string | undefined
  /** PostgreSQL: schemas that unqualified names are looked for in. */
  searchPath?: string | string[] | undefined
}

/** From where on a table is small, which lets findings drop, or huge, which makes warnings errors. */
export interface SizesConfiguration {
  smallRows?: number | undefined
  smallBytes?: number | undefined
  hugeRows?: number | undefined
  hugeBytes?: number | undefined
  /** MySQL, MariaDB: a table with more bytes is not planned to be rebuilt in place, which replicas would wait for. */
  rebuildBytes?: number | undefined
}

/** The servers beside the one that migrations run on. */
export interface TopologyConfiguration {
  /** Version of the replica that knows least, such as `8.0.28`. */
  oldestReplica?: string | undefined
}

/** What the migration runner does that no file says. */
export interface RunnerConfiguration {
  /** `lock_timeout` (PostgreSQL) or `lock_wait_timeout` (MySQL) that it sets, as the server takes it: `2s`, `5`. */
  lockTimeout?: string | number | undefined
  /** The same for `statement_timeout` or `max_execution_time`. */
  statementTimeout?: string | number | undefined
  /**
   * Whether it puts one transaction around each file; `query`: it sends a file as one query, which PostgreSQL runs as
   * one transaction where there are several statements. Default: as the layout of the files has it.
   */
  transaction?: TransactionMode | 'query' | undefined
  /** Other settings that its connection starts with, by the server's names: `{foreign_key_checks: '0'}`. */
  settings?: Record<string, string> | undefined
}
