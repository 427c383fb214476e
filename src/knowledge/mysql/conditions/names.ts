/** Conditions on what there is, or is not, of a name: the server looks that up before it does anything. */
import {findColumn, findConstraint, findIndex} from '../../../schema/lookup.js'
import type {Table} from '../../../schema/objects.js'
import type {Verdict} from '../../effect.js'
import {definitionIn, dropsIndex, isColumn, isDropped, operationsOf} from '../subject.js'
import type {Subject} from '../subject.js'
import {newIndex, newIndexes} from './keys/written.js'

/**
 * Asked only of a table of which all is sure: what may not have run, or could not be read, may have made what the
 * catalog misses. Nor is it asked of a command in a branch or under a handler, which may be there for this very reason.
 */
function ofSureTable({mayComeToNothing, table}: Subject, holds: (table: Table) => boolean): Verdict {
  const isSure = table?.kind === 'table' && table.incomplete !== true && table.doubtful !== true && !mayComeToNothing
  return isSure ? holds(table) : undefined
}

/** The name that the statement gives to a column that is there. */
function nameAfter(subject: Subject, name: string): string {
  const renames = operationsOf(subject, 'column.rename').map(({column, to}) => ({column, to}))
  const changes = operationsOf(subject, 'column.modify').map(({column, definition}) => ({column, to: definition.name}))
  return [...renames, ...changes].find(({column}) => isColumn(subject, column, name))?.to ?? name
}

/** The columns that the statement leaves or makes, one that it adds though it is there not twice. */
function columnsAfter(subject: Subject, {columns}: Table): string[] {
  const stay = columns.map(({name}) => name).filter((name) => !isDropped(subject, name))
  const added = operationsOf(subject, 'column.add').flatMap(({column, ifNotExists}) =>
    ifNotExists === true && stay.some((name) => isColumn(subject, name, column.name)) ? [] : [column.name]
  )
  return [...stay.map((name) => nameAfter(subject, name)), ...added]
}

/** Neither before nor after the statement. */
function isNoColumn(subject: Subject, table: Table, name: string): boolean {
  return (
    findColumn(subject.context.dialect, table, name) === undefined &&
    !columnsAfter(subject, table).some((each) => isColumn(subject, each, name))
  )
}

/** Columns that the operation takes for existing ones of the table. */
function isColumnMissing(subject: Subject): Verdict {
  const {context, operation} = subject
  switch (operation.kind) {
    case 'column.drop':
    case 'column.rename':
    case 'column.modify':
      if (operation.ifExists === true) return false
      break
    case 'column.set-default':
    case 'column.drop-default':
    case 'column.set-visibility':
      break
    default:
      return false
  }
  return ofSureTable(subject, (table) => findColumn(context.dialect, table, operation.column) === undefined)
}

function takesColumnName(subject: Subject): Verdict {
  const {operation} = subject
  const name = operation.kind === 'column.rename' ? operation.to : definitionIn(operation)?.name
  if (name === undefined) return false
  return ofSureTable(
    subject,
    (table) => columnsAfter(subject, table).filter((each) => isColumn(subject, each, name)).length > 1
  )
}

function stepsBehindNoColumn(subject: Subject): Verdict {
  const {operation} = subject
  if (operation.kind !== 'column.add' && operation.kind !== 'column.modify') return false
  const {position} = operation
  if (position === undefined || position === 'first') return false
  return ofSureTable(subject, (table) => isNoColumn(subject, table, position.after))
}

/** Columns of a new key or foreign key; a key over a period names that. */
function keyColumns({operation}: Subject): string[] {
  if (operation.kind === 'constraint.add' && operation.constraint.type === 'foreign-key')
    return [...operation.constraint.columns]
  return (newIndex({operation})?.elements ?? []).flatMap(({column, withoutOverlaps}) =>
    column === undefined || withoutOverlaps === true ? [] : [column]
  )
}

/** The server's own columns may be indexed: of system versioning, and the key that MySQL makes where there is none. */
const isOfServer = (name: string): boolean => /^(?:row_start|row_end|my_row_id|fts_doc_id)$/i.test(name)

function isKeyOfNoColumn(subject: Subject): Verdict {
  const columns = keyColumns(subject).filter((name) => !isOfServer(name))
  if (columns.length === 0) return false
  return ofSureTable(subject, (table) => columns.some((name) => isNoColumn(subject, table, name)))
}

/** One that the server made for a foreign key gives its name up to one that can take its place. */
function takesIndexName(subject: Subject): Verdict {
  const {context, operation} = subject
  if ((operation.kind === 'index.create' || operation.kind === 'constraint.add') && operation.ifNotExists === true)
    return false
  if (operation.kind === 'index.create' && operation.orReplace === true) return false
  const name = newIndex(subject)?.name
  if (name === undefined || name === 'PRIMARY') return false
  return ofSureTable(subject, (table) => {
    const twice = newIndexes(subject).filter((index) => isColumn(subject, index.name, name)).length > 1
    const existing = findIndex(context.dialect, table, name)
    const stays =
      existing !== undefined &&
      existing.automatic !== true &&
      !dropsIndex(subject, existing) &&
      !existing.elements.some(({column}) => column !== undefined && isDropped(subject, column)) &&
      operationsOf(subject, 'index.rename').every(({index}) => !isColumn(subject, index.name, name))
    return twice || stays
  })
}

function isKeyMissing(subject: Subject): Verdict {
  const {context, operation} = subject
  const {dialect} = context
  switch (operation.kind) {
    case 'index.drop':
    case 'index.rename': {
      if (operation.ifExists === true) return false
      const {name} = operation.index
      return ofSureTable(subject, (table) => findIndex(dialect, table, name) === undefined)
    }
    case 'constraint.alter':
      return ofSureTable(subject, (table) => findConstraint(dialect, table, operation.name) === undefined)
    case 'index.set-visibility':
      if (operation.ifExists === true) return false
      return ofSureTable(subject, (table) => findIndex(dialect, table, operation.index) === undefined)
    case 'constraint.drop': {
      if (operation.ifExists === true) return false
      const {name, type} = operation
      if (type === 'primary-key') return ofSureTable(subject, ({indexes}) => !indexes.some(({primary}) => primary))
      if (name === undefined) return false
      return ofSureTable(subject, (table) => {
        // Other engines have no foreign keys; MySQL does not mind then.
        if (dialect === 'mysql' && type === 'foreign-key' && !/^(?:innodb)?$/i.test(table.options['engine'] ?? ''))
          return false
        const found = findConstraint(dialect, table, name)
        return type === undefined ? (found ?? findIndex(dialect, table, name)) === undefined : found?.type !== type
      })
    }
    default:
      return false
  }
}

export const nameConditions = {
  'names-missing-column': isColumnMissing,
  'takes-column-name': takesColumnName,
  'behind-missing-column': stepsBehindNoColumn,
  'key-of-missing-column': isKeyOfNoColumn,
  'takes-index-name': takesIndexName,
  'names-missing-key': isKeyMissing
}
