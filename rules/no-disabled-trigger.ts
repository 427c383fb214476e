import {defineRule} from '../src/core/define-rule.js'

/** Report triggers that are switched off: what they keep true is not kept meanwhile, foreign keys included. */
export default defineRule({
  id: 'no-disabled-trigger',
  summary: 'Disallow switching triggers and foreign key checks off',
  severity: 'warning',
  peers: {MigrationPilot: ['MP064'], pgfence: ['enable-disable-trigger']},
  on: ['trigger.enable', 'session.set'],
  engines: ['postgres'],
  recipe: null,
  noRecipeBecause: 'What the trigger would have done has to be done otherwise; what that is, only its author knows.',
  messages: {
    all: 'Unexpected `DISABLE TRIGGER {{name}}` on `{{table}}`, for all sessions, foreign keys included; expected them to stay on',
    one: 'Unexpected `DISABLE TRIGGER` of `{{name}}` on `{{table}}`, for all sessions; expected it to stay on, or to be dropped',
    session:
      'Unexpected `session_replication_role = {{value}}`, foreign keys are not checked and no trigger fires; expected them to stay on'
  },
  docs: {
    condition:
      'A trigger of an existing table is disabled and not enabled again in the same transaction; all are (`ALL` includes those that check foreign keys); or the session claims to be a replica.',
    effect:
      'The release that runs writes rows that the triggers do not see: references to rows that are not there, missing history, totals that are wrong. Enabling them again checks nothing of what was written.',
    instead:
      'Leave them on, and write what is needed in batches; or let the trigger itself skip the rows of the migration.',
    notWhen: 'Nobody else can write meanwhile, and the rows satisfy what the triggers check.',
    examples: [
      {
        name: 'all',
        schema: 'CREATE TABLE post (id bigint PRIMARY KEY);',
        unsafe: 'ALTER TABLE post DISABLE TRIGGER ALL;',
        reports: ['1:18-1:37 all']
      },
      {
        name: 'one',
        schema:
          "CREATE TABLE post (id bigint PRIMARY KEY);\nCREATE FUNCTION log_post() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';\nCREATE TRIGGER post_log AFTER INSERT ON post FOR EACH ROW EXECUTE FUNCTION log_post();",
        unsafe: 'ALTER TABLE post DISABLE TRIGGER post_log;',
        reports: ['1:18-1:42 one'],
        safe: ['DROP TRIGGER post_log ON post;']
      },
      {
        name: 'replica',
        unsafe: 'SET session_replication_role = replica;',
        reports: ['1:1-1:39 session']
      }
    ],
    sources: ['https://www.postgresql.org/docs/current/sql-altertable.html']
  },
  check(operation, {atEnd, isNew, report}) {
    if (operation.kind === 'session.set') {
      const {name, value} = operation
      if (name.toLowerCase() === 'session_replication_role' && value?.toLowerCase() === 'replica')
        report('session', {value})
      return
    }

    const {action, name, table} = operation
    if (action !== 'disable' || isNew(table)) return
    if (/^(?:all|user)$/i.test(name)) {
      report('all', {name: name.toUpperCase(), table: table.name})
      return
    }
    atEnd((find) => {
      const trigger = find(table)?.triggers.find((each) => each.name === name)
      if (trigger?.enabled === false) report('one', {name, table: table.name})
    })
  }
})
