/**
 * Placeholders of runners: Flyway `${x}`, Mustache and Jinja `{{x}}` and `{% … %}`, ERB and EJS `<%= x %>`,
 * Maven and Ant `@x@`. They are short, so that a lone opening does not make the rest be searched.
 */
const opened =
  /\$\{[^}\n]{0,200}\}|\{\{[^\n]{0,400}?\}\}|\{%[^\n]{0,400}?%\}|<%[^%]{0,400}%>|@[A-Za-z_][\w.]{0,100}@(?![\w'"`])/y

/** `:name`, which several drivers and `psql`-like runners replace. */
const named = /:[A-Za-z_]\w*/y

const glued = /[\w\u0080-\uFFFF]+/y

/**
 * End of the placeholder that starts at a position, with the letters and further placeholders that are
 * glued to it (`${prefix}users`); `undefined` where none starts.
 */
export function placeholderEnd(text: string, position: number): number | undefined {
  const end = matchEnd(opened, text, position)
  if (end === undefined) return matchNamed(text, position)
  return continuedEnd(text, end)
}

/** End of a name that began as letters or a placeholder and may go on with further placeholders. */
export function continuedEnd(text: string, position: number): number {
  let end = position
  for (;;) {
    const further = matchEnd(opened, text, end) ?? matchEnd(glued, text, end)
    if (further === undefined || further === end) return end
    end = further
  }
}

function matchNamed(text: string, position: number): number | undefined {
  // A label of a block stands directly before its colon, a placeholder's colon never touches a word.
  if (text[position] !== ':' || /[\w:`"')]/.test(text[position - 1] ?? '')) return undefined
  return matchEnd(named, text, position)
}

function matchEnd(pattern: RegExp, text: string, position: number): number | undefined {
  pattern.lastIndex = position
  return pattern.test(text) ? pattern.lastIndex : undefined
}
