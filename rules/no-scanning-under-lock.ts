import {defineRule} from '../src/core/define-rule.js'
import {workRules} from '../src/core/rules/work-rules.js'
import {describeCause, describeWork, works} from '../src/knowledge/describe.js'

/** Report whatever else reads or writes all of a table while others wait: no such statement goes unreported. */
export default defineRule({
  id: 'no-scanning-under-lock',
  summary: 'Disallow other statements that read or rewrite a table under a lock that blocks writes',
  severity: 'error',
  on: '*',
  engines: ['postgres', 'mysql', 'mariadb'],
  unlessReportedBy: workRules,
  once: 'command',
  peers: {
    squawk: ['constraint-missing-not-valid', 'ban-alter-domain-with-add-constraint'],
    strong_migrations: ['validate_check_constraint', 'validate_foreign_key'],
    pgfence: ['not-valid-validate-same-tx', 'ban-alter-domain-add-constraint'],
    MigrationPilot: ['MP043'],
    'diesel-guard': ['AddDomainCheckConstraintCheck']
  },
  recipe: null,
  noRecipeBecause: 'It depends on the statement; where there is a safe way, a rule of its own names it.',
  messages: {
    work: 'Unexpected statement ({{because}}), it {{work}}; expected it at a time when nobody needs the table',
    together: 'Unexpected clauses in one statement, it {{work}}; expected a statement for each'
  },
  docs: {
    condition:
      'A statement reads all rows of an existing table, writes them afresh or builds its indexes under a lock that blocks writes, and no rule of its own speaks of it: `SET LOGGED`, `SET TABLESPACE`, a constraint on a domain, `OPTIMIZE PARTITION`, and so on.',
    effect: 'Everybody who wants to write to the table, and often also to read it, waits until it is done.',
    instead:
      'Do it while nobody needs the table. Of several clauses in one statement, each is done under the strongest lock of all: give the long ones a statement of their own.',
    notWhen:
      'The table is so small that others can wait until it is read. A lock timeout ends the wait for the lock, not the work under it.',
    examples: [
      {
        name: 'set-logged',
        schema: 'CREATE UNLOGGED TABLE post (id bigint);',
        unsafe: 'ALTER TABLE post SET LOGGED;',
        reports: ['1:18-1:28 work']
      },
      {
        name: 'domain-check',
        schema: 'CREATE DOMAIN positive AS int;\nCREATE TABLE item (id bigint, price positive);',
        unsafe: 'ALTER DOMAIN positive ADD CONSTRAINT above_zero CHECK (VALUE > 0);',
        reports: ['1:1-1:66 work'],
        safe: [
          'ALTER TABLE item ADD CONSTRAINT above_zero CHECK (price > 0) NOT VALID;',
          'ALTER TABLE item VALIDATE CONSTRAINT above_zero;'
        ]
      },
      {
        name: 'together',
        schema:
          'CREATE TABLE item (id bigint, price int);\nALTER TABLE item ADD CONSTRAINT above_zero CHECK (price > 0) NOT VALID;',
        unsafe: 'ALTER TABLE item ADD COLUMN name text, VALIDATE CONSTRAINT above_zero;',
        reports: ['1:40-1:70 together'],
        safe: ['ALTER TABLE item ADD COLUMN name text;', 'ALTER TABLE item VALIDATE CONSTRAINT above_zero;']
      }
    ]
  },
  check(operation, {blocking, command, dialect, effects, hasTraffic, isEmpty, judgement, keepsOut, report}) {
    // What a foreign key of a table without rows refers to is not looked up.
    if (operation.kind === 'constraint.add' && isEmpty(operation.table)) return

    const effect = blocking.find(({confidence}) => confidence !== 'unknown')
    if (effect) {
      const alone = effects.find(({relation}) => relation === effect.relation)
      const byItself = alone !== undefined && keepsOut(alone)
      report(byItself ? 'work' : 'together', {because: describeCause(effect), work: describeWork(effect, dialect)})
      return
    }

    // Work that no clause does by itself is told once, about all of them.
    if (operation !== command.operations[0] || judgement.byOperation.flat().some(works)) return
    const together = judgement.effects.find(
      (whole) => works(whole) && whole.confidence !== 'unknown' && keepsOut(whole) && hasTraffic(whole.relation)
    )
    if (together) report('together', {work: describeWork(together, dialect)}, {range: command.range})
  }
})
