/** What a condition is, as libpg-query parses it, where its constants tell without a row. */

type Node = Readonly<Record<string, unknown>>

/**
 * Tell whether a condition holds for each row, whatever is in it.
 *
 * @returns `undefined` where a row decides, or what the constants mean is not plain.
 */
export function truthOf(tree: unknown): boolean | undefined {
  const node = asNode(tree)
  const bool = inside(node, 'BoolExpr')
  if (bool) return combine(String(bool['boolop']), asList(bool['args']).map(truthOf))

  const test = inside(node, 'NullTest')
  if (test) {
    const value = constantOf(asNode(test['arg']))
    return value === undefined ? undefined : (value === null) === (test['nulltesttype'] === 'IS_NULL')
  }

  const cast = inside(node, 'TypeCast')
  if (cast) return castTruth(cast)

  const comparison = inside(node, 'A_Expr')
  if (comparison) return compare(comparison)
  const value = constantOf(node)
  return typeof value === 'boolean' ? value : undefined
}

function combine(operator: string, parts: ReadonlyArray<boolean | undefined>): boolean | undefined {
  if (operator === 'NOT_EXPR') return parts[0] === undefined ? undefined : !parts[0]
  // What one part is decides all of it: the other way round all have to be it.
  const deciding = operator === 'OR_EXPR'
  if (parts.includes(deciding)) return deciding
  return parts.every((part) => part !== undefined) ? !deciding : undefined
}

/** `'t'::boolean`, `1::boolean`. https://www.postgresql.org/docs/current/datatype-boolean.html */
function castTruth({arg, typeName}: Node): boolean | undefined {
  const type = inside(asNode(asList(asNode(typeName)['names']).at(-1)), 'String')?.['sval']
  if (type !== 'bool') return undefined
  const value = constantOf(asNode(arg))
  if (typeof value === 'boolean') return value
  if (typeof value === 'number') return value !== 0
  const text = String(value).trim().toLowerCase()
  if (['1', 'on', 't', 'true', 'y', 'yes'].includes(text)) return true
  return ['0', 'f', 'false', 'n', 'no', 'off'].includes(text) ? false : undefined
}

function compare({kind, lexpr, name, rexpr}: Node): boolean | undefined {
  const [left, right] = [constantOf(asNode(lexpr)), constantOf(asNode(rexpr))]
  if (kind !== 'AEXPR_OP' || left === undefined || right === undefined || left === null || right === null) {
    return undefined
  }
  const operator = asList(name).map((part) => inside(asNode(part), 'String')?.['sval'])[0]
  const equal = left === right
  if (operator === '=') return typeof left === typeof right ? equal : undefined
  if (operator === '<>') return typeof left === typeof right ? !equal : undefined
  // Which text comes first, the collation says.
  if (typeof left !== 'number' || typeof right !== 'number') return undefined
  switch (operator) {
    case '<':
      return left < right
    case '<=':
      return left <= right
    case '>':
      return left > right
    case '>=':
      return left >= right
    default:
      return undefined
  }
}

/** The value of a constant; `null`: it is `NULL`. */
function constantOf(node: Node): boolean | number | string | null | undefined {
  const constant = inside(node, 'A_Const')
  if (!constant) return undefined
  if (constant['isnull'] === true) return null
  const [boolean, integer, float, text] = ['boolval', 'ival', 'fval', 'sval'].map((name) => inside(constant, name))
  // What is false or zero is left out of the tree.
  if (boolean) return boolean['boolval'] === true
  if (integer) return Number(integer['ival'] ?? 0)
  if (float) return Number(float['fval'])
  if (!text) return undefined
  return typeof text['sval'] === 'string' ? text['sval'] : ''
}

function inside(node: Node, name: string): Node | undefined {
  return name in node ? asNode(node[name]) : undefined
}

function asNode(value: unknown): Node {
  return typeof value === 'object' && value !== null ? (value as Node) : {}
}

function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}
