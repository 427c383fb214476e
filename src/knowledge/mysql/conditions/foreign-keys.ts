/** Conditions on the foreign keys that a statement makes: whether the columns on both sides go together. */
import type {ConstraintDefinition, DataType, Reference} from '../../../operations/definitions.js'
import {findColumn} from '../../../schema/lookup.js'
import type {Index, Table} from '../../../schema/objects.js'
import {isText, serverCharset} from '../../../schema/mysql/charsets.js'
import {inlineConstraints, makeColumn} from '../../../schema/mysql/columns.js'
import {createMysqlTable} from '../../../schema/mysql/create-table.js'
import {columnNamed, isColumn, newDefinition, operationsOf, remainingIndexes} from '../subject.js'
import type {Subject} from '../subject.js'
import {isUsable, newIndexes} from './keys/written.js'
import type {NewIndex} from './keys/written.js'

interface ForeignKey {
  columns: readonly string[]
  references: Reference
  /** The table that has it: the one that the statement makes, or changes. */
  table: Table
}

/** The engine of the table after the statement; other engines than InnoDB pass over foreign keys. */
function isInnodb(subject: Subject, {options}: Table): boolean {
  const engine = operationsOf(subject, 'table.set-engine').at(-1)?.engine ?? options['engine'] ?? ''
  return ['', 'innodb'].includes(engine.toLowerCase())
}

/** The foreign keys that an operation writes. */
export function writtenForeignKeys({context, operation}: Subject): ConstraintDefinition[] {
  const written =
    operation.kind === 'constraint.add'
      ? [operation.constraint]
      : operation.kind === 'column.add'
        ? inlineConstraints(context, operation.column)
        : operation.kind === 'table.create'
          ? [...operation.constraints, ...operation.columns.flatMap((column) => inlineConstraints(context, column))]
          : []
  return written.filter(({references, type}) => type === 'foreign-key' && references !== undefined)
}

function foreignKeys(subject: Subject): ForeignKey[] {
  const {context, operation} = subject
  const written = writtenForeignKeys(subject)
  if (written.length === 0) return []
  const table = operation.kind === 'table.create' ? createMysqlTable(operation, context) : subject.table
  if (!table || !isInnodb(subject, table)) return []
  return written.flatMap(({columns, references}) => (references ? [{columns, references, table}] : []))
}

/** After the statement; `undefined` where that cannot be told. */
function typeOf(subject: Subject, table: Table, name: string): DataType | undefined {
  const {context, operation} = subject
  if (operation.kind === 'table.create') return findColumn(context.dialect, table, name)?.type
  const definition = newDefinition(subject, name)
  const type = (definition ? makeColumn(context, table, definition) : columnNamed(subject, name))?.type
  return type && isText(type) && operationsOf(subject, 'table.convert-charset').length > 0 ? undefined : type
}

/** The table that a key points at; `undefined` where the catalog does not know it. */
function parentOf({context}: Subject, {references, table}: ForeignKey): Table | undefined {
  const {name, schema} = references.table
  if (name === table.name && (schema ?? table.schema) === table.schema) return table
  return context.session.findTable(context.catalog, {name, schema})
}

const integers: Record<string, number> = {tinyint: 1, smallint: 2, mediumint: 3, int: 4, bigint: 8}
const bytes = /^(?:(?:var)?binary|\w*blob|decimal|datetime|timestamp|time|bit)$/

/** Columns of two of these are never tied together; `undefined`: of types that are seldom in keys. */
function kindOf(type: DataType): string | undefined {
  const size = integers[type.name]
  if (size !== undefined) return `${String(size)} ${type.unsigned === true || type.zerofill === true ? 'u' : ''}`
  if (bytes.test(type.name) || type.charset === 'binary') return 'bytes'
  return isText(type) && type.name !== 'enum' && type.name !== 'set' ? 'text' : undefined
}

