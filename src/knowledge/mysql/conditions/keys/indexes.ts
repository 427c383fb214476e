/** Conditions on the index that an operation adds, drops or makes anew. */
import type {IndexElement} from '../../../../operations/definitions.js'
import {findIndex} from '../../../../schema/lookup.js'
import type {Index} from '../../../../schema/objects.js'
import {isGeometry} from '../../../../schema/mysql/geometry.js'
import type {Verdict} from '../../../effect.js'
import {columnNamed, dropsIndex, isColumn, operationsOf} from '../../subject.js'
import type {Subject} from '../../subject.js'
import {isFunctional, ofTable} from '../table.js'
import {droppedIndex, newIndex, newIndexes, ofNewIndex, sameParts} from './written.js'
import type {NewIndex} from './written.js'

function kindOf(method: string | undefined): string {
  return method === undefined || method === 'hash' ? 'btree' : method
}

function isSame(subject: Subject, index: Index, added: NewIndex): boolean {
  return (
    index.primary === added.primary &&
    index.unique === added.unique &&
    // One that was made for a foreign key is told apart from one that is asked for.
    index.automatic !== true &&
    // MariaDB remembers that `USING HASH` was written.
    !(subject.context.dialect === 'mariadb' && added.method === 'hash') &&
    isColumn(subject, added.name, index.name) &&
    kindOf(index.method) === kindOf(added.method) &&
    sameParts(subject, index.elements, added.elements)
  )
}

/** The same but for its name; `USING BTREE` and options are part of the definition. */
function isSameElsewhere(subject: Subject, index: Index, added: NewIndex): boolean {
  const options = (given: NewIndex['options']) => JSON.stringify(Object.entries(given ?? {}).sort())
  return (
    !index.primary &&
    !added.primary &&
    index.automatic !== true &&
    index.unique === added.unique &&
    added.method !== 'btree' &&
    added.method !== 'hash' &&
    kindOf(index.method) === kindOf(added.method) &&
    options(index.options) === options(added.options) &&
    sameParts(subject, index.elements, added.elements)
  )
}

/** One clause drops it, another makes an index anew that is alike. */
function isReplaced(subject: Subject, isAlike: typeof isSame): Verdict {
  const added = newIndex(subject)
  const isSwapped = subject.operations.some(({kind}) => kind === 'index.drop' || kind === 'constraint.drop')
  if (!isSwapped) return false
  if (added) {
    return ofTable(subject, ({indexes}) =>
      indexes.some((index) => dropsIndex(subject, index) && isAlike(subject, index, added))
    )
  }
  const dropped = droppedIndex(subject)
  return dropped !== undefined && newIndexes(subject).some((index) => isAlike(subject, dropped, index))
}

function isOnNewVirtual(subject: Subject, {elements}: NewIndex): boolean {
  return operationsOf(subject, 'column.add').some(
    ({column}) =>
      column.generated !== undefined &&
      column.generated.storage !== 'stored' &&
      elements.some((element) => isColumn(subject, element.column, column.name))
  )
}

function isGeometric(subject: Subject, {column}: IndexElement): boolean {
  if (column === undefined) return false
  const added = operationsOf(subject, 'column.add').find((add) => isColumn(subject, add.column.name, column))
  return isGeometry((added?.column ?? columnNamed(subject, column))?.type)
}

function exists(subject: Subject): Verdict {
  const {operation} = subject
  if (operation.kind !== 'index.create' || operation.ifNotExists !== true) return false
  const {name} = operation.index
  return ofTable(
    subject,
    (table) => name !== undefined && findIndex(subject.context.dialect, table, name) !== undefined
  )
}

const ofMethod = (method: string) => (subject: Subject) => ofNewIndex(subject, (index) => index.method === method)

export const indexConditions = {
  'index-exists': exists,
  'replaced-by-same': (subject: Subject) => isReplaced(subject, isSame),
  'replaced-by-renamed': (subject: Subject) => isReplaced(subject, isSameElsewhere),
  'unique-index': (subject: Subject) => ofNewIndex(subject, ({unique}) => unique),
  'adds-fulltext': ofMethod('fulltext'),
  'adds-fulltext-anywhere': (subject: Subject) => newIndexes(subject).some(({method}) => method === 'fulltext'),
  'adds-spatial': ofMethod('spatial'),
  /** Written as an ordinary index; MySQL makes a `SPATIAL` one. */
  'on-geometry': (subject: Subject) =>
    ofNewIndex(
      subject,
      ({elements, method = 'btree', unique}) =>
        !unique && method === 'btree' && elements.some((each) => isGeometric(subject, each))
    ),
  'adds-vector': ofMethod('vector'),
  'adds-functional': (subject: Subject) =>
    ofNewIndex(subject, ({elements}) => elements.some(({column}) => column === undefined)),
  'adds-several-fulltext': (subject: Subject) =>
    newIndexes(subject).filter(({method}) => method === 'fulltext').length > 1,
  'on-new-virtual-column': (subject: Subject) => ofNewIndex(subject, (index) => isOnNewVirtual(subject, index)),
  'drops-unique-functional': (subject: Subject) => {
    const dropped = droppedIndex(subject)
    return dropped !== undefined && dropped.unique && isFunctional(dropped)
  },
  'drops-functional': (subject: Subject) => {
    const dropped = droppedIndex(subject)
    return dropped !== undefined && isFunctional(dropped)
  }
}
