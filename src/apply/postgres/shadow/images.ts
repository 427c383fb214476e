/** What of a row is compared: both tables in the new shape, whichever way rows go. */
import type {CopiedColumn, ShadowRecord} from './record.js'

/** Rows of one key, as expressions over the row of each table under the table's name. */
interface Images {
  source: string
  target: string
}

/**
 * What the copy of a row of the old table would be, beside the row of the new one. So it is also told of a row that came
 * back to the old table whether it is what it was.
 */
export function imagesOf({back, columns}: Pick<ShadowRecord, 'back' | 'columns'>): Images {
  if (back === undefined) return {source: rowOf(columns, copyOf), target: rowOf(columns, ({name}) => name)}
  return {
    source: rowOf(back.columns, ({name, type}) => plain(name, type)),
    target: rowOf(back.columns, (column) => plain(copyOf(column), column.type))
  }
}

function rowOf(columns: readonly CopiedColumn[], valueOf: (column: CopiedColumn) => string): string {
  return `ROW(${columns.map(valueOf).join(', ')})`
}

function copyOf({expression, type}: CopiedColumn): string {
  return `(${expression})::${type}`
}

/** A number may come back with more digits behind the point, all of them 0: it is the same. */
function plain(value: string, type: string): string {
  return /^numeric\b(?!.*\[\])/.test(type) ? `trim_scale(${value})` : value
}
