/** Conditions on options of a table, on partitions, and on the session. */
import type {Verdict} from '../../effect.js'

import type {Subject} from '../subject.js'
import {changeOfCharset, growsWithCharset, ordersAlike} from '../column/type-change.js'
import type {CharsetChange} from '../column/type-change.js'
import {completeCharset, isText} from '../../../schema/mysql/charsets.js'
import {databaseCharset} from '../../../schema/mysql/columns.js'
import {holdNoRows} from '../../../schema/mysql/partition-rows.js'
import {keyOf} from '../../../schema/objects.js'
import type {Column} from '../../../schema/objects.js'
import type {DataType} from '../../../operations/definitions.js'
import {indexHas, isColumn, operationsOf, remainingIndexes, subjectOf} from '../subject.js'
import type {ColumnChange} from '../column/column-change.js'
import {changeOfType} from '../column/type-change.js'
import {isLax} from '../strict-mode.js'
import {isFulltext, ofTable} from './table.js'

function hasOption({operation}: Subject, ...names: string[]): boolean {
  return operation.kind === 'table.set-option' && names.includes(operation.option)
}

function optionValue({operation}: Subject): string {
  return operation.kind === 'table.set-option' ? operation.value.toLowerCase().replace(/^'(.*)'$/, '$1') : ''
}

/** Whether the option gets another value than the one that it has, or that it has when nothing is said. */
function changesOption(subject: Subject, standing: string): boolean {
  const {operation, table} = subject
  const before = operation.kind === 'table.set-option' ? table?.options[operation.option] : undefined
  return optionValue(subject) !== (before?.toLowerCase() ?? standing)
}

/** Options of MariaDB that few engines know. */
const enginesOfOption: ReadonlyMap<string, readonly string[]> = new Map([
  ['transactional', ['aria', 'innodb']],
  ['ietf_quotes', ['csv']],
  ['encrypted', ['innodb']],
  ['encryption_key_id', ['innodb']],
  ['page_compressed', ['innodb']],
  ['page_compression_level', ['innodb']]
])

const off = new Set(['', '0', 'no', 'off', 'n', 'none', 'default'])

/** A text column before and after `CONVERT TO CHARACTER SET`. */
interface Conversion {
  column: Column
  before: DataType
  after: DataType
  charset: CharsetChange
}

