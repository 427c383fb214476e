import {defineRule} from '../src/core/define-rule.js'
import {onlySetsColumns, usesColumnOfRow} from '../src/core/rules/trigger-work.js'
import type {Migration} from '../src/migrations/migration.js'
import type {Operation} from '../src/operations/operation.js'

/** Report triggers that come to, go from, or begin again on tables that others write to. */
export default defineRule({
  id: 'no-trigger-on-busy-table',
  summary: 'Disallow adding, enabling and dropping triggers of a table that is in use',
  severity: 'warning',
  on: ['trigger.create', 'trigger.drop', 'trigger.enable'],
  engines: ['postgres', 'mysql', 'mariadb'],
  ofOutcome: true,
  once: 'migration',
  peers: {
    atlas: ['PG308'],
    pgfence: ['create-trigger', 'drop-trigger', 'enable-disable-trigger'],
    MigrationPilot: ['MP090'],
    bytebase: ['TABLE_DISALLOW_TRIGGER']
  },
  recipe: null,
  noRecipeBecause: 'What the trigger does can only be moved by its author: to the application, or to a job.',
  messages: {
    create:
      'Unexpected row trigger `{{trigger}}` on `{{table}}`: from now on every write does its work too, and fails where it fails; expected it tried under load first, or a statement trigger',
    enable:
      'Unexpected `ENABLE TRIGGER` of {{triggers}} on `{{table}}`: from now on every write does the work of it again, and fails where it fails; what was written meanwhile it never sees; expected that made good and tried first',
    drop: 'Unexpected drop of trigger `{{trigger}}` on `{{table}}`: what it did stops at once, also for the running release; expected a release that does without it first'
  },
  docs: {
    condition:
      'A row trigger is added to an existing table, unless it is made anew in place of one with its name, or it is known to do nothing but to set columns of the row that is written; or one is enabled that the same migration has not disabled; or a trigger of one is dropped and not made again, unless all that it does is to keep alike two columns of which one has taken the other’s place in an earlier migration. Reported once a migration; drops not where it declares the phase `contract`.',
    effect:
      'Every write becomes slower by what the trigger does, and fails where it fails; a dropped one no longer does what the running release relies on. Both wait for a lock that writers queue behind.',
    instead: {
      postgres: 'Try it under load, prefer statement triggers with transition tables, and set `lock_timeout`.',
      mysql: 'Try it under load, and set `lock_wait_timeout`.'
    },
    notWhen:
      'The trigger is cheap, or the running release does without what a dropped one did: declare `-- sqlsafe-phase: contract`.',
    examples: [
      {
        name: 'row-trigger',
        schema:
          "CREATE TABLE post (id bigint PRIMARY KEY);\nCREATE TABLE log (post bigint);\nCREATE FUNCTION audit() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN INSERT INTO log VALUES (NEW.id); RETURN NULL; END';",
        unsafe: 'CREATE TRIGGER audit AFTER INSERT ON post FOR EACH ROW EXECUTE FUNCTION audit();',
        reports: ['1:1-1:80 create'],
        safe: [
          'CREATE TRIGGER audit AFTER INSERT ON post FOR EACH STATEMENT EXECUTE FUNCTION audit();',
          'DROP TRIGGER audit ON post;\nCREATE TRIGGER audit AFTER INSERT ON post FOR EACH ROW EXECUTE FUNCTION audit();'
        ]
      },
      {
        name: 'table-not-known',
        unsafe: 'ALTER TABLE post ENABLE TRIGGER audit;',
        reports: ['1:18-1:38 enable'],
        safe: ['BEGIN;\nALTER TABLE post DISABLE TRIGGER audit;\nALTER TABLE post ENABLE TRIGGER audit;\nCOMMIT;']
      },
      {
        name: 'never-disabled',
        schema:
          "CREATE TABLE post (id bigint PRIMARY KEY);\nCREATE TABLE log (post bigint);\nCREATE FUNCTION audit() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN INSERT INTO log VALUES (NEW.id); RETURN NULL; END';\nCREATE TRIGGER audit AFTER INSERT ON post FOR EACH ROW EXECUTE FUNCTION audit();\nCREATE TRIGGER count AFTER INSERT ON post FOR EACH STATEMENT EXECUTE FUNCTION audit();\nALTER TABLE post DISABLE TRIGGER audit;",
        unsafe: 'ALTER TABLE post ENABLE TRIGGER USER;',
        reports: ['1:18-1:37 enable'],
        safe: ['ALTER TABLE post ENABLE TRIGGER count;']
      },
      {
        name: 'not-only-columns',
        schema: 'CREATE TABLE post (id bigint PRIMARY KEY, title text);\nCREATE TABLE site (posts bigint);',
        unsafe:
          "CREATE FUNCTION count_post() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN UPDATE site SET posts = posts + 1; RETURN NULL; END';\nCREATE TRIGGER count_post AFTER INSERT ON post FOR EACH ROW EXECUTE FUNCTION count_post();",
        reports: ['2:1-2:90 create'],
        safe: [
          "CREATE FUNCTION lower_title() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN NEW.title := lower(NEW.title); RETURN NEW; END';\nCREATE TRIGGER lower_title BEFORE INSERT ON post FOR EACH ROW EXECUTE FUNCTION lower_title();"
        ]
      },
      {
        name: 'mysql-drop',
        dialect: 'mysql',
        schema:
          'CREATE TABLE post (id bigint PRIMARY KEY, title varchar(10));\nCREATE TRIGGER lowered BEFORE INSERT ON post FOR EACH ROW SET NEW.title = lower(NEW.title);',
        unsafe: '-- sqlsafe-phase: expand\nDROP TRIGGER lowered;',
        reports: ['2:1-2:21 drop'],
        safe: ['-- sqlsafe-phase: contract\nDROP TRIGGER lowered;']
      },
      {
        name: 'mysql-not-only-columns',
        dialect: 'mysql',
        schema: 'CREATE TABLE post (id bigint PRIMARY KEY, title varchar(10));\nCREATE TABLE log (post bigint);',
        unsafe:
          '-- sqlsafe-phase: expand\nCREATE TRIGGER logged AFTER INSERT ON post FOR EACH ROW INSERT INTO log VALUES (NEW.id);',
        reports: ['2:1-2:88 create'],
        safe: ['CREATE TRIGGER lowered BEFORE INSERT ON post FOR EACH ROW SET NEW.title = lower(NEW.title);']
      }
    ]
  },
  check(operation, {atEnd, catalog, hasTraffic, isRetired, migration, phase, report, session, table: known}) {
    if (operation.kind === 'trigger.create') {
      const {name, row, table} = operation
      if (!row || operation.orReplace === true || !hasTraffic(table)) return
      if (isMadeAnew(operation, migration) || onlySetsColumns(operation, catalog, session)) return
      report('create', {trigger: name, table: table.name})
      return
    }
    if (operation.kind === 'trigger.enable') {
      const {action, name, table} = operation
      if (action === 'disable' || !hasTraffic(table) || isDisabledHere(operation, migration)) return
      const silent = known(table)?.triggers.filter((trigger) => isMeant(trigger, name) && trigger.enabled === false)
      // What is not known may be one that was off.
      const begin = silent?.filter((trigger) => trigger.row && !onlySetsColumns(trigger, catalog, session)) ?? []
      const isKnown = known(table) !== undefined && known(table)?.incomplete !== true
      if (begin.length > 0 || !isKnown) report('enable', {triggers: whichOf(name), table: table.name})
      return
    }
    // What it did for the release before, no running release relies on any more.
    if (phase === 'contract') return
    // MySQL's triggers have a schema and do not say whose they are.
    const owner =
      operation.table ?? [...catalog.tables.values()].find(({triggers}) => triggers.some(isDropped(operation.name)))
    if (!owner || !hasTraffic(owner)) return
    const before = known(owner)
    const dropped = before?.triggers.find(isDropped(operation.name))
    const used =
      before?.columns.filter(
        ({name}) => dropped && usesColumnOfRow(dropped, {table: owner, column: name}, catalog, session)
      ) ?? []
    if (
      dropped &&
      keepsAlike(used.map(({name}) => isRetired(owner, name))) &&
      onlySetsColumns(dropped, catalog, session)
    ) {
      return
    }
    atEnd((find) => {
      const later = find(owner)
      // It could not work without them: whether they may go is asked of those who drop them.
      if (used.some(({name}) => later?.columns.every((column) => column.name !== name))) return
      if (later && !later.triggers.some(isDropped(operation.name))) {
        report('drop', {trigger: operation.name, table: owner.name})
      }
    })
  }
})

