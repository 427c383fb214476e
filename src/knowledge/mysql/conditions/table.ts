/** Conditions on the table as a whole. */
import type {OperationKind} from '../../../operations/operation.js'
import {columnsUsed} from '../../../schema/expressions.js'
import type {Column, Index, Table} from '../../../schema/objects.js'
import type {Verdict} from '../../effect.js'
import {newIndexes} from './keys/written.js'
import {indexHas, isColumn, isDropped, operationsOf, remainingIndexes} from '../subject.js'
import type {Subject} from '../subject.js'

/** What the table says; “no” only where nothing can be hidden from us. */
export function ofTable(subject: Subject, holds: (table: Table) => boolean): Verdict {
  if (!subject.table) return undefined
  if (holds(subject.table)) return true
  return subject.table.incomplete === true ? undefined : false
}

/** An option of the table that a statement about it may have told, in lower case. */
function option(table: Table, name: string): string {
  return (table.options[name] ?? '').toLowerCase()
}

export function isFulltext({method}: Index): boolean {
  return method === 'fulltext'
}

export function isVirtual({generated}: Column): boolean {
  return generated !== undefined && generated.storage !== 'stored'
}

export function isFunctional({elements}: Index): boolean {
  return elements.some(({column}) => column === undefined)
}

/** One stays, or one takes another's place. */
function keepsFulltext(subject: Subject, {indexes}: Table): boolean {
  const added = operationsOf(subject, 'index.create').some(({index}) => index.method === 'fulltext')
  return remainingIndexes(subject).some(isFulltext) || (added && indexes.some(isFulltext))
}

/** One outlives the statement, and another does or is added. */
function keepsSeveralFulltext(subject: Subject): boolean {
  const kept = remainingIndexes(subject).filter(isFulltext).length
  return kept > 0 && kept + newIndexes(subject).filter(({method}) => method === 'fulltext').length > 1
}

/** A key over a period outlives the statement, or is added. */
const hasTemporalKey = (subject: Subject): boolean =>
  [...remainingIndexes(subject), ...newIndexes(subject)].some(({elements}) =>
    elements.some(({withoutOverlaps}) => withoutOverlaps === true)
  )

function hasVirtualIndex(subject: Subject, table: Table): boolean {
  const virtual = table.columns.filter((column) => isVirtual(column) && !isDropped(subject, column.name))
  return remainingIndexes(subject).some((index) => virtual.some(({name}) => indexHas(subject, index, name)))
}

/** A virtual column that is there already gets an index. */
function indexesVirtual(subject: Subject, {columns}: Table): boolean {
  const indexed = [
    ...operationsOf(subject, 'index.create').flatMap(({index}) => index.elements.map(({column}) => column)),
    ...operationsOf(subject, 'constraint.add').flatMap(({constraint}) => constraint.columns)
  ]
  return columns.some((column) => isVirtual(column) && indexed.some((name) => isColumn(subject, name, column.name)))
}

function hasOrphanedCheck(subject: Subject, table: Table): boolean {
  return table.constraints.some(
    ({expression, type}) =>
      type === 'check' &&
      expression !== undefined &&
      columnsUsed(expression, table.columns).some((name) => isDropped(subject, name))
  )
}

/** A foreign key of the table to itself. */
function isSelfReferencing({constraints, name, schema}: Table): boolean {
  return constraints.some(
    ({references, type}) =>
      type === 'foreign-key' && references?.table.name === name && references.table.schema === schema
  )
}

const changingActions = new Set(['cascade', 'set null', 'set default'])

const leavingTable = new Set<OperationKind>(['table.rename', 'table.enable-keys', 'table.alter-nothing'])

