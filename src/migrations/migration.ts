import type {Phase} from './phase.js'
import type {Script} from '../operations/script.js'
import type {Range} from '../parse/source.js'
import type {EmbeddedSql} from './embedded/text/assemble.js'
import type {MigrationHome} from './fixing/home.js'
import type {ChecksumFault, DisabledChecks, TransactionMode} from './layouts/layout.js'

/** What takes a migration back: a part of a text. */
export interface DownPart {
  /** Of the file that it is in: the migration's own, or one beside it. */
  path: string
  /** All of that file. */
  text: string
  range: Range
}

/** What SQL was found in: a script, or a text with placeholders. */
export interface Origin extends Pick<EmbeddedSql, 'toSource' | 'toSourceFix'> {
  /** All of it. */
  text: string
}

/** One migration: a file, or the up part of one, in the order in which the runner applies it. */
export interface Migration {
  /** As it is shown to people: relative to the working directory where it is below it; `<stdin>`. */
  path: string
  /** Its whole text, also the parts that the runner does not run going up; of a script, the SQL that it sends; with the values of placeholders in it. */
  text: string
  /** The framework that runs it, by the name of its layout. Absent: nobody has looked for it. */
  framework?: string | undefined
  /** What its SQL was found in, where the runner does not send a file as it is: places that people see are places in it. */
  origin?: Origin | undefined
  transaction: TransactionMode
  /**
   * Of a file that the runner sends in parts: each range is a transaction of its own, what is outside of them commits
   * by itself. Default: all of it is one where `transaction` says so.
   */
  transactions?: readonly Range[] | undefined
  /** PostgreSQL: whether all of it, or each of these parts, is sent as one query: after a `COMMIT` it is in a transaction again. */
  oneQuery?: boolean | undefined
  /** What takes it back, where the framework has such a thing; none where nobody has written one. */
  down?: readonly DownPart[] | undefined
  /** What `down` says, part by part. */
  readDown?: (() => Script[]) | undefined
  /** The number that its runner knows it by, with its folder: no other may have it. Absent: it is known by its name. */
  version?: string | undefined
  /** What the checksums of its folder say against it, where the framework keeps such. */
  checksum?: ChecksumFault | undefined
  /** What a file beside it keeps another checker from. */
  disabledBeside?: DisabledChecks | undefined
  /** Findings are raised for it; else it is history, read for what it makes. */
  checked: boolean
  /** Declared by the configuration for its path; a comment in the file goes over it. */
  phase?: Phase | undefined
  script: Script
  /** Where it stands in its project; absent where it is of none. */
  home?: MigrationHome | undefined
}
