import {defineRule} from '../src/core/define-rule.js'
import {parseTimeoutMs} from '../src/knowledge/lock-timeout.js'

const settings = {postgres: 'statement_timeout', mariadb: 'max_statement_time', mysql: undefined}

/** Report statements that may hold their lock for as long as they take. */
export default defineRule({
  id: 'require-statement-timeout',
  summary: 'Require a statement timeout before statements that block others',
  severity: 'info',
  preset: 'strict',
  on: '*',
  engines: ['postgres', 'mariadb'],
  once: 'run',
  peers: {
    squawk: ['require-statement-timeout'],
    pgfence: ['missing-statement-timeout', 'statement-timeout-too-long'],
    MigrationPilot: ['MP020'],
    bytebase: ['STATEMENT_MAX_EXECUTION_TIME']
  },
  recipe: 'set-statement-timeout',
  options: {
    maximumSeconds: {
      type: 'integer',
      minimum: 1,
      default: 3600,
      description: 'Longest timeout that is short enough, in seconds.'
    }
  },
  messages: {
    missing:
      'Unexpected statement without `{{setting}}`: if it takes longer than foreseen, nobody ends it, and writes to `{{relation}}` wait; expected `{{example}}` before it',
    long: 'Unexpected `{{setting}}` of {{seconds}} seconds: writes to `{{relation}}` wait as long; expected {{maximumSeconds}} or less'
  },
  docs: {
    condition:
      'A statement takes a lock on an existing table that blocks writes, and no statement timeout is in force, or a very long one. Statements that let others write, such as `CREATE INDEX CONCURRENTLY`, want none. Reported once, for all migrations of a run.',
    effect:
      'A statement that was thought to be quick and is not keeps the application out until somebody finds and cancels it.',
    instead: 'Set what you are ready to wait, and switch it off for the statements that block nobody.',
    notWhen: 'The runner or the role sets it; say so in `runner.statementTimeout` of the configuration.',
    examples: [
      {
        name: 'missing',
        schema: 'CREATE TABLE account (id bigint PRIMARY KEY);',
        unsafe: 'ALTER TABLE account ADD COLUMN email text;',
        reports: ['1:21-1:42 missing'],
        safe: ["SET statement_timeout = '30s';\nALTER TABLE account ADD COLUMN email text;"]
      },
      {
        name: 'long',
        schema: 'CREATE TABLE account (id bigint PRIMARY KEY);',
        unsafe: "SET statement_timeout = '1d';\nALTER TABLE account ADD COLUMN email text;",
        reports: ['2:21-2:42 long']
      },
      {
        name: 'mariadb-missing',
        dialect: 'mariadb',
        schema: 'CREATE TABLE account (id bigint PRIMARY KEY, age int);',
        unsafe: 'ALTER TABLE account MODIFY age bigint, ALGORITHM=COPY, LOCK=SHARED;',
        reports: ['1:21-1:38 missing'],
        safe: [
          'SET SESSION max_statement_time = 30;\nALTER TABLE account MODIFY age bigint, ALGORITHM=COPY, LOCK=SHARED;'
        ]
      }
    ],
    sources: [
      'https://www.postgresql.org/docs/current/runtime-config-client.html#GUC-STATEMENT-TIMEOUT',
      'https://mariadb.com/kb/en/server-system-variables/#max_statement_time'
    ]
  },
  check(operation, {command, dialect, hasTraffic, judgement, keepsOut, options, report, session}) {
    const setting = settings[dialect]
    if (operation !== command.operations[0] || setting === undefined) return
    const effect = judgement.effects.find((each) => keepsOut(each) && hasTraffic(each.relation))
    if (!effect) return

    const {relation} = effect
    const ms = parseTimeoutMs(session.get(setting), dialect)
    const {maximumSeconds = 3600} = options
    const example = dialect === 'postgres' ? "SET statement_timeout = '30s'" : 'SET SESSION max_statement_time = 30'
    if (ms === undefined) report('missing', {setting, relation, example})
    else if (ms > maximumSeconds * 1000) {
      report('long', {setting, relation, seconds: Math.round(ms / 1000), maximumSeconds})
    }
  }
})
