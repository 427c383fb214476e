import {defineRule} from '../src/core/define-rule.js'
import {commitsImplicitly} from '../src/schema/changes/implicit-commit.js'

/** Report schema statements inside a transaction of MySQL, which they end. */
export default defineRule({
  id: 'no-implicit-commit',
  summary: 'Disallow schema statements inside a transaction, which they commit',
  severity: 'warning',
  on: '*',
  engines: ['mysql', 'mariadb'],
  once: 'migration',
  recipe: 'split-transaction',
  messages: {
    commits:
      'Unexpected schema statement inside a transaction: the server commits what stands before it, `ROLLBACK` takes nothing back; expected no `START TRANSACTION` around it'
  },
  docs: {
    condition:
      'A file opens a transaction (`START TRANSACTION`, `BEGIN`) and has a statement in it that commits implicitly: nearly all that change the schema. Reported once a migration, at the first.',
    effect:
      'What stands before it is committed at once. If a later statement fails, nothing of it is taken back: the migration is applied in part, and running it again fails at what is there already. What stands after it runs without a transaction.',
    instead:
      'Take the transaction away, and put one schema change into each migration; rows are changed in one of their own, where a transaction holds.',
    notWhen: 'Never: the transaction is not there.',
    examples: [
      {
        name: 'alter',
        dialect: 'mysql',
        schema: 'CREATE TABLE account (id bigint PRIMARY KEY, state int);',
        unsafe:
          'START TRANSACTION;\nUPDATE account SET state = 1 WHERE id = 5;\nALTER TABLE account ADD COLUMN email varchar(100), ALGORITHM=INSTANT;\nCOMMIT;',
        reports: ['3:1-3:69 commits'],
        safe: [
          'UPDATE account SET state = 1 WHERE id = 5;',
          'ALTER TABLE account ADD COLUMN email varchar(100), ALGORITHM=INSTANT;'
        ]
      }
    ],
    sources: ['https://dev.mysql.com/doc/refman/9.4/en/implicit-commit.html']
  },
  check(operation, {command, report, session}) {
    if (session.transaction && commitsImplicitly(operation)) report('commits', {}, {range: command.range})
  }
})
