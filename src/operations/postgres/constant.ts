import type {Node} from 'libpg-query'
import {as, strings} from './node.js'

/** The value of a literal as text, through casts; `undefined` where the node is none or is `NULL`. */
export function constantText(node: Node | undefined): string | undefined {
  const constant = as(node, 'A_Const')
  if (constant) {
    if (constant.isnull) return undefined
    if (constant.sval) return constant.sval.sval ?? ''
    if (constant.ival) return String(constant.ival.ival ?? 0)
    if (constant.fval) return constant.fval.fval ?? '0'
    if (constant.boolval) return constant.boolval.boolval ? 'true' : 'false'
    return constant.bsval?.bsval
  }
  const cast = as(node, 'TypeCast')
  if (cast) return constantText(cast.arg)
  // Where the grammar expects a value anyway, it leaves out the shell.
  return as(node, 'String')?.sval ?? integerText(node) ?? as(node, 'Float')?.fval ?? booleanText(node)
}

function integerText(node: Node | undefined): string | undefined {
  const integer = as(node, 'Integer')
  return integer && String(integer.ival ?? 0)
}

function booleanText(node: Node | undefined): string | undefined {
  const boolean = as(node, 'Boolean')
  return boolean && (boolean.boolval ? 'true' : 'false')
}

/** What a `LIMIT` or an `OFFSET` counts: a literal, a parameter, or that it is computed. */
export function countText(node: Node | undefined): string | undefined {
  if (!node) return undefined
  const constant = as(node, 'A_Const')
  // `LIMIT ALL` and `LIMIT NULL` are none.
  if (constant?.isnull) return undefined
  const parameter = as(node, 'ParamRef')
  if (parameter) return `$${String(parameter.number ?? 0)}`
  return constantText(node) ?? (strings(as(node, 'ColumnRef')?.fields).join('.') || '(expression)')
}

/** The value of an option as text: `on` where only its name is written. */
export function optionText(node: Node | undefined): string {
  if (!node) return 'on'
  const type = as(node, 'TypeName')
  if (type)
    return strings(type.names)
      .filter((part) => part !== 'pg_catalog')
      .join('.')
  const list = as(node, 'List')
  if (list) return (list.items ?? []).map(optionText).join('.')
  return constantText(node) ?? ''
}

/** Whether a switch among options is on; `FULL`, `FULL true`, `FULL 1` all are. */
export function isOn(node: Node | undefined): boolean {
  return !['off', 'false', '0', 'no'].includes(optionText(node).toLowerCase())
}
