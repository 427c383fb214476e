/** Views as Knex's schema builder describes them. https://knexjs.org/guide/schema-builder.html#createview */
import {linkOf} from '../../script/chain.js'
import type {Link} from '../../script/chain.js'
import {chainsIn} from '../../script/chains-in.js'
import type {Expression} from '../../script/scope.js'
import {resolve} from '../../script/scope.js'
import {chainOf} from '../../script/chain.js'
import type {Translation} from '../../library.js'
import {join, sqlFor} from '../../text/pieces.js'
import type {Sql} from '../../text/pieces.js'
import {boundText} from './knex-raw.js'

const heads: Readonly<Record<string, string>> = {
  createView: 'CREATE VIEW',
  createViewOrReplace: 'CREATE OR REPLACE VIEW',
  createMaterializedView: 'CREATE MATERIALIZED VIEW'
}

/** `createView('shown', (view) => {…})`, where its query is written as SQL: a query builder makes its own when it runs. */
export function createView({args = [], name}: Link, view: Sql, at: Expression, translation: Translation): void {
  const [, callback] = args
  const chains = callback ? chainsIn(callback).map(({chain}) => chain) : []
  const given = chains.flatMap((chain) => linkOf(chain, 'as')?.args ?? [])[0]
  const raw = given && linkOf(chainOf(resolve(given)) ?? {links: [], root: given, rootArgs: undefined}, 'raw')
  const query = raw?.args && boundText(raw.args, translation)
  if (query === undefined) {
    translation.unknown(at)
    return
  }
  const columns = chains.flatMap((chain) => linkOf(chain, 'columns')?.args ?? [])[0]
  const sql = sqlFor(at.node)
  const named = columns ? sql` (${join(translation.names(columns))})` : []
  translation.send(sql`${heads[name] ?? ''} ${view}${named} AS ${query}`, at)
}

/** `alterView('shown', (view) => view.column('id').rename('own'))`. */
export function alterView(view: Sql, callback: Expression, at: Expression, translation: Translation): void {
  for (const {chain, whole} of chainsIn(callback)) {
    const from = linkOf(chain, 'column')?.args?.[0]
    const to = linkOf(chain, 'rename')?.args?.[0]
    if (from === undefined || to === undefined) translation.unknown(whole)
    else
      translation.send(
        sqlFor(whole.node)`ALTER VIEW ${view} RENAME COLUMN ${translation.name(from)} TO ${translation.name(to)}`,
        at
      )
  }
}
