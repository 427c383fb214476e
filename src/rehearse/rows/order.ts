import type {FillKey, FillTable} from './table.js'

/** A table in its turn, with the keys whose tables come later: cycles, and references to itself. */
export interface OrderedTable {
  table: FillTable
  late: readonly FillKey[]
}

/**
 * Put tables into an order in which each comes after those that it references. Where they go round in a
 * circle, the one with the fewest keys that must be filled comes first.
 */
export function orderTables(tables: readonly FillTable[]): OrderedTable[] {
  const known = new Set(tables.map(({name}) => name))
  const left = new Map(tables.map((table) => [table.name, table]))
  const ordered: OrderedTable[] = []
  while (left.size > 0) {
    const ready = [...left.values()].filter((table) => waitsFor(table, left).length === 0)
    for (const table of ready.length > 0 ? ready : [easiest([...left.values()], left)]) {
      const late = table.foreignKeys.filter(({target}) => left.has(target) || !known.has(target))
      ordered.push({table, late})
    }
    for (const {table} of ordered) left.delete(table.name)
  }
  return ordered
}

function waitsFor(table: FillTable, left: ReadonlyMap<string, FillTable>): FillKey[] {
  return table.foreignKeys.filter(({target}) => target !== table.name && left.has(target))
}

function easiest(tables: readonly FillTable[], left: ReadonlyMap<string, FillTable>): FillTable {
  const required = (table: FillTable): number => waitsFor(table, left).filter((key) => !isNullable(table, key)).length
  const [first, ...others] = tables
  if (first === undefined) throw new TypeError('Unexpected empty list of tables')
  return others.reduce((best, each) => (required(each) < required(best) ? each : best), first)
}

/** Whether a row may be without the key: one column of it may be NULL. */
export function isNullable({columns}: FillTable, key: FillKey): boolean {
  return key.columns.some((name) => columns.find((column) => column.name === name)?.nullable === true)
}