/** Whether an earlier statement of the migration has dropped a trigger of this name: writes did its work before. */
function isMadeAnew({name, range}: Operation<'trigger.create'>, {script}: Migration): boolean {
  return script.statements.some(
    ({commands, range: statement}) =>
      statement.start < range.start &&
      commands.some(({operations}) => operations.some((each) => each.kind === 'trigger.drop' && each.name === name))
  )
}

/** Whether an earlier statement of the migration has switched the trigger off: others see it as it was. */
function isDisabledHere({name, range, table}: Operation<'trigger.enable'>, {script}: Migration): boolean {
  return script.statements.some(
    ({commands, range: statement}) =>
      statement.start < range.start &&
      commands.some(({operations}) =>
        operations.some(
          (each) =>
            each.kind === 'trigger.enable' &&
            each.action === 'disable' &&
            each.table.name === table.name &&
            (each.name === name || each.name === 'all' || each.name === 'user')
        )
      )
  )
}

const isMeant = (trigger: {name: string}, name: string): boolean =>
  name === 'all' || name === 'user' || trigger.name === name

const whichOf = (name: string): string => (name === 'all' || name === 'user' ? 'its triggers' : `\`${name}\``)

/** Of two columns one has taken the other's place in an earlier release: who writes only the old one is gone by then. */
const keepsAlike = (retired: readonly boolean[]): boolean => retired.length === 2 && retired.includes(true)

function isDropped(trigger: string): (other: {name: string}) => boolean {
  return ({name}) => name === trigger
}
