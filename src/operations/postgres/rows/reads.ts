/** Which relations a query reads and which functions it calls. */
import type {CommonTableExpr, FuncCall, LockingClause, Node, RangeVar, SelectStmt, WithClause} from 'libpg-query'
import type {Read} from '../../definitions.js'
import type {Calling} from '../../kinds/subject.js'
import type {OperationFields} from '../../operation.js'
import {toExpression} from '../expression.js'
import {nameOfList, toName} from '../name.js'
import {allOf, as} from '../node.js'

/** What a walk over a tree has found. */
export interface Reads {
  relations: Read[]
  calls: OperationFields['rows.select']['calls']
  /** The strongest row lock that is asked for. */
  lock: OperationFields['rows.select']['lock']
}

/** Look for relations in `FROM`, `USING`, sub-selects and CTEs; names of CTEs are none. */
export function readsOf(...trees: unknown[]): Reads {
  const walk: Walk = {reads: {relations: [], calls: [], lock: undefined}, seen: new Map(), locked: new Set()}
  for (const tree of trees) visit(tree, new Set(), walk)
  return walk.reads
}

/** Only the relations, which is what most statements ask for. */
export function relationsIn(...trees: unknown[]): Read[] {
  return readsOf(...trees).relations
}

/** Each routine once, as often as it may be called. */
export function callsIn({calls}: Reads): Calling {
  if (calls.length === 0) return {}
  const distinct = new Map(
    calls.map((call) => [`${call.function.schema ?? ''}.${call.function.name} ${String(call.arguments.length)}`, call])
  )
  return {calls: [...distinct.values()]}
}

interface Walk {
  reads: Reads
  /** By name, those found already. */
  seen: Map<string, Read>
  /** Where rows are locked. */
  locked: Set<RangeVar>
}

function visit(value: unknown, hidden: ReadonlySet<string>, walk: Walk): void {
  if (typeof value !== 'object' || value === null) return
  if (Array.isArray(value)) for (const item of value) visit(item, hidden, walk)
  else visitObject(value, hidden, walk)
}

function visitObject(node: object, hidden: ReadonlySet<string>, walk: Walk): void {
  const {withClause} = node as {withClause?: WithClause}
  if ('lockingClause' in node) noteLocked(node as SelectStmt, walk.locked)
  const names = withClause ? visitCommonTables(withClause, hidden, walk) : hidden
  // `in` and not `Object.entries`: this sees every node of every query.
  for (const key in node) {
    const value = (node as Record<string, unknown>)[key]
    if (typeof value !== 'object' || leaves.has(key)) continue
    if (key === 'RangeVar') addRelation(value as RangeVar, names, walk)
    else if (key === 'LockingClause') addLock(value as LockingClause, walk)
    else if (key === 'FuncCall') addCall(value as FuncCall, names, walk)
    else visit(value, names, walk)
  }
}

/**
 * Nodes without relations and calls below them, and what is looked at apart: the `WITH` of a statement,
 * and the table that `INTO` makes.
 */
const leaves = new Set(['A_Const', 'ColumnRef', 'String', 'TypeName', 'typeName', 'withClause', 'intoClause'])

/** A CTE sees those before it; with `RECURSIVE` all of them. Returns what the statement itself sees. */
function visitCommonTables(clause: WithClause, hidden: ReadonlySet<string>, walk: Walk): ReadonlySet<string> {
  const tables: CommonTableExpr[] = allOf(clause.ctes, 'CommonTableExpr')
  const names = new Set(hidden)
  if (clause.recursive) for (const {ctename} of tables) names.add(ctename ?? '')
  for (const {ctename, ctequery} of tables) {
    visit(ctequery, new Set(names), walk)
    names.add(ctename ?? '')
  }
  return names
}

function addRelation(relation: RangeVar, hidden: ReadonlySet<string>, {locked, reads, seen}: Walk): void {
  const name: Read = toName(relation)
  if (name.schema === undefined && hidden.has(name.name)) return
  const key = `${name.schema ?? ''}\0${name.name}`
  const had = seen.get(key)
  const read = had ?? name
  // Of a target the tree of a statement says as much.
  if (!had && relation.inh !== true) read.only = true
  if (had && relation.inh === true) delete read.only
  if (locked.has(relation)) read.locked = true
  if (had) return
  seen.set(key, read)
  reads.relations.push(read)
}

/** Relations whose rows a query locks: those that `OF` names, or all of its `FROM`, sub-selects there included. */
function noteLocked({fromClause = [], lockingClause}: SelectStmt, locked: Set<RangeVar>): void {
  for (const {lockedRels} of allOf(lockingClause, 'LockingClause')) {
    const names = allOf(lockedRels, 'RangeVar').flatMap(({relname}) => relname ?? [])
    collectLocked(fromClause, names.length > 0 ? names : undefined, locked)
  }
}

function collectLocked(items: readonly Node[], names: readonly string[] | undefined, locked: Set<RangeVar>): void {
  const isMeant = (called: string | undefined): boolean =>
    names === undefined || (called !== undefined && names.includes(called))
  for (const item of items) {
    const relation = as(item, 'RangeVar')
    if (relation && isMeant(relation.alias?.aliasname ?? relation.relname)) locked.add(relation)
    const join = as(item, 'JoinExpr')
    if (join)
      collectLocked(
        [join.larg, join.rarg].flatMap((side) => side ?? []),
        names,
        locked
      )
    const inner = as(item, 'RangeSubselect')
    const select = as(inner?.subquery, 'SelectStmt')
    if (select && isMeant(inner?.alias?.aliasname)) collectLocked(select.fromClause ?? [], undefined, locked)
  }
}

function addCall(call: FuncCall, hidden: ReadonlySet<string>, walk: Walk): void {
  walk.reads.calls.push({
    function: nameOfList(call.funcname),
    arguments: (call.args ?? []).map((argument) => toExpression(argument))
  })
  for (const value of Object.values(call)) visit(value, hidden, walk)
}

const strengths = ['LCS_NONE', 'LCS_FORKEYSHARE', 'LCS_FORSHARE', 'LCS_FORNOKEYUPDATE', 'LCS_FORUPDATE']
const locks = [undefined, 'key-share', 'share', 'no-key-update', 'update'] as const

function addLock({strength = 'LCS_NONE'}: LockingClause, {reads}: Walk): void {
  const found = strengths.indexOf(strength)
  if (found > locks.indexOf(reads.lock)) reads.lock = locks[found]
}
