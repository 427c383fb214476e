import type {TypeSyntax} from '../../parse/mysql/syntax/table.js'
import type {DataType} from '../definitions.js'

/** Keywords that are other names of a type: https://dev.mysql.com/doc/refman/9.7/en/other-vendor-data-types.html */
const canonical: Record<string, string> = {
  BOOL: 'tinyint',
  BOOLEAN: 'tinyint',
  INT1: 'tinyint',
  INT2: 'smallint',
  INT3: 'mediumint',
  MIDDLEINT: 'mediumint',
  INT4: 'int',
  INTEGER: 'int',
  INT8: 'bigint',
  DEC: 'decimal',
  NUMERIC: 'decimal',
  FIXED: 'decimal',
  FLOAT4: 'float',
  FLOAT8: 'double',
  'DOUBLE PRECISION': 'double',
  REAL: 'double',
  'NATIONAL CHAR': 'char',
  'NATIONAL VARCHAR': 'varchar',
  LONG: 'mediumtext',
  'LONG VARBINARY': 'mediumblob',
  SERIAL: 'bigint',
  GEOMCOLLECTION: 'geometrycollection'
}

/** What string types become with the character set `binary`. */
const binary: Record<string, string> = {
  char: 'binary',
  varchar: 'varbinary',
  tinytext: 'tinyblob',
  text: 'blob',
  mediumtext: 'mediumblob',
  longtext: 'longblob'
}

/** Give a type its canonical name, length, character set and collation. */
export function lowerDataType(syntax: TypeSyntax): DataType {
  const type: DataType = {
    name: canonical[syntax.keyword] ?? syntax.keyword.toLowerCase(),
    modifiers: [...syntax.modifiers],
    arrayDimensions: 0
  }
  if (syntax.keyword.startsWith('BOOL')) type.modifiers = ['1']
  if (syntax.unsigned === true || syntax.keyword === 'SERIAL') type.unsigned = true
  if (syntax.zerofill === true) {
    // https://dev.mysql.com/doc/refman/9.7/en/numeric-type-attributes.html
    type.zerofill = true
    type.unsigned = true
  }
  if (syntax.values) type.values = syntax.values
  lowerFloat(type)
  lowerCharset(syntax, type)
  return type
}

/** `FLOAT(25)` and more is `DOUBLE`: https://dev.mysql.com/doc/refman/9.7/en/floating-point-types.html */
function lowerFloat(type: DataType): void {
  if (type.name !== 'float' || type.modifiers.length !== 1) return
  if (Number(type.modifiers[0]) > 24) type.name = 'double'
  type.modifiers = []
}

function lowerCharset(syntax: TypeSyntax, type: DataType): void {
  let charset = syntax.charset?.toLowerCase()
  if (syntax.keyword.startsWith('NATIONAL')) charset = 'utf8mb3'
  if (syntax.attributes.includes('ASCII')) charset = 'latin1'
  if (syntax.attributes.includes('UNICODE')) charset = 'ucs2'
  if (syntax.attributes.includes('BYTE')) charset = 'binary'
  if (charset === 'utf8') charset = 'utf8mb3'
  const asBinary = binary[type.name]
  if (charset === 'binary' && asBinary !== undefined) {
    type.name = asBinary
    return
  }
  if (charset !== undefined) type.charset = charset
  // Without a character set it is the binary collation of the table's, which is not known here.
  if (syntax.attributes.includes('BINARY')) type.collation = `${charset ?? ''}_bin`
}
