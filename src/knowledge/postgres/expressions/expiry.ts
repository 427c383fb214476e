/** Whether a row that meets a condition now may fail it later, only because time has passed. */
import {constantOf, listOf, nameParts, nodeOf, typeOf, walk} from './tree.js'
import type {Fields} from './tree.js'

/** Functions of the server that answer with the time of the transaction or statement. */
const clocks: ReadonlySet<string> = new Set(['now', 'statement_timestamp', 'transaction_timestamp'])

/**
 * `ends > now()` may; `made <= now()` may not: what has been, stays so. What is not understood is taken not to.
 *
 * @param tree Of libpg-query.
 * @param negated Whether it stands below a `NOT`.
 */
export function mayExpire(tree: unknown, negated = false): boolean {
  const [name, fields] = nodeOf(tree) ?? []
  if (name === 'BoolExpr') {
    const turned = negated !== (fields?.boolop === 'NOT_EXPR')
    return listOf(fields?.args).some((each) => mayExpire(each, turned))
  }
  return name === 'A_Expr' && comparisonExpires(fields ?? {}, negated)
}

function comparisonExpires({kind, lexpr, name, rexpr}: Fields, negated: boolean): boolean {
  if (kind === 'AEXPR_BETWEEN') {
    const [low, high] = listOf(nodeOf(rexpr)?.[1].items)
    return negated ? expires(lexpr, low) || expires(high, lexpr) : expires(low, lexpr) || expires(lexpr, high)
  }
  if (kind !== 'AEXPR_OP') return false
  switch (nameParts(name).at(-1)) {
    case '<':
    case '<=':
      return negated ? expires(rexpr, lexpr) : expires(lexpr, rexpr)
    case '>':
    case '>=':
      return negated ? expires(lexpr, rexpr) : expires(rexpr, lexpr)
    case '=':
      return !negated && (expires(lexpr, rexpr) || expires(rexpr, lexpr))
    default:
      return false
  }
}

/** Whether the one that is to be less grows beyond the other, or is a time that comes again. */
function expires(lesser: unknown, greater: unknown): boolean {
  return (grows(lesser) && !readsClock(greater)) || comesAgain(lesser) || comesAgain(greater)
}

/** The time itself, shifted, cut or cast to a day, and how long ago something was; not a part of it, such as its hour, which comes again. */
function grows(tree: unknown): boolean {
  const [name, fields] = nodeOf(tree) ?? []
  switch (name) {
    case 'SQLValueFunction':
      return isDated(fields?.op)
    case 'FuncCall':
      return growingCall(nameParts(fields?.funcname).at(-1) ?? '', listOf(fields?.args))
    case 'TypeCast':
      return (
        grows(fields?.arg) &&
        /^(?:date|timestamp(?:tz)?|int[248]|numeric|float[48])$/.test(typeOf(fields?.typeName)?.name ?? '')
      )
    case 'A_Expr':
      return (
        ['+', '-'].includes(nameParts(fields?.name).at(-1) ?? '') && grows(fields?.lexpr) && !readsClock(fields?.rexpr)
      )
    default:
      return false
  }
}

function growingCall(name: string, [first, second]: readonly unknown[]): boolean {
  switch (name) {
    case 'age':
      return second === undefined ? !readsClock(first) : grows(first) && !readsClock(second)
    case 'date_part':
    case 'extract':
      return growingFields.has(constantOf(first) ?? '') && grows(second)
    case 'date_trunc':
    case 'timezone':
      return grows(second)
    default:
      return clocks.has(name)
  }
}

/** Of a time; the others begin anew. */
const growingFields: ReadonlySet<string> = new Set(['year', 'epoch'])

/** The time of the day, or a part of a time such as its hour. */
function comesAgain(tree: unknown): boolean {
  let found = false
  walk(tree, (name, fields) => {
    if (name === 'SQLValueFunction') found ||= /TIME/.test(String(fields.op)) && !isDated(fields.op)
    if (name !== 'FuncCall' || !['date_part', 'extract'].includes(nameParts(fields.funcname).at(-1) ?? '')) return
    const [field, time] = listOf(fields.args)
    found ||= !growingFields.has(constantOf(field) ?? '') && readsClock(time)
  })
  return found
}

function readsClock(tree: unknown): boolean {
  let reads = false
  walk(tree, (name, fields) => {
    if (name === 'SQLValueFunction') reads ||= /TIME|DATE/.test(String(fields.op))
    if (name !== 'FuncCall') return
    const called = nameParts(fields.funcname).at(-1) ?? ''
    // With one argument, `age` counts from today.
    reads ||= clocks.has(called) || (called === 'age' && listOf(fields.args).length === 1)
  })
  return reads
}

/** `CURRENT_TIME` and `LOCALTIME` begin anew each day. */
function isDated(op: unknown): boolean {
  return /^SVFOP_(?:CURRENT_DATE|CURRENT_TIMESTAMP|LOCALTIMESTAMP)/.test(String(op))
}
