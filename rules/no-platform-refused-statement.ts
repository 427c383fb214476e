import {defineRule} from '../src/core/define-rule.js'
import {platformKnowledge} from '../src/knowledge/platforms/index.js'
import {factsOf} from '../src/knowledge/platforms/platform.js'

/** Report statements that the managed service or the extension refuses. */
export default defineRule({
  id: 'no-platform-refused-statement',
  summary: 'Disallow statements that the platform refuses',
  severity: 'error',
  on: '*',
  engines: ['postgres', 'mysql', 'mariadb'],
  once: 'command',
  recipe: null,
  noRecipeBecause: 'What is possible instead depends on the statement; the message says it.',
  options: {
    allow: {
      type: 'array',
      items: 'string',
      description: 'Names of facts that do not hold for you, such as `foreign-key`.'
    }
  },
  messages: {
    refused: 'Unexpected {{what}}: {{platform}} refuses it; expected {{instead}} ({{url}})'
  },
  docs: {
    condition:
      'The configuration names the `platform`, and that refuses the statement: what needs a superuser or SUPER on managed services, foreign keys on PlanetScale, keys without the distribution column on Citus, and so on. What each platform refuses is listed in [platforms](../platforms.md).',
    effect: 'The migration stops here with an error, on the platform only: on a server of your own it runs.',
    instead: 'See what the message says: mostly the service has a way of its own.',
    notWhen: 'The service has given you the right in question: name the fact in `allow`.',
    examples: [
      {
        name: 'supabase-superuser',
        deployment: {platform: 'supabase'},
        unsafe: 'CREATE ROLE sqlsafe_example_admin SUPERUSER;\nDROP ROLE sqlsafe_example_admin;',
        reports: ['1:1-1:44 refused'],
        safe: ['CREATE ROLE sqlsafe_example_reader;\nDROP ROLE sqlsafe_example_reader;']
      },
      {
        name: 'rds-mysql-global',
        dialect: 'mysql',
        deployment: {platform: 'rds-mysql'},
        unsafe: 'SET GLOBAL long_query_time = 10;',
        reports: ['1:5-1:32 refused'],
        safe: ['SET SESSION lock_wait_timeout = 5;']
      },
      {
        name: 'planetscale-foreign-key',
        dialect: 'mysql',
        deployment: {platform: 'planetscale'},
        schema: 'CREATE TABLE account (id bigint PRIMARY KEY);',
        unsafe:
          'CREATE TABLE post (id bigint PRIMARY KEY, author bigint, FOREIGN KEY (author) REFERENCES account (id));',
        reports: ['1:1-1:103 refused'],
        safe: ['CREATE TABLE post (id bigint PRIMARY KEY, author bigint, KEY post_author (author));']
      }
    ]
  },
  check(operation, {command, deployment: {platform}, dialect, migration, options, report, statement, table}) {
    if (platform === undefined) return
    const {dialects, name, refuses} = platformKnowledge[platform]
    if (!dialects.includes(dialect)) return
    const text = migration.text.slice(statement.range.start, statement.range.end)
    for (const fact of factsOf(refuses, operation, {text, table, operations: command.operations, dialect})) {
      if (options.allow?.includes(fact.id) === true) continue
      report('refused', {platform: name, what: fact.what, instead: fact.instead, url: fact.url})
    }
  }
})
