/** What `MODIFY` and `CHANGE`, which write the whole column afresh, change of it. */
import type {ColumnPosition, DataType, Expression} from '../../../operations/definitions.js'
import type {Operation} from '../../../operations/operation.js'
import type {Column, Table} from '../../../schema/objects.js'
import type {Context} from '../../../schema/changes/context.js'
import {sameName} from '../../../schema/lookup.js'
import {makeColumn} from '../../../schema/mysql/columns.js'
import {isGeometry} from '../../../schema/mysql/geometry.js'
import {changeOfCharset, changeOfType, holdsFewerCharacters, isShort, ordersAlike} from './type-change.js'
import type {Verdict} from '../../effect.js'
import type {CharsetChange, TypeChange} from './type-change.js'

/** Each field compares the column as it is with the column as it will be. */
export interface ColumnChange {
  before: Column
  after: Column
  type: TypeChange
  charset: CharsetChange
  fewerCharacters: boolean
  /** It is a `VARCHAR` of at most 127 bytes. */
  short: Verdict
  ordersAlike: boolean
  nullability: 'same' | 'nullable' | 'not-null'
  /** It stands elsewhere among the stored columns, or a virtual column does; `among-virtual`: among the virtual ones. */
  moved: 'no' | 'among-stored' | 'past-virtual' | 'among-virtual' | 'past-virtual-and-stored'
  autoIncrement: 'same' | 'added' | 'removed'
  renamed: boolean
  /** Renamed to the same name in other letters. */
  respelled: boolean
  /** `expression`: another one; `kind`: plain, virtual and stored are not the same before and after. */
  generated: 'none' | 'same' | 'expression' | 'kind'
  compression: boolean
}

/** Columns in their new order; virtual ones are no part of stored rows. */
function moveOf(
  table: Table,
  context: Context,
  column: string,
  position: ColumnPosition | undefined
): ColumnChange['moved'] {
  const moving = table.columns.find(({name}) => sameName(context.dialect, name, column))
  if (position === undefined || !moving) return 'no'
  const rest = table.columns.filter((each) => each !== moving)
  const before = position === 'first' ? -1 : rest.findIndex(({name}) => sameName(context.dialect, name, position.after))
  const after = [...rest.slice(0, before + 1), moving, ...rest.slice(before + 1)]
  const differs = (columns: readonly Column[], other: readonly Column[]) =>
    columns.some((each, index) => each !== other[index])
  if (!differs(after, table.columns)) return 'no'
  const places = (columns: readonly Column[]) =>
    columns.flatMap((each, index) => (isVirtual(each) ? [`${String(index)} ${each.name}`] : []))
  if (isVirtual(moving)) {
    return differs(after.filter(isVirtual), table.columns.filter(isVirtual)) ? 'among-virtual' : 'past-virtual'
  }
  const isStored = (each: Column) => !isVirtual(each)
  if (!differs(after.filter(isStored), table.columns.filter(isStored))) return 'past-virtual'
  return places(after).join() === places(table.columns).join() ? 'among-stored' : 'past-virtual-and-stored'
}

function isVirtual({generated}: Column): boolean {
  return generated !== undefined && generated.storage !== 'stored'
}

function expressionText(expression: Expression): string {
  return expression.text.replace(/[\s()`]+/g, '').toLowerCase()
}

function compareGenerated(before: Column, after: Column): ColumnChange['generated'] {
  if (before.generated?.storage !== after.generated?.storage) return 'kind'
  if (!before.generated || !after.generated) return 'none'
  const same = expressionText(before.generated.expression) === expressionText(after.generated.expression)
  return same ? 'same' : 'expression'
}

function compareAutoIncrement(before: Column, after: Column): ColumnChange['autoIncrement'] {
  const was = before.autoIncrement === true
  if (was === (after.autoIncrement === true)) return 'same'
  return was ? 'removed' : 'added'
}

/** MariaDB's `JSON` is a `LONGTEXT` with a check, and yet another type. */
function becomesJson(table: Table, operation: Operation<'column.modify'>, context: Context): boolean {
  if (context.dialect !== 'mariadb') return false
  const isJson = table.constraints.some(({expression, type}) => {
    const checked = type === 'check' && /^json_valid\(`?(.*?)`?\)$/i.exec(expression?.text ?? '')
    return checked && sameName(context.dialect, checked[1] ?? '', operation.column)
  })
  return isJson !== (operation.definition.type?.name === 'json')
}

/** MariaDB knows of every geometry of which kind it is, so any fits where all do. */
function becomesGeometry(old: DataType, next: DataType, {dialect}: Context): boolean {
  return dialect === 'mariadb' && isGeometry(old) && next.name === 'geometry'
}

function typeChangeOf(old: DataType, next: DataType, context: Context): TypeChange {
  return becomesGeometry(old, next, context) ? 'same' : changeOfType(old, next)
}

/** Columns of the primary key stay `NOT NULL` whatever the definition says. */
function isInPrimaryKey(table: Table, context: Context, column: string): boolean {
  return table.indexes.some(
    (index) =>
      index.primary && index.elements.some((element) => sameName(context.dialect, element.column ?? '', column))
  )
}

/**
 * Compare a column with its new definition.
 *
 * @param table As the rest of the statement leaves its default character set.
 */
export function compareColumn(
  before: Column,
  operation: Operation<'column.modify'>,
  table: Table,
  context: Context
): ColumnChange {
  const made = makeColumn(context, table, operation.definition)
  const after = isInPrimaryKey(table, context, before.name) ? {...made, notNull: true} : made
  const types = before.type && after.type && {old: before.type, next: after.type}
  return {
    before,
    after,
    // Without a type that we know, a generated column or one made by a query: reckon with another.
    type: types && !becomesJson(table, operation, context) ? typeChangeOf(types.old, types.next, context) : 'other',
    charset: types ? changeOfCharset(types.old, types.next) : 'same',
    fewerCharacters: types !== undefined && holdsFewerCharacters(types.old, types.next),
    short: types !== undefined && isShort(types.old),
    ordersAlike: types !== undefined && ordersAlike(types.old, types.next),
    nullability: before.notNull === after.notNull ? 'same' : after.notNull ? 'not-null' : 'nullable',
    moved: moveOf(table, context, before.name, operation.position),
    autoIncrement: compareAutoIncrement(before, after),
    renamed: operation.definition.name !== before.name,
    respelled:
      operation.definition.name !== before.name && sameName(context.dialect, operation.definition.name, before.name),
    generated: compareGenerated(before, after),
    compression: (before.compressed ?? false) !== (after.compressed ?? false)
  }
}
