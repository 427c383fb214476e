/** Types of columns with values at their edges, as SQL that every `sql_mode` reads alike. */

export interface TypedColumn {
  type: string
  /** Literals; NULL comes by itself. */
  values: readonly string[]
  /** What is compared, over `{{c}}`; else the value as text, and its bytes. */
  shown?: readonly string[]
  /** Where it is known: else everywhere. */
  only?: 'mysql' | 'mariadb'
  /** Not known to MariaDB before 11.7. */
  newer?: boolean
}

/** Bytes of a text, in a character set. */
function text(characters: string): string {
  return `_utf8mb4 X'${Buffer.from(characters).toString('hex')}'`
}

const integers = (low: string, high: string): string[] => [low, high, '0', '1', low === '0' ? '2' : '-1']
const asText = ['CAST({{c}} AS char)']
const asBytes = ['HEX({{c}})', 'LENGTH({{c}})']
const asShape = ['HEX(ST_AsWKB({{c}}))', 'ST_SRID({{c}})']
const asNumber = ['{{c}} + 0', 'HEX({{c}})']
const words = ["''", "'a'", "'A '", text('é'), "'line\nbreak'", text('\\ \' "`')]
const signs = [...words, text('😀𝒳'), text('ǅſẞ')]
const pieces = ["X''", "X'00'", "X'610000'", "X'FF00FF'", "X'5C27220A'"]

