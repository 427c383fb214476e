/** Conditions on the column that an operation adds, drops, renames or changes. */
import type {ColumnDefinition, Expression} from '../../../operations/definitions.js'
import {columnsUsed} from '../../../schema/expressions.js'
import {sameName} from '../../../schema/lookup.js'
import type {Index} from '../../../schema/objects.js'
import {keyOf} from '../../../schema/objects.js'
import {isGeometry} from '../../../schema/mysql/geometry.js'
import {columnLimit, instantColumnLimit} from '../../column-limit.js'
import type {Verdict} from '../../effect.js'
import type {ColumnChange} from '../column/column-change.js'
import {isRecollated} from '../column/expression-collation.js'
import {rowVersionLimit} from '../../../schema/mysql/row-versions.js'
import {
  columnNamed,
  definitionIn,
  dropsIndex,
  indexHas,
  isColumn,
  isDropped,
  operationsOf,
  remainingIndexes,
  tableNameOf
} from '../subject.js'
import type {Subject} from '../subject.js'
import {newIndexes, sameParts} from './keys/written.js'
import {isFulltext, ofTable} from './table.js'

/** The existing column that the operation names. */
function columnName({operation}: Subject): string | undefined {
  return 'column' in operation && typeof operation.column === 'string' ? operation.column : undefined
}

function ofDefinition(subject: Subject, holds: (definition: ColumnDefinition) => boolean): Verdict {
  const definition = definitionIn(subject.operation)
  return definition !== undefined && holds(definition)
}

function ofChange(subject: Subject, holds: (change: ColumnChange) => Verdict): Verdict {
  return subject.change && holds(subject.change)
}

function ofColumn(subject: Subject, holds: (name: string) => boolean): Verdict {
  const name = columnName(subject)
  return name === undefined ? false : ofTable(subject, () => holds(name))
}

function indexesOf(subject: Subject, column: string): Index[] {
  return (subject.table?.indexes ?? []).filter((index) => indexHas(subject, index, column))
}

/** Indexes over a column after the statement, those that it adds too. */
function isIndexedAfter(subject: Subject, column: string): boolean {
  return (
    remainingIndexes(subject).some((index) => indexHas(subject, index, column)) ||
    operationsOf(subject, 'index.create').some(({index}) =>
      index.elements.some((element) => isColumn(subject, element.column, column))
    ) ||
    operationsOf(subject, 'constraint.add').some(({constraint}) =>
      constraint.columns.some((each) => isColumn(subject, each, column))
    )
  )
}

/** Literals, and the one function that may stand without parentheses. */
const plainDefault =
  /^(?:[-+]?[\d.]+(?:e[-+]?\d+)?|(?:_\w+\s*|[bnx])?(?:'[^]*'|"[^]*")|0[xb][\da-f]+|null|true|false|default|(?:date|time|timestamp)\s*'[^']*'|(?:current_timestamp|now|localtime|localtimestamp)\s*(?:\(\s*\d*\s*\))?)$/i

const withoutStrings = (text: string): string => text.replace(/'(?:[^'\\]|\\.|'')*'/g, "''")

/** MariaDB evaluates any other expression once, and gives every row its value. */
const perRowFunctions =
  /\b(?:uuid|uuid_short|uuid_v4|uuid_v7|sys_guid|sysdate|utc_timestamp|nextval|lastval|setval|next\s+value|random_bytes)\b/i

/**
 * What MySQL takes for another value on a replica that runs the statement again.
 * https://dev.mysql.com/doc/refman/8.4/en/replication-rbr-safe-unsafe.html
 */
const unrepeatable =
  /\b(?:uuid|uuid_short|rand|random_bytes|sysdate|user|current_user|session_user|system_user)\s*\(|\bcurrent_user\b/i

export function isPlainDefault(text: string): boolean {
  return plainDefault.test(text.trim())
}

/** A word that may name a column: not quoted as a string, and not called. */
const bareWord = /(?:'(?:[^'\\]|\\.|'')*')|(`[^`]+`|\b[a-z_]\w*\b)(?!\s*\()/gi

function isEvaluatedPerRow(subject: Subject, text: string): Verdict {
  if (perRowFunctions.test(withoutStrings(text)) || columnsUsed({text}, subject.table?.columns ?? []).length > 0)
    return true
  const mayHideColumns = !subject.table || subject.table.incomplete === true
  const words = mayHideColumns ? [...text.matchAll(bareWord)].filter(([, word]) => word !== undefined) : []
  return words.length > 0 ? undefined : false
}

