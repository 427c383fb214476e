/** Which views, policies and rules use a column of a relation. */
import type {QueryUses} from '../../../operations/definitions.js'
import type {ObjectName, Table} from '../../../schema/objects.js'
import type {Verdict} from '../../effect.js'
import {any} from '../expressions/verdict.js'
import {isSame, targetAt, type Scene, type Target} from '../look.js'

/**
 * Whether a view uses a column: its own column of the name shows it, or its query; or a view below it that goes. Where two relations that it reads
 * have the column, nothing tells which it means.
 */
export function usesColumn(column: string, {name, table}: Target, scene: Scene): Verdict {
  const below = (table?.reads ?? []).map((read) => targetAt(scene, read)).filter((read) => !isSame(read.name, name))
  const views = below.filter((read) => read.table?.kind === 'view' || read.table?.kind === 'materialized-view')
  const through = any(views, (view) => usesColumn(column, view, scene))
  if (through === true) return true
  const {uses} = table ?? {}
  if (!uses) return table?.columns.some((own) => own.name === column) === true ? true : undefined
  if (uses.joined.includes(column)) return true
  const mentioned = uses.star || uses.columns.includes(column)
  if (!mentioned) return through
  const having = below.filter(
    (read) => read.table === undefined || read.table.columns.some((own) => own.name === column)
  )
  return having.length > 1 && !uses.star ? undefined : true
}

/** Whether a policy or a rule of the table may use a column of a relation that it names. */
export function mentionsColumn({policyUses = [], rules = []}: Table, column: string, of: ObjectName): boolean {
  const parts: Array<{names: readonly ObjectName[]; uses: QueryUses | undefined}> = [
    ...policyUses.map(({reads, uses}) => ({names: reads, uses})),
    ...rules.map(({mentions, uses}) => ({names: mentions, uses}))
  ]
  return parts.some(
    ({names, uses}) =>
      names.some((name) => isSame(name, of)) &&
      (uses === undefined || uses.star || uses.columns.includes(column) || uses.joined.includes(column))
  )
}
