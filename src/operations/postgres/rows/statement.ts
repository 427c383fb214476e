/** `INSERT`, `UPDATE`, `DELETE`, `MERGE`, `SELECT`, alone or inside `WITH`. */
import type {DeleteStmt, InsertStmt, MergeStmt, Node, SelectStmt, UpdateStmt, WithClause} from 'libpg-query'
import type {Name} from '../../definitions.js'
import type {Operation, OperationFields} from '../../operation.js'
import {countText} from '../constant.js'
import {toExpression} from '../expression.js'
import {operation} from '../lowering.js'
import {toName} from '../name.js'
import {allOf, as} from '../node.js'
import type {Stretch} from '../source.js'
import {cut, depthOf, findToken, indexAt, insideBrackets, rangeOf, splitAtCommas, tokenAt, wholeOf} from '../source.js'
import {callsIn, readsOf} from './reads.js'
import {lowerSelect} from './select.js'
import {spansOfValues} from './spans.js'

/** Operations of a query, those in its CTEs first; `undefined` where the node is no such statement. */
export function lowerQuery(node: Node, stretch: Stretch): Operation[] | undefined {
  const select = as(node, 'SelectStmt')
  if (select) return [...lowerCommonTables(select.withClause, stretch), ...lowerSelect(select, stretch)]
  const insert = as(node, 'InsertStmt')
  if (insert) return [...lowerCommonTables(insert.withClause, stretch), lowerInsert(insert, stretch)]
  const update = as(node, 'UpdateStmt')
  if (update) return [...lowerCommonTables(update.withClause, stretch), lowerUpdate(update, stretch)]
  const remove = as(node, 'DeleteStmt')
  if (remove) return [...lowerCommonTables(remove.withClause, stretch), lowerDelete(remove, stretch)]
  const merge = as(node, 'MergeStmt')
  return merge && [...lowerCommonTables(merge.withClause, stretch), lowerMerge(merge, stretch)]
}

/** What changes rows inside a `WITH`; the queries in it are reads of the statement. */
function lowerCommonTables(clause: WithClause | undefined, stretch: Stretch): Operation[] {
  return allOf(clause?.ctes, 'CommonTableExpr').flatMap(({ctequery, location}) => {
    if (!ctequery) return []
    const inside = commonTableStretch(stretch, location)
    const select = as(ctequery, 'SelectStmt')
    return select ? lowerCommonTables(select.withClause, inside) : (lowerQuery(ctequery, inside) ?? [])
  })
}

/** `name (columns) AS MATERIALIZED ( query )` */
function commonTableStretch(stretch: Stretch, location: number | undefined): Stretch {
  const whole = wholeOf(stretch.source)
  const start = indexAt(stretch.source, location)
  const word = findToken(whole, ['AS'], start, tokenAt(whole, start)?.depth)
  const open = word === -1 ? -1 : findToken(whole, ['('], word, tokenAt(whole, word)?.depth)
  return (open === -1 ? undefined : insideBrackets(whole, open)) ?? stretch
}

function lowerInsert(insert: InsertStmt, stretch: Stretch): Operation {
  const found = readsOf(insert)
  const select = as(insert.selectStmt, 'SelectStmt')
  const isValues = select?.valuesLists !== undefined && !select.fromClause
  const fields: OperationFields['rows.insert'] = {
    table: toName(insert.relation),
    source: !select ? 'default' : isValues ? 'values' : 'query',
    columns: allOf(insert.cols, 'ResTarget').map(({name}) => name ?? ''),
    reads: found.relations,
    ...callsIn(found)
  }
  const action = insert.onConflictClause?.action
  if (action === 'ONCONFLICT_NOTHING') fields.conflict = 'nothing'
  if (action === 'ONCONFLICT_UPDATE') fields.conflict = 'update'
  if (isValues) {
    fields.rows = select.valuesLists?.length ?? 0
    fields.spans = spansOfValues(select.valuesLists ?? [])
  }
  if (select && takesEveryRow(select, fields.reads)) fields.readsEveryRow = true
  // `OVERRIDING USER VALUE` gives identities other values than the query does.
  const asGiven = insert.override !== 'OVERRIDING_USER_VALUE'
  const copies = select && asGiven ? copiesOf(select, fields.reads, stretch) : undefined
  if (copies) fields.copies = copies
  return operation('rows.insert', rangeOf(stretch), {...fields, ...limitsOf(select)})
}

