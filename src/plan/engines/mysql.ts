import {steps} from '../../apply/mysql/steps.generated.js'
import type {Step} from '../../core/analyze.js'
import type {Name} from '../../operations/definitions.js'
import type {Operation} from '../../operations/operation.js'
import {commitsImplicitly} from '../../schema/changes/implicit-commit.js'
import {keyOf} from '../../schema/objects.js'
import type {ObjectName} from '../../schema/objects.js'
import type {PlanEngine} from '../engine.js'
import {objectOf} from '../parts/mysql/sql.js'
import {changedSettings} from './postgres.js'

/** The runner of the plan sets these itself: how long it waits, and in which characters it speaks. */
const ownSettings =
  /^(autocommit|lock_wait_timeout|innodb_lock_wait_timeout|max_execution_time|max_statement_time|wait_timeout|names|charset|character set|character_set_\w+|collation_connection)$/

/**
 * MySQL and MariaDB: each change of a definition commits what is open, and by itself; only rows change together.
 *
 * https://dev.mysql.com/doc/refman/8.4/en/implicit-commit.html
 */
export const mysqlEngine: PlanEngine = {
  steps,
  formOf(step) {
    const {operations} = step.command
    if (operations.some(commitsImplicitly)) return {ddl: tablesOf(operations, step)}
    return operations.every(({kind}) => kind.startsWith('rows.')) ? {} : {strong: true}
  },
  formOfUnread: (text) =>
    /^\s*(?:insert|update|delete|replace|select|with|set|call|do)\b/i.test(text) ? {strong: true} : {ddl: []},
  // What a script has saved is given back: `SET sql_mode = @old_sql_mode`.
  settingsOf(session) {
    const changed = Object.entries(changedSettings(session, ownSettings))
    return Object.fromEntries(changed.filter(([name, value]) => !name.startsWith('@') && !value.startsWith('@')))
  },
  whyNotAlone(_step, text) {
    const [variable] = variablesIn(text)
    return variable === undefined
      ? undefined
      : `\`${variable}\` gets its value while the migration runs, and no step keeps it for the next`
  },
  leftOut({command}) {
    const isLock = command.operations.every(({kind}) => kind === 'table.lock' || kind === 'table.unlock')
    return isLock ? 'Tables are not locked over several steps: each step has what it needs' : undefined
  }
}

/** Variables of the session that a text names, outside of strings: `@x`, but not `@@x`. */
function variablesIn(text: string): Set<string> {
  const plain = text.replace(/'(?:[^'\\]|\\.|'')*'|"(?:[^"\\]|\\.|"")*"|`[^`]*`/g, "''")
  return new Set([...plain.matchAll(/(?<![\w@'])@[\w$.]+/g)].map(([name]) => name.toLowerCase()))
}

/** Tables that the statement changes, makes or drops, each once. */
function tablesOf(operations: readonly Operation[], {catalog, session}: Step): ObjectName[] {
  const named = operations.flatMap((operation): Name[] => {
    if (!/^(?:table|column|constraint|index|partition)\./.test(operation.kind)) return []
    const own = 'table' in operation && operation.table ? [operation.table] : []
    return operation.kind === 'table.rename' ? [...own, operation.to] : own
  })
  const full = named.map((name) => objectOf(name, {catalog, session}))
  return [...new Map(full.map((name) => [keyOf(name), name])).values()]
}
