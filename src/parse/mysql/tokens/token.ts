/**
 * `quoted`: an identifier in backticks, or in double quotes under `ANSI_QUOTES`. `variable`: `@x`, `@@x`.
 * `placeholder`: what a runner's templating replaces; it may stand for a name or a value. `end`: the
 * delimiter in force. `broken`: an unterminated string or comment, or characters that no SQL has.
 */
export type TokenType =
  'word' | 'quoted' | 'string' | 'number' | 'variable' | 'operator' | 'placeholder' | 'end' | 'broken'

/** A token, without its text: that is `text.slice(start, end)` of the file. */
export interface Token {
  type: TokenType
  start: number
  end: number
  /** A word in upper case, an operator as it is; empty for all others, so that it never equals a keyword. */
  upper: string
}
