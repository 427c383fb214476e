/** Which column of the new shape comes from where, and by which key rows of both are the same. */
import type {ShadowInput} from '../../../plan/steps.js'
import type {KeyColumn, TableKey} from '../keys.js'
import {quoteName} from '../../../sql/mysql.js'
import {changesTime} from './columns.js'
import type {TableColumn} from './columns.js'
import type {Comparison, CopiedColumn} from './record.js'

/**
 * Where the columns of the new shape come from.
 *
 * @throws {Error} When nobody could tell.
 */
export function columnsOf(
  source: readonly TableColumn[],
  target: readonly TableColumn[],
  input: ShadowInput
): CopiedColumn[] {
  const moved = renamesOf(input, source, target)
  return target.flatMap((to) => {
    if (to.generated) return []
    const own = ownOf(input, to)
    const isFresh = input.fresh?.some((name) => isSameName(name, to.name)) === true
    const from = isFresh ? undefined : source.find(({name}) => isSameName(name, origin(to.name, moved) ?? ''))
    if (own === undefined && from === undefined) {
      const made = implicit(to)
      return made === undefined ? [] : [copied(to, made, undefined)]
    }
    return [own === undefined ? copied(to, quoteName(from?.name ?? ''), from) : copied(to, own, plainOf(own, source))]
  })
}

/** `MODIFY C` gives column `c` the name `C`: https://dev.mysql.com/doc/refman/8.4/en/identifier-case-sensitivity.html */
function isSameName(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase()
}

/** Of a column that went to another name, nothing is left for a new one of its own. */
function origin(name: string, moved: ReadonlyMap<string, string>): string | undefined {
  return moved.get(name) ?? ([...moved.values()].some((gone) => isSameName(gone, name)) ? undefined : name)
}

function ownOf({columns}: ShadowInput, {name}: TableColumn): string | undefined {
  return Object.entries(columns).find(([key]) => isSameName(key, name))?.[1]
}

function copied(to: TableColumn, expression: string, from: TableColumn | undefined): CopiedColumn {
  const {charset, collation, name, type} = to
  const isSame = from?.type === type && from.charset === charset && from.collation === collation
  const isWider = from !== undefined && isInteger(from) && isInteger(to)
  return {
    name,
    expression,
    from: from?.name ?? null,
    type,
    charset,
    collation,
    comparison: comparisonOf(to),
    converted: !isSame && !isWider,
    cutsTime: from !== undefined && changesTime(from, to)
  }
}

function isInteger({dataType}: TableColumn): boolean {
  return /^(?:tinyint|smallint|mediumint|int|bigint)$/.test(dataType)
}

/** An expression that is a column and nothing else. */
function plainOf(expression: string, source: readonly TableColumn[]): TableColumn | undefined {
  return source.find(({name}) => isSameName(expression, quoteName(name)))
}

function comparisonOf({dataType}: TableColumn): Comparison {
  if (/^(?:enum|set|bit)$/.test(dataType)) return 'number'
  if (dataType === 'json') return 'text'
  return /^(?:tinyint|smallint|mediumint|int|bigint|decimal|float|double|year|date|datetime|timestamp|time|uuid|inet4|inet6)$/.test(
    dataType
  )
    ? 'value'
    : 'bytes'
}

/**
 * What the plain statement gives to rows that there are: a new column that cannot be NULL and has no default.
 * https://dev.mysql.com/doc/refman/8.4/en/data-type-defaults.html#data-type-defaults-implicit
 */
function implicit({autoIncrement, dataType, hasDefault, name, nullable}: TableColumn): string | undefined {
  if (autoIncrement) {
    throw new Error(`Unexpected new column ${name} with AUTO_INCREMENT, expected none: rows would be numbered twice`)
  }
  if (nullable || hasDefault) return undefined
  if (/^(?:tinyint|smallint|mediumint|int|bigint|decimal|float|double|bit|year|enum)$/.test(dataType)) {
    return dataType === 'enum' ? '1' : '0'
  }
  if (/char|text|binary|blob|set/.test(dataType)) return "''"
  throw new Error(`Unexpected new column ${name} without a default, expected one: rows that there are need a value`)
}

