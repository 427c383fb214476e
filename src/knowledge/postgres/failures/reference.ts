/** Foreign keys that the table they point to cannot carry: SQLSTATE 42830, 42704 and 42804. */
import type {DataType} from '../../../operations/definitions.js'
import type {Operation} from '../../../operations/operation.js'
import {constraintKinds, writtenConstraints} from '../../../operations/written-constraints.js'
import {findColumn} from '../../../schema/lookup.js'
import {isDeferrable, referencedIndex} from '../../../schema/postgres/referenced-index.js'
import type {Constraint, Index, Table} from '../../../schema/objects.js'
import type {Judgement} from '../../effect.js'
import {manual} from '../fact.js'
import {isSame, targetOf, type Scene} from '../look.js'

type Failure = NonNullable<Judgement['failure']>

const failing = (message: string): Failure => ({
  message,
  reason: 'other-object',
  source: manual('ddl-constraints')
})

/** The failure of a foreign key without a unique key to point to, or between types that are not compared. */
export function failingByReference(scene: Scene): Judgement['failure'] {
  const {operation} = scene
  if (!writesConstraints(operation) || mayBeSkipped(operation, scene)) return undefined
  for (const {columns, constraint, table} of writtenConstraints(operation, 'foreign-key')) {
    const {references} = constraint
    if (!references) continue
    const {name, table: parent} = targetOf(scene, references.table)
    if (!parent || parent.incomplete === true || !isTable(parent)) continue
    // What the statement makes of its own table is not there yet.
    if (isSame(name, targetOf(scene, table).name)) continue
    const index = indexFor({table: name, columns: references.columns}, parent)
    if (!index) return failing(withoutKey(name.name, references.columns))
    if (isDeferrable(index, parent)) {
      return failing(
        `Unexpected foreign key to \`${index.name}\` of \`${name.name}\`, which is \`DEFERRABLE\`, expected a key that is not`
      )
    }
    const targets = references.columns.length > 0 ? references.columns : index.elements.map(({column}) => column ?? '')
    for (const [place, column] of columns.entries()) {
      const from = typeOf(column, scene)
      const target = targets[place] ?? ''
      const to = findColumn('postgres', parent, target)?.type
      if (!from || !to || !areIncomparable(from, to)) continue
      return failing(
        `Unexpected foreign key from \`${column}\`, which is ${from.name}, to \`${name.name}.${target}\`, which is ${to.name}, expected columns of one type`
      )
    }
  }
  return undefined
}

const writesConstraints = (operation: Operation): operation is Operation<(typeof constraintKinds)[number]> =>
  constraintKinds.some((kind) => kind === operation.kind)

/** `IF [NOT] EXISTS` makes a notice of what is there, or is not. */
function mayBeSkipped(operation: Operation<(typeof constraintKinds)[number]>, scene: Scene): boolean {
  const {table} = targetOf(scene, operation.table)
  if (operation.kind === 'table.create') return operation.ifNotExists === true && table !== undefined
  if (!table) return true
  if (operation.kind !== 'column.add' || operation.ifNotExists !== true) return false
  return table.incomplete === true || findColumn('postgres', table, operation.column.name) !== undefined
}

const isTable = ({kind}: Table): boolean => kind === 'table' || kind === 'partitioned-table'

const indexFor = (references: NonNullable<Constraint['references']>, parent: Table): Index | undefined =>
  referencedIndex({type: 'foreign-key', name: '', columns: [], valid: true, enforced: true, references}, parent)

function withoutKey(table: string, columns: readonly string[]): string {
  const named = columns.map((column) => `\`${column}\``).join(', ')
  return named === ''
    ? `Unexpected foreign key to \`${table}\`, which has no primary key, expected the columns of a unique key`
    : `Unexpected foreign key to ${named} of \`${table}\`, of which there is no unique key, expected one to be made before`
}

/** As the statement writes it, or as the table has it; `undefined` where the statement changes it. */
function typeOf(column: string, scene: Scene): DataType | undefined {
  const {command, operation} = scene
  for (const other of command.operations) {
    if (other.kind === 'column.add' && other.column.name === column) return other.column.type
    if (other.kind === 'column.set-type' && other.column === column) return undefined
  }
  if (operation.kind === 'table.create') return operation.columns.find(({name}) => name === column)?.type
  if (!('table' in operation) || typeof operation.table !== 'object') return undefined
  const {table} = targetOf(scene, operation.table)
  return table && findColumn('postgres', table, column)?.type
}

/**
 * By the type of the key: the types that can refer to it. Asked of PostgreSQL 14 to 18, all pairs of them; types that
 * are not in here are not known to differ.
 */
export const referringTypes: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    ...each(['int2', 'int4', 'int8'], ['int2', 'int4', 'int8']),
    numeric: ['int2', 'int4', 'int8', 'numeric'],
    ...each(['float4', 'float8'], ['int2', 'int4', 'int8', 'numeric', 'float4', 'float8']),
    ...each(['text', 'varchar', 'name'], ['text', 'varchar', 'bpchar', 'name']),
    bpchar: ['text', 'varchar', 'bpchar'],
    ...each(['date', 'timestamp', 'timestamptz'], ['date', 'timestamp', 'timestamptz']),
    time: ['time'],
    timetz: ['time', 'timetz'],
    interval: ['time', 'interval'],
    ...each(['inet', 'cidr'], ['inet', 'cidr']),
    ...each(['bit', 'varbit'], ['bit', 'varbit']),
    oid: ['int2', 'int4', 'int8', 'oid'],
    uuid: ['uuid'],
    bool: ['bool'],
    bytea: ['bytea'],
    macaddr: ['macaddr'],
    jsonb: ['jsonb'],
    money: ['money']
  })
)

function each(types: readonly string[], referring: readonly string[]): Record<string, readonly string[]> {
  return Object.fromEntries(types.map((type) => [type, referring]))
}

function areIncomparable(from: DataType, to: DataType): boolean {
  const isPlain = ({arrayDimensions, name, schema}: DataType): boolean =>
    arrayDimensions === 0 && schema === undefined && referringTypes.has(name)
  return isPlain(from) && isPlain(to) && referringTypes.get(to.name)?.includes(from.name) === false
}
