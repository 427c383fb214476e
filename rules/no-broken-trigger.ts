import {defineRule} from '../src/core/define-rule.js'
import {usesColumnOfRow} from '../src/core/rules/trigger-work.js'

/** Report columns that are taken from under a trigger: the server looks at its body only when a row is written. */
export default defineRule({
  id: 'no-broken-trigger',
  summary: 'Disallow dropping or renaming a column that a trigger of the table still uses',
  severity: 'error',
  on: ['column.drop', 'column.rename'],
  engines: ['postgres', 'mysql', 'mariadb'],
  recipe: null,
  noRecipeBecause: 'What the trigger is to do without the column, its author knows.',
  messages: {
    broken:
      'Unexpected end of the column `{{table}}.{{column}}`, which the trigger `{{trigger}}` uses: from now on each write that fires it fails; expected the trigger to be dropped, or to do without, in the same migration'
  },
  docs: {
    condition:
      'A column is dropped or renamed, and a trigger of the table that is there at the end of the migration names it as `NEW.…` or `OLD.…`; not in a branch of a function that is of other tables by `TG_TABLE_NAME`.',
    effect:
      'The server takes the change, and looks into the trigger when a row is written: each such statement of every release fails.',
    instead:
      'Drop the trigger, or replace it by one that does without the column, in the same migration and before it.',
    notWhen: 'The trigger is disabled, or is gone by then in a way that no migration shows.',
    examples: [
      {
        name: 'dual-write',
        schema:
          'CREATE TABLE account (id bigint PRIMARY KEY, mail text, email text);\nCREATE FUNCTION write_both() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.email := NEW.mail; RETURN NEW; END $$;\nCREATE TRIGGER write_both BEFORE INSERT ON account FOR EACH ROW EXECUTE FUNCTION write_both();',
        unsafe: '-- sqlsafe-phase: contract\nALTER TABLE account DROP COLUMN mail;',
        reports: ['2:21-2:37 broken'],
        safe: ['-- sqlsafe-phase: contract\nDROP TRIGGER write_both ON account;\nALTER TABLE account DROP COLUMN mail;']
      },
      {
        name: 'shared-function',
        schema:
          "CREATE TABLE account (id bigint PRIMARY KEY, mail text);\nCREATE TABLE post (id bigint PRIMARY KEY, mail text);\nCREATE FUNCTION lowered() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF TG_TABLE_NAME = 'account' THEN NEW.mail := lower(NEW.mail); END IF; RETURN NEW; END $$;\nCREATE TRIGGER lowered BEFORE INSERT ON account FOR EACH ROW EXECUTE FUNCTION lowered();\nCREATE TRIGGER lowered BEFORE INSERT ON post FOR EACH ROW EXECUTE FUNCTION lowered();",
        unsafe: '-- sqlsafe-phase: contract\nALTER TABLE account DROP COLUMN mail;',
        reports: ['2:21-2:37 broken'],
        safe: ['-- sqlsafe-phase: contract\nALTER TABLE post DROP COLUMN mail;']
      },
      {
        name: 'mysql-dual-write',
        dialect: 'mysql',
        schema:
          'CREATE TABLE account (id bigint PRIMARY KEY, mail varchar(100), email varchar(100));\nCREATE TRIGGER write_both BEFORE INSERT ON account FOR EACH ROW SET NEW.email = NEW.`mail`;',
        unsafe: '-- sqlsafe-phase: contract\nALTER TABLE account DROP COLUMN mail, ALGORITHM=INSTANT;',
        reports: ['2:21-2:37 broken'],
        safe: [
          '-- sqlsafe-phase: contract\nDROP TRIGGER write_both;\nALTER TABLE account DROP COLUMN mail, ALGORITHM=INSTANT;'
        ]
      }
    ],
    sources: [
      'https://www.postgresql.org/docs/current/plpgsql-implementation.html#PLPGSQL-PLAN-CACHING',
      'https://dev.mysql.com/doc/refman/8.4/en/create-trigger.html'
    ]
  },
  check(operation, {atEnd, catalog, report, session}) {
    const {column, table} = operation
    atEnd((find) => {
      const left = find(table)
      if (left?.columns.some((each) => each.name.toLowerCase() === column.toLowerCase()) === true) return
      const broken = left?.triggers.find((each) => usesColumnOfRow(each, {table, column}, catalog, session))
      if (broken) report('broken', {table: table.name, column, trigger: broken.name})
    })
  }
})
