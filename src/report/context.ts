import type {CheckResult} from '../core/check-result.js'
import type {ChosenServer} from '../core/choose-server.js'
import type {Rule} from '../core/define-rule.js'
import type {Project} from '../core/project.js'
import type {Timeline} from '../core/timeline.js'
import type {Style} from './style.js'

/** What a report may tell beside the outcome. */
export interface ReportContext {
  project: ChosenServer & Pick<Project, 'sizesDay'>
  /** Number of files that were only read for what they make. */
  history: number
  /** Findings only. */
  quiet: boolean
  style: Style
  /** Those that were run, also custom ones, for reports that want them. Default: all of sqlsafe's own. */
  rules?: readonly Rule[]
  /** What each statement takes and how long it is held, for reports that want it. */
  timelines?: readonly Timeline[]
  /** What `--fix --dry-run` would change, as a unified diff. */
  diff?: string
  /** What `sqlsafe plan` can make something of, for reports that want it. */
  plannable?: Plannable
}

/** What a reader is to know about plans. */
export interface Plannable {
  /** Recipes that plans are made of; others are advice. */
  recipes: ReadonlySet<string>
  /** The check was given options that the plan takes, too. */
  sameOptions: boolean
}

/** Makes a report of a check; one file each in `check/`, from which `check-formats.generated.ts` is written. */
export interface CheckFormat {
  (result: CheckResult, context: ReportContext): string
  /** What it takes beside findings; it is worked out only for those that ask. */
  wants?: readonly Wanted[]
}

/** `fixes`: findings come with theirs. `rules`, `timelines`: those of all checked migrations. `plannable`: what has a plan. */
export type Wanted = 'fixes' | 'rules' | 'timelines' | 'plannable'
