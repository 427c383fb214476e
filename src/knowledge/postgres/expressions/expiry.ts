/** Whether a row that meets a condition now may fail it later, only because time has passed. */
import {constantOf, listOf, nameParts, nodeOf, typeOf, walk} from './tree.js'
import type {Fields} from './tree.js'

/** Functions of the server that answer with the time of the transaction or statement. */
const clocks: ReadonlySet<string> = new Set(['now', 'statement_timestamp', 'transaction_timestamp'])

/**
 * `ends > now()` may; `made <= now()` may not: what has been, stays so.
 *
 * @param tree Of libpg-query.
 */
export function mayExpire(tree: unknown): boolean {
  if (!readsClock(tree)) return false
  const [name, fields] = nodeOf(tree) ?? []
  if (name === 'BoolExpr' && fields?.boolop !== 'NOT_EXPR') return listOf(fields?.args).some(mayExpire)
  return name !== 'A_Expr' || !staysTrue(fields ?? {})
}

/** A comparison whose greater side only grows. */
function staysTrue({kind, lexpr, name, rexpr}: Fields): boolean {
  if (kind !== 'AEXPR_OP') return false
  const operator = nameParts(name).at(-1) ?? ''
  const [lesser, greater] = operator.startsWith('>') ? [rexpr, lexpr] : [lexpr, rexpr]
  return ['<', '<=', '>', '>='].includes(operator) && !readsClock(lesser) && grows(greater)
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
      return grows(fields?.arg) && /^(?:date|timestamp(?:tz)?)$/.test(typeOf(fields?.typeName)?.name ?? '')
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
      return second === undefined && !readsClock(first)
    case 'date_part':
    case 'extract':
      return ['year', 'epoch'].includes(constantOf(first) ?? '') && grows(second)
    case 'date_trunc':
      return grows(second)
    default:
      return clocks.has(name)
  }
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
