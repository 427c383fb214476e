/**
 * Character sets and collations as MySQL and MariaDB hand them down: server, database, table, column.
 * https://dev.mysql.com/doc/refman/9.4/en/charset-syntax.html, https://mariadb.com/kb/en/setting-character-sets-and-collations/
 */
import {compareVersions} from '../../server/server.js'
import type {Server} from '../../server/server.js'
import type {DataType, TableOptions} from '../../operations/definitions.js'
import type {Session} from '../session.js'

export interface Charset {
  charset: string
  collation: string
  /** Nothing names it, and servers are often configured otherwise. */
  assumed?: 'yes'
}

/** The options of a table that gets a character set. */
export function inTable({assumed: _assumed, ...options}: TableOptions, charset: Charset): TableOptions {
  return {...options, ...charset}
}

/** Default collations that are not called `<charset>_general_ci`; from `information_schema.character_sets`. */
const otherDefaults: Record<string, string> = {
  big5: 'big5_chinese_ci',
  dec8: 'dec8_swedish_ci',
  hp8: 'hp8_english_ci',
  latin1: 'latin1_swedish_ci',
  swe7: 'swe7_swedish_ci',
  ujis: 'ujis_japanese_ci',
  sjis: 'sjis_japanese_ci',
  tis620: 'tis620_thai_ci',
  euckr: 'euckr_korean_ci',
  gb2312: 'gb2312_chinese_ci',
  gbk: 'gbk_chinese_ci',
  latin5: 'latin5_turkish_ci',
  cp932: 'cp932_japanese_ci',
  eucjpms: 'eucjpms_japanese_ci',
  gb18030: 'gb18030_chinese_ci',
  binary: 'binary'
}

const unicode = new Set(['utf8mb3', 'utf8mb4', 'ucs2', 'utf16', 'utf32'])

function isMariadb(server: Server, ...atLeast: number[]): boolean {
  return server.dialect === 'mariadb' && compareVersions(server.version, atLeast) >= 0
}

/** `utf8` is `utf8mb3`, in names of collations too. */
function canonical(name: string): string {
  return name.toLowerCase().replace(/^utf8(?=_|$)/, 'utf8mb3')
}

/** The collation of a character set that names none. */
export function defaultCollation(server: Server, charset: string): string {
  if (isMariadb(server, 11, 5) && unicode.has(charset)) return `${charset}_uca1400_ai_ci`
  if (server.dialect === 'mysql' && charset === 'utf8mb4') return 'utf8mb4_0900_ai_ci'
  return otherDefaults[charset] ?? `${charset}_general_ci`
}

/** Character set and collation where one or both are written; `undefined` where none is. */
export function completeCharset(
  server: Server,
  charset: string | undefined,
  collation: string | undefined,
  inherited?: Charset
): Charset | undefined {
  const written = charset === undefined || charset.toLowerCase() === 'default' ? undefined : canonical(charset)
  const order = collation === undefined || collation.toLowerCase() === 'default' ? undefined : canonical(collation)
  if (order !== undefined) {
    // MariaDB's UCA-14 collations fit several character sets, and are written without one; `_bin` is what
    // the attribute `BINARY` means.
    const ending = order.startsWith('uca1400') ? `_${order}` : order.startsWith('_') ? order : undefined
    const set = written ?? (ending === undefined ? (order.split('_')[0] ?? order) : (inherited?.charset ?? 'utf8mb4'))
    return {charset: set, collation: ending === undefined ? order : `${set}${ending}`}
  }
  if (written === undefined) return undefined
  return {charset: written, collation: defaultCollation(server, written)}
}

/**
 * What a database gets that names nothing: `character_set_server` where the session's settings say it,
 * else the default of the server's program: utf8mb4 on MySQL 8.0 and MariaDB 11.6, latin1 before.
 * https://mariadb.com/kb/en/server-system-variables/#character_set_server
 */
export function serverCharset(session: Session): Charset {
  const {server} = session
  const configured = completeCharset(server, session.get('character_set_server'), session.get('collation_server'))
  if (configured) return configured
  const isUnicode = server.dialect === 'mysql' || isMariadb(server, 11, 6)
  const charset = isUnicode ? 'utf8mb4' : 'latin1'
  // Packages of distributions configure utf8mb4: https://mariadb.com/kb/en/differences-in-mariadb-in-debian-and-ubuntu/
  return {charset, collation: defaultCollation(server, charset), ...(isUnicode ? {} : {assumed: 'yes'})}
}

/**
 * The collation that literals of a connection get by a setting; `''` where that is not known, `undefined` where the
 * setting is about something else. https://dev.mysql.com/doc/refman/9.4/en/charset-connection.html
 */
export function connectionCollation(server: Server, setting: string, value: string | undefined): string | undefined {
  if (setting === 'character set') return ''
  if (setting !== 'names' && setting !== 'character_set_connection') return undefined
  const [, charset, collation] = /^'?(\w+)'?(?:\s+COLLATE\s+'?(\w+)'?)?$/i.exec(value ?? '') ?? []
  return completeCharset(server, charset, collation)?.collation ?? ''
}

const textTypes = new Set(['char', 'varchar', 'tinytext', 'text', 'mediumtext', 'longtext', 'enum', 'set'])

/** Whether values of a type have a character set. */
export function isText(type: DataType): boolean {
  return textTypes.has(type.name)
}

/** The type with the character set and collation that it has in a table. */
export function withCharset(server: Server, type: DataType, table: Charset, collation?: string): DataType {
  if (!isText(type)) return type
  const own = completeCharset(server, type.charset, type.collation ?? collation, table) ?? table
  const {assumed, ...charset} = own
  return {...type, ...charset, ...(assumed && {charsetAssumed: true})}
}

/** Bytes of the longest character, where more than one; from `information_schema.character_sets`. */
const longestCharacter: Record<string, number> = {
  big5: 2,
  cp932: 2,
  euckr: 2,
  gb2312: 2,
  gbk: 2,
  sjis: 2,
  ucs2: 2,
  eucjpms: 3,
  ujis: 3,
  utf8mb3: 3,
  gb18030: 4,
  utf16: 4,
  utf16le: 4,
  utf32: 4,
  utf8mb4: 4
}

/** Bytes that one character may need in a character set. */
export function bytesPerCharacter(charset: string): number {
  return longestCharacter[charset] ?? 1
}

const wider: Record<string, string> = {tinytext: 'text', text: 'mediumtext', mediumtext: 'longtext'}

/**
 * The type after `CONVERT TO CHARACTER SET`: a TEXT that could hold fewer characters than before
 * becomes the next larger one. https://dev.mysql.com/doc/refman/9.4/en/alter-table.html#alter-table-character-set
 */
export function convertCharset(type: DataType, to: Charset): DataType {
  if (!isText(type) || type.charset === 'binary') return type
  const grows = type.charset !== undefined && bytesPerCharacter(to.charset) > bytesPerCharacter(type.charset)
  const {charset, collation} = to
  return {
    ...type,
    charset,
    collation,
    charsetAssumed: to.assumed && true,
    name: (grows ? wider[type.name] : undefined) ?? type.name
  }
}