function isReferenced(subject: Subject, column: string): boolean {
  const {catalog} = subject.context
  const {table} = subject
  if (!table) return false
  return (catalog.referencing.get(keyOf(table)) ?? []).some((name) =>
    catalog.tables
      .get(keyOf(name))
      ?.constraints.some(
        ({references}) =>
          references !== undefined &&
          references.table.name === table.name &&
          references.columns.some((each) => isColumn(subject, each, column))
      )
  )
}

function isComputedFrom({context, table}: Subject, column: string): boolean {
  if (!table) return false
  const uses = (expression: Expression | undefined) =>
    expression !== undefined &&
    columnsUsed(expression, table.columns).some((name) => sameName(context.dialect, name, column))
  return (
    table.columns.some(({generated}) => uses(generated?.expression)) ||
    table.indexes.some(({elements}) => elements.some(({expression}) => uses(expression)))
  )
}

function isAdded(subject: Subject, name: string): boolean {
  return operationsOf(subject, 'column.add').some(({column}) => isColumn(subject, column.name, name))
}

function isVirtual(subject: Subject, column: string): boolean {
  const generated = columnNamed(subject, column)?.generated
  return generated !== undefined && generated.storage !== 'stored'
}

function standsLast(subject: Subject): boolean {
  const {operation} = subject
  if (operation.kind !== 'column.add' || operation.position === undefined) return true
  if (operation.position === 'first') return false
  const last = subject.table?.columns.at(-1)
  return last !== undefined && isColumn(subject, last.name, operation.position.after)
}

const hasConstraint = (type: string) => (definition: ColumnDefinition) =>
  definition.constraints.some((constraint) => constraint.type === type)

function isKeyInline(definition: ColumnDefinition): boolean {
  return hasConstraint('unique')(definition) || hasConstraint('primary-key')(definition)
}

/** Default of `foreign_key_checks` is ON. */
function checksForeignKeys({context}: Subject): boolean {
  return !['0', 'off', 'false'].includes(context.session.get('foreign_key_checks')?.toLowerCase() ?? '1')
}

/** A statement without its table in the catalog may still say `IF EXISTS`. */
function isMissing(subject: Subject): Verdict {
  const {operation} = subject
  if (!('ifExists' in operation) || operation.ifExists !== true) return false
  const name = columnName(subject)
  if (name === undefined || tableNameOf(operation) === undefined) return false
  if (!subject.table || subject.table.incomplete === true) return columnNamed(subject, name) ? false : undefined
  return columnNamed(subject, name) === undefined
}

function exists(subject: Subject): Verdict {
  const {operation} = subject
  if (operation.kind !== 'column.add' || operation.ifNotExists !== true) return false
  return ofTable(subject, () => columnNamed(subject, operation.column.name) !== undefined)
}

/** What other clauses of the statement leave of an index over a dropped column. */
function isShortened(subject: Subject, index: Index): boolean {
  return index.elements.some(({column}) => column === undefined || !isDropped(subject, column))
}

/** The statement drops the index and adds one on the same columns. */
function isMadeAnew(subject: Subject, index: Index): boolean {
  return (
    dropsIndex(subject, index) && newIndexes(subject).some(({elements}) => sameParts(subject, index.elements, elements))
  )
}

