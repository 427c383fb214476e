import type {AlterFunctionStmt, CallStmt, CreateFunctionStmt, FunctionParameter, Node} from 'libpg-query'
import type {DataType} from '../../definitions.js'
import type {OperationFields} from '../../operation.js'
import {optionText} from '../constant.js'
import {toDataType} from '../data-type.js'
import {toExpression} from '../expression.js'
import type {Lowering} from '../lowering.js'
import {operation} from '../lowering.js'
import {nameOfList} from '../name.js'
import {allOf, as, strings} from '../node.js'
import {findOption} from '../option.js'

type Volatility = OperationFields['function.create']['volatility']

/** `CREATE FUNCTION` and `CREATE PROCEDURE`. */
export const createRoutine: Lowering<CreateFunctionStmt> = (node, {range}) => {
  const language = findOption(node.options, 'language')
  const fields: OperationFields['function.create'] = {
    function: nameOfList(node.funcname),
    procedure: node.is_procedure ?? false,
    // A body that is no string is SQL.
    language: language ? optionText(language.arg).toLowerCase() : node.sql_body ? 'sql' : undefined,
    volatility: volatilityOf(node.options),
    arguments: inputTypes(node.parameters),
    returns: node.returnType && toDataType(node.returnType),
    body: bodyOf(node)
  }
  if (node.replace) fields.orReplace = true
  const defaults = allOf(node.parameters, 'FunctionParameter').flatMap(({defexpr}) => defexpr ?? [])
  if (defaults.length > 0) fields.argumentDefaults = defaults.map((value) => toExpression(value))
  if (node.sql_body) fields.bodyTree = node.sql_body
  if (isTrue(findOption(node.options, 'strict')?.arg)) fields.strict = true
  if (isTrue(findOption(node.options, 'security')?.arg)) fields.securityDefiner = true
  const settings = allOf(node.options, 'DefElem').filter(({defname}) => defname === 'set')
  if (settings.length > 0) fields.settings = true
  if (
    node.returnType?.setof === true ||
    allOf(node.parameters, 'FunctionParameter').some(({mode}) => mode === 'FUNC_PARAM_TABLE')
  ) {
    fields.returnsSet = true
  }
  if (settings.some(({arg}) => as(arg, 'VariableSetStmt')?.name === 'search_path')) fields.searchPathSet = true
  return [operation('function.create', range, fields)]
}

function isTrue(node: Node | undefined): boolean {
  return as(node, 'Boolean')?.boolval ?? false
}

function volatilityOf(options: readonly Node[] | undefined): Volatility {
  const written = findOption(options, 'volatility')
  return written && (optionText(written.arg).toLowerCase() as Volatility)
}

/** The source of a routine; one of C has the name of its file and symbol instead. */
export function bodyOf({options}: CreateFunctionStmt): string | undefined {
  const parts = strings(as(findOption(options, 'as')?.arg, 'List')?.items)
  return parts.length === 1 ? parts[0] : undefined
}

const outputs: ReadonlyArray<FunctionParameter['mode']> = ['FUNC_PARAM_OUT', 'FUNC_PARAM_TABLE']

function inputTypes(parameters: readonly Node[] | undefined): DataType[] {
  return allOf(parameters, 'FunctionParameter').flatMap(({argType, mode}) =>
    argType && !outputs.includes(mode) ? [toDataType(argType)] : []
  )
}

/** `ALTER FUNCTION` and `ALTER PROCEDURE` with options. */
export const alterRoutine: Lowering<AlterFunctionStmt> = ({actions, func, objtype}, {range}) => {
  const volatility = volatilityOf(actions)
  return [
    operation('function.alter', range, {
      function: nameOfList(func?.objname),
      procedure: objtype === 'OBJECT_PROCEDURE',
      action: allOf(actions, 'DefElem')
        .map(({defname}) => defname)
        .join(', '),
      ...(volatility ? {volatility} : {})
    })
  ]
}

/** `CALL`. */
export const callProcedure: Lowering<CallStmt> = ({funccall}, {range}) => [
  operation('procedure.call', range, {
    procedure: nameOfList(funccall?.funcname),
    arguments: (funccall?.args ?? []).map((argument) => toExpression(argument))
  })
]
