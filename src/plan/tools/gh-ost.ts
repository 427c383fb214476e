import {ghost} from '../../apply/mysql/external/gh-ost.js'
import {answerByCopies, foreignKeyReason} from '../parts/mysql/copier.js'
import type {Copy} from '../parts/mysql/copier.js'
import {databaseOf, mysqlCommand, server, serverLimit} from '../parts/mysql/client.js'
import {externalCommand} from '../parts/mysql/external-command.js'
import {changeKinds} from '../parts/mysql/kinds.js'
import {shellScript} from '../parts/shell.js'
import type {RecipeView} from '../recipe.js'
import {defineTool} from '../tool.js'

/**
 * gh-ost copies the table beside itself and takes what is written meanwhile from the binary log.
 *
 * https://github.com/github/gh-ost/blob/master/doc/requirements-and-limitations.md
 */
export const ghOst = defineTool<string>({
  name: 'gh-ost',
  summary: 'Copies the table beside itself, takes what is written meanwhile from the binary log, and swaps the two',
  strength:
    'it adds no triggers, so that writers pay nothing for it, and can be slowed down, paused and told when to swap while it runs',
  tried: false,
  version: '1.1.10',
  url: 'https://github.com/github/gh-ost',
  engines: ['mysql', 'mariadb'],
  on: changeKinds,
  limits: [
    serverLimit,
    'The server that is named is the primary (`--allow-on-master`); with a replica as MYSQL_HOST leave that out, and it reads the binary log there',
    'It needs `binlog_format=ROW` and `binlog_row_image=FULL`, REPLICATION CLIENT and REPLICATION SLAVE on `*.*`, and all on the database',
    'Lag is that of the server it reads from, by a heartbeat of its own; other replicas are named by `--throttle-control-replicas`',
    'TRUNCATE while it runs is not seen: the rows come back',
    'It does not compare the rows of both tables; `--panic-on-warnings` ends it where a row would be cut or lost',
    'A crash begins again; `--checkpoint` and `--resume` go on instead',
    'The old table is kept as `_…_del`, with the time in its name; `--ok-to-drop-table` would drop it'
  ],
  translate: (statement) =>
    answerByCopies(statement, {
      whyNot,
      copy,
      native: ({withClause}) => mysqlCommand(withClause),
      notes: ({before}) => (hasTriggers(before) ? [triggerNote] : [])
    }),
  plain: (sql) => [mysqlCommand(sql)],
  extension: 'sh',
  render: shellScript
})

const hasTriggers = (before: Copy['before']): boolean => (before?.triggers.length ?? 0) > 0
const triggerNote =
  'Triggers come along under new names, which end in `_ghost`; that needs `log_bin_trust_function_creators` where the user is not privileged'

function whyNot(change: Copy): string | undefined {
  return foreignKeyReason(change)
}

function copy({before, clauses, referring, renames, table}: Copy, {dialect, version}: RecipeView): string {
  const traits = {triggers: hasTriggers(before), referenced: referring.length > 0, renames}
  return externalCommand(ghost, {...server, database: databaseOf(table), dialect, version, table, clauses, traits})
}
