import {defineRule} from '../src/core/define-rule.js'
import {commitsImplicitly} from '../src/schema/changes/implicit-commit.js'
import type {Operation} from '../src/operations/operation.js'

/** Report migrations that stay half applied where one of their statements fails. */
export default defineRule({
  id: 'no-partial-migration',
  summary: 'Disallow several changes in one migration where the server cannot take them back together',
  severity: 'info',
  preset: 'strict',
  on: '*',
  engines: ['mysql', 'mariadb'],
  once: 'run',
  recipe: null,
  noRecipeBecause: 'The file is split; how its parts are named is the runner’s matter.',
  messages: {
    several:
      'Unexpected second change in this migration: if it fails, the one before stays, and the runner cannot run the file again; expected a file for each change'
  },
  docs: {
    condition:
      'A migration changes the schema of existing tables more than once, or changes rows as well. Where a whole history is checked, only in its newest migration, for all.',
    effect:
      'Each schema statement commits by itself. If a later one fails (a lock timeout, a duplicate), the file is applied in part: the runner marks it as failed, and running it again fails at what is there already.',
    instead: 'Put each change into a migration of its own, or write the statements so that they may be repeated.',
    notWhen: 'Somebody watches the migration and mends it by hand.',
    examples: [
      {
        name: 'two-changes',
        dialect: 'mysql',
        schema: 'CREATE TABLE account (id bigint PRIMARY KEY);\nCREATE TABLE post (id bigint PRIMARY KEY);',
        unsafe:
          'ALTER TABLE account ADD COLUMN a int, ALGORITHM=INSTANT;\nALTER TABLE post ADD COLUMN b int, ALGORITHM=INSTANT;',
        reports: ['2:1-2:53 several'],
        safe: [
          'ALTER TABLE account ADD COLUMN a int, ALGORITHM=INSTANT;',
          'ALTER TABLE post ADD COLUMN b int, ALGORITHM=INSTANT;'
        ]
      }
    ],
    sources: ['https://dev.mysql.com/doc/refman/9.4/en/implicit-commit.html']
  },
  check(operation, {command, isNew, migration, report, statement}) {
    if (operation !== command.operations[0] || !changes(operation, isNew)) return
    const leavesHalf = (each: Operation): boolean =>
      changes(each, isNew) && (commitsImplicitly(each) || commitsImplicitly(operation))
    const isSecond = migration.script.statements.some(
      ({commands, range}) =>
        range.end <= statement.range.start && commands.some(({operations}) => operations.some(leavesHalf))
    )
    if (isSecond) report('several', {}, {range: command.range})
  }
})

function changes(operation: Operation, isNew: (name: {name: string}) => boolean): boolean {
  if (!('table' in operation) || operation.table === undefined || operation.kind === 'table.create') return false
  return (commitsImplicitly(operation) || /^rows\.(?:update|delete)/.test(operation.kind)) && !isNew(operation.table)
}
