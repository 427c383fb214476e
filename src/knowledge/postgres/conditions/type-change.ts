/**
 * `ALTER COLUMN … TYPE`: does every stored value stay as it is? Follows `ATColumnChangeRequiresRewrite`
 * in the server's `tablecmds.c`; in the manual's words: “if the USING clause does not change the column
 * contents and the old type is either binary coercible to the new type or an unconstrained domain over
 * the new type, a table rewrite is not needed”.
 * https://www.postgresql.org/docs/current/sql-altertable.html
 */
import type {DataType} from '../../../operations/definitions.js'
import type {Column} from '../../../schema/objects.js'
import type {Verdict} from '../../effect.js'
import {columnOf, nodeOf, typeOf} from '../expressions/tree.js'
import {
  isBinaryCast,
  isConstrained,
  isKnownType,
  isSameBase,
  isWidening,
  openType,
  type OpenType
} from '../expressions/type-facts.js'
import type {Surroundings} from '../expressions/volatility.js'
import type {Look} from '../look.js'

/** The column that changes, as the relation has it now; `undefined` where the catalog does not know. */
export function changedColumn(look: Look): Column | undefined {
  const {operation, relation} = look
  if (operation.kind !== 'column.set-type') return undefined
  return relation.table?.columns.find(({name}) => name === operation.column)
}

/** Whether values are stored anew. */
export function isRewritingTypeChange(look: Look): Verdict {
  const {operation} = look
  if (operation.kind !== 'column.set-type') return false
  // Views have no rows.
  if (look.relation.table?.kind === 'view') return false
  const old = changedColumn(look)?.type
  const steps = operation.using ? castsOf(operation.using.tree, operation.column) : []
  // The expression is more than the column and casts of it.
  if (steps === undefined) return true
  if (old === undefined) return undefined
  return rewritesAlong(old, [...steps, operation.type], look)
}

/** The casts around the column, innermost first; `undefined` where it is anything else. */
function castsOf(tree: unknown, column: string): DataType[] | undefined {
  if (columnOf(tree) === column) return []
  const node = nodeOf(tree)
  if (node?.[0] === 'CollateClause') return castsOf(node[1].arg, column)
  if (node?.[0] !== 'TypeCast') return undefined
  const inner = castsOf(node[1].arg, column)
  const type = typeOf(node[1].typeName)
  return inner === undefined || type === undefined ? undefined : [...inner, type]
}

function rewritesAlong(old: DataType, types: readonly DataType[], surroundings: Surroundings): Verdict {
  let from = old
  let result: Verdict = false
  for (const to of types) {
    const verdict = isRewritingCast(from, to, surroundings)
    if (verdict === true) return true
    if (verdict === undefined) result = undefined
    from = to
  }
  return result
}

/** Whether a cast changes stored values, or has to look at them. */
export function isRewritingCast(from: DataType, to: DataType, surroundings: Surroundings): Verdict {
  const source = openType(from, surroundings)
  const target = openType(to, surroundings)
  const [fromDomain] = source.domains
  if (target.domains.length > 0 && fromDomain === target.domains[0]) return false
  if (isSameBase(from, to) && from.modifiers.join() === to.modifiers.join()) return false
  if (isConstrained(target)) return true
  const stored = storedBy(source)
  if (isSameBase(stored, target.base)) return !isWidening(stored, target.base)
  if (!isKnownType(source, surroundings) || !isKnownType(target, surroundings)) return undefined
  // A length is checked against a value of no known length: the cast has forgotten the old one.
  const fits = isWidening({...target.base, modifiers: []}, target.base)
  if (isTimestampPair(stored, target.base)) return fits ? isTimeZoneMoving(surroundings) : true
  return !isBinaryCast(stored, target.base, surroundings) || !fits
}

/** The base type; the length that a domain gives it is not known to casts. */
const storedBy = ({base, domains}: OpenType): DataType => (domains.length > 0 ? {...base, modifiers: []} : base)

function isTimestampPair(from: DataType, to: DataType): boolean {
  const pair = [from.name, to.name].sort().join(' ')
  return pair === 'timestamp timestamptz' && from.arrayDimensions === 0 && to.arrayDimensions === 0
}

/** Zones without any offset, now or ever; `undefined` where the session does not say which it has. */
function isTimeZoneMoving({session}: Surroundings): Verdict {
  const zone = session.getSure('timezone')
  if (zone === undefined) return undefined
  return !/^(?:(?:etc\/)?(?:utc|gmt|uct|zulu|universal|greenwich|gmt[+-]?0)|utc0|0|\+00(?::00)?|[+-]0)$/i.test(
    zone.replace(/^'|'$/g, '')
  )
}
