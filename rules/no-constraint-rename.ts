import {defineRule} from '../src/core/define-rule.js'
import {findConstraint, findIndex} from '../src/schema/lookup.js'

/** Report renamed constraints and indexes that code knows by their names. */
export default defineRule({
  id: 'no-constraint-rename',
  summary: 'Disallow renaming a constraint or index that running code may name',
  severity: 'info',
  preset: 'strict',
  on: ['constraint.rename', 'index.rename'],
  engines: ['postgres', 'mysql', 'mariadb'],
  ofOutcome: true,
  recipe: null,
  noRecipeBecause: 'A constraint has one name; code that names its columns does not depend on it.',
  messages: {
    rename:
      'Unexpected rename of the unique constraint `{{name}}`, `ON CONFLICT ON CONSTRAINT` of the running release fails; expected code that names the columns instead, released before',
    violation:
      'Unexpected rename of `{{name}}`, code of the running release that looks for the name in an error does not find it; expected code that knows both names, released before',
    hint: 'Unexpected rename of the index `{{name}}`, queries of the running release with `USE INDEX ({{name}})` fail; expected code without it, released before'
  },
  docs: {
    condition:
      'PostgreSQL: a primary or unique key, an exclusion, a check or a unique index of an existing table is renamed. MySQL, MariaDB: any index is.',
    effect: {
      postgres:
        '`INSERT … ON CONFLICT ON CONSTRAINT` of the running release fails. Code that looks for the name in an error (as `unique_constraint` of Ecto does) takes “this address is taken” for a fault of its own.',
      mysql:
        'Each query of the running release with `USE`, `FORCE` or `IGNORE INDEX` of the old name fails. Code that looks for the name in an error takes “this address is taken” for a fault of its own. An optimizer hint (`/*+ INDEX(…) */`) finds no index and is passed over.'
    },
    instead: {
      postgres:
        'Let the code name the columns (`ON CONFLICT (email)`), or know both names, and rename after that is released.',
      mysql: 'Let the code do without the hint, or know both names, and rename after that is released.'
    },
    notWhen:
      'No code names the constraint or index. Most code does not, so the rule is not on by default: what public projects were seen to rename follows the name of its table or column.',
    examples: [
      {
        name: 'rename',
        schema: 'CREATE TABLE account (id bigint PRIMARY KEY, email text, CONSTRAINT email_key UNIQUE (email));',
        unsafe: 'ALTER TABLE account RENAME CONSTRAINT email_key TO account_email_key;',
        reports: ['1:1-1:69 rename']
      },
      {
        name: 'unique-index',
        schema:
          'CREATE TABLE account (id bigint PRIMARY KEY, email text);\nCREATE UNIQUE INDEX account_email_index ON account (email);',
        unsafe: 'ALTER INDEX account_email_index RENAME TO account_email_key;',
        reports: ['1:1-1:60 violation']
      },
      {
        name: 'mysql-hint',
        dialect: 'mysql',
        schema: 'CREATE TABLE post (id bigint PRIMARY KEY, author bigint, KEY author (author));',
        unsafe: 'ALTER TABLE post RENAME INDEX author TO post_author;',
        reports: ['1:18-1:52 hint']
      }
    ],
    sources: [
      'https://www.postgresql.org/docs/current/sql-insert.html#SQL-ON-CONFLICT',
      'https://dev.mysql.com/doc/refman/8.4/en/index-hints.html'
    ]
  },
  check(operation, {catalog, dialect, isNew, report, table}) {
    if (operation.kind === 'constraint.rename') {
      const before = table(operation.table)
      const type = before && findConstraint(dialect, before, operation.name)?.type
      if (isNew(operation.table) || !type) return
      if (['primary-key', 'unique', 'exclusion'].includes(type)) report('rename', {name: operation.name})
      else if (type === 'check') report('violation', {name: operation.name})
      return
    }
    const {name, schema = 'public'} = operation.index
    const owner = operation.table ?? catalog.indexes.get(`${schema}\0${name}`)
    const of = owner && table(owner)
    if (!of || isNew(owner)) return
    if (dialect !== 'postgres') report('hint', {name})
    else if (of.constraints.some(({indexName}) => indexName === name)) report('rename', {name})
    else if (findIndex(dialect, of, name)?.unique === true) report('violation', {name})
  }
})
