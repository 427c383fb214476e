/** Whether a command runs that stands behind a question about the schema. */
import type {Command, Guard} from '../operations/script.js'
import type {Catalog} from './catalog.js'
import {findColumn, findConstraint, findIndex} from './lookup.js'
import type {Table} from './objects.js'
import type {Session} from './session.js'

/**
 * `skipped`: a guard does not hold. `unknown-table`: something must be there in a table that is not in the catalog;
 * either the command does nothing, or it changes what is not known anyway. `runs`: it must be reckoned with.
 */
export type GuardVerdict = 'runs' | 'skipped' | 'unknown-table'

/** What conditions of one statement have been answered, by their places. */
export type GuardAnswers = Map<number, boolean | 'unknown' | 'unknown-table'>

/** Ask the catalog what the guards of a command ask the server. */
export function checkGuards(
  {guards = []}: Command,
  catalog: Catalog,
  session: Session,
  answers: GuardAnswers
): GuardVerdict {
  let verdict: GuardVerdict = 'runs'
  for (const guard of guards) {
    const answer = answers.get(guard.start) ?? ask(guard, catalog, session)
    answers.set(guard.start, answer)
    if (answer === !guard.exists) return 'skipped'
    if (answer === 'unknown-table' && guard.exists) verdict = 'unknown-table'
  }
  return verdict
}

function ask(guard: Guard, catalog: Catalog, session: Session): boolean | 'unknown' | 'unknown-table' {
  const table = session.findTable(catalog, guard.table)
  return table ? (find(guard, table, session) ?? 'unknown') : 'unknown-table'
}

/** `undefined`: the table may have more than the catalog knows. */
function find({name, object}: Guard, table: Table, {server: {dialect}}: Session): boolean | undefined {
  if (object === 'table') return true
  const found = name === undefined ? hasAny(object, table) : hasNamed(object, name, table, dialect)
  return !found && table.incomplete === true ? undefined : found
}

function hasAny(object: Guard['object'], {columns, constraints, indexes}: Table): boolean {
  return {table: true, column: columns.length > 0, index: indexes.length > 0, constraint: constraints.length > 0}[
    object
  ]
}

function hasNamed(object: Guard['object'], name: string, table: Table, dialect: Session['server']['dialect']): boolean {
  switch (object) {
    case 'table':
      return true
    case 'column':
      return findColumn(dialect, table, name) !== undefined
    case 'index':
      return findIndex(dialect, table, name) !== undefined
    case 'constraint':
      // Keys have the names of their indexes.
      return findConstraint(dialect, table, name) !== undefined || findIndex(dialect, table, name)?.unique === true
  }
}