/** Whether nothing but the defaults of the server's program, which are often configured otherwise, tells them apart. */
function isAssumed({context: {catalog, session}}: Subject, types: readonly DataType[]): boolean {
  if (types.some(({charsetAssumed}) => charsetAssumed)) return true
  const isNamed =
    session.get('character_set_server') !== undefined ||
    [...catalog.schemas.values()].some(({charset}) => charset !== undefined)
  const {collation} = serverCharset(session)
  return !isNamed && types.some((type) => type.collation === collation)
}

/** https://dev.mysql.com/doc/refman/8.4/en/create-table-foreign-keys.html#foreign-key-restrictions */
function areIncompatible(subject: Subject, child: DataType | undefined, parent: DataType | undefined): boolean {
  if (!child || !parent) return false
  const [own, other] = [kindOf(child), kindOf(parent)]
  if (own === undefined || other === undefined) return false
  if (own !== other) return true
  return own === 'text' && child.collation !== parent.collation && !isAssumed(subject, [child, parent])
}

function isIncompatible(subject: Subject, key: ForeignKey): boolean {
  const parent = parentOf(subject, key)
  if (!parent) return false
  const {dialect} = subject.context
  return key.columns.some((column, position) => {
    const name = key.references.columns[position]
    if (name === undefined) return false
    const type = parent === key.table ? typeOf(subject, parent, name) : findColumn(dialect, parent, name)?.type
    return areIncompatible(subject, typeOf(subject, key.table, column), type)
  })
}

/** The indexes that the referenced table has after the statement; `undefined` where they may not all be known. */
function indexesOf(subject: Subject, key: ForeignKey): ReadonlyArray<Index | NewIndex> | undefined {
  const parent = parentOf(subject, key)
  if (!parent || parent.incomplete === true) return undefined
  if (parent !== key.table || subject.operation.kind === 'table.create') return parent.indexes
  // What columns bring along is not looked for.
  if (operationsOf(subject, 'column.add').length + operationsOf(subject, 'column.modify').length > 0) return undefined
  return [...remainingIndexes(subject), ...newIndexes(subject)]
}

function isWholeTree({elements, method = 'btree'}: Index | NewIndex): boolean {
  return method === 'btree' && elements.every(({column, length}) => column !== undefined && length === undefined)
}

/** No index of the referenced table has the columns, as all of a unique key, or as the first of any. */
function lacksKey(subject: Subject, key: ForeignKey, isExact: boolean): boolean {
  const {columns} = key.references
  const indexes = indexesOf(subject, key)
  if (!indexes || columns.length === 0) return false
  return !indexes.some((index) =>
    isExact
      ? index.unique && index.elements.length === columns.length && isUsable(subject, index, columns)
      : isWholeTree(index) && isUsable(subject, index, columns.slice(0, index.elements.length))
  )
}

export const foreignKeyConditions = {
  'foreign-key-incompatible': (subject: Subject) => foreignKeys(subject).some((key) => isIncompatible(subject, key)),
  'foreign-key-lacks-unique-key': (subject: Subject) =>
    foreignKeys(subject).some((key) => lacksKey(subject, key, true)),
  'foreign-key-lacks-index': (subject: Subject) => foreignKeys(subject).some((key) => lacksKey(subject, key, false)),
  /** `SET NULL` of a column that is `NOT NULL`. */
  'foreign-key-sets-null': (subject: Subject) =>
    foreignKeys(subject).some(
      ({columns, references: {onDelete, onUpdate}, table}) =>
        [onDelete, onUpdate].some((action) => action?.toLowerCase() === 'set null') &&
        columns.some(
          (column) =>
            !operationsOf(subject, 'column.modify').some((each) => isColumn(subject, each.column, column)) &&
            findColumn(subject.context.dialect, table, column)?.notNull === true
        )
    ),
  'standard-keys-only': ({context: {session}}: Subject) =>
    !/^'?(?:0|off|false)'?$/i.test(session.get('restrict_fk_on_non_standard_key') ?? '')
}
