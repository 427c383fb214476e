import {defineRule} from '../src/core/define-rule.js'
import {platformKnowledge} from '../src/knowledge/platforms/index.js'
import {factsOf} from '../src/knowledge/platforms/platform.js'

/** Report statements that the managed service or the extension carries out otherwise than the server alone. */
export default defineRule({
  id: 'no-platform-surprise',
  summary: 'Disallow statements that the platform carries out to somebody’s harm',
  severity: 'warning',
  on: '*',
  engines: ['postgres', 'mysql', 'mariadb'],
  once: 'command',
  recipe: null,
  noRecipeBecause: 'What is better depends on the statement; the message says it.',
  options: {
    allow: {
      type: 'array',
      items: 'string',
      description: 'Names of facts that do not hold for you, such as `stored-programs`.'
    }
  },
  messages: {
    differs: 'Unexpected {{what}} on {{platform}}, expected {{instead}} ({{url}})'
  },
  docs: {
    condition:
      'The configuration names the `platform`, and that does something else with the statement than the server alone: tables that everybody can reach on Supabase, unlogged tables that do not outlive a pause on Neon, triggers that need a parameter on RDS, and so on. All of it is listed in [platforms](../platforms.md).',
    effect:
      'What the message says: data that strangers can read, rows that are gone, a statement that fails for lack of a parameter.',
    instead: 'See what the message says.',
    notWhen: 'You have seen to it already: name the fact in `allow`.',
    examples: [
      {
        name: 'supabase-exposed-table',
        deployment: {platform: 'supabase'},
        unsafe: 'CREATE TABLE profile (id bigint PRIMARY KEY, phone text);',
        reports: ['1:1-1:57 differs'],
        safe: [
          'CREATE TABLE profile (id bigint PRIMARY KEY, phone text);\nALTER TABLE profile ENABLE ROW LEVEL SECURITY;'
        ]
      },
      {
        name: 'neon-unlogged',
        deployment: {platform: 'neon'},
        unsafe: 'CREATE UNLOGGED TABLE session (id bigint PRIMARY KEY);',
        reports: ['1:1-1:54 differs'],
        safe: ['CREATE TABLE session (id bigint PRIMARY KEY);']
      },
      {
        name: 'rds-mysql-trigger',
        dialect: 'mysql',
        deployment: {platform: 'rds-mysql'},
        schema: 'CREATE TABLE account (id bigint PRIMARY KEY, name varchar(100));',
        unsafe: 'CREATE TRIGGER account_name BEFORE INSERT ON account FOR EACH ROW SET NEW.name = TRIM(NEW.name);',
        reports: ['1:1-1:96 differs']
      }
    ]
  },
  check(operation, {atEnd, command, deployment: {platform}, dialect, migration, options, report, statement, table}) {
    if (platform === undefined) return
    const {dialects, differs, name} = platformKnowledge[platform]
    if (!dialects.includes(dialect)) return
    const text = migration.text.slice(statement.range.start, statement.range.end)
    for (const fact of factsOf(differs, operation, {text, table, operations: command.operations, dialect})) {
      if (options.allow?.includes(fact.id) === true) continue
      const data = {platform: name, what: fact.what, instead: fact.instead, url: fact.url}
      if (!fact.unlessAtEnd) report('differs', data)
      else {
        atEnd((find) => {
          if (fact.unlessAtEnd?.(operation, find) !== true) report('differs', data)
        })
      }
    }
  }
})
