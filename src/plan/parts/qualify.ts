import {advance, createLexer} from '../../parse/postgres/lexer.js'

/** How names of columns are to be understood. */
export interface Names {
  /** By which the statement calls its table. */
  aliases: readonly string[]
  columns: ReadonlySet<string>
  /** Columns of the other tables that sub-selects read; `undefined`: not known. */
  others: ReadonlySet<string> | undefined
  /** The whole text is inside of a sub-select. */
  inside?: boolean
}

/**
 * An expression over a table in which the table goes by the name `target`, and all of its columns are called by it:
 * beside the keys of a batch a bare name would be ambiguous.
 *
 * @returns `undefined` where a name may be that of another table.
 */
export function qualify(text: string, {aliases, columns, inside = false, others}: Names): string | undefined {
  const lexer = createLexer(text)
  const brackets: boolean[] = []
  let result = ''
  let copied = 0
  let before = ''
  for (let kind = advance(lexer); kind !== 'end'; kind = advance(lexer)) {
    if (kind === 'comment') continue
    const {end, start} = lexer
    const token = text.slice(start, end)
    const isInside: boolean = inside || brackets.some(Boolean)
    if (token === '(') brackets.push(/^\s*(?:select|with|values)\b/i.test(text.slice(end)))
    else if (token === ')') brackets.pop()
    if ((kind === 'word' || kind === 'quoted') && before !== '.') {
      const name = token.startsWith('"') ? token.slice(1, -1).replaceAll('""', '"') : token.toLowerCase()
      const next = /^\s*(.?)/s.exec(text.slice(end))?.[1] ?? ''
      if (next === '.') {
        if (aliases.includes(name)) {
          result += `${text.slice(copied, start)}target`
          copied = end
        }
      } else if (columns.has(name) && isReference(before, next)) {
        if (isInside && others === undefined) return undefined
        if (!isInside || others?.has(name) !== true) {
          result += `${text.slice(copied, start)}target.${token}`
          copied = end
        }
      }
    }
    before = token
  }
  return result + text.slice(copied)
}

/** Types, functions and what `AS` names may be called as a column is. */
function isReference(before: string, next: string): boolean {
  return next !== '(' && next !== "'" && before !== '::' && before !== ':' && before.toUpperCase() !== 'AS'
}
