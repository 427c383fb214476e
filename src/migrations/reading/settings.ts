/** Settings of a project's own configuration, by their full names, as texts: what a few keys of it say is all that is asked for. */

/** Of a `.conf` or `.properties` file: `name = value`, one a line. */
export function readProperties(text: string): Map<string, string> {
  const settings = new Map<string, string>()
  for (const line of text.split(/\r?\n/)) {
    const [, name, value] = /^\s*([^#!\s=:][^=\s:]*(?::[^=\s:]+)?)\s*[=:]\s*(.*?)\s*$/.exec(line) ?? []
    if (name !== undefined && value !== undefined) settings.set(name, value)
  }
  return settings
}

/**
 * Of a TOML file: tables, dotted names and inline tables on one line; of an array, its first text. What is written over
 * several lines is left out.
 */
export function readToml(text: string): Map<string, string> {
  const settings = new Map<string, string>()
  let table = ''
  for (const line of text.split(/\r?\n/)) {
    const [, header] = /^\s*\[\s*([^[\]]+?)\s*\]\s*(?:#.*)?$/.exec(line) ?? []
    if (header !== undefined) table = `${nameOf(header)}.`
    else addPair(line, table, settings)
  }
  return settings
}

const pair = /^\s*((?:"[^"]*"|'[^']*'|[\w-]+)(?:\s*\.\s*(?:"[^"]*"|'[^']*'|[\w-]+))*)\s*=\s*(.*)$/
const scalar = /^\[?\s*(?:"((?:[^"\\]|\\.)*)"|'([^']*)'|([\w.+-]+))/

function addPair(line: string, table: string, settings: Map<string, string>): void {
  const [, written, value = ''] = pair.exec(line) ?? []
  if (written === undefined) return
  const name = `${table}${nameOf(written)}`
  if (value.startsWith('{')) {
    for (const inner of value.slice(1).split(/,(?=\s*(?:"[^"]*"|'[^']*'|[\w.-]+)\s*=)/))
      addPair(inner, `${name}.`, settings)
    return
  }
  const [, basic, literal, bare] = scalar.exec(value) ?? []
  const known = basic?.replace(/\\(["\\])/g, '$1') ?? literal ?? bare
  if (known !== undefined) settings.set(name, known)
}

/** Without the quotes of its parts. */
function nameOf(written: string): string {
  return written.replace(/"([^"]*)"|'([^']*)'|\s*\.\s*/g, (part, double?: string, single?: string) =>
    part.trim() === '.' ? '.' : (double ?? single ?? '')
  )
}