/** One relation, and nothing that leaves rows of it out or could be answered by an index. */
function takesEveryRow(select: SelectStmt, reads: readonly Name[]): boolean {
  const {distinctClause, fromClause, limitCount, limitOffset, op, sortClause, whereClause} = select
  const narrowed = whereClause ?? limitCount ?? limitOffset ?? sortClause ?? distinctClause ?? select.groupClause
  const [from] = fromClause ?? []
  const isRelation = fromClause?.length === 1 && from !== undefined && 'RangeVar' in from
  // An index answers `max(a)`.
  if (select.targetList?.some((target) => JSON.stringify(target).includes('"FuncCall"'))) return false
  return isRelation && reads.length === 1 && narrowed === undefined && (op === undefined || op === 'SETOP_NONE')
}

/** What a query gives of each row of the one relation that it reads; `undefined`: it leaves rows out, or makes others. */
function copiesOf(
  select: SelectStmt,
  reads: readonly Name[],
  stretch: Stretch
): OperationFields['rows.insert']['copies'] | undefined {
  const {distinctClause, fromClause, groupClause, havingClause, limitCount, limitOffset, op, whereClause} = select
  const [from] = fromClause ?? []
  const relation = from && as(from, 'RangeVar')
  const narrowed = whereClause ?? limitCount ?? limitOffset ?? distinctClause ?? groupClause ?? havingClause
  if (fromClause?.length !== 1 || !relation || reads.length !== 1 || narrowed !== undefined) return undefined
  // `FROM t AS x (b, a)`: names that are not those of the columns.
  if (relation.alias?.colnames !== undefined) return undefined
  if ((op !== undefined && op !== 'SETOP_NONE') || select.withClause || select.windowClause) return undefined
  const start = findToken(stretch, ['SELECT'])
  let end = findToken(stretch, ['FROM'], start + 1)
  // `IS DISTINCT FROM` belongs to a value.
  while (tokenAt(stretch, end - 1)?.text === 'DISTINCT') end = findToken(stretch, ['FROM'], end + 1)
  const parts = start === -1 || end === -1 ? [] : splitAtCommas(cut(stretch, start + 1, end))
  const targets = allOf(select.targetList, 'ResTarget')
  if (parts.length !== targets.length) return undefined
  const values = targets.flatMap(({name, val}, index) => {
    const part = parts[index]
    return val && part ? [toExpression(val, name === undefined ? part : withoutAlias(part))] : []
  })
  return {from: relation.alias?.aliasname ?? relation.relname ?? '', values}
}

/** `value AS name`, `value name`: without the name. */
function withoutAlias(part: Stretch): Stretch {
  const before = cut(part, part.from, part.to - 1)
  return tokenAt(before, before.to - 1)?.text === 'AS' ? cut(before, before.from, before.to - 1) : before
}

/** `LIMIT` and `OFFSET` of a query. */
export function limitsOf(select: SelectStmt | undefined): {limit?: string; offset?: string} {
  const limit = countText(select?.limitCount)
  const offset = countText(select?.limitOffset)
  return {...(limit === undefined ? {} : {limit}), ...(offset === undefined ? {} : {offset})}
}

function lowerUpdate(update: UpdateStmt, stretch: Stretch): Operation {
  const found = readsOf(update)
  const targets = allOf(update.targetList, 'ResTarget')
  const table = toName(update.relation)
  const inPart = targets.flatMap(({indirection, name}) => (indirection && name !== undefined ? [name] : []))
  return operation('rows.update', rangeOf(stretch), {
    table,
    columns: targets.map(({name}) => name ?? ''),
    values: targets.flatMap(({location, val}) => (val ? toExpression(val, valueStretch(stretch, location)) : [])),
    where: update.whereClause && toExpression(update.whereClause, conditionStretch(stretch)),
    reads: found.relations,
    ...callsIn(found),
    ...(inPart.length > 0 ? {inPart} : {}),
    ...(update.relation?.inh ? {} : {only: true}),
    ...listedIn(update.fromClause, update.withClause),
    ...limitInside(update.whereClause, update.fromClause, update.withClause)
  })
}

