import type {Cursor} from '../cursor.js'
import type {TypeSyntax} from '../syntax/table.js'

type Shape = 'none' | 'length' | 'length-required' | 'precision-scale' | 'values'

/** What may stand in parentheses after each type, and which attributes follow. */
const types: Record<string, [shape: Shape, family: 'number' | 'string' | 'other']> = {
  BIT: ['length', 'other'],
  BOOL: ['none', 'other'],
  BOOLEAN: ['none', 'other'],
  TINYINT: ['length', 'number'],
  INT1: ['length', 'number'],
  SMALLINT: ['length', 'number'],
  INT2: ['length', 'number'],
  MEDIUMINT: ['length', 'number'],
  INT3: ['length', 'number'],
  MIDDLEINT: ['length', 'number'],
  INT: ['length', 'number'],
  INT4: ['length', 'number'],
  INTEGER: ['length', 'number'],
  BIGINT: ['length', 'number'],
  INT8: ['length', 'number'],
  DECIMAL: ['precision-scale', 'number'],
  DEC: ['precision-scale', 'number'],
  NUMERIC: ['precision-scale', 'number'],
  FIXED: ['precision-scale', 'number'],
  FLOAT: ['precision-scale', 'number'],
  FLOAT4: ['precision-scale', 'number'],
  DOUBLE: ['precision-scale', 'number'],
  FLOAT8: ['precision-scale', 'number'],
  'DOUBLE PRECISION': ['precision-scale', 'number'],
  REAL: ['precision-scale', 'number'],
  DATE: ['none', 'other'],
  TIME: ['length', 'other'],
  TIMESTAMP: ['length', 'other'],
  DATETIME: ['length', 'other'],
  YEAR: ['length', 'other'],
  CHAR: ['length', 'string'],
  VARCHAR: ['length-required', 'string'],
  'NATIONAL CHAR': ['length', 'string'],
  'NATIONAL VARCHAR': ['length-required', 'string'],
  BINARY: ['length', 'other'],
  VARBINARY: ['length-required', 'other'],
  TINYBLOB: ['none', 'other'],
  BLOB: ['length', 'other'],
  MEDIUMBLOB: ['none', 'other'],
  LONGBLOB: ['none', 'other'],
  TINYTEXT: ['none', 'string'],
  TEXT: ['length', 'string'],
  MEDIUMTEXT: ['none', 'string'],
  LONGTEXT: ['none', 'string'],
  LONG: ['none', 'string'],
  'LONG VARBINARY': ['none', 'other'],
  ENUM: ['values', 'string'],
  SET: ['values', 'string'],
  JSON: ['none', 'string'],
  SERIAL: ['none', 'other'],
  GEOMETRY: ['none', 'other'],
  POINT: ['none', 'other'],
  LINESTRING: ['none', 'other'],
  POLYGON: ['none', 'other'],
  MULTIPOINT: ['none', 'other'],
  MULTILINESTRING: ['none', 'other'],
  MULTIPOLYGON: ['none', 'other'],
  GEOMETRYCOLLECTION: ['none', 'other'],
  GEOMCOLLECTION: ['none', 'other'],
  VECTOR: ['length', 'other'],
  UUID: ['none', 'other'],
  INET4: ['none', 'other'],
  INET6: ['none', 'other']
}

/** Types that only one of the two servers has, with its first version. */
const onlyIn: Record<string, [mysql: number[] | undefined, mariadb: number[] | undefined]> = {
  VECTOR: [
    [9, 0],
    [11, 7]
  ],
  UUID: [undefined, [10, 7]],
  INET4: [undefined, [10, 10]],
  INET6: [undefined, [10, 5]],
  GEOMCOLLECTION: [[8, 0], undefined]
}

/**
 * Read a column's type with its length, sign and character set.
 *
 * https://dev.mysql.com/doc/refman/9.7/en/data-types.html
 */
