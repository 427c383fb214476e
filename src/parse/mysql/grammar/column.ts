import {parseExpression} from './expression.js'
import type {Cursor} from '../cursor.js'
import type {ColumnAttribute, ColumnSyntax} from '../syntax/table.js'
import {parseCheck} from './check.js'
import {parseDataType} from './data-type.js'
import {acceptNow, parseDefaultValue} from './default-value.js'
import {isEngineOption} from './engine-option.js'
import {parseReferences} from './key.js'
import {parseDefinedName} from './name.js'

/** Read a new column: name, type, attributes in any order. */
export function parseColumn(cursor: Cursor): ColumnSyntax {
  const from = cursor.index
  const name = parseDefinedName(cursor)
  return parseColumnAfterName(cursor, name, from, acceptAttribute)
}

/** Read what a column becomes: it gets no foreign key by the way, both servers take `REFERENCES` for an error. */
export function parseChangedColumn(cursor: Cursor): ColumnSyntax {
  const from = cursor.index
  const name = parseDefinedName(cursor)
  return parseColumnAfterName(cursor, name, from, acceptChangedAttribute)
}

type AcceptAttribute = (cursor: Cursor) => ColumnAttribute | undefined

const acceptChangedAttribute: AcceptAttribute = (cursor) => {
  const from = cursor.index
  const attribute = acceptAttribute(cursor)
  if (attribute?.kind !== 'references') return attribute
  cursor.index = from
  return undefined
}

/**
 * Read type and attributes of a column.
 *
 * @param from Number of the token that its range starts at.
 */
function parseColumnAfterName(cursor: Cursor, name: string, from: number, acceptPlain: AcceptAttribute): ColumnSyntax {
  const type = parseDataType(cursor)
  const attributes: ColumnAttribute[] = []
  const collation = acceptCollation(cursor)
  if (collation) attributes.push(collation)
  const generated = cursor.isAny('GENERATED', 'AS') ? parseGenerated(cursor) : undefined
  if (generated) attributes.push(generated)
  const accept = generated?.kind === 'generated' && cursor.mariadb ? acceptGeneratedAttribute : acceptPlain
  for (let attribute = accept(cursor); attribute; attribute = accept(cursor)) {
    attributes.push(attribute)
    // MariaDB: a check ends the definition.
    if (attribute.kind === 'check' && cursor.mariadb) break
  }
  return {name, type, attributes, range: cursor.range(from)}
}

function acceptAttribute(cursor: Cursor): ColumnAttribute | undefined {
  const from = cursor.index
  switch (cursor.word()) {
    case 'NOT':
      if (cursor.accept('NOT', 'NULL')) return {kind: 'nullable', nullable: false}
      if (cursor.mysql && cursor.accept('NOT', 'SECONDARY')) return {kind: 'engine-attribute', value: 'not secondary'}
      return undefined
    case 'NULL':
      cursor.index++
      return {kind: 'nullable', nullable: true}
    case 'DEFAULT':
      cursor.index++
      return {kind: 'default', value: parseDefaultValue(cursor)}
    case 'ON':
      return parseOnUpdate(cursor)
    case 'SERIAL':
      cursor.index++
      cursor.expect('DEFAULT', 'VALUE')
      return {kind: 'serial-default', range: cursor.range(from)}
    case 'CONSTRAINT':
    case 'CHECK':
      return parseColumnCheck(cursor)
    case 'REFERENCES':
      return {kind: 'references', references: parseReferences(cursor), range: cursor.range(from)}
    default:
      return acceptKey(cursor) ?? acceptValued(cursor) ?? acceptMariadbAttribute(cursor)
  }
}

function parseOnUpdate(cursor: Cursor): ColumnAttribute {
  cursor.expect('ON', 'UPDATE')
  const from = cursor.index
  if (!acceptNow(cursor)) cursor.fail('`CURRENT_TIMESTAMP`')
  return {kind: 'on-update', value: cursor.written(from)}
}

function parseGenerated(cursor: Cursor): ColumnAttribute {
  if (cursor.accept('GENERATED')) {
    cursor.expect('ALWAYS')
  }
  cursor.expect('AS')
  if (cursor.mariadb && cursor.accept('ROW')) {
    return {kind: 'row-period', edge: cursor.expectAny('START', 'END') === 'START' ? 'start' : 'end'}
  }
  const expression = parseExpression(cursor)
  const word = cursor.acceptAny('VIRTUAL', 'STORED') ?? (cursor.mariadb ? cursor.acceptAny('PERSISTENT') : undefined)
  const storage = word === undefined ? undefined : word === 'VIRTUAL' ? 'virtual' : 'stored'
  return {kind: 'generated', expression, storage}
}

