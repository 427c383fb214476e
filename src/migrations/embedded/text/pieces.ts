/** SQL that is put together of pieces, each of which knows where in the script it comes from. */
import type {Range} from '../../../parse/source.js'

/** A stretch of SQL. */
export interface Piece {
  text: string
  /** In the script. */
  source: Range
  /** It stands there letter by letter. */
  exact: boolean
  /** It stands in for something that is known only when the script runs: this expression. */
  dynamic?: string
}

/** A text in pieces. */
export type Sql = readonly Piece[]

/** Something with a place in the script; nodes have one unless they were made up. */
interface Placed {
  start?: number | null | undefined
  end?: number | null | undefined
}

/** The place of a node. */
export function rangeOf({end, start}: Placed): Range {
  return {start: start ?? 0, end: end ?? start ?? 0}
}

/** Write SQL for a call: what is not a piece itself comes from `node`. */
export function sqlFor(node: Placed): (strings: TemplateStringsArray, ...values: Array<string | Sql>) => Sql {
  const source = rangeOf(node)
  const plain = (text: string): Sql => (text === '' ? [] : [{text, source, exact: false}])
  return (strings, ...values) =>
    strings.flatMap((text, index) => {
      const value = values[index]
      return [...plain(text), ...(typeof value === 'string' ? plain(value) : (value ?? []))]
    })
}

/** One after another, with something between them. */
export function join(parts: readonly Sql[], separator = ', '): Sql {
  return parts.flatMap((part, index) => {
    const [first] = part
    if (index === 0 || first === undefined) return part
    return [{text: separator, source: {start: first.source.start, end: first.source.start}, exact: false}, ...part]
  })
}

/** Whether nothing of it is known beforehand. */
export function textOf(sql: Sql): string {
  return sql.map(({text}) => text).join('')
}
