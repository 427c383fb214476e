/** What stands in the text of UPDATE and DELETE on MySQL and MariaDB, where their operations do not hold it. */

/** Strings, quoted names and comments, which no key word stands in; then what is counted or looked for. */
const pieces =
  /'(?:[^'\\]|\\.|'')*'|"(?:[^"\\]|\\.|"")*"|`(?:[^`]|``)*`|--[ \t][^\n]*|#[^\n]*|\/\*[^]*?\*\/|[()]|[\w$@\u0080-\uffff]+/g

const clauseWords = ['SET', 'FROM', 'USING', 'WHERE', 'ORDER', 'LIMIT', 'RETURNING'] as const

export type Clauses = Partial<Record<(typeof clauseWords)[number] | 'head', string>>

/** The clauses by their key word, as written, each up to the next one. `head`: what stands before the first. */
export function readClauses(text: string): Clauses {
  const starts: Array<{word: keyof Clauses; start: number; end: number}> = []
  let depth = 0
  for (const {0: token, index} of text.matchAll(pieces)) {
    if (token === '(') depth++
    if (token === ')') depth--
    const word = clauseWords.find((each) => each === token.toUpperCase())
    // `JOIN b USING (id)` is a part of the list of tables.
    const isJoin = word === 'USING' && !/^\s*delete\b/i.test(text.slice(0, index))
    const isColumns = word === 'USING' && /^\s*\(/.test(text.slice(index + token.length))
    if (word && depth === 0 && !isJoin && !isColumns && !starts.some((each) => each.word === word)) {
      starts.push({word, start: index, end: index + token.length})
    }
  }
  const clauses: Clauses = {head: text.slice(0, starts[0]?.start).trim()}
  for (const [index, {end, word}] of starts.entries()) clauses[word] = text.slice(end, starts[index + 1]?.start).trim()
  return clauses
}

/** A list of tables with how each is called, and what joins it; `undefined`: in a form that is not known here. */
export function readTables(text: string): Array<{table: string; alias: string; on: string | undefined}> | undefined {
  const parts = splitJoins(text)
  const name = '(?:(?:`[^`]+`|[\\w$]+)\\s*\\.\\s*)?(`[^`]+`|[\\w$]+)'
  const form = new RegExp(
    `^(${name})(?:\\s+(?:AS\\s+)?(\`[^\`]+\`|(?!ON\\b|USING\\b)[\\w$]+))?(?:\\s+ON\\s+([^]+))?$`,
    'i'
  )
  const tables = parts?.map((part) => {
    const found = form.exec(part.trim())
    if (!found) return undefined
    const [, table = '', bare = '', alias, on] = found
    return {table, alias: unquoted(alias ?? bare), on}
  })
  return tables?.every((each) => each !== undefined) === true ? tables : undefined
}

/** At commas and at joins that leave rows out where there is no other. */
function splitJoins(text: string): string[] | undefined {
  const parts: string[] = []
  let [depth, from] = [0, 0]
  for (const {0: token, index} of text.matchAll(new RegExp(`${pieces.source}|,`, 'g'))) {
    if (token === '(') depth++
    if (token === ')') depth--
    const word = token.toUpperCase()
    if (depth > 0) continue
    if (['LEFT', 'RIGHT', 'NATURAL', 'STRAIGHT_JOIN', 'USING'].includes(word)) return undefined
    if (token !== ',' && word !== 'JOIN') continue
    parts.push(text.slice(from, index).replace(/\b(?:INNER|CROSS)\s*$/i, ''))
    from = index + token.length
  }
  return [...parts, text.slice(from)]
}

function unquoted(name: string): string {
  return name.startsWith('`') ? name.slice(1, -1).replaceAll('``', '`') : name
}

/** An expression in which the table goes by the name `target`, whatever the statement calls it. */
export function aimed(text: string, names: readonly string[]): string {
  let result = ''
  let copied = 0
  for (const {0: token, index} of text.matchAll(pieces)) {
    const after = /^\s*\.\s*/.exec(text.slice(index + token.length))
    if (!after || /\.\s*$/.test(text.slice(0, index))) continue
    if (!names.some((name) => name.toLowerCase() === unquoted(token).toLowerCase())) continue
    result += `${text.slice(copied, index)}target.`
    copied = index + token.length + after[0].length
  }
  return result + text.slice(copied)
}

/** Words of an expression outside of strings, in lower case, without quotes. */
export function wordsIn(text: string): Set<string> {
  const words = [...text.matchAll(pieces)]
    .map(([token]) => token)
    .filter((token) => !/^(?:['"(]|\)|--|#|\/\*)/.test(token))
  return new Set(words.map((word) => unquoted(word).toLowerCase()))
}
