/**
 * The names that PostgreSQL gives to what the statement leaves nameless, as `makeObjectName`,
 * `ChooseRelationName` and `ChooseConstraintName` of the server make them.
 * https://www.postgresql.org/docs/current/sql-createtable.html, https://www.postgresql.org/docs/current/sql-createindex.html
 */
import type {IndexElement} from '../../operations/definitions.js'
import type {Catalog} from '../catalog.js'
import {relationExists} from '../lookup.js'
import type {ObjectName} from '../objects.js'
import {keyOf} from '../objects.js'

/** Names that nothing else may get: those of something in the making, which the catalog does not know yet. */
export type TakenNames = Pick<ReadonlySet<string>, 'has'>

/** `NAMEDATALEN - 1`, in bytes. */
const maximumBytes = 63

/** Cut to a number of bytes, never inside of a character. */
export function clipBytes(text: string, bytes: number): string {
  if (Buffer.byteLength(text) <= bytes) return text
  let length = 0
  let result = ''
  for (const character of text) {
    length += Buffer.byteLength(character)
    if (length > bytes) break
    result += character
  }
  return result
}

/** `first_second_label`, the longer of the two cut until all fits. */
export function makeObjectName(first: string, second: string | undefined, label: string): string {
  const available = maximumBytes - (second === undefined ? 0 : 1) - (Buffer.byteLength(label) + 1)
  let firstBytes = Buffer.byteLength(first)
  let secondBytes = second === undefined ? 0 : Buffer.byteLength(second)
  while (firstBytes + secondBytes > available) {
    if (firstBytes > secondBytes) firstBytes--
    else secondBytes--
  }
  const parts = [clipBytes(first, firstBytes), ...(second === undefined ? [] : [clipBytes(second, secondBytes)]), label]
  return parts.join('_')
}

function choose(label: string, make: (label: string) => string, taken: (name: string) => boolean): string {
  for (let pass = 0; ; pass++) {
    const name = make(pass === 0 ? label : `${label}${pass}`)
    if (!taken(name)) return name
  }
}

/** A name that no constraint of the schema has, nor any of `others`. */
export function chooseConstraintName(
  catalog: Catalog,
  table: ObjectName,
  second: string | undefined,
  label: string,
  others: TakenNames
): string {
  return choose(
    label,
    (word) => makeObjectName(table.name, second, word),
    (name) => others.has(name) || catalog.constraintNames.has(keyOf({schema: table.schema, name}))
  )
}

/** A name that no relation of the schema has, nor any of `others`; for a key also no constraint. */
export function chooseRelationName(
  catalog: Catalog,
  table: ObjectName,
  second: string | undefined,
  label: string,
  others: TakenNames,
  constraint = false
): string {
  return choose(
    label,
    (word) => makeObjectName(table.name, second, word),
    (name) =>
      others.has(name) ||
      relationExists(catalog, {schema: table.schema, name}) ||
      (constraint && catalog.constraintNames.has(keyOf({schema: table.schema, name})))
  )
}

/** Column names joined as `ChooseIndexNameAddition` joins them: it stops once 64 bytes are full. */
export function joinColumnNames(names: readonly string[]): string {
  let joined = ''
  for (const name of names) {
    if (joined !== '') joined += '_'
    joined += name
    if (Buffer.byteLength(joined) >= maximumBytes + 1) break
  }
  return clipBytes(joined, maximumBytes)
}

/** What the columns of an index are called: `expr`, `lower`, a name twice gets a number. */
export function indexColumnNames(elements: readonly IndexElement[]): string[] {
  const names: string[] = []
  for (const element of elements) {
    const base = element.column ?? figureColumnName(element.expression?.tree) ?? 'expr'
    let name = base
    for (let number = 1; names.includes(name); number++) {
      name = clipBytes(base, maximumBytes - String(number).length) + String(number)
    }
    names.push(name)
  }
  return names
}

type Node = Record<string, unknown>

function child(node: unknown, key: string): unknown {
  return typeof node === 'object' && node !== null ? (node as Node)[key] : undefined
}

function lastString(list: unknown): string | undefined {
  const sval = Array.isArray(list) ? child(child(list.at(-1), 'String'), 'sval') : undefined
  return typeof sval === 'string' ? sval : undefined
}

/** Names that special syntax is called by, by the word of libpg-query. */
const specialNames: Record<string, string> = {
  CoalesceExpr: 'coalesce',
  RowExpr: 'row',
  XmlSerialize: 'xmlserialize',
  GroupingFunc: 'grouping',
  JsonParseExpr: 'json',
  JsonScalarExpr: 'json_scalar',
  JsonSerializeExpr: 'json_serialize',
  JsonObjectConstructor: 'json_object',
  JsonArrayConstructor: 'json_array'
}

/** The server's `FigureColname`: strength 2 is a real name, 1 one for want of a better. */
function figure(node: unknown): {name: string; strength: 1 | 2} | undefined {
  if (typeof node !== 'object' || node === null) return undefined
  const [kind, value] = Object.entries(node)[0] ?? []
  const named = (name: string | undefined, strength: 1 | 2 = 2) => (name === undefined ? undefined : {name, strength})
  switch (kind) {
    case 'ColumnRef':
      return named(lastString(child(value, 'fields')))
    case 'A_Indirection':
      return named(lastString(child(value, 'indirection'))) ?? figure(child(value, 'arg'))
    case 'FuncCall':
      return named(lastString(child(value, 'funcname')))
    case 'A_Expr':
      return child(value, 'kind') === 'AEXPR_NULLIF' ? named('nullif') : undefined
    case 'TypeCast': {
      const inner = figure(child(value, 'arg'))
      if (inner?.strength === 2) return inner
      return named(lastString(child(child(value, 'typeName'), 'names')), 1) ?? inner
    }
    case 'CollateClause':
      return figure(child(value, 'arg'))
    case 'CaseExpr': {
      const otherwise = figure(child(value, 'defresult'))
      return otherwise?.strength === 2 ? otherwise : named('case', 1)
    }
    case 'A_ArrayExpr':
      return named('array')
    case 'MinMaxExpr':
      return named(child(value, 'op') === 'IS_LEAST' ? 'least' : 'greatest')
    case 'SQLValueFunction': {
      const op = child(value, 'op')
      return typeof op === 'string'
        ? named(
            op
              .replace(/^SVFOP_/, '')
              .replace(/_N$/, '')
              .toLowerCase()
          )
        : undefined
    }
    case 'XmlExpr': {
      const op = child(value, 'op')
      return typeof op === 'string' ? named(op.replace(/^IS_/, '').toLowerCase()) : undefined
    }
    default:
      return kind === undefined ? undefined : named(specialNames[kind])
  }
}

function figureColumnName(tree: unknown): string | undefined {
  return figure(tree)?.name
}
