/**
 * A stretch of a file: offsets into its text in UTF-16 code units (what `String.prototype.slice`
 * takes), `end` exclusive. Lines and columns are computed only where something is reported.
 */
export interface Range {
  start: number
  end: number
}

/** Why a statement, or a part of one, could not be read. */
export interface Problem {
  /** “Unexpected …, expected …”, without position. */
  message: string
  range: Range
  /**
   * `syntax`: the grammar refuses it. `dynamic`: SQL built at run time. `template`: text that only a
   * runner's templating turns into SQL. `client`: a command of a client program (`\i`, `source`)
   * that brings in SQL from elsewhere.
   */
  reason: 'syntax' | 'dynamic' | 'template' | 'client'
  /** `dynamic`: the code that builds the SQL has the words with which one sets sequences. Which ones, is not known. */
  setsSequence?: boolean
}

/** A comment, for suppressions and markers of runners; `text` is without its delimiters, trimmed. */
export interface Comment {
  text: string
  range: Range
}
