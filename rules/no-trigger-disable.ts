import {defineRule} from '../src/core/define-rule.js'
import type {Migration} from '../src/migrations/migration.js'
import type {Operation} from '../src/operations/operation.js'

/** Report triggers that are switched off while others write. */
export default defineRule({
  id: 'no-trigger-disable',
  summary: 'Disallow switching off triggers of a table that is in use',
  severity: 'error',
  on: ['trigger.enable', 'session.set'],
  engines: ['postgres'],
  peers: {
    pgfence: ['enable-disable-trigger'],
    MigrationPilot: ['MP064']
  },
  once: 'migration',
  recipe: 'split-transaction',
  messages: {
    left: 'Unexpected `DISABLE TRIGGER` on `{{table}}` that stays: from now on nothing does what {{triggers}} did, for anybody; expected `ENABLE TRIGGER` in the same transaction',
    window:
      'Unexpected `DISABLE TRIGGER` on `{{table}}` outside of a transaction: what others write until `ENABLE TRIGGER` goes past {{triggers}}; expected both in one transaction',
    session:
      'Unexpected `session_replication_role = replica`, it switches off all triggers and foreign keys for what this session writes; expected rows that pass them'
  },
  docs: {
    condition:
      'A trigger of an existing table is disabled and not enabled again in the same transaction, or `session_replication_role` is set to `replica`.',
    effect:
      'Rows that are written meanwhile skip audit, derived columns and, with `DISABLE TRIGGER ALL` or `replica`, foreign keys: wrong rows that nothing will find later. Enabling them again checks nothing of what was written.',
    instead:
      'Disable and enable in one transaction: the lock keeps writers out meanwhile. Better let the trigger tell by a setting of your own that it is not meant.',
    notWhen: 'The trigger is to be dropped in the next release.',
    examples: [
      {
        name: 'left-off',
        schema:
          "CREATE TABLE post (id bigint PRIMARY KEY);\nCREATE FUNCTION audit() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';\nCREATE TRIGGER audit BEFORE INSERT ON post FOR EACH ROW EXECUTE FUNCTION audit();",
        unsafe: 'ALTER TABLE post DISABLE TRIGGER audit;',
        reports: ['1:18-1:39 left'],
        safe: ['BEGIN;\nALTER TABLE post DISABLE TRIGGER audit;\nALTER TABLE post ENABLE TRIGGER audit;\nCOMMIT;']
      },
      {
        name: 'not-in-a-transaction',
        schema: 'CREATE TABLE post (id bigint PRIMARY KEY);',
        unsafe: 'ALTER TABLE post DISABLE TRIGGER USER;\nALTER TABLE post ENABLE TRIGGER USER;',
        reports: ['1:18-1:38 window'],
        safe: ['BEGIN;\nALTER TABLE post DISABLE TRIGGER USER;\nALTER TABLE post ENABLE TRIGGER USER;\nCOMMIT;']
      },
      {
        name: 'foreign-keys-stay-off',
        schema: 'CREATE TABLE post (id bigint PRIMARY KEY);',
        unsafe: 'BEGIN;\nALTER TABLE post DISABLE TRIGGER ALL;\nALTER TABLE post ENABLE TRIGGER USER;\nCOMMIT;',
        reports: ['2:18-2:37 left'],
        safe: ['BEGIN;\nALTER TABLE post DISABLE TRIGGER ALL;\nALTER TABLE post ENABLE TRIGGER ALL;\nCOMMIT;']
      },
      {
        name: 'replica',
        unsafe: 'SET session_replication_role = replica;',
        reports: ['1:1-1:39 session']
      }
    ],
    sources: [
      'https://www.postgresql.org/docs/current/sql-altertable.html',
      'https://www.postgresql.org/docs/current/runtime-config-client.html#GUC-SESSION-REPLICATION-ROLE'
    ]
  },
  check(operation, {hasTraffic, migration, report, session}) {
    if (operation.kind === 'session.set') {
      const isOff = operation.name.toLowerCase() === 'session_replication_role' && operation.value === 'replica'
      if (isOff) report('session')
      return
    }
    if (operation.action !== 'disable' || !hasTraffic(operation.table)) return
    const again = isEnabledLater(operation, migration)
    if (again && session.transaction) return
    report(again ? 'window' : 'left', {table: operation.table.name, triggers: whatIsOff(operation.name)})
  }
})

function isEnabledLater({name, range, table}: Operation<'trigger.enable'>, {script}: Migration): boolean {
  return script.statements
    .flatMap(({commands}) => commands.flatMap(({operations}) => operations))
    .some(
      (other) =>
        other.kind === 'trigger.enable' &&
        other.action !== 'disable' &&
        other.range.start >= range.end &&
        other.table.name === table.name &&
        enablers(name).includes(other.name)
    )
}

/** `ENABLE TRIGGER USER` leaves those of foreign keys as they are. */
const enablers = (disabled: string): readonly string[] =>
  disabled === 'all' ? ['all'] : disabled === 'user' ? ['user', 'all'] : [disabled, 'user', 'all']

const whatIsOff = (disabled: string): string =>
  disabled === 'all' ? 'its triggers and foreign keys' : disabled === 'user' ? 'its triggers' : `\`${disabled}\``