const addedConditions = {
  'column-exists': exists,
  'column-missing': isMissing,
  'adds-stored': (subject: Subject) => ofDefinition(subject, ({generated}) => generated?.storage === 'stored'),
  'adds-virtual': (subject: Subject) =>
    ofDefinition(subject, ({generated}) => generated !== undefined && generated.storage !== 'stored'),
  'adds-auto-increment': (subject: Subject) => ofDefinition(subject, ({autoIncrement}) => autoIncrement === true),
  'adds-auto-increment-anywhere': (subject: Subject) =>
    operationsOf(subject, 'column.add').some(({column}) => column.autoIncrement === true),
  'default-expression': (subject: Subject) =>
    ofDefinition(subject, (definition) => definition.default !== undefined && !isPlainDefault(definition.default.text)),
  'default-per-row': (subject: Subject) => {
    const text = definitionIn(subject.operation)?.default?.text
    return text !== undefined && !isPlainDefault(text) && isEvaluatedPerRow(subject, text)
  },
  'default-unrepeatable': (subject: Subject) =>
    unrepeatable.test(withoutStrings(definitionIn(subject.operation)?.default?.text ?? '')),
  'inline-key': (subject: Subject) => ofDefinition(subject, isKeyInline),
  'inline-primary-key': (subject: Subject) => ofDefinition(subject, hasConstraint('primary-key')),
  'inline-reference': (subject: Subject) => ofDefinition(subject, hasConstraint('foreign-key')),
  /** `NOT NULL` without a default, of a type whose empty value strict mode does not allow. */
  'zero-default': (subject: Subject) =>
    ofDefinition(
      subject,
      ({default: given, generated, nullable, type}) =>
        nullable === false &&
        given === undefined &&
        generated === undefined &&
        (type?.name === 'date' || type?.name === 'datetime' || isGeometry(type))
    ),
  'inline-check': (subject: Subject) =>
    ofDefinition(subject, ({constraints}) =>
      constraints.some(({notEnforced, type}) => type === 'check' && notEnforced !== true)
    ),
  /** `FIRST` or `AFTER`. */
  placed: ({operation}: Subject) => operation.kind === 'column.add' && operation.position !== undefined,
  'added-before-others': (subject: Subject) => !standsLast(subject),
  'checks-foreign-keys': checksForeignKeys,
  /** With the dropped columns that are still stored, more than a row can have: only a rebuild makes room. */
  'columns-exhausted': (subject: Subject) =>
    ofTable(subject, ({columns, droppedColumns = 0}) => {
      const fresh = operationsOf(subject, 'column.add').length
      const dialect = subject.context.dialect === 'mariadb' ? 'mariadb' : 'mysql'
      // What the statement itself drops is stored too.
      const isDropping = operationsOf(subject, 'column.drop').length > 0
      const limit = droppedColumns > 0 ? instantColumnLimit[dialect] : isDropping ? columnLimit[dialect] : Infinity
      return columns.length + droppedColumns + fresh > limit
    }),
  /** As many `INSTANT` changes of columns as the rows can tell apart; the next one rebuilds. */
  'row-versions-exhausted': (subject: Subject) =>
    ofTable(
      subject,
      ({rowVersions}) => (rowVersions ?? 0) >= (rowVersionLimit(subject.context.session.server) ?? Infinity)
    )
}

const existingConditions = {
  'column-virtual': (subject: Subject) => ofColumn(subject, (name) => isVirtual(subject, name)),
  'column-indexed': (subject: Subject) => ofColumn(subject, (name) => indexesOf(subject, name).length > 0),
  'column-indexed-after': (subject: Subject) =>
    ofDefinition(subject, isKeyInline) === true || ofColumn(subject, (name) => isIndexedAfter(subject, name)),
  /** The statement drops a virtual column that an index has. */
  'drops-indexed-virtual': (subject: Subject) =>
    ofTable(subject, () =>
      operationsOf(subject, 'column.drop').some(
        ({column}) => isVirtual(subject, column) && indexesOf(subject, column).length > 0
      )
    ),
  /** The statement gives another name to an index that has the column. */
  'column-index-renamed': (subject: Subject) =>
    ofColumn(subject, (name) =>
      indexesOf(subject, name).some(
        (index) =>
          operationsOf(subject, 'index.rename').some((rename) => isColumn(subject, rename.index.name, index.name)) ||
          isMadeAnew(subject, index)
      )
    ),
  /** Of `MODIFY`, which says `NULL` of a column of the primary key that stays. */
  'null-in-primary-key': (subject: Subject) =>
    definitionIn(subject.operation)?.nullable === true &&
    ofColumn(subject, (name) =>
      remainingIndexes(subject).some((index) => index.primary && indexHas(subject, index, name))
    ),
  'column-in-prefix': (subject: Subject) =>
    ofColumn(subject, (name) =>
      remainingIndexes(subject).some(({elements}) =>
        elements.some(({column, length}) => length !== undefined && isColumn(subject, column, name))
      )
    ),
  'column-in-fulltext': (subject: Subject) => ofColumn(subject, (name) => indexesOf(subject, name).some(isFulltext)),
  /** An index loses the column and keeps others, so it is built anew. */
  'shortens-index': (subject: Subject) =>
    ofColumn(subject, (name) =>
      remainingIndexes(subject).some((index) => indexHas(subject, index, name) && isShortened(subject, index))
    ),
  /** An index loses the column and gets the one of this name that the statement adds. */
  'index-gets-new-column': (subject: Subject) =>
    ofColumn(
      subject,
      (name) =>
        isAdded(subject, name) &&
        (subject.table?.indexes ?? []).some((index) => !dropsIndex(subject, index) && indexHas(subject, index, name))
    ),
  /** A generated column, or an index on an expression, is computed from the column. */
  'column-computed-from': (subject: Subject) => ofColumn(subject, (name) => isComputedFrom(subject, name)),
  /** A foreign key of some table points at the column. */
  'column-referenced': (subject: Subject) => ofColumn(subject, (name) => isReferenced(subject, name))
}

const growsTo =
  (length: 'longer' | 'longer-across') =>
  ({type}: ColumnChange): Verdict =>
    type === 'longer-perhaps-across' ? undefined : type === length

