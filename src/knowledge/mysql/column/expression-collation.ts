/**
 * MySQL takes an expression that is written again for another one where a string in it gets another collation, or is
 * converted: the column is written anew.
 */
import type {Expression} from '../../../operations/definitions.js'
import {columnsUsed} from '../../../schema/expressions.js'
import type {Column, Table} from '../../../schema/objects.js'
import {completeCharset, defaultCollation, isText} from '../../../schema/mysql/charsets.js'
import type {Session} from '../../../schema/session.js'
import type {Server} from '../../../server/server.js'
import type {Verdict} from '../../effect.js'

const quoted = String.raw`(?:'(?:[^'\\]|''|\\.)*'|"(?:[^"\\]|""|\\.)*")`

/** Numbers and times that are written as strings, and paths into JSON: no collation touches them. */
const settled = new RegExp(
  String.raw`(?:\b[nxb]|\b(?:date|time|timestamp)\s*|->>?\s*)${quoted}|(json_extract\s*\([^'",]*,\s*)${quoted}`,
  'gi'
)
const strings = new RegExp(String.raw`(?:\b_(\w+)\s*)?${quoted}`, 'g')
const converted = /\bcollate\b|\busing\b/i
const cast = /\bas\s+char\b(?!\s*(?:\(\s*\d+\s*\))?\s*(?:character\s+set|charset)\b)|,\s*char\b/i

/** The collations of the strings in an expression; `undefined`: that of the connection. */
function collationsOf(text: string, server: Server): Set<string | undefined> {
  return new Set(
    [...text.matchAll(strings)].map(([, charset]) =>
      charset === undefined ? undefined : completeCharset(server, charset, undefined)?.collation
    )
  )
}

function isBeside({type}: Column, collation: string): boolean {
  if (type === undefined) return true
  return isText(type) ? type.collation !== collation : /^(?:json|(?:var)?binary|\w*blob)$/.test(type.name)
}

/** Whether the server compares the same text of an expression unequal; `undefined`: the connection decides. */
export function isRecollated({text}: Expression, table: Table, session: Session): Verdict {
  const open = text.replace(settled, '$1')
  const words = open.replace(strings, '')
  if (converted.test(words)) return true
  const collations = collationsOf(open, session.server)
  if (collations.size === 0 && !cast.test(words)) return false

  if (collations.has(undefined) || cast.test(words)) {
    const connection = session
      .get('collation_connection')
      ?.replace(/^'(.*)'$/, '$1')
      .toLowerCase()
    if (connection === undefined || !connection.startsWith('utf8mb4_')) return undefined
    if (connection !== defaultCollation(session.server, 'utf8mb4')) return true
  }
  // A string is converted to what it stands beside.
  const used = columnsUsed({text}, table.columns)
  const columns = table.columns.filter(({name}) => used.includes(name))
  return [...collations].some((collation) =>
    columns.some((column) => isBeside(column, collation ?? defaultCollation(session.server, 'utf8mb4')))
  )
}