export const tableConditions = {
  /** Of another storage engine than InnoDB. */
  'other-engine': (subject: Subject) => ofTable(subject, (table) => !['innodb', ''].includes(option(table, 'engine'))),
  // Only the session that made it sees a temporary table, so one that nothing has made is none.
  'temporary-table': (subject: Subject) => ofTable(subject, ({persistence}) => persistence === 'temporary') ?? false,
  partitioned: (subject: Subject) => ofTable(subject, ({partitionBy}) => partitionBy !== undefined),
  /** `PARTITION BY KEY ()`. */
  'partitioned-by-primary-key': (subject: Subject) =>
    ofTable(subject, ({partitionBy}) => partitionBy?.strategy === 'key' && partitionBy.key.length === 0),
  /** A key block size alone makes a table compressed. */
  'compressed-rows': (subject: Subject) =>
    ofTable(
      subject,
      (table) =>
        option(table, 'row_format') === 'compressed' ||
        (Number(option(table, 'key_block_size')) > 0 && ['', 'default'].includes(option(table, 'row_format')))
    ),
  'redundant-rows': (subject: Subject) => ofTable(subject, (table) => option(table, 'row_format') === 'redundant'),
  'page-compressed': (subject: Subject) =>
    ofTable(subject, (table) => !['', '0', 'no', 'off'].includes(option(table, 'page_compressed'))),
  'system-versioned': (subject: Subject) => ofTable(subject, ({systemVersioned}) => systemVersioned === true),
  /** A `FULLTEXT` index outlives the statement. */
  'fulltext-index': (subject: Subject) => ofTable(subject, (table) => keepsFulltext(subject, table)),
  'several-fulltext': (subject: Subject) => ofTable(subject, () => keepsSeveralFulltext(subject)),
  /** A key `WITHOUT OVERLAPS`. */
  'temporal-key': (subject: Subject) => ofTable(subject, () => hasTemporalKey(subject)),
  'has-fulltext': (subject: Subject) => ofTable(subject, ({indexes}) => indexes.some(isFulltext)),
  /** It has a `FULLTEXT` index, or had one: the hidden `FTS_DOC_ID` stays. */
  'hidden-document-id': (subject: Subject) =>
    ofTable(
      subject,
      ({columns, hiddenFulltextColumn, indexes}) =>
        (hiddenFulltextColumn === true || indexes.some(isFulltext)) && !columns.some(({name}) => name === 'FTS_DOC_ID')
    ),
  /** The document id that a first `FULLTEXT` index needs is a column of its own. */
  'own-document-id': (subject: Subject) =>
    ofTable(subject, ({columns}) => columns.some(({name}) => name === 'FTS_DOC_ID')),
  'document-id-index': (subject: Subject) =>
    ofTable(subject, ({indexes}) => indexes.some(({name}) => name === 'FTS_DOC_ID_INDEX')),
  'spatial-index': (subject: Subject) =>
    ofTable(subject, () => remainingIndexes(subject).some(({method}) => method === 'spatial')),
  'vector-index': (subject: Subject) =>
    ofTable(subject, ({indexes}) => indexes.some(({method}) => method === 'vector')),
  'functional-index': (subject: Subject) => ofTable(subject, () => remainingIndexes(subject).some(isFunctional)),
  'virtual-column': (subject: Subject) => ofTable(subject, ({columns}) => columns.some(isVirtual)),
  'indexed-virtual-column': (subject: Subject) => ofTable(subject, (table) => hasVirtualIndex(subject, table)),
  'indexes-virtual-column': (subject: Subject) => ofTable(subject, (table) => indexesVirtual(subject, table)),
  'stored-column': (subject: Subject) =>
    ofTable(subject, ({columns}) => columns.some(({generated}) => generated?.storage === 'stored')),
  'self-referencing': (subject: Subject) => ofTable(subject, isSelfReferencing),
  /** A change of the referenced row may change rows here. */
  'changed-by-foreign-key': (subject: Subject) =>
    ofTable(subject, ({constraints}) =>
      constraints.some(
        ({references}) =>
          changingActions.has(references?.onDelete?.toLowerCase() ?? '') ||
          changingActions.has(references?.onUpdate?.toLowerCase() ?? '')
      )
    ),
  /** A check loses a column that it speaks of. */
  'orphaned-check': (subject: Subject) => ofTable(subject, (table) => hasOrphanedCheck(subject, table)),
  'has-text-outside-varchar': (subject: Subject) =>
    ofTable(subject, ({columns}) =>
      columns.some(({type}) => /^(char|(tiny|medium|long)?text)$/.test(type?.name ?? ''))
    ),
  /** Of a temporary table even the definition changes only with a copy; these do not change it. */
  'leaves-table': ({operations}: Subject) => operations.every(({kind}) => leavingTable.has(kind)),
  'asks-instant': ({asksInstant}: Subject) => asksInstant,
  'ignores-errors': ({ignore}: Subject) => ignore,
  'drops-system-versioning': (subject: Subject) => operationsOf(subject, 'table.drop-system-versioning').length > 0
}
