/** Where a table differs from what a plan took it to be. */
import type {TableShape} from '../plan/plan.js'
import type {PreflightFinding} from './preflight.js'

export interface LiveColumn {
  name: string
  /** As people write it. */
  type: string
  notNull: boolean
}

/** A table as it is. */
export interface LiveShape<Column extends LiveColumn> {
  columns: readonly Column[]
  constraints: readonly string[]
  indexes: readonly string[]
}

interface Comparison<Column extends LiveColumn> {
  /** Of the table, as people write it. */
  label: string
  /** Whether the type that a plan names is that of the column. */
  isOfType: (planned: string, column: Column) => boolean
  /** How names of columns, constraints and indexes are compared. */
  fold: (name: string) => string
}

/**
 * What to tell of it.
 *
 * @param live `undefined`: there is none.
 */
export function shapeDifferences<Column extends LiveColumn>(
  shape: TableShape,
  live: LiveShape<Column> | undefined,
  comparison: Comparison<Column>
): PreflightFinding[] {
  const {fold, label} = comparison
  if (!shape.exists) return live === undefined ? [] : [changed(`table ${label}`, 'none of that name')]
  if (live === undefined) return [changed(`absence of table ${label}`, 'it')]
  const columns = new Map(live.columns.map((column) => [fold(column.name), column]))
  const lacking = (part: string, names: readonly string[], there: readonly string[]): PreflightFinding[] => {
    const known = new Set(there.map(fold))
    return names
      .filter((name) => !known.has(fold(name)))
      .map((name) => changed(`absence of ${part} \`${name}\` of ${label}`, 'it'))
  }
  return [
    ...shape.columns.flatMap((column) => compareColumn(column, columns.get(fold(column.name)), comparison)),
    ...lacking('constraint', shape.constraints, live.constraints),
    ...lacking('index', shape.indexes, live.indexes),
    ...extraColumns(shape, live, comparison)
  ]
}

function compareColumn<Column extends LiveColumn>(
  {name, notNull, type}: TableShape['columns'][number],
  live: Column | undefined,
  {isOfType, label}: Comparison<Column>
): PreflightFinding[] {
  const column = `column \`${name}\` of ${label}`
  if (live === undefined) return [changed(`absence of ${column}`, 'it')]
  const findings: PreflightFinding[] = []
  if (type !== '' && !isOfType(type, live)) findings.push(changed(`type \`${live.type}\` of ${column}`, `\`${type}\``))
  if (live.notNull !== notNull) {
    findings.push(changed(`\`${notNull ? 'NULL' : 'NOT NULL'}\` of ${column}`, notNull ? '`NOT NULL`' : '`NULL`'))
  }
  return findings
}

function extraColumns<Column extends LiveColumn>(
  {columns}: TableShape,
  live: LiveShape<Column>,
  {fold, label}: Comparison<Column>
): PreflightFinding[] {
  const known = new Set(columns.map(({name}) => fold(name)))
  const extra = live.columns.filter(({name}) => !known.has(fold(name)))
  if (extra.length === 0) return []
  const names = extra.map(({name}) => `\`${name}\``).join(', ')
  return [{...changed(`columns ${names} of ${label}`, 'none that the plan does not know'), severity: 'warning'}]
}

function changed(what: string, expected: string): PreflightFinding {
  return {severity: 'error', text: `Unexpected ${what}, expected ${expected}: plan again with \`--database-url\``}
}
