/** Of which columns it depends whether an expression gives NULL. */
import {columnOf, constantOf, listOf, nameParts, nodeOf} from '../../knowledge/postgres/expressions/tree.js'
import {keyOf} from '../../schema/objects.js'
import type {Column} from '../../schema/objects.js'
import type {RecipeView} from '../recipe.js'
import {isPlainType} from './idempotence.js'

/**
 * Functions of the server that give NULL for NULL and for nothing else.
 * https://www.postgresql.org/docs/current/functions-string.html
 */
export const passingFunctions: ReadonlySet<string> = new Set(
  (
    'length char_length character_length octet_length lower upper initcap btrim ltrim rtrim md5 reverse replace ' +
    'translate lpad rpad left right repeat abs round ceil ceiling floor trunc'
  ).split(' ')
)

/**
 * Operators of the server that, between numbers, texts and times, give NULL for NULL and for nothing else.
 * https://www.postgresql.org/docs/current/functions-math.html
 */
const passingOperators = new Set(['+', '-', '*', '/', '%', '||'])

/**
 * The columns that must have values for the expression to have one; `undefined` where nobody knows. `jsonb` is left out:
 * its `null` becomes NULL where it is cast to another type (PostgreSQL 18).
 */
export function neededColumns(tree: unknown, columns: readonly Column[], view: RecipeView): Set<string> | undefined {
  const constant = constantOf(tree)
  if (constant !== undefined) return constant === null ? undefined : new Set()
  const name = columnOf(tree)
  if (name !== undefined) {
    return isPlain(columns.find((column) => column.name === name)) ? new Set([name]) : undefined
  }
  const needed = new Set<string>()
  const operands = operandsOf(tree, view)
  for (const operand of operands ?? []) {
    const own = neededColumns(operand, columns, view)
    if (own === undefined) return undefined
    for (const column of own) needed.add(column)
  }
  return operands && needed
}

function isPlain(column: Column | undefined): boolean {
  const type = column?.type
  return type !== undefined && isPlainType(type) && type.arrayDimensions === 0 && type.name !== 'jsonb'
}

/** All that must have a value. */
function operandsOf(tree: unknown, {catalog, session}: RecipeView): readonly unknown[] | undefined {
  const [kind, fields = {}] = nodeOf(tree) ?? []
  if (kind === 'A_Expr' && fields['kind'] === 'AEXPR_OP') {
    const [operator, ...others] = nameParts(fields['name'])
    if (others.length > 0 || !passingOperators.has(operator ?? '')) return undefined
    return [fields['lexpr'], fields['rexpr']].filter((each) => each !== undefined)
  }
  const parts = kind === 'FuncCall' ? nameParts(fields['funcname']) : []
  const name = parts.at(-1) ?? ''
  const isOfServer = parts.length === 1 ? !isRoutine(name) : parts.length === 2 && parts[0] === 'pg_catalog'
  return isOfServer && passingFunctions.has(name) ? listOf(fields['args']) : undefined

  function isRoutine(name: string): boolean {
    const isThere = (candidate: {schema: string; name: string}): boolean => catalog.routines.has(keyOf(candidate))
    return isThere(session.resolve({name}, isThere))
  }
}
