import {defineRule} from '../src/core/define-rule.js'
import type {Dialect} from '../src/server/server.js'
import {setBefore} from '../src/core/fix/set-before.js'
import type {HeldLock} from '../src/core/analyze.js'
import {blocks, describeBlocksOf} from '../src/knowledge/blocks.js'
import {lockTimeoutMs, lockTimeoutSetting, parseTimeoutMs} from '../src/knowledge/lock-timeout.js'
import type {Migration} from '../src/migrations/migration.js'
import type {Operation} from '../src/operations/operation.js'
import type {Script} from '../src/operations/script.js'
import type {Range} from '../src/parse/source.js'

/** Report the first statement of a migration that may wait for its lock for good, with everybody queued behind. */
export default defineRule({
  id: 'require-lock-timeout',
  summary: 'Require a lock timeout before statements that others queue behind',
  severity: 'warning',
  on: '*',
  engines: ['postgres', 'mysql', 'mariadb'],
  once: 'run',
  unlessReportedBy: ['no-blocking-detach', 'no-blocking-index-drop'],
  peers: {
    squawk: ['require-lock-timeout'],
    eugene: ['E9'],
    pgfence: [
      'missing-lock-timeout',
      'lock-timeout-zero',
      'lock-timeout-too-long',
      'lock-timeout-after-dangerous-statement'
    ],
    MigrationPilot: ['MP004', 'MP069']
  },
  fixes:
    'Sets a timeout right before the statement, `SET LOCAL` in a transaction; not where one is set that is off or too long: somebody wants that.',
  recipe: 'set-lock-timeout',
  options: {
    maximumSeconds: {
      type: 'integer',
      minimum: 1,
      default: 60,
      description: 'Longest timeout that is short enough, in seconds.'
    }
  },
  messages: {
    missing:
      'Unexpected statement without `{{setting}}`: while it waits for its lock on `{{relation}}`, {{waiting}} queue behind it; expected `{{example}}` before it',
    zero: 'Unexpected `{{setting}}` that is off: while the statement waits for its lock on `{{relation}}`, {{waiting}} queue behind it; expected `{{example}}`',
    expired:
      'Unexpected statement after `{{setting}}` has expired: it was set for one transaction only, or reset; expected `{{example}}` before it',
    late: 'Unexpected `{{setting}}` after the statement that needs it, which waits for its lock on `{{relation}}`; expected it before',
    long: 'Unexpected `{{setting}}` of {{seconds}} seconds: {{waiting}} of `{{relation}}` queue as long; expected {{maximumSeconds}} or less'
  },
  docs: {
    condition:
      'A statement needs a lock that conflicts with reads or writes of an existing table, and no lock timeout is in force: it is not set, `0`, set with `SET LOCAL` outside of the transaction, reset, or set only later. Reported once a migration; where a whole history is checked, only in its newest migration, for all. On MySQL and MariaDB every `ALTER TABLE`, also an INSTANT one, needs such a (metadata) lock.',
    effect:
      'One long query or forgotten transaction on the table makes the statement wait; every read and write that comes after it waits behind it. The application stands still, though the change itself would take a millisecond.',
    instead:
      'Set a short timeout, and try again when it strikes. If your runner sets it, say so in the configuration: `runner.lockTimeout`.',
    notWhen:
      'The timeout is set for the role or the database that the migrations run with (`ALTER ROLE … SET lock_timeout`).',
    examples: [
      {
        name: 'missing',
        schema: 'CREATE TABLE account (id bigint PRIMARY KEY);',
        unsafe: 'ALTER TABLE account ADD COLUMN email text;',
        reports: ['1:21-1:42 missing'],
        safe: ["SET lock_timeout = '5s';\nALTER TABLE account ADD COLUMN email text;"]
      },
      {
        name: 'zero',
        schema: 'CREATE TABLE account (id bigint PRIMARY KEY);',
        unsafe: 'SET lock_timeout = 0;\nALTER TABLE account ADD COLUMN email text;',
        reports: ['2:21-2:42 zero']
      },
      {
        name: 'expired',
        schema: 'CREATE TABLE account (id bigint PRIMARY KEY);',
        unsafe:
          "BEGIN;\nSET LOCAL lock_timeout = '5s';\nALTER TABLE account ADD COLUMN email text;\nCOMMIT;\nALTER TABLE account ADD COLUMN phone text;",
        reports: ['5:21-5:42 expired']
      },
      {
        name: 'late',
        schema: 'CREATE TABLE account (id bigint PRIMARY KEY);',
        unsafe: "ALTER TABLE account ADD COLUMN email text;\nSET lock_timeout = '5s';",
        reports: ['1:21-1:42 late']
      },
      {
        name: 'long',
        schema: 'CREATE TABLE account (id bigint PRIMARY KEY);',
        unsafe: "SET lock_timeout = '10min';\nALTER TABLE account ADD COLUMN email text;",
        reports: ['2:21-2:42 long']
      },
      {
        name: 'mysql-missing',
        dialect: 'mysql',
        schema: 'CREATE TABLE account (id bigint PRIMARY KEY);',
        unsafe: 'ALTER TABLE account ADD COLUMN email varchar(100), ALGORITHM=INSTANT;',
        reports: ['1:21-1:50 missing'],
        safe: [
          'SET SESSION lock_wait_timeout = 5;\nALTER TABLE account ADD COLUMN email varchar(100), ALGORITHM=INSTANT;'
        ]
      }
    ]
  },
  check(operation, context) {
    const {command, dialect, hasTraffic, held, judgement, keepsOut, migration, options, report, session} = context
    // All operations of a command wait together.
    if (operation !== command.operations[0]) return
    // Every online `ALTER TABLE` of MySQL takes an exclusive metadata lock too, if only for a moment.
    const effect = judgement.effects.find(
      (each) => (each.algorithm !== undefined || keepsOut(each)) && hasTraffic(each.relation)
    )
    if (!effect) return

    const ms = lockTimeoutMs(command, session)
    const maximumSeconds = options.maximumSeconds ?? 60
    if (ms !== undefined && ms <= maximumSeconds * 1000) return

    const setting = lockTimeoutSetting(dialect)
    const waiting = dialect === 'postgres' ? describeBlocksOf(effect, dialect) : 'reads and writes'
    const seconds = String(Math.min(5, maximumSeconds))
    const value = dialect === 'postgres' ? `lock_timeout = '${seconds}s'` : `lock_wait_timeout = ${seconds}`
    const example = `SET ${dialect === 'postgres' ? '' : 'SESSION '}${value}`
    const data = {setting, relation: effect.relation, waiting, example, maximumSeconds}

    if (ms !== undefined) report('long', {...data, seconds: Math.round(ms / 1000)})
    else {
      const reason = findReason(setting, session.get(setting), operation, migration, dialect)
      // Of statements before it in the transaction another rule speaks; they wait for their locks as well.
      const isWaitedFor = ({lock, relation}: HeldLock): boolean => blocks(lock, dialect).writes && hasTraffic(relation)
      const first = reason === 'missing' ? held.find(isWaitedFor)?.statement : undefined
      report(reason, data, {fix: reason === 'zero' ? undefined : setBefore(context, value, first)})
    }
  }
})

/** Why no timeout is in force. */
function findReason(
  setting: string,
  value: string | undefined,
  operation: Operation,
  {script}: Migration,
  dialect: Dialect
): 'zero' | 'expired' | 'late' | 'missing' {
  if (value !== undefined && /^\D*0\D*$/.test(value)) return 'zero'
  const set = timeoutsIn(script, setting, dialect)
  if (set.some(({end}) => end <= operation.range.start)) return 'expired'
  return set.length > 0 ? 'late' : 'missing'
}

/** A long file has many statements to report, and all ask for the same. */
const timeouts = new WeakMap<Script, readonly Range[]>()

/** Where a script sets the timeout to a value that is one. */
function timeoutsIn(script: Script, setting: string, dialect: Dialect): readonly Range[] {
  const known = timeouts.get(script)
  if (known) return known
  const found = script.statements
    .flatMap(({commands}) => commands.flatMap(({operations}) => operations))
    .filter((other) => other.kind === 'session.set' && other.name.toLowerCase() === setting)
    .filter((other) => other.kind === 'session.set' && parseTimeoutMs(other.value, dialect) !== undefined)
    .map(({range}) => range)
  timeouts.set(script, found)
  return found
}