export const typedColumns: Readonly<Record<string, TypedColumn>> = {
  c_tinyint: {type: 'tinyint', values: integers('-128', '127')},
  c_bool: {type: 'bool', values: ['TRUE', 'FALSE', '2']},
  c_utinyint: {type: 'tinyint unsigned', values: integers('0', '255')},
  c_smallint: {type: 'smallint', values: integers('-32768', '32767')},
  c_mediumint: {type: 'mediumint', values: integers('-8388608', '8388607')},
  c_umediumint: {type: 'mediumint unsigned', values: integers('0', '16777215')},
  c_int: {type: 'int', values: integers('-2147483648', '2147483647')},
  c_zerofill: {type: 'int(7) unsigned zerofill', values: integers('0', '4294967295')},
  c_bigint: {type: 'bigint', values: integers('-9223372036854775808', '9223372036854775807')},
  c_ubigint: {type: 'bigint unsigned', values: integers('0', '18446744073709551615')},
  c_decimal: {
    type: 'decimal(65,30)',
    values: [
      '99999999999999999999999999999999999.999999999999999999999999999999',
      '-99999999999999999999999999999999999.999999999999999999999999999999',
      '0.000000000000000000000000000001',
      '-0.0'
    ],
    shown: asText
  },
  c_float: {type: 'float', values: ['3.402823466e38', '-1.175494351e-38', '0.1', '-0e0', '16777217']},
  c_double: {
    type: 'double',
    values: ['1.7976931348623157e308', '2.2250738585072014e-308', '0.1', '-0e0', '9007199254740993']
  },
  c_bit1: {type: 'bit(1)', values: ["b'0'", "b'1'"], shown: asNumber},
  c_bit64: {
    type: 'bit(64)',
    values: ["b'0'", '18446744073709551615', '9223372036854775808', "X'6100000000000000'"],
    shown: asNumber
  },
  c_date: {type: 'date', values: ["'0000-00-00'", "'1000-01-01'", "'9999-12-31'", "'2024-02-00'", "'2023-02-31'"]},
  c_datetime: {
    type: 'datetime',
    values: ["'0000-00-00 00:00:00'", "'1000-01-01 00:00:00'", "'9999-12-31 23:59:59'", "'1970-00-01 00:00:00'"]
  },
  c_datetime6: {type: 'datetime(6)', values: ["'2024-02-29 23:59:59.999999'", "'0001-01-01 00:00:00.000001'"]},
  c_timestamp: {
    type: 'timestamp NULL',
    values: ["'0000-00-00 00:00:00'", "'1970-01-02 00:00:01'", "'2024-03-31 02:30:00'", "'2024-10-27 02:30:00'"]
  },
  c_timestamp3: {type: 'timestamp(3) NULL', values: ["'2038-01-18 03:14:07.999'", "'2001-09-09 01:46:40.001'"]},
  c_time: {type: 'time', values: ["'-838:59:59'", "'838:59:59'", "'00:00:00'"]},
  c_time6: {type: 'time(6)', values: ["'-00:00:00.000001'", "'-837:59:59.999999'", "'23:59:59.5'"]},
  c_year: {type: 'year', values: ['0', '1901', '2155', '2024']},
  c_char: {type: 'char(20)', values: signs, shown: asBytes},
  c_varchar: {type: 'varchar(40)', values: [...signs, "'ends with blanks  '"], shown: asBytes},
  c_latin1: {
    type: 'varchar(20) CHARACTER SET latin1',
    values: [...words, "_latin1 X'80819D9FFF'", "_latin1 X'E9'"],
    shown: asBytes
  },
  c_ucs2: {type: 'varchar(20) CHARACTER SET ucs2', values: [...words, text('中文')], shown: asBytes},
  c_utf16: {type: 'char(9) CHARACTER SET utf16', values: [...words, text('😀')], shown: asBytes},
  c_utf8mb3: {type: 'varchar(20) CHARACTER SET utf8mb3', values: [...words, text('€中')], shown: asBytes},
  c_gbk: {type: 'varchar(20) CHARACTER SET gbk', values: ["''", text('中文'), "_gbk X'BF5C'"], shown: asBytes},
  c_sjis: {type: 'varchar(20) CHARACTER SET sjis', values: ["''", "_sjis X'835C'"], shown: asBytes},
  c_bin: {type: 'varchar(20) COLLATE utf8mb4_bin', values: signs, shown: asBytes},
  c_binary: {type: 'binary(8)', values: pieces, shown: asBytes},
  c_varbinary: {type: 'varbinary(16)', values: pieces, shown: asBytes},
  c_tinyblob: {type: 'tinyblob', values: [...pieces, "REPEAT(X'00FF', 127)"], shown: asBytes},
  c_blob: {type: 'blob', values: [...pieces, "REPEAT(X'00', 65535)"], shown: asBytes},
  c_longblob: {type: 'longblob', values: [...pieces, "REPEAT(X'00FFE9', 50000)"], shown: asBytes},
  c_tinytext: {type: 'tinytext', values: signs, shown: asBytes},
  c_text: {type: 'text', values: [...signs, `REPEAT(${text('😀')}, 16000)`], shown: asBytes},
  c_longtext: {type: 'longtext', values: [...signs, `REPEAT(${text('é')}, 70000)`], shown: asBytes},
  c_enum: {type: "enum('z','a','','it''s','é')", values: ['0', '1', "'a'", '3', '4', '5'], shown: asNumber},
  c_set: {type: "set('z','a','m','é')", values: ["''", "'z,m'", '15', "'a'"], shown: asNumber},
  c_set64: {
    type: `set(${Array.from({length: 64}, (_, index) => `'m${String(index)}'`).join(', ')})`,
    values: ['18446744073709551615', '9223372036854775808', '1'],
    shown: asNumber
  },
  c_json: {
    type: 'json',
    values: [
      `'{"b": 1, "a": {"d": null, "c": []}}'`,
      "'18446744073709551615'",
      "'-0'",
      "'-0.0'",
      "'1e100'",
      "'123456789012345678901234567890.5'",
      text('"é😀 \\u0000 \\" \\/"'),
      "'null'",
      '\'[1.10, true, ""]\''
    ],
    shown: ['HEX(CAST({{c}} AS char))']
  },
  c_geometry: {
    type: 'geometry',
    values: ["ST_GeomFromText('POINT(1e-300 -0)')", "ST_GeomFromText('LINESTRING(0 0, 1 1)', 4326)"],
    shown: asShape
  },
  c_point: {type: 'point', values: ["ST_GeomFromText('POINT(1.1 -2.2)')"], shown: asShape},
  c_linestring: {type: 'linestring', values: ["ST_GeomFromText('LINESTRING(0 0, 1e300 1, 2 2)')"], shown: asShape},
  c_polygon: {
    type: 'polygon',
    values: ["ST_GeomFromText('POLYGON((0 0, 9 0, 9 9, 0 0), (1 1, 2 1, 2 2, 1 1))')"],
    shown: asShape
  },
  c_multipoint: {type: 'multipoint', values: ["ST_GeomFromText('MULTIPOINT(1 1, 2 2)')"], shown: asShape},
  c_multiline: {
    type: 'multilinestring',
    values: ["ST_GeomFromText('MULTILINESTRING((0 0, 1 1), (2 2, 3 3))')"],
    shown: asShape
  },
  c_multipolygon: {
    type: 'multipolygon',
    values: ["ST_GeomFromText('MULTIPOLYGON(((0 0, 9 0, 9 9, 0 0)))')"],
    shown: asShape
  },
  c_collection: {
    type: 'geometrycollection',
    values: ["ST_GeomFromText('GEOMETRYCOLLECTION(POINT(1 1), LINESTRING(0 0, 1 1))')"],
    shown: asShape
  },
  c_srid: {
    type: 'point SRID 4326',
    values: ["ST_GeomFromText('POINT(50 10)', 4326)"],
    shown: asShape,
    only: 'mysql'
  },
  c_vector: {
    type: 'vector(3)',
    values: ["STRING_TO_VECTOR('[1.5, -0.0, 3.4e38]')"],
    shown: asBytes,
    only: 'mysql'
  },
  m_vector: {
    type: 'vector(3)',
    values: ["VEC_FromText('[1.5, -2.25, 300000]')"],
    shown: asBytes,
    only: 'mariadb',
    newer: true
  },
  m_uuid: {
    type: 'uuid',
    values: ["'00000000-0000-0000-0000-000000000000'", "'ffffffff-ffff-4fff-bfff-ffffffffffff'"],
    only: 'mariadb'
  },
  m_inet4: {type: 'inet4', values: ["'0.0.0.0'", "'255.255.255.255'"], only: 'mariadb'},
  m_inet6: {type: 'inet6', values: ["'::'", "'ffff::1'", "'::ffff:1.2.3.4'"], only: 'mariadb'},
  m_compressed: {
    type: 'varchar(1000) COMPRESSED',
    values: [...signs, "REPEAT('a', 1000)"],
    shown: asBytes,
    only: 'mariadb'
  },
  m_blob_compressed: {
    type: 'blob COMPRESSED',
    values: [...pieces, "REPEAT(X'00', 60000)"],
    shown: asBytes,
    only: 'mariadb'
  }
}

