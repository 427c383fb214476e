/** Conditions on options of a table, on partitions, and on the session. */
import type {Verdict} from '../../effect.js'

import type {Subject} from '../subject.js'
import {changeOfCharset, growsWithCharset, ordersAlike} from '../column/type-change.js'
import type {CharsetChange} from '../column/type-change.js'
import {completeCharset, isText} from '../../../schema/mysql/charsets.js'
import {databaseCharset} from '../../../schema/mysql/columns.js'
import type {Column} from '../../../schema/catalog.js'
import type {DataType} from '../../../operations/definitions.js'
import {isColumn, operationsOf, remainingIndexes} from '../subject.js'
import {changeOfType} from '../column/type-change.js'
import {isLax} from '../strict-mode.js'
import {ofTable} from './table.js'

function hasOption({operation}: Subject, ...names: string[]): boolean {
  return operation.kind === 'table.set-option' && names.includes(operation.option)
}

function optionValue({operation}: Subject): string {
  return operation.kind === 'table.set-option' ? operation.value.toLowerCase().replace(/^'(.*)'$/, '$1') : ''
}

const off = new Set(['', '0', 'no', 'off', 'n', 'none', 'default'])

/** A text column before and after `CONVERT TO CHARACTER SET`. */
interface Conversion {
  column: Column
  before: DataType
  after: DataType
  charset: CharsetChange
}

function conversions(subject: Subject): Conversion[] {
  const {context, operation, table} = subject
  if (operation.kind !== 'table.convert-charset' || !table) return []
  const inherited = databaseCharset(context, table.schema)
  const charset =
    completeCharset(context.session.server, operation.charset, operation.collation, inherited) ?? inherited
  return table.columns.flatMap((column) => {
    const {type: before} = column
    if (!before || !isText(before) || before.charset === 'binary') return []
    const after = {...before, ...charset}
    return [{column, before, after, charset: changeOfCharset(before, after)}]
  })
}

function isIndexed(subject: Subject, {column}: Conversion, ofPrefix = false): boolean {
  return remainingIndexes(subject).some(({elements}) =>
    elements.some(
      (element) => isColumn(subject, element.column, column.name) && (!ofPrefix || element.length !== undefined)
    )
  )
}

function someConversion(subject: Subject, holds: (conversion: Conversion) => boolean): Verdict {
  return ofTable(subject, () => conversions(subject).some(holds))
}

const isMembers = ({before}: Conversion) => before.name === 'enum' || before.name === 'set'

export const statementConditions = {
  /** Without a strict mode InnoDB turns `NULL` into `0` or `''` by copying. */
  'lax-mode': ({context}: Subject) => isLax(context.session),
  'converts-incompatibly': (subject: Subject) =>
    someConversion(
      subject,
      (conversion) =>
        !isMembers(conversion) &&
        (conversion.charset === 'other' ||
          changeOfType(conversion.before, conversion.after) === 'longer-across' ||
          growsWithCharset(conversion.before, conversion.after))
    ),
  'converts-members': (subject: Subject) =>
    someConversion(subject, (conversion) => isMembers(conversion) && conversion.charset !== 'same'),
  'converts-indexed': (subject: Subject) =>
    someConversion(
      subject,
      (conversion) => !isMembers(conversion) && conversion.charset !== 'same' && isIndexed(subject, conversion)
    ),
  'converts-indexed-prefix': (subject: Subject) =>
    someConversion(subject, (conversion) => conversion.charset === 'wider' && isIndexed(subject, conversion, true)),
  'converts-indexed-order': (subject: Subject) =>
    someConversion(
      subject,
      (conversion) =>
        conversion.charset !== 'same' &&
        !ordersAlike(conversion.before, conversion.after) &&
        isIndexed(subject, conversion)
    ),
  'converts-primary-order': (subject: Subject) =>
    someConversion(
      subject,
      (conversion) =>
        conversion.charset !== 'same' &&
        !ordersAlike(conversion.before, conversion.after) &&
        remainingIndexes(subject).some(
          ({elements, primary}) =>
            primary && elements.some(({column}) => isColumn(subject, column, conversion.column.name))
        )
    ),
  'converts-char-or-text': (subject: Subject) =>
    someConversion(
      subject,
      ({before, charset}) => charset !== 'same' && /^(?:char|(?:tiny|medium|long)?text)$/.test(before.name)
    ),
  'option-tablespace': (subject: Subject) => hasOption(subject, 'tablespace'),
  'option-encryption': (subject: Subject) => hasOption(subject, 'encryption') && !off.has(optionValue(subject)),
  'option-encrypted': (subject: Subject) => hasOption(subject, 'encrypted', 'encryption_key_id'),
  'option-page-compressed-on': (subject: Subject) =>
    hasOption(subject, 'page_compressed') && !off.has(optionValue(subject)),
  'option-page-compressed-off': (subject: Subject) =>
    hasOption(subject, 'page_compressed') && off.has(optionValue(subject)),
  'option-comment': (subject: Subject) => hasOption(subject, 'comment', 'connection'),
  'option-delay-key-write': (subject: Subject) => hasOption(subject, 'delay_key_write'),
  'engine-innodb': ({operation}: Subject) =>
    operation.kind === 'table.set-engine' && operation.engine.toLowerCase() === 'innodb',
  /** Partitions are counted, not named with bounds: rows move into the new ones. */
  'partitions-by-count': (subject: Subject) =>
    ofTable(subject, ({partitionBy}) => partitionBy?.strategy === 'hash' || partitionBy?.strategy === 'key'),
  'asks-validation': (subject: Subject) =>
    operationsOf(subject, 'table.set-validation').some(({validation}) => validation),
  'maintains-by-rebuild': ({operation}: Subject) =>
    operation.kind === 'partition.maintain' && operation.action === 'rebuild',
  'maintains-by-optimize': ({operation}: Subject) =>
    operation.kind === 'partition.maintain' && operation.action === 'optimize',
  'maintains-by-sampling': ({operation}: Subject) =>
    operation.kind === 'partition.maintain' && operation.action === 'analyze',
  'maintains-by-check': ({operation}: Subject) =>
    operation.kind === 'partition.maintain' && operation.action === 'check',
  'maintains-by-repair': ({operation}: Subject) =>
    operation.kind === 'partition.maintain' && operation.action === 'repair',
  'lock-for-writing': ({operation}: Subject) => operation.kind === 'table.lock' && /write/i.test(operation.mode)
}
