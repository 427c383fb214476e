import {defineRule} from '../src/core/define-rule.js'

/** Report what belongs to a session, where a pooler changes the session with every transaction. */
export default defineRule({
  id: 'no-pooled-session-state',
  summary: 'Disallow session settings and session locks under transaction pooling',
  severity: 'error',
  on: ['session.set', 'rows.select'],
  engines: ['postgres'],
  recipe: null,
  noRecipeBecause: 'A runner that connects past the pooler needs no change of its migrations.',
  options: {
    pooling: {
      type: 'string',
      enum: ['session', 'transaction'],
      default: 'session',
      description:
        'How connections reach the server: `transaction` where a pooler such as PgBouncer gives each transaction another one.'
    }
  },
  messages: {
    setting:
      'Unexpected `SET {{name}}` under transaction pooling: the next statement may run in another session, and a stranger gets this one; expected `SET LOCAL` in a transaction',
    lock: 'Unexpected `{{name}}` under transaction pooling: the lock stays with a session that others get; expected `pg_advisory_xact_lock`'
  },
  docs: {
    condition:
      'The option `pooling` is `transaction`, and a migration changes a setting for the session or takes an advisory lock of the session.',
    effect:
      'The setting is not in force where it is needed, such as `lock_timeout`, and in force where nobody expects it: in whatever the pooler gives that connection to next.',
    instead: 'Use `SET LOCAL` in a transaction, settings of the role, or a connection that goes past the pooler.',
    notWhen: 'The runner connects to the server itself.',
    examples: [
      {
        name: 'setting',
        unsafe: "SET lock_timeout = '5s';",
        options: {pooling: 'transaction'},
        reports: ['1:1-1:24 setting'],
        safe: ["BEGIN;\nSET LOCAL lock_timeout = '5s';\nCOMMIT;"]
      },
      {
        name: 'advisory-lock',
        unsafe: 'SELECT pg_advisory_lock(1);',
        options: {pooling: 'transaction'},
        reports: ['1:1-1:27 lock'],
        safe: ['BEGIN;\nSELECT pg_advisory_xact_lock(1);\nCOMMIT;']
      }
    ],
    sources: ['https://www.pgbouncer.org/features.html']
  },
  check(operation, {options, report}) {
    if (options.pooling !== 'transaction') return
    if (operation.kind === 'session.set') {
      if (operation.scope === 'session') report('setting', {name: operation.name})
      return
    }
    const call = operation.calls.find(({function: {name}}) => /^pg_(?:try_)?advisory_lock/.test(name))
    if (call) report('lock', {name: call.function.name})
  }
})
