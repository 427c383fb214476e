/** Tables as Kysely's schema builder changes them. https://kysely-org.github.io/kysely-apidoc/classes/AlterTableBuilder.html */
import type {Link} from '../../script/chain.js'
import type {Expression} from '../../script/scope.js'
import type {Translation} from '../../library.js'
import {alterTableSql} from '../../text/ddl.js'
import {join, sqlFor} from '../../text/pieces.js'
import type {Sql} from '../../text/pieces.js'
import {callsIn, columnOf, constraintOf, expressionOf, indexedIn, typeOf} from './kysely-columns.js'

/** Every link by itself, as it stands in a statement of its own. */
export function alterTable(
  table: Sql,
  links: readonly Link[],
  whole: Expression,
  translation: Translation
): Sql[] | undefined {
  const index = links.findIndex(({name}) => name === 'addIndex')
  if (index !== -1) return addIndex(table, links.slice(index), whole, translation)
  const ofKey = ['onDelete', 'onUpdate']
  const actions = links
    .filter(({name}) => !ofKey.includes(name))
    .map((link) =>
      alterAction(
        link,
        links.filter(({name}) => ofKey.includes(name)),
        translation
      )
    )
  return (actions.every((action) => action !== undefined) ? actions : undefined)?.map((action) =>
    alterTableSql(whole.node, table, [action])
  )
}

function alterAction(link: Link, behind: readonly Link[], translation: Translation): Sql | undefined {
  const [first, second, third] = link.args ?? []
  if (first === undefined) return undefined
  const sql = sqlFor({start: first.node.start, end: link.node.end})
  const name = translation.name(first)
  switch (link.name) {
    case 'addColumn': {
      const part = columnOf(link, translation)
      const isGuarded = third !== undefined && callsIn(third).some((call) => call.name === 'ifNotExists')
      return part && sql`ADD COLUMN ${isGuarded ? 'IF NOT EXISTS ' : ''}${part}`
    }
    case 'modifyColumn': {
      const part = columnOf(link, translation)
      return part && sql`MODIFY COLUMN ${part}`
    }
    case 'dropColumn':
      return sql`DROP COLUMN ${name}`
    case 'dropConstraint':
      return sql`DROP CONSTRAINT ${name}`
    case 'dropIndex':
      return sql`DROP INDEX ${name}`
    case 'renameColumn':
      return second && sql`RENAME COLUMN ${name} TO ${translation.name(second)}`
    case 'renameConstraint':
      return second && sql`RENAME CONSTRAINT ${name} TO ${translation.name(second)}`
    case 'renameTo':
      return sql`RENAME TO ${name}`
    case 'setSchema':
      return sql`SET SCHEMA ${name}`
    case 'alterColumn': {
      const action = second && alterColumn(second, sql, translation)
      return action && sql`ALTER COLUMN ${name} ${action}`
    }
    default: {
      const part = constraintOf(link, behind, translation)
      return part && sql`ADD ${part}`
    }
  }
}

/** MySQL's `alterTable('account').addIndex('own').column('name')`. */
function addIndex(
  table: Sql,
  [head, ...links]: readonly Link[],
  {node}: Expression,
  translation: Translation
): Sql[] | undefined {
  const name = head?.args?.[0]
  const columns = indexedIn(links, translation)
  if (name === undefined || columns.length === 0) return undefined
  const unique = links.some((link) => link.name === 'unique') ? 'UNIQUE ' : ''
  return [sqlFor(node)`ALTER TABLE ${table} ADD ${unique}INDEX ${translation.name(name)} (${join(columns)})`]
}

/** `(col) => col.setNotNull()` */
function alterColumn(callback: Expression, sql: ReturnType<typeof sqlFor>, translation: Translation): Sql | undefined {
  const [call] = callsIn(callback)
  const [value] = call?.args ?? []
  switch (call?.name) {
    case 'setNotNull':
      return sql`SET NOT NULL`
    case 'dropNotNull':
      return sql`DROP NOT NULL`
    case 'dropDefault':
      return sql`DROP DEFAULT`
    case 'setDefault': {
      const initial = value && expressionOf(value, translation)
      return initial && sql`SET DEFAULT ${initial}`
    }
    case 'setDataType': {
      const type = value && typeOf(value, translation)
      return type && sql`TYPE ${type}`
    }
    default:
      return undefined
  }
}
