import {parseExpression} from './expression.js'
import type {Cursor} from '../cursor.js'
import type {ForeignKeySyntax, KeyPart, KeySyntax, ReferenceSyntax, TableConstraintSyntax} from '../syntax/table.js'
import {parseCheck} from './check.js'
import {isEngineOption} from './engine-option.js'
import {acceptIfNotExists, parseColumnNames, parseQualifiedName} from './name.js'

/**
 * Read a key or a constraint of a table, `undefined` where none starts.
 *
 * @param added In `ALTER TABLE … ADD`, where MariaDB knows `IF NOT EXISTS`.
 */
export function acceptTableConstraint(cursor: Cursor, added = false): TableConstraintSyntax | undefined {
  const from = cursor.index
  const named = cursor.accept('CONSTRAINT')
  const ifNotExists = named && added && acceptIfNotExists(cursor, false)
  const hasName = named && !cursor.isAny('PRIMARY', 'UNIQUE', 'FOREIGN', 'CHECK')
  const constraint = hasName ? cursor.name('a constraint') : undefined

  if (cursor.is('CHECK')) return {...parseCheck(cursor, constraint, from), ifNotExists}
  if (ifNotExists) cursor.fail('`CHECK`')
  if (cursor.accept('FOREIGN')) return parseForeignKey(cursor, constraint, from, added)
  const kind = acceptKeyKind(cursor, named)
  if (kind === undefined) {
    if (named) cursor.fail('`PRIMARY KEY`, `UNIQUE`, `FOREIGN KEY` or `CHECK`')
    return undefined
  }
  return {...parseKey(cursor, kind, from, added), constraint}
}

function acceptKeyKind(cursor: Cursor, constraint: boolean): KeySyntax['kind'] | undefined {
  if (cursor.accept('PRIMARY')) {
    cursor.expect('KEY')
    return 'primary-key'
  }
  if (cursor.accept('UNIQUE')) {
    cursor.acceptAny('KEY', 'INDEX')
    return 'unique'
  }
  if (constraint) return undefined
  if (cursor.acceptAny('KEY', 'INDEX')) return 'index'
  const word = cursor.word()
  const special = word === 'FULLTEXT' || word === 'SPATIAL' || (word === 'VECTOR' && isVectorKey(cursor))
  if (!special) return undefined
  cursor.index++
  cursor.acceptAny('KEY', 'INDEX')
  return word.toLowerCase() as 'fulltext' | 'spatial' | 'vector'
}

function isVectorKey(cursor: Cursor): boolean {
  if (cursor.mysql || !cursor.since(11, 7)) return false
  return cursor.is('VECTOR', 'KEY') || cursor.is('VECTOR', 'INDEX') || cursor.is('VECTOR', '(')
}

/** Read a key after its kind: name, method, columns, options. */
function parseKey(cursor: Cursor, kind: KeySyntax['kind'], from: number, added: boolean): KeySyntax {
  const key: KeySyntax = {kind, parts: [], options: {}, ifNotExists: false, range: {start: 0, end: 0}}
  key.ifNotExists = added && acceptIfNotExists(cursor, false)
  if (cursor.isName()) key.name = cursor.name()
  acceptMethod(cursor, key)
  parseKeyParts(cursor, key)
  parseKeyOptions(cursor, key)
  key.range = cursor.range(from)
  return key
}

/** `USING BTREE`, before or after the columns. */
export function acceptMethod(cursor: Cursor, key: KeySyntax): boolean {
  if (!cursor.acceptAny('USING', 'TYPE')) return false
  key.method = cursor.expectAny('BTREE', 'HASH', 'RTREE').toLowerCase()
  return true
}

/** Read the columns and expressions of a key. */
export function parseKeyParts(cursor: Cursor, key: KeySyntax): void {
  key.parts = cursor.list(() => parseKeyPart(cursor, key))
}

