/** What of a row is compared: both tables in the new shape, whichever way rows go. */
import type {CopiedColumn, ShadowRecord} from './record.js'

/** Rows of one key, as expressions over the row of each table under the table's name. */
interface Images {
  source: string
  target: string
}

/** One value of both. */
interface Value extends Images {
  type: string
}

/** What the copy of a row of the old table would be, beside the row of the new one. */
export function imagesOf(record: Pick<ShadowRecord, 'back' | 'columns'>): Images {
  const values = valuesOf(record)
  return {source: rowOf(values.map(({source}) => source)), target: rowOf(values.map(({target}) => target))}
}

/** The same column by column: `c1`, `c2`, … of both sides, and whether two rows of them differ. */
interface ComparedColumns {
  source: string
  target: string
  differs: (one: string, other: string) => string
}

/**
 * Values are compared as they are stored, byte by byte: every type can be, also those without an `=`. Where `=` says the
 * same, it is asked: rows that are put together to be compared take as long again.
 * https://www.postgresql.org/docs/current/functions-comparisons.html#COMPOSITE-TYPE-COMPARISON
 */
export function comparedColumns(record: Pick<ShadowRecord, 'back' | 'columns'>): ComparedColumns {
  const values = valuesOf(record).map((value, index) => ({...value, name: `c${String(index + 1)}`}))
  const rest = values.filter(({type}) => !isComparedAsStored(type))
  const differs = (one: string, other: string): string[] => [
    ...values
      .filter(({type}) => isComparedAsStored(type))
      .map(({name, type}) => {
        const [a, b] = [`${one}.${name}`, `${other}.${name}`]
        const collation = isText(type) ? ' COLLATE pg_catalog."C"' : ''
        const isSame = `${a}${collation} OPERATOR(pg_catalog.=) ${b}${collation}`
        return `(${isSame}) IS NOT TRUE AND (${a} IS NOT NULL OR ${b} IS NOT NULL)`
      }),
    ...(rest.length > 0
      ? [
          `${rowOf(rest.map(({name}) => `${one}.${name}`))}::record OPERATOR(pg_catalog.*<>) ${rowOf(rest.map(({name}) => `${other}.${name}`))}::record`
        ]
      : [])
  ]
  return {
    source: values.map(({name, source}) => `${source} AS ${name}`).join(', '),
    target: values.map(({name, target}) => `${target} AS ${name}`).join(', '),
    differs: (one, other) => differs(one, other).join(' OR ')
  }
}

/** Of the server's own types those whose `=` is true of the same bytes only; a text has one when it is compared by `"C"`. */
function isComparedAsStored(type: string): boolean {
  return isText(type) || storedAsCompared.test(type)
}

const storedAsCompared =
  /^(?:smallint|integer|bigint|boolean|uuid|bytea|date|oid|time(?:stamp)?(?:\(\d\))? without time zone|timestamp(?:\(\d\))? with time zone)$/

function isText(type: string): boolean {
  return /^(?:text|character varying(?:\(\d+\))?)$/.test(type)
}

/** So it is also told of a row that came back to the old table whether it is what it was. */
function valuesOf({back, columns}: Pick<ShadowRecord, 'back' | 'columns'>): Value[] {
  if (back === undefined) {
    return columns.map((column) => ({source: copyOf(column), target: column.name, type: column.type}))
  }
  return back.columns.map((column) => {
    const {name, type} = column
    return {source: plain(name, type), target: plain(copyOf(column), type), type}
  })
}

function rowOf(values: readonly string[]): string {
  return `ROW(${values.join(', ')})`
}

function copyOf({expression, type}: CopiedColumn): string {
  return `(${expression})::${type}`
}

/** A number may come back with more digits behind the point, all of them 0: it is the same. */
function plain(value: string, type: string): string {
  return /^numeric\b(?!.*\[\])/.test(type) ? `trim_scale(${value})` : value
}
