import type {FailOn} from './configuration/configuration.js'
import type {Message} from './rules/message.js'

/** The numbers of a check, as the JSON report has them. */
export interface CheckSummary {
  /** Checked files; history does not count. */
  files: number
  /** In checked files. */
  statements: number
  /** Statements that could not be analysed, or not in full. */
  unparsed: number
  /** What the migrations' framework runs beside their SQL, in a few words each; absent where all was read. */
  unread?: readonly string[]
  errors: number
  warnings: number
  infos: number
  /** Findings that `--fix` has done away with; absent where it was not asked for. */
  fixed?: number
  /** Findings that the baseline knows, which are not reported; absent where there is none. */
  known?: number
  /** Findings that the baseline knows and that are gone. */
  gone?: number
}

/** Count files and findings. */
export function statisticsOf(
  files: ReadonlyArray<{messages: readonly Message[]}>
): Pick<CheckSummary, 'files' | 'errors' | 'warnings' | 'infos'> {
  const count = {error: 0, warning: 0, info: 0}
  for (const {messages} of files) for (const {severity} of messages) count[severity]++
  return {files: files.length, errors: count.error, warnings: count.warning, infos: count.info}
}

/** Whether findings are grave enough to fail. */
export function fails({errors, infos, warnings}: CheckSummary, failOn: FailOn): boolean {
  switch (failOn) {
    case 'never':
      return false
    case 'error':
      return errors > 0
    case 'warning':
      return errors + warnings > 0
    case 'info':
      return errors + warnings + infos > 0
  }
}
