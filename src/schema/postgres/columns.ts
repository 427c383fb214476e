/** Columns of PostgreSQL as their definitions make them. */
import type {ColumnDefinition, ConstraintDefinition, DataType, Expression} from '../../operations/definitions.js'
import type {Column, ObjectName} from '../objects.js'
import {keyOf} from '../objects.js'
import type {Context} from '../changes/context.js'
import {resolveType} from '../changes/context.js'
import {storeSequence} from '../store.js'
import {chooseRelationName} from './names.js'

/** The default of a `serial` column: https://www.postgresql.org/docs/current/datatype-numeric.html#DATATYPE-SERIAL */
function nextval(sequence: ObjectName): Expression {
  const name = `${sequence.schema}.${sequence.name}`
  return {
    text: `nextval('${name.replaceAll("'", "''")}'::regclass)`,
    tree: {
      FuncCall: {
        funcname: [{String: {sval: 'nextval'}}],
        args: [
          {
            TypeCast: {
              arg: {A_Const: {sval: {sval: name}}},
              typeName: {names: [{String: {sval: 'regclass'}}], typemod: -1}
            }
          }
        ]
      }
    }
  }
}

/** Make the sequence behind a `serial` or identity column. */
export function makeOwnedSequence(context: Context, table: ObjectName, column: string): ObjectName {
  const {catalog} = context
  const name = chooseRelationName(catalog, table, column, 'seq', new Set([table.name]))
  const sequence = {schema: table.schema, name}
  storeSequence(catalog, {...sequence, ownedBy: {schema: table.schema, name: table.name, column}})
  return sequence
}

/** The server keeps no default that is the constant `NULL`, unless a length or a domain must be coerced to. */
export function keptDefault(
  {catalog}: Context,
  expression: Expression | undefined,
  type: DataType | undefined
): Expression | undefined {
  if (!expression || !isNull(expression.tree) || (type && type.modifiers.length > 0)) return expression
  const own = type?.schema === undefined ? undefined : catalog.types.get(keyOf({schema: type.schema, name: type.name}))
  return own?.kind === 'domain' ? expression : undefined
}

function isNull(tree: unknown): boolean {
  if (typeof tree !== 'object' || tree === null) return false
  if ('A_Const' in tree) return (tree.A_Const as {isnull?: boolean} | undefined)?.isnull === true
  if (!('TypeCast' in tree)) return false
  const {arg, typeName} = tree.TypeCast as {arg?: unknown; typeName?: {typmods?: unknown[]}}
  return typeName?.typmods === undefined && isNull(arg)
}

/** The column without what its inline constraints add; `NULL`ness of keys comes with these. */
export function makeColumn(context: Context, table: ObjectName, definition: ColumnDefinition): Column {
  const {constraints: _constraints, nullable: _nullable, range: _range, type, ...rest} = definition
  const resolved = type && resolveType(context, type)
  const column: Column = {
    ...rest,
    default: keptDefault(context, rest.default, resolved),
    type: resolved,
    notNull: false
  }
  if (type?.serial === true) column.default = nextval(makeOwnedSequence(context, table, column.name))
  else if (definition.identity !== undefined) makeOwnedSequence(context, table, column.name)
  if (definition.generated && definition.generated.storage === undefined) {
    column.generated = {...definition.generated, storage: 'virtual'}
  }
  return column
}

/** The constraints that a column's definition asks for, as if they stood in the table's. */
export function inlineConstraints(definition: ColumnDefinition): ConstraintDefinition[] {
  const {constraints, identity, name, nullable, type} = definition
  const named = constraints.find((constraint) => constraint.type === 'not-null')
  const notNull = nullable === false || identity !== undefined || (type?.serial === true && nullable !== true)
  return [
    ...(notNull && !named ? [{type: 'not-null' as const, columns: [name]}] : []),
    ...constraints.map((constraint) =>
      constraint.type === 'check' || constraint.columns.length > 0 ? constraint : {...constraint, columns: [name]}
    )
  ]
}
