import {defineRule} from '../src/core/define-rule.js'
import {parseTimeoutMs} from '../src/knowledge/lock-timeout.js'

/** Report transactions whose locks stay when the runner hangs. */
export default defineRule({
  id: 'require-idle-transaction-timeout',
  summary: 'Require a timeout for idle transactions that hold locks',
  severity: 'info',
  preset: 'strict',
  on: '*',
  engines: ['postgres'],
  once: 'run',
  peers: {
    pgfence: ['missing-idle-timeout']
  },
  recipe: 'set-idle-transaction-timeout',
  messages: {
    missing:
      'Unexpected transaction without `idle_in_transaction_session_timeout`: if the runner hangs after this statement, {{lock}} on `{{relation}}` stays; expected a timeout before it'
  },
  docs: {
    condition:
      'A statement takes a lock on an existing table that blocks writes, inside of a transaction, and `idle_in_transaction_session_timeout` is not set. Reported once, for all migrations of a run.',
    effect:
      'Where the runner hangs, or the network between it and the server is gone, the server waits for the next statement, with all locks held, for hours.',
    instead: "`SET idle_in_transaction_session_timeout = '1min'` before the first lock.",
    notWhen: 'The role or the server sets it.',
    examples: [
      {
        name: 'missing',
        schema: 'CREATE TABLE account (id bigint PRIMARY KEY);',
        unsafe: 'ALTER TABLE account ADD COLUMN email text;',
        transaction: 'migration',
        reports: ['1:21-1:42 missing'],
        safe: [
          "SET idle_in_transaction_session_timeout = '1min';\nBEGIN;\nALTER TABLE account ADD COLUMN email text;\nCOMMIT;"
        ]
      }
    ],
    sources: [
      'https://www.postgresql.org/docs/current/runtime-config-client.html#GUC-IDLE-IN-TRANSACTION-SESSION-TIMEOUT'
    ]
  },
  check(operation, {command, dialect, hasTraffic, judgement, keepsOut, report, session}) {
    if (operation !== command.operations[0] || !session.transaction) return
    const effect = judgement.effects.find((each) => keepsOut(each) && hasTraffic(each.relation))
    const isSet = parseTimeoutMs(session.get('idle_in_transaction_session_timeout'), dialect) !== undefined
    if (effect && !isSet) report('missing', {lock: effect.lock ?? 'a lock', relation: effect.relation})
  }
})