function parseColumnCheck(cursor: Cursor): ColumnAttribute {
  const from = cursor.index
  let name: string | undefined
  if (cursor.accept('CONSTRAINT')) {
    // MySQL names checks here, MariaDB references.
    if (!cursor.is('CHECK') || cursor.mariadb) name = cursor.name('a constraint')
    if (cursor.mariadb) {
      return {kind: 'references', name, references: parseReferences(cursor), range: cursor.range(from)}
    }
  }
  return parseCheck(cursor, name, from)
}

function acceptKey(cursor: Cursor): ColumnAttribute | undefined {
  const from = cursor.index
  if (cursor.accept('AUTO_INCREMENT')) return {kind: 'auto-increment', range: cursor.range(from)}
  if (cursor.accept('UNIQUE')) {
    cursor.accept('KEY')
    return {kind: 'unique', range: cursor.range(from)}
  }
  if (cursor.accept('PRIMARY')) {
    cursor.expect('KEY')
    return {kind: 'primary-key', range: cursor.range(from)}
  }
  // `KEY` alone is the primary key.
  if (cursor.accept('KEY')) return {kind: 'primary-key', range: cursor.range(from)}
  return undefined
}

function acceptValued(cursor: Cursor): ColumnAttribute | undefined {
  if (cursor.accept('COMMENT')) return {kind: 'comment', value: cursor.string()}
  if (cursor.accept('INVISIBLE')) return {kind: 'invisible', invisible: true}
  if (cursor.mysql) {
    if (cursor.accept('COLUMN_FORMAT')) {
      return {kind: 'column-format', value: cursor.expectAny('FIXED', 'DYNAMIC', 'DEFAULT').toLowerCase()}
    }
    if (cursor.accept('STORAGE')) {
      return {kind: 'storage', value: cursor.expectAny('DISK', 'MEMORY', 'DEFAULT').toLowerCase()}
    }
    if (cursor.accept('VISIBLE')) return {kind: 'invisible', invisible: false}
    if (cursor.accept('SRID')) return {kind: 'srid', value: cursor.number()}
    if (cursor.acceptAny('ENGINE_ATTRIBUTE', 'SECONDARY_ENGINE_ATTRIBUTE')) {
      cursor.accept('=')
      return {kind: 'engine-attribute', value: cursor.string()}
    }
  }
  return acceptCollation(cursor)
}

function acceptCollation(cursor: Cursor): ColumnAttribute | undefined {
  return cursor.accept('COLLATE') ? {kind: 'collate', value: cursor.nameOrString('a collation')} : undefined
}

/** What MariaDB lets follow the expression of a generated column. */
function acceptGeneratedAttribute(cursor: Cursor): ColumnAttribute | undefined {
  if (cursor.is('CHECK')) return parseColumnCheck(cursor)
  if (cursor.accept('COMMENT')) return {kind: 'comment', value: cursor.string()}
  if (cursor.accept('INVISIBLE')) return {kind: 'invisible', invisible: true}
  return cursor.is('UNIQUE') ? acceptKey(cursor) : undefined
}

function acceptMariadbAttribute(cursor: Cursor): ColumnAttribute | undefined {
  if (cursor.mysql) return undefined
  const from = cursor.index
  if (cursor.word(-1) !== 'COMPRESSED' && cursor.accept('COMPRESSED')) {
    if (cursor.accept('=')) cursor.name()
    return {kind: 'compressed', range: cursor.range(from)}
  }
  if (cursor.accept('REF_SYSTEM_ID')) {
    cursor.expect('=')
    return {kind: 'srid', value: cursor.number()}
  }
  for (const word of ['WITH', 'WITHOUT']) {
    if (cursor.accept(word, 'SYSTEM', 'VERSIONING')) return {kind: 'system-versioning', with: word === 'WITH'}
  }
  // Options of storage engines are any name with a value.
  if (isEngineOption(cursor)) {
    cursor.index += 2
    if (cursor.isNumber()) cursor.number()
    else cursor.nameOrString('a value')
    return {kind: 'engine-attribute', value: cursor.written(from).text}
  }
  return undefined
}