/** Of `column = value`, which ends at a comma or at the next clause; assignments of many at once have none. */
function valueStretch(stretch: Stretch, location: number | undefined): Stretch | undefined {
  const start = indexAt(stretch.source, location)
  const depth = depthOf(stretch)
  if (tokenAt(stretch, start)?.depth !== depth) return undefined
  const equals = findToken(stretch, ['='], start)
  if (equals === -1) return undefined
  let end = equals + 1
  for (; end < stretch.to; end++) {
    const token = tokenAt(stretch, end)
    if (!token) break
    if (token.depth !== depth) continue
    if ([',', 'WHERE', 'RETURNING'].includes(token.text)) break
    // `IS DISTINCT FROM` belongs to the value.
    if (token.text === 'FROM' && tokenAt(stretch, end - 1)?.text !== 'DISTINCT') break
  }
  return cut(stretch, equals + 1, end)
}

function conditionStretch(stretch: Stretch): Stretch | undefined {
  const where = findToken(stretch, ['WHERE'])
  return where === -1 ? undefined : cut(stretch, where + 1, findToken(stretch, ['RETURNING'], where))
}

/**
 * PostgreSQL has no `UPDATE … LIMIT`: batches are written with a sub-select or a CTE, so its limit is
 * the statement's.
 */
function limitInside(...trees: unknown[]): {limit?: string; offset?: string; orderBy?: boolean} {
  for (const tree of trees) {
    const select = findLimited(tree)
    if (select) return {...limitsOf(select), ...(select.sortClause ? {orderBy: true} : {})}
  }
  return {}
}

/** Whether there are as many rows as stand there: a column of another relation and a function may bring more. */
function isWrittenOut(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return true
  return Object.entries(value).every(
    ([kind, inner]) => kind !== 'ColumnRef' && kind !== 'FuncCall' && kind !== 'SubLink' && isWrittenOut(inner)
  )
}

/** Names of `(VALUES …) AS name` and `WITH name AS (VALUES …)`. */
function listedIn(from: readonly Node[] | undefined, clause: WithClause | undefined): {listed?: string[]} {
  const isList = (query: Node | undefined): boolean => {
    const values = as(query, 'SelectStmt')?.valuesLists
    return values !== undefined && isWrittenOut(values)
  }
  const named = allOf(clause?.ctes, 'CommonTableExpr')
    .filter(({ctequery}) => isList(ctequery))
    .map(({ctename}) => ctename)
  const lists = allOf(from, 'RangeSubselect')
    .filter(({subquery}) => isList(subquery))
    .map(({alias}) => alias?.aliasname)
  const tables = allOf(from, 'RangeVar')
    .filter(({relname, schemaname}) => schemaname === undefined && named.includes(relname))
    .map(({alias, relname}) => alias?.aliasname ?? relname)
  const listed = [...lists, ...tables].filter((name) => name !== undefined)
  return listed.length > 0 ? {listed} : {}
}

function findLimited(value: unknown): SelectStmt | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const select = value as SelectStmt
  if (select.limitCount !== undefined || select.limitOffset !== undefined) return select
  for (const child of Object.values(value)) {
    const found = findLimited(child)
    if (found) return found
  }
  return undefined
}

function lowerDelete(remove: DeleteStmt, stretch: Stretch): Operation {
  const found = readsOf(remove)
  return operation('rows.delete', rangeOf(stretch), {
    table: toName(remove.relation),
    where: remove.whereClause && toExpression(remove.whereClause, conditionStretch(stretch)),
    reads: found.relations,
    ...callsIn(found),
    ...(remove.relation?.inh ? {} : {only: true}),
    ...listedIn(remove.usingClause, remove.withClause),
    ...limitInside(remove.whereClause, remove.usingClause, remove.withClause)
  })
}

const mergeActions: Record<string, 'insert' | 'update' | 'delete'> = {
  CMD_INSERT: 'insert',
  CMD_UPDATE: 'update',
  CMD_DELETE: 'delete'
}

function lowerMerge(merge: MergeStmt, stretch: Stretch): Operation {
  const found = readsOf(merge)
  const clauses = allOf(merge.mergeWhenClauses, 'MergeWhenClause')
  const columns = clauses.flatMap(({targetList}) => allOf(targetList, 'ResTarget').map(({name}) => name ?? ''))
  return operation('rows.merge', rangeOf(stretch), {
    table: toName(merge.relation),
    actions: [...new Set(clauses.flatMap(({commandType}) => mergeActions[commandType ?? ''] ?? []))],
    columns: [...new Set(columns)],
    reads: found.relations,
    ...callsIn(found),
    ...(merge.relation?.inh ? {} : {only: true})
  })
}
