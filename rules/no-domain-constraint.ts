import {defineRule} from '../src/core/define-rule.js'

/** Report new domains with conditions; what a change of one reads later, `no-scanning-under-lock` tells there. */
export default defineRule({
  id: 'no-domain-constraint',
  summary: 'Disallow domains with constraints',
  severity: 'info',
  on: 'domain.create',
  engines: ['postgres'],
  peers: {
    squawk: ['ban-create-domain-with-constraint'],
    pgfence: ['ban-create-domain-with-constraint'],
    MigrationPilot: ['MP043']
  },
  recipe: null,
  noRecipeBecause: 'The condition moves to the tables, by hand.',
  messages: {
    create:
      'Unexpected constraint of domain `{{domain}}`: each column of it that is added later rewrites its table, and a change of it reads all tables with one; expected a check of each column'
  },
  docs: {
    condition:
      'A domain is made with a constraint. One that is added `NOT VALID` later is not meant: it locks no table.',
    effect:
      '`ADD COLUMN` with such a domain writes the whole table anew, even without a default. A condition that is added to it later reads all tables with a column of it, one after the other, with writers kept out of all of them.',
    instead:
      'Give the column a plain type and a check of its own: it is added `NOT VALID` and validated while others write.',
    notWhen: 'It is for new tables alone, and the condition will never change.',
    examples: [
      {
        name: 'create',
        unsafe: 'CREATE DOMAIN positive AS int CHECK (VALUE > 0);',
        reports: ['1:1-1:48 create'],
        safe: ['CREATE TABLE item (id bigint PRIMARY KEY, price int CHECK (price > 0));']
      }
    ],
    sources: [
      'https://www.postgresql.org/docs/current/sql-createdomain.html',
      'https://www.postgresql.org/docs/current/sql-alterdomain.html'
    ]
  },
  check(operation, {report}) {
    const {constraints, domain, nullable} = operation
    if (constraints.length > 0 || nullable === false) report('create', {domain: domain.name})
  }
})