function parseKeyPart(cursor: Cursor, key: KeySyntax): KeyPart {
  const part: KeyPart = {}
  if (cursor.is('(')) {
    if (cursor.mariadb) cursor.fail('a column')
    part.expression = parseExpression(cursor)
  } else {
    part.column = cursor.name('a column')
    if (cursor.accept('(')) {
      part.length = Number(cursor.number())
      cursor.expect(')')
    }
    // MariaDB: the period of a temporal key.
    const isKey = key.kind === 'unique' || key.kind === 'primary-key'
    if (cursor.mariadb && isKey && cursor.accept('WITHOUT', 'OVERLAPS')) part.withoutOverlaps = true
  }
  const order = cursor.acceptAny('ASC', 'DESC')
  if (order !== undefined) part.descending = order === 'DESC'
  return part
}

const valued = ['KEY_BLOCK_SIZE', 'ENGINE_ATTRIBUTE', 'SECONDARY_ENGINE_ATTRIBUTE', 'CLUSTERING', 'M', 'DISTANCE']

/** Read what may follow the columns of a key. */
export function parseKeyOptions(cursor: Cursor, key: KeySyntax): void {
  for (;;) {
    if (acceptMethod(cursor, key)) continue
    if (cursor.accept('COMMENT')) key.options.comment = cursor.string()
    else if (cursor.accept('WITH', 'PARSER')) key.parser = cursor.name('a parser')
    else if (cursor.mysql && cursor.isAny('VISIBLE', 'INVISIBLE')) key.invisible = cursor.next().upper === 'INVISIBLE'
    else if (cursor.mariadb && cursor.isAny('IGNORED', 'NOT')) {
      key.invisible = !cursor.accept('NOT')
      cursor.expect('IGNORED')
    } else if (!acceptValuedOption(cursor, key)) return
  }
}

function acceptValuedOption(cursor: Cursor, key: KeySyntax): boolean {
  const word = cursor.word()
  // Options of storage engines are any name with a value on MariaDB.
  const known = valued.includes(word) && (cursor.mariadb || !['CLUSTERING', 'M', 'DISTANCE'].includes(word))
  if (!known && !isEngineOption(cursor)) return false
  cursor.index++
  cursor.accept('=')
  const value = cursor.isNumber() ? cursor.number() : cursor.nameOrString('a value')
  key.options[word.toLowerCase()] = value
  return true
}

function parseForeignKey(
  cursor: Cursor,
  constraint: string | undefined,
  from: number,
  added: boolean
): ForeignKeySyntax {
  cursor.expect('KEY')
  const ifNotExists = added && acceptIfNotExists(cursor, false)
  // The name after `FOREIGN KEY` is the index's; the constraint takes it where it has none of its own.
  const index = cursor.isName() ? cursor.name() : undefined
  const columns = parseColumnNames(cursor)
  const references = parseReferences(cursor)
  return {
    kind: 'foreign-key',
    name: constraint ?? index,
    columns,
    references,
    ifNotExists,
    range: cursor.range(from)
  }
}

/** Read `REFERENCES t (a) MATCH … ON DELETE … ON UPDATE …`. */
export function parseReferences(cursor: Cursor): ReferenceSyntax {
  cursor.expect('REFERENCES')
  const table = parseQualifiedName(cursor)
  const references: ReferenceSyntax = {table, columns: cursor.is('(') ? parseColumnNames(cursor) : []}
  if (cursor.accept('MATCH')) references.match = cursor.expectAny('FULL', 'PARTIAL', 'SIMPLE').toLowerCase()
  while (cursor.is('ON', 'DELETE') || cursor.is('ON', 'UPDATE')) {
    cursor.index++
    const event = cursor.next().upper === 'DELETE' ? 'onDelete' : 'onUpdate'
    if (references[event] !== undefined) cursor.fail('one action')
    references[event] = parseAction(cursor)
  }
  return references
}

function parseAction(cursor: Cursor): string {
  if (cursor.accept('SET')) return `set ${cursor.expectAny('NULL', 'DEFAULT').toLowerCase()}`
  if (cursor.accept('NO', 'ACTION')) return 'no action'
  return cursor.expectAny('RESTRICT', 'CASCADE').toLowerCase()
}