export function parseDataType(cursor: Cursor): TypeSyntax {
  const placeholder = cursor.peek()
  if (placeholder?.type === 'placeholder') {
    cursor.index++
    const type = {keyword: cursor.textOf(placeholder), modifiers: [], attributes: []}
    if (cursor.is('(')) cursor.parenthesized()
    return type
  }
  const type: TypeSyntax = {keyword: parseKeyword(cursor), modifiers: [], attributes: []}
  const [shape, family] = types[type.keyword] ?? ['length', 'other']
  parseModifiers(cursor, type, shape)
  if (family === 'number') parseSigns(cursor, type)
  else if (family === 'string') parseCharacterSet(cursor, type)
  return type
}

function parseKeyword(cursor: Cursor): string {
  if (cursor.accept('NATIONAL')) {
    const keyword = cursor.expectAny('CHAR', 'CHARACTER', 'VARCHAR', 'VARCHARACTER')
    const varying = keyword.startsWith('VAR') || cursor.accept('VARYING')
    return varying ? 'NATIONAL VARCHAR' : 'NATIONAL CHAR'
  }
  if (cursor.accept('NVARCHAR')) return 'NATIONAL VARCHAR'
  if (cursor.accept('NCHAR')) return cursor.acceptAny('VARYING', 'VARCHAR') ? 'NATIONAL VARCHAR' : 'NATIONAL CHAR'
  if (cursor.acceptAny('VARCHARACTER')) return 'VARCHAR'
  if (cursor.acceptAny('CHAR', 'CHARACTER')) return cursor.accept('VARYING') ? 'VARCHAR' : 'CHAR'
  if (cursor.accept('DOUBLE')) return cursor.accept('PRECISION') ? 'DOUBLE PRECISION' : 'DOUBLE'
  if (cursor.accept('LONG')) {
    if (cursor.accept('VARBINARY')) return 'LONG VARBINARY'
    if (cursor.acceptAny('CHAR', 'CHARACTER')) cursor.expect('VARYING')
    else cursor.acceptAny('VARCHAR', 'VARCHARACTER')
    return 'LONG'
  }
  const word = cursor.word()
  const known = types[word] !== undefined && exists(cursor, word)
  if (!known) cursor.fail('a data type')
  cursor.index++
  return word
}

function exists(cursor: Cursor, word: string): boolean {
  const versions = onlyIn[word]
  if (!versions) return true
  const first = cursor.mysql ? versions[0] : versions[1]
  return first !== undefined && cursor.since(...first)
}

function parseModifiers(cursor: Cursor, type: TypeSyntax, shape: Shape): void {
  if (shape === 'values') type.values = cursor.list(() => cursor.string())
  else if (shape === 'length-required' || cursor.is('(')) {
    if (shape === 'none') return
    cursor.expect('(')
    type.modifiers.push(cursor.number())
    if (shape === 'precision-scale' && cursor.accept(',')) type.modifiers.push(cursor.number())
    cursor.expect(')')
  }
}

function parseSigns(cursor: Cursor, type: TypeSyntax): void {
  for (;;) {
    const sign = cursor.acceptAny('SIGNED', 'UNSIGNED', 'ZEROFILL')
    if (sign === undefined) return
    if (sign === 'UNSIGNED') type.unsigned = true
    else if (sign === 'ZEROFILL') type.zerofill = true
  }
}

function parseCharacterSet(cursor: Cursor, type: TypeSyntax): void {
  for (;;) {
    const charset = acceptCharset(cursor)
    if (charset !== undefined) type.charset = charset
    else {
      const attribute = cursor.acceptAny('BINARY', 'ASCII', 'UNICODE', 'BYTE')
      if (attribute === undefined) return
      type.attributes.push(attribute)
    }
  }
}

/** `CHARACTER SET x` or `CHARSET x`. */
function acceptCharset(cursor: Cursor): string | undefined {
  const found = cursor.accept('CHARSET') || cursor.accept('CHARACTER', 'SET') || cursor.accept('CHAR', 'SET')
  if (!found) return undefined
  return cursor.nameOrString('a character set')
}
