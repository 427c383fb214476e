import {quoteTable} from '../../sql/mysql.js'
import {addsUnique, answerByCopies, foreignKeyReason} from '../parts/mysql/copier.js'
import type {Copy} from '../parts/mysql/copier.js'
import {changeKinds} from '../parts/mysql/kinds.js'
import {alterTable} from '../parts/mysql/sql.js'
import {terminated} from '../step-sql.js'
import {defineTool} from '../tool.js'

/**
 * Vitess does a change of a definition by itself, on each shard, when `ddl_strategy` says so.
 *
 * https://vitess.io/docs/24.0/user-guides/schema-changes/ddl-strategies/
 */
export const vitess = defineTool<string>({
  name: 'vitess',
  summary: 'Statements for `vtgate`, with the `ddl_strategy` under which each shard copies the table by itself',
  strength:
    'where a fleet is behind `vtgate` already it is the only way: it works on every shard, survives failovers, and can go back without loss',
  tried: false,
  version: '24.0',
  url: 'https://vitess.io/docs/24.0/user-guides/schema-changes/',
  engines: ['mysql'],
  on: changeKinds,
  limits: [
    'The statements are for a session of `vtgate`; `vtctldclient ApplySchema --ddl-strategy` takes the same',
    'Each is answered at once with an id, and done later: `SHOW VITESS_MIGRATIONS LIKE` that id says how far it is',
    'A copy waits with its swap (`--postpone-completion`) for `ALTER VITESS_MIGRATION … COMPLETE`',
    '`REVERT VITESS_MIGRATION` goes back without loss for a day, but not from what was done at once (`--prefer-instant-ddl`)',
    'Tables are told apart by a unique key without NULL; those with foreign keys need a server with a patch and `--unsafe-allow-foreign-keys`',
    'While the throttler of the tablets holds it back, and for a swap that finds the table locked, it waits and tries again by itself'
  ],
  translate: (statement) =>
    answerByCopies(statement, {
      whyNot,
      copy: ({clauses, table}) => under('vitess --postpone-completion', alterTable(quoteTable(table), [clauses])),
      native: ({plain}) => under('vitess --prefer-instant-ddl', plain),
      notes: ({operations}) => (addsUnique(operations) ? [uniqueNote] : [])
    }),
  plain: (sql) => [under('direct', sql)],
  extension: 'sql',
  comment: '--',
  render: (pieces) => pieces.map((piece) => `\n${piece}\n`).join('')
})

const uniqueNote =
  '`added_unique_keys` of `SHOW VITESS_MIGRATIONS` counts the keys under which rows may have been left out'

function whyNot(change: Copy): string | undefined {
  const [trigger] = change.before?.triggers ?? []
  return (
    foreignKeyReason(change) ??
    (trigger ? `\`${change.table.name}\` has triggers (\`${trigger.name}\`), which it does not carry over` : undefined)
  )
}

/** https://vitess.io/docs/24.0/user-guides/schema-changes/ddl-strategy-flags/ */
function under(strategy: string, sql: string): string {
  return `SET @@ddl_strategy = '${strategy}';\n${terminated(sql)}`
}