/** What `CONVERT TO CHARACTER SET` makes of the columns. */
export function conversions(subject: Subject): Conversion[] {
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

/** What the `MODIFY` and `CHANGE` of the statement change. */
function changesOf({context, operations}: Subject): ColumnChange[] {
  return operations.flatMap(
    (operation) => (operation.kind === 'column.modify' && subjectOf(operation, operations, context).change) || []
  )
}

function isAria({table}: Subject): boolean {
  return table?.options['engine']?.toLowerCase() === 'aria'
}

function isCharOrText(type: DataType | undefined): boolean {
  return /^(?:char|binary|(?:tiny|medium|long)?(?:text|blob))$/.test(type?.name ?? '')
}

/** Bytes take the place of longer characters; MariaDB copies also where they are as many. */
function losesBytes({context}: Subject, {after, before}: Conversion): boolean {
  return context.dialect === 'mariadb' || !['same', 'longer'].includes(changeOfType(before, after))
}

const isMembers = ({before}: Conversion) => before.name === 'enum' || before.name === 'set'

const isOff = (setting: string | undefined) => /^'?(?:0|off|false)'?$/i.test(setting ?? '')

export const statementConditions = {
  /** As by default since 8.0: the binary log is written, and has rows and not only statements. */
  'logs-rows': ({context: {session}}: Subject) =>
    !isOff(session.get('log_bin')) &&
    !isOff(session.get('sql_log_bin')) &&
    !/^'?statement'?$/i.test(session.get('binlog_format') ?? ''),
  /** Without a strict mode InnoDB turns `NULL` into `0` or `''` by copying. */
  'lax-mode': ({context}: Subject) => isLax(context.session),
  /** The history of versioned rows may be changed with their table. */
  'keeps-history': ({context}: Subject) =>
    ['keep', '1'].includes(context.session.get('system_versioning_alter_history')?.toLowerCase() ?? 'error'),
  'converts-incompatibly': (subject: Subject) =>
    someConversion(
      subject,
      (conversion) =>
        !isMembers(conversion) &&
        (conversion.charset === 'other' ||
          (conversion.charset === 'to-binary' && losesBytes(subject, conversion)) ||
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
  'converts-fulltext': (subject: Subject) =>
    someConversion(
      subject,
      ({charset, column}) =>
        charset !== 'same' &&
        subject.table?.indexes.some((index) => isFulltext(index) && indexHas(subject, index, column.name)) === true
    ),
  'converts-indexed-order': (subject: Subject) =>
    someConversion(
      subject,
      (conversion) =>
        conversion.charset !== 'same' &&
        !ordersAlike(conversion.before, conversion.after) &&
        isIndexed(subject, conversion)
    ),
  'converts-indexed-text-order': (subject: Subject) =>
    someConversion(
      subject,
      (conversion) =>
        conversion.charset !== 'same' &&
        /^(?:tiny|medium|long)?text$/.test(conversion.before.name) &&
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
      ({before, charset}) =>
        charset === 'to-binary' || (charset !== 'same' && /^(?:char|(?:tiny|medium|long)?text)$/.test(before.name))
    ),
  /** Or text becomes bytes, which members of an `ENUM` do not. */
  'recharsets-char-or-text': (subject: Subject) =>
    changesOf(subject).some(
      ({after, charset}) =>
        (charset === 'to-binary' && after.type?.values === undefined) ||
        (charset !== 'same' && isCharOrText(after.type))
    ),
  'option-tablespace': (subject: Subject) => hasOption(subject, 'tablespace'),
  'option-encryption': (subject: Subject) => hasOption(subject, 'encryption') && !off.has(optionValue(subject)),
  'option-encrypted': (subject: Subject) =>
    (hasOption(subject, 'encrypted') && changesOption(subject, 'default')) ||
    (hasOption(subject, 'encryption_key_id') && changesOption(subject, '1')),
  'option-page-compressed-on': (subject: Subject) =>
    hasOption(subject, 'page_compressed') && !off.has(optionValue(subject)),
  'option-page-compressed-off': (subject: Subject) =>
    hasOption(subject, 'page_compressed') && off.has(optionValue(subject)),
  /** Engines other than InnoDB keep it with the rows. */
  'option-of-rows': (subject: Subject) =>
    hasOption(subject, 'max_rows', 'checksum', 'pack_keys', 'auto_increment', 'transactional') ||
    (hasOption(subject, 'page_checksum') && isAria(subject)) ||
    (hasOption(subject, 'delay_key_write') && (isAria(subject) || subject.context.dialect === 'mysql')),
  /** Not known to the engine of the table. */
  'option-of-other-engine': (subject: Subject) =>
    ofTable(subject, ({options}) => {
      const engine = options['engine']?.toLowerCase() ?? 'innodb'
      const owners =
        subject.operation.kind === 'table.set-option' ? enginesOfOption.get(subject.operation.option) : undefined
      return owners?.includes(engine) === false
    }),
  'key-block-size': ({operation, table}: Subject) =>
    operation.kind === 'table.set-row-format' &&
    operation.option === 'key_block_size' &&
    table?.options['engine']?.toLowerCase() !== 'memory',
  'engine-innodb': ({operation}: Subject) =>
    operation.kind === 'table.set-engine' && operation.engine.toLowerCase() === 'innodb',
  /** Partitions are counted, not named with bounds: rows move into the new ones. */
  'partitions-by-count': (subject: Subject) =>
    ofTable(subject, ({partitionBy}) => partitionBy?.strategy === 'hash' || partitionBy?.strategy === 'key'),
  /** The partitions that the statement names hold no rows; where nothing shows that, they do. */
  'partitions-empty': ({context, operation, table}: Subject) =>
    table !== undefined &&
    (operation.kind === 'partition.reorganize' || operation.kind === 'partition.maintain') &&
    holdNoRows(context.catalog.partitionRows.get(keyOf(table)), operation.partitions),
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
