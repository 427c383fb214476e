/** What the queries answered, together. */
import type {ObjectName} from '../../objects.js'
import {quote} from './definitions.js'
import type {
  ColumnRow,
  ConstraintRow,
  IndexRow,
  InheritanceRow,
  ObjectRow,
  ReadRow,
  RelationRow,
  SequenceRow,
  TriggerRow,
  TypeRow,
  UseRow
} from './queries.js'

/** All that was asked, in rows. */
export interface Rows {
  relations: RelationRow[]
  columns: ColumnRow[]
  constraints: ConstraintRow[]
  indexes: IndexRow[]
  inheritance: InheritanceRow[]
  reads: ReadRow[]
  uses: UseRow[]
  triggers: TriggerRow[]
  sequences: SequenceRow[]
  types: TypeRow[]
  routines: Array<{definition: string}>
  objects: ObjectRow[]
  statements: Array<{statement: string}>
  schemas: Array<{name: string}>
  extensions: ObjectName[]
}

/** Rows by the object that they belong to. */
export function groupBy<Row>(rows: readonly Row[], key: (row: Row) => number): Map<number, Row[]> {
  const groups = new Map<number, Row[]>()
  for (const row of rows) {
    const group = groups.get(key(row))
    if (group) group.push(row)
    else groups.set(key(row), [row])
  }
  return groups
}

/** A column as `CREATE TABLE` would say it. */
export function columnText({collation, expression, generated, name, type}: ColumnRow): string {
  const parts = [quote(name), type]
  if (collation !== null) parts.push(`COLLATE ${collation}`)
  if (generated !== '') parts.push(`GENERATED ALWAYS AS (${expression ?? 'NULL'}) STORED`)
  else if (expression !== null) parts.push(`DEFAULT ${expression}`)
  return parts.join(' ')
}