const word = /`((?:[^`]|``)+)`|([\w$\u0080-\uffff]+)/.source
const renaming = new RegExp(
  String.raw`\b(?:CHANGE(?:\s+COLUMN)?(?:\s+IF\s+EXISTS)?\s+(?:${word})\s+|RENAME\s+COLUMN\s+(?:IF\s+EXISTS\s+)?(?:${word})\s+TO\s+)(?:${word})`,
  'gi'
)

/**
 * Columns that the change gives another name, by the new one: the catalog does not tell a renamed column from one that
 * was dropped and one that was added.
 */
function renamesOf(
  {changes}: ShadowInput,
  source: readonly TableColumn[],
  target: readonly TableColumn[]
): Map<string, string> {
  const renames = new Map<string, string>()
  const find = (columns: readonly TableColumn[], name: string): string | undefined =>
    columns.find((column) => isSameName(column.name, name))?.name
  for (const change of changes) {
    // Strings and comments say nothing.
    const plain = change.replaceAll(
      /'(?:[^'\\]|\\.|'')*'|"(?:[^"\\]|\\.|"")*"|\/\*(?!!)[^]*?\*\/|(?:--\s|#)[^\n]*/g,
      "''"
    )
    for (const match of plain.matchAll(renaming)) {
      const [from, to] = match
        .slice(1)
        .flatMap((text: string | undefined) => (text === undefined ? [] : [text.replaceAll('``', '`')]))
      const old = find(source, from ?? '')
      const now = find(target, to ?? '')
      if (old !== undefined && now !== undefined) renames.set(now, old)
    }
  }
  return renames
}

export interface SharedKey {
  key: TableKey
  target: TableKey
}

/** The best key of the source that the new shape has too, so that two rows can never become one. */
export function keyOf(
  sourceKeys: readonly TableKey[],
  targetKeys: readonly TableKey[],
  columns: readonly CopiedColumn[]
): SharedKey | undefined {
  for (const key of sourceKeys) {
    const names = key.columns.map(({generation, name}) =>
      generation === undefined ? columns.find(({from}) => from === name)?.name : name
    )
    // A longer key that begins with it finds the same rows.
    const target = targetKeys
      .filter(({columns}) => columns.length >= names.length)
      .sort((a, b) => a.columns.length - b.columns.length)
      .map(({columns, index}) => ({index, columns: columns.slice(0, names.length)}))
      .find((other) =>
        other.columns.every((column, index) => {
          const from = key.columns[index]
          return from !== undefined && column.name === names[index] && isKept(from, column)
        })
      )
    if (target) return {key, target}
  }
  return undefined
}

/** Whether values of a key column stay what they are, so that a key finds its row in both shapes. */
function isKept(from: KeyColumn, to: KeyColumn): boolean {
  if (from.generation !== to.generation) return false
  if (from.type === to.type && from.charset === to.charset && from.collation === to.collation) return true
  const [one, other] = [typeOf(from), typeOf(to)]
  switch (from.sort) {
    case 'number':
      return to.sort === 'number' && /int$/.test(one.word) && /int$/.test(other.word)
    case 'text':
      return to.sort === 'text' && (one.word === 'char' || other.word === 'varchar')
    case 'binary':
      return one.word === 'varbinary' && other.word === 'varbinary' && other.length >= one.length
    case 'temporal':
      return one.word === other.word && other.length >= one.length
    case 'enum':
      return to.sort === 'enum' && to.type.startsWith(`${from.type.slice(0, -1)},`) && from.collation === to.collation
    case 'set':
    case 'bit':
    case 'address':
      return false
  }
}

function typeOf({type}: KeyColumn): {word: string; length: number} {
  const [, word = '', length] = /^(\w+)(?:\((\d+)\))?/.exec(type) ?? []
  return {word, length: Number(length ?? 0)}
}
