/** Whether the time zone of who copies rows decides what they hold. */
import {quoteName} from '../../../sql/mysql.js'
import {changesZone} from './columns.js'
import type {TableColumn} from './columns.js'
import type {CopiedColumn} from './record.js'

/** Functions that go between moments and times of day. */
const converts = /\b(?:from_unixtime|unix_timestamp)\s*\(/i

const columnLine = /^ {2}`((?:[^`]|``)+)` (\w+)(.*)/
const generated = /\bAS (\(.*)/
const checked = /\bCHECK (\(.*)/
/** An index over an expression. */
const indexed = /^ {2}(?:\w+ )?KEY .*?\((\(.*)/
const computedDefault = /\bDEFAULT (?!NULL\b|'|[+-]?[\d.]|[bx]')/i
const strings = /'(?:[^'\\]|\\.|'')*'/g

/**
 * Whether it does: then it has to be that of the session in which the plain statement would run.
 *
 * @param definition Of the new shape, as `SHOW CREATE TABLE` tells it.
 */
export function dependsOnZone(
  definition: string,
  source: readonly TableColumn[],
  target: readonly TableColumn[],
  columns: readonly CopiedColumn[]
): boolean {
  const moments = [...source, ...target]
    .filter(({dataType}) => dataType === 'timestamp')
    .map(({name}) => quoteName(name).toLowerCase())
  const reads = (text = ''): boolean => converts.test(text) || moments.some((name) => text.toLowerCase().includes(name))
  const isCopied = (column: string): boolean => columns.some(({name}) => quoteName(name) === `\`${column}\``)

  return (
    columns.some(({expression, from, name}) => {
      const one = source.find((column) => column.name === from)
      const other = target.find((column) => column.name === name)
      return one === undefined ? reads(expression) : other !== undefined && changesZone(one, other)
    }) ||
    definition.split('\n').some((line) => {
      const plain = line.replaceAll(strings, "''")
      const [, name, type, rest = ''] = columnLine.exec(plain) ?? []
      if (name === undefined) return reads(checked.exec(plain)?.[1]) || reads(indexed.exec(plain)?.[1])
      if (reads(generated.exec(rest)?.[1]) || reads(checked.exec(rest)?.[1])) return true
      // Rows that there are get it from who copies them.
      return type !== 'timestamp' && computedDefault.test(rest) && !isCopied(name)
    })
  )
}