/** Changes of a type that lose nothing: to what. */
export const changedColumns: Readonly<Record<string, TypedColumn & {to: string}>> = {
  d_wider: {type: 'int', values: integers('0', '2147483647'), to: 'bigint unsigned'},
  d_number: {type: 'bigint unsigned', values: integers('0', '18446744073709551615'), to: 'decimal(30,4)'},
  d_digits: {type: 'int', values: integers('-2147483648', '2147483647'), to: 'varchar(20)'},
  d_parsed: {type: 'varchar(20)', values: ["'12'", "'-5'", "'0'"], to: 'int'},
  d_float: {type: 'float', values: ['0.1', '-0e0', '3e38'], to: 'double'},
  d_exact: {type: 'double', values: ['0.5', '-1.25', '1e15'], to: 'decimal(30,10)'},
  d_scale: {type: 'decimal(10,2)', values: ['1.10', '-99999999.99'], to: 'decimal(20,5)'},
  d_finer: {type: 'datetime', values: ["'0000-00-00 00:00:00'", "'9999-12-31 23:59:59'"], to: 'datetime(6)'},
  d_coarser: {type: 'datetime(6)', values: ["'2024-02-29 23:59:59.5'", "'2024-01-01 00:00:00.499999'"], to: 'datetime'},
  d_local: {type: 'timestamp NULL', values: ["'2024-03-31 02:30:00'", "'1970-01-03 00:00:01'"], to: 'datetime'},
  d_moment: {type: 'datetime', values: ["'2024-03-31 02:30:00'", "'1970-01-03 00:00:01'"], to: 'timestamp NULL'},
  d_midnight: {type: 'date', values: ["'2024-02-29'", "'1000-01-01'"], to: 'datetime'},
  d_day: {type: 'datetime', values: ["'2024-02-29 12:13:14'", "'1000-01-01 00:00:00'"], to: 'date'},
  d_time: {type: 'time', values: ["'-838:59:59'", "'12:00:00'"], to: 'time(3)'},
  d_year: {type: 'year', values: ['1901', '2155'], to: 'int'},
  d_char: {type: 'char(20)', values: signs, to: 'varchar(40)'},
  d_text: {type: 'varchar(40)', values: [...signs, "'blanks  '"], to: 'mediumtext'},
  d_latin1: {
    type: 'varchar(20) CHARACTER SET latin1',
    values: [...words, "_latin1 X'80E9FF'"],
    to: 'varchar(20) CHARACTER SET utf8mb4'
  },
  d_latin2: {type: 'varchar(20) CHARACTER SET utf8mb4', values: words, to: 'varchar(20) CHARACTER SET latin2'},
  d_utf8mb3: {type: 'text CHARACTER SET utf8mb3', values: [...words, text('€中')], to: 'text CHARACTER SET utf8mb4'},
  d_gbk: {
    type: 'varchar(20) CHARACTER SET gbk',
    values: [text('中文'), "_gbk X'BF5C'"],
    to: 'varchar(20) CHARACTER SET utf8mb4'
  },
  d_utf16: {type: 'varchar(20)', values: signs, to: 'varchar(20) CHARACTER SET utf16'},
  d_collation: {type: 'varchar(20)', values: signs, to: 'varchar(20) COLLATE utf8mb4_bin'},
  d_order: {
    type: "enum('red','green','blue')",
    values: ["'red'", "'green'", "'blue'"],
    to: "enum('blue','red','green','x')"
  },
  d_label: {type: "enum('red','it''s','é')", values: ["'red'", "'it''s'", '3'], to: 'varchar(20)'},
  d_enum: {type: 'varchar(20)', values: ["'red'", "'blue'"], to: "enum('blue','red')"},
  d_set: {type: "set('a','b')", values: ["'a,b'", "''"], to: "set('c','b','a')"},
  d_bit: {type: 'bit(8)', values: ["b'0'", '255'], to: 'bit(64)'},
  d_bitnumber: {type: 'bit(8)', values: ["b'0'", '255'], to: 'int'},
  d_padded: {type: 'binary(4)', values: ["X'61'", "X'FF00FF00'"], to: 'varbinary(8)'},
  d_blob: {type: 'varbinary(9)', values: pieces, to: 'blob'},
  d_decoded: {type: 'blob', values: ["'abc'", "X'C3A9'"], to: 'text CHARACTER SET utf8mb4'},
  d_json: {type: 'json', values: ['\'{"b": 1, "a": [1.50]}\'', "'null'"], to: 'longtext'},
  d_document: {type: 'longtext', values: ['\'{"b": 1, "a": [1.50]}\'', "'-0'"], to: 'json'},
  d_shape: {type: 'point', values: ["ST_GeomFromText('POINT(1 2)')"], to: 'geometry'},
  d_uuid: {type: 'char(36)', values: ["'00000000-0000-4000-8000-0000000000ff'"], to: 'uuid', only: 'mariadb'},
  d_plain: {type: 'varchar(900)', values: ["REPEAT('a', 900)", "''"], to: 'varchar(900) COMPRESSED', only: 'mariadb'}
}

type Server = {dialect: string; server: string}

/** Columns that a server has. */
export function columnsFor<Column extends TypedColumn>(
  {dialect, server}: Server,
  columns: Readonly<Record<string, Column>>
): Array<Column & {name: string}> {
  return Object.entries(columns)
    .filter(
      ([, {newer, only}]) => (only === undefined || only === dialect) && (newer !== true || server !== 'MariaDB 10.11')
    )
    .map(([name, column]) => ({...column, name}))
}

/** What a value shows of itself. */
export function shownOf({name, shown = asText}: TypedColumn & {name: string}): string[] {
  return shown.map((each) => each.replaceAll('{{c}}', `\`${name}\``))
}

/** The value of a row; every column passes through all of its own, and NULL. */
export function valueOf({values}: TypedColumn, row: number): string {
  return values[row % (values.length + 1)] ?? 'NULL'
}
