/** What an account may do, as the server says it. */
import type {Connection} from '../../connection/connection.js'

/** Where a privilege holds: everywhere, in a database, or on a table. */
export interface Scope {
  schema?: string | undefined
  name?: string | undefined
}

interface Grant extends Scope {
  privileges: readonly string[]
  /** It takes away (partial revokes of MySQL). */
  revoked: boolean
}

/** Whether the account has a privilege. */
export type MayDo = (privilege: string, scope: Scope) => boolean

const name = /\*|`(?:[^`]|``)*`|"(?:[^"]|"")*"/.source
const line = new RegExp(`^(GRANT|REVOKE) (.+?) ON (?:TABLE )?(${name})\\.(${name}) (?:TO|FROM) `)

/**
 * Ask; privileges of roles are there where they are active.
 * https://dev.mysql.com/doc/refman/8.4/en/show-grants.html, https://mariadb.com/kb/en/show-grants/
 */
export async function grantsOf(connection: Connection): Promise<MayDo> {
  const rows = await connection.query('SHOW GRANTS')
  const grants = rows.flatMap((row) => parse(Object.values(row)[0] ?? ''))
  return (privilege, scope) => {
    const matching = grants.filter((grant) => covers(grant, scope) && holds(grant, privilege))
    return matching.length > 0 && !matching.some(({revoked}) => revoked)
  }
}

function parse(text: string): Grant[] {
  const [, verb, list = '', schema = '', table = ''] = line.exec(text) ?? []
  if (verb === undefined) return []
  // Those of single columns are of no use here.
  const privileges = list
    .replace(/\w[\w ]* \([^)]*\)(?:, )?/g, '')
    .split(',')
    .map((privilege) => privilege.trim().toUpperCase())
  return [{privileges, revoked: verb === 'REVOKE', schema: unquote(schema), name: unquote(table)}]
}

function unquote(text: string): string | undefined {
  if (text === '*') return undefined
  const quote = text.charAt(0)
  return text.slice(1, -1).replaceAll(quote + quote, quote)
}

function holds({privileges}: Grant, privilege: string): boolean {
  return privileges.includes(privilege) || privileges.includes('ALL PRIVILEGES')
}

function covers(grant: Grant, {name: table, schema}: Scope): boolean {
  if (grant.schema === undefined) return true
  if (schema === undefined) return false
  if (grant.name === undefined) return isLike(schema, grant.schema)
  return grant.schema === schema && grant.name === table
}

/** Names of databases are patterns there: `_` and `%` stand for any, unless they have a backslash. */
function isLike(text: string, pattern: string): boolean {
  const source = pattern.replace(/\\([_%])|([_%])|[^\w]/g, (part, plain?: string, wild?: string) => {
    if (plain !== undefined) return plain
    if (wild !== undefined) return wild === '_' ? '.' : '.*'
    return `\\${part}`
  })
  return new RegExp(`^${source}$`, 's').test(text)
}