const changeConditions = {
  'type-changed': (subject: Subject) => ofChange(subject, ({type}) => type === 'other'),
  'type-shorter': (subject: Subject) => ofChange(subject, ({type}) => type === 'shorter'),
  'fewer-characters': (subject: Subject) => ofChange(subject, ({fewerCharacters}) => fewerCharacters),
  'type-longer': (subject: Subject) => ofChange(subject, growsTo('longer')),
  'type-short': (subject: Subject) => ofChange(subject, ({short}) => short),
  'type-longer-across-255': (subject: Subject) => ofChange(subject, growsTo('longer-across')),
  'members-appended': (subject: Subject) => ofChange(subject, ({type}) => type === 'appended'),
  'enum-or-set': (subject: Subject) =>
    ofChange(subject, ({before}) => before.type?.name === 'enum' || before.type?.name === 'set'),
  'charset-incompatible': (subject: Subject) => ofChange(subject, ({charset}) => charset === 'other'),
  'charset-to-binary': (subject: Subject) => ofChange(subject, ({charset}) => charset === 'to-binary'),
  'charset-wider': (subject: Subject) => ofChange(subject, ({charset}) => charset === 'wider'),
  'charset-changed': (subject: Subject) => ofChange(subject, ({charset}) => charset !== 'same'),
  'orders-otherwise': (subject: Subject) =>
    ofChange(subject, ({charset, ordersAlike}) => charset !== 'same' && !ordersAlike),
  'becomes-not-null': (subject: Subject) => ofChange(subject, ({nullability}) => nullability === 'not-null'),
  'becomes-nullable': (subject: Subject) => ofChange(subject, ({nullability}) => nullability === 'nullable'),
  'nullability-changed': (subject: Subject) => ofChange(subject, ({nullability}) => nullability !== 'same'),
  'moved-among-stored': (subject: Subject) =>
    ofChange(subject, ({moved}) => moved === 'among-stored' || moved === 'past-virtual-and-stored'),
  'moved-past-virtual': (subject: Subject) =>
    ofChange(subject, ({moved}) => moved !== 'no' && moved !== 'among-stored'),
  'moved-among-virtual': (subject: Subject) => ofChange(subject, ({moved}) => moved === 'among-virtual'),
  'auto-increment-added': (subject: Subject) =>
    definitionIn(subject.operation)?.autoIncrement === true &&
    ofChange(subject, ({autoIncrement}) => autoIncrement === 'added'),
  'auto-increment-changed': (subject: Subject) => ofChange(subject, ({autoIncrement}) => autoIncrement !== 'same'),
  renamed: (subject: Subject) => ofChange(subject, (change) => change.renamed),
  respelled: (subject: Subject) => ofChange(subject, (change) => change.respelled),
  'expression-changed': (subject: Subject) =>
    ofChange(subject, ({generated}) => generated === 'expression' || generated === 'kind'),
  /** It becomes virtual, or is so no more. */
  'virtual-comes-or-goes': (subject: Subject) =>
    ofChange(
      subject,
      ({after, before, generated}) =>
        generated === 'kind' && [before, after].some((column) => column.generated?.storage === 'virtual')
    ),
  /** The same expression, for which the server takes another one. */
  'expression-recollated': ({change, context, table}: Subject) =>
    change?.generated === 'same' && change.after.generated !== undefined && table !== undefined
      ? isRecollated(change.after.generated.expression, table, context.session)
      : false,
  'column-timestamp': (subject: Subject) => ofChange(subject, ({before}) => before.type?.name === 'timestamp'),
  'column-text': (subject: Subject) =>
    ofChange(subject, ({before}) => /^(?:tiny|medium|long)?text$/.test(before.type?.name ?? '')),
  /** A longer `VARBINARY`; a `VARCHAR` of the character set `binary` is one. */
  'bytes-longer': (subject: Subject) =>
    ofChange(
      subject,
      ({before, type}) =>
        (before.type?.name === 'varbinary' || before.type?.charset === 'binary') && type.startsWith('longer')
    ),
  'stays-stored': (subject: Subject) => ofChange(subject, ({before}) => before.generated?.storage === 'stored'),
  'column-compression-changed': (subject: Subject) => ofChange(subject, ({compression}) => compression),
  /** Only names, defaults, comments and the like, of which stored rows know nothing. */
  'only-definition-changed': (subject: Subject) =>
    ofChange(
      subject,
      ({autoIncrement, charset, compression, generated, moved, nullability, type}) =>
        (type === 'same' || type === 'appended') &&
        charset === 'same' &&
        nullability === 'same' &&
        autoIncrement === 'same' &&
        moved === 'no' &&
        !compression &&
        (generated === 'none' || generated === 'same')
    )
}

export const columnConditions = {...addedConditions, ...existingConditions, ...changeConditions}
