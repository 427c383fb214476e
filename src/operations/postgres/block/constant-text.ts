/** The value of an expression that is made of literals only. */
import type {FuncCall, Node} from 'libpg-query'
import {constantText} from '../constant.js'
import {as, strings} from '../node.js'

/** `undefined` where anything in it is only known at run time. */
export function valueOf(node: Node | undefined): string | undefined {
  const concatenation = as(node, 'A_Expr')
  if (concatenation) {
    if (strings(concatenation.name).at(-1) !== '||') return undefined
    const left = valueOf(concatenation.lexpr)
    const right = valueOf(concatenation.rexpr)
    return left === undefined || right === undefined ? undefined : left + right
  }
  const call = as(node, 'FuncCall')
  return call ? valueOfCall(call) : constantText(node)
}

function valueOfCall({args = [], funcname}: FuncCall): string | undefined {
  const name = strings(funcname).at(-1)
  const values = args.map(valueOf)
  if (values.includes(undefined)) return undefined
  const [first = '', ...rest] = values as string[]
  if (name === 'format') return format(first, rest)
  if (name === 'concat') return [first, ...rest].join('')
  if (name === 'quote_ident') return quoteIdentifier(first)
  if (name === 'quote_literal') return quoteLiteral(first)
  return undefined
}

/** `format` with `%s`, `%I`, `%L` and `%%`; positions and widths are too rare to follow. */
function format(template: string, values: string[]): string | undefined {
  let next = 0
  let text = ''
  for (const [part, conversion] of template.matchAll(/%(.?)|[^%]+/g)) {
    if (conversion === undefined) text += part
    else if (conversion === '%') text += '%'
    else {
      const value = values[next++]
      if (value === undefined) return undefined
      if (conversion === 's') text += value
      else if (conversion === 'I') text += quoteIdentifier(value)
      else if (conversion === 'L') text += quoteLiteral(value)
      else return undefined
    }
  }
  return text
}

function quoteIdentifier(name: string): string {
  return /^[a-z_][a-z0-9_]*$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`
}

function quoteLiteral(value: string): string {
  return `'${value.replaceAll("'", "''")}'`
}
