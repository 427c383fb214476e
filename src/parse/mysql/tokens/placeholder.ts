/** Placeholders of runners. They are short, so that a lone opening does not make the rest be searched. */
const opened = new RegExp(
  [
    /\$\{[^}\n]{0,200}\}/, // ${name}: Flyway, Liquibase, goose, shells
    /\{\{[^\n]{0,400}?\}\}/, // {{name}}: Go templates, Jinja, Mustache
    /\{%[^\n]{0,400}?%\}/, // {% if … %}: Jinja
    /<%[^%]{0,400}%>/, // <%= name %>: ERB, EJS
    /\$\([A-Za-z_]\w{0,60}\)/, // $(name): sqlcmd, make
    /@[A-Za-z_][\w.]{0,100}@(?![\w'"`])/, // @name@: Ant, Maven, CMake
    /%\{[A-Za-z_]\w{0,60}\}/, // %{name}
    /%\([A-Za-z_]\w{0,60}\)s/, // %(name)s: Python
    // {name}, {$name}: format strings, PHP; `{d '2026-01-31'}` of ODBC has more in it.
    /\{\$?[A-Za-z_]\w{0,60}\}/
  ]
    .map(({source}) => source)
    .join('|'),
  'y'
)

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
