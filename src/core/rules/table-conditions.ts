/** What conditions of a trigger function say of the table that fires it, as far as they ask for its name alone. */
import type {Token} from '../../parse/postgres/tokens.js'

/** Whether a condition holds for a table; `undefined`: something else decides it. */
export function holds(condition: readonly Token[], table: string): boolean | undefined {
  const tokens = withoutBrackets(condition)
  const either = parted(tokens, 'OR')
  if (either.length > 1) {
    const each = either.map((part) => holds(part, table))
    return each.includes(true) ? true : each.includes(undefined) ? undefined : false
  }
  const all = parted(tokens, 'AND')
  if (all.length > 1) {
    const each = all.map((part) => holds(part, table))
    return each.includes(false) ? false : each.includes(undefined) ? undefined : true
  }
  return compares(tokens, table)
}

/** Whether `CASE … WHEN` takes the branch of these values for a table. */
export function isAmong(compared: readonly Token[], values: readonly Token[], table: string): boolean | undefined {
  if (!isName(withoutCast(compared))) return undefined
  return has(values, table)
}

/** `TG_TABLE_NAME = 'a'`, `<>`, `IN ('a', 'b')`, `NOT IN`. */
function compares(tokens: readonly Token[], table: string): boolean | undefined {
  const at = tokens.findIndex(({depth, text}) => depth === tokens[0]?.depth && /^(?:=|<>|!=|IN|NOT)$/.test(text))
  const operator = tokens[at]?.text
  if (operator === undefined) return undefined
  const [left, right] = [withoutCast(tokens.slice(0, at)), withoutCast(tokens.slice(at + 1))]
  if (operator === 'IN' || operator === 'NOT') {
    const list = operator === 'IN' ? right : right[0]?.text === 'IN' ? right.slice(1) : []
    const found = isName(left) && list[0]?.text === '(' ? has(withoutBrackets(list), table) : undefined
    return found === undefined ? undefined : found === (operator === 'IN')
  }
  const value = isName(left) ? right : isName(right) ? left : []
  const found = value.length === 1 ? has(value, table) : undefined
  return found === undefined ? undefined : found === (operator === '=')
}

/** Whether a list of literals has the name; `undefined`: there is something else in it. */
function has(list: readonly Token[], table: string): boolean | undefined {
  const values = list.filter(({text}) => text !== ',')
  if (values.length === 0 || values.some(({text}) => !/^'(?:[^']|'')*'$/.test(text))) return undefined
  return values.some(({text}) => text.slice(1, -1).replaceAll("''", "'") === table)
}

const isName = ([first, ...rest]: readonly Token[]): boolean =>
  rest.length === 0 && /^TG_(?:TABLE_NAME|RELNAME)$/.test(first?.text ?? '')

/** Without `::text` behind it. */
function withoutCast(tokens: readonly Token[]): readonly Token[] {
  const [first, ...rest] = tokens
  return first !== undefined && /^::(?:TEXT|NAME|VARCHAR)$/.test(rest.map(({text}) => text).join('')) ? [first] : tokens
}

/** Without the brackets around all of it. */
function withoutBrackets(tokens: readonly Token[]): readonly Token[] {
  const inner = tokens.slice(1, -1)
  const [first] = tokens
  const wraps = first?.text === '(' && tokens.at(-1)?.text === ')' && inner.every(({depth}) => depth > first.depth)
  return wraps ? withoutBrackets(inner) : tokens
}

/** What stands between the words that combine conditions. */
function parted(tokens: readonly Token[], word: string): ReadonlyArray<readonly Token[]> {
  const parts: Token[][] = [[]]
  for (const token of tokens) {
    if (token.depth === tokens[0]?.depth && token.text === word) parts.push([])
    else parts.at(-1)?.push(token)
  }
  return parts
}
