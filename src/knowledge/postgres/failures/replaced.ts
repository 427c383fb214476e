/** What `CREATE OR REPLACE` cannot change: SQLSTATE 42P16 and 42P13. */
import type {DataType, Name} from '../../../operations/definitions.js'
import type {Operation} from '../../../operations/operation.js'
import {keyOf, type ObjectName, type Routine} from '../../../schema/objects.js'
import type {Judgement} from '../../effect.js'
import {manual} from '../fact.js'
import {referringTypes} from './reference.js'
import {targetAt, type Scene} from '../look.js'

/** The failure of a view that loses or renames columns, or of a function that returns another type. */
export function failingByReplaced(scene: Scene): Judgement['failure'] {
  const {operation} = scene
  if (operation.kind === 'view.create' && operation.orReplace === true) return failingByView(operation, scene)
  if (operation.kind === 'function.create' && operation.orReplace === true) return failingByFunction(operation, scene)
  return undefined
}

function failingByView({columns, temporary, view}: Operation<'view.create'>, scene: Scene): Judgement['failure'] {
  if (temporary === true) return undefined
  const {table} = targetAt(scene, nameMade(view, scene))
  if (table?.kind !== 'view' || table.columns.length === 0 || columns.length === 0) return undefined
  const place = table.columns.findIndex(({name}, index) => columns[index] !== name)
  const old = table.columns[place]?.name
  if (old === undefined) return undefined
  const now = columns[place]
  const what = now === undefined ? `no column \`${old}\`` : `\`${now}\` in the place of the column \`${old}\``
  return {
    message: `Unexpected ${what} in a view that is replaced, expected the columns that it has, in their order, and new ones behind them`,
    reason: 'other-object',
    source: manual('sql-createview')
  }
}

function failingByFunction(operation: Operation<'function.create'>, scene: Scene): Judgement['failure'] {
  const {catalog} = scene
  const {returns} = operation
  if (operation.procedure || !returns) return undefined
  const name = nameMade(operation.function, scene)
  const old = catalog.routines.get(keyOf(name))?.find((routine) => takesTheSame(routine, operation.arguments))
  if (!old?.returns || old.procedure || !isOther(old.returns, returns)) return undefined
  return {
    message: `Unexpected return type ${returns.name} of \`${name.name}\`, which returns ${old.returns.name}, expected the function to be dropped first`,
    reason: 'other-object',
    source: manual('sql-createfunction')
  }
}

const takesTheSame = (routine: Routine, types: readonly DataType[]): boolean =>
  routine.arguments.length === types.length && types.every((type, place) => isEqual(type, routine.arguments[place]))

/** Where the server makes it, whatever of the name there is in other schemas. */
const nameMade = ({name, schema}: Name, {session}: Scene): ObjectName => ({
  schema: schema ?? session.creationSchema(),
  name
})

/** Types of users get other names and schemas, so that two spellings may be one type, or one spelling two. */
const isBuiltIn = ({name, schema}: DataType): boolean => schema === undefined && referringTypes.has(name)

const isEqual = (a: DataType, b: DataType | undefined): boolean =>
  b !== undefined &&
  isBuiltIn(a) &&
  isBuiltIn(b) &&
  a.name === b.name &&
  a.arrayDimensions > 0 === b.arrayDimensions > 0

const isOther = (a: DataType, b: DataType): boolean =>
  isBuiltIn(a) && isBuiltIn(b) && (a.name !== b.name || a.arrayDimensions > 0 !== b.arrayDimensions > 0)
