import {defineRule} from '../src/core/define-rule.js'

/** Report domains with conditions, which are checked for all tables at once. */
export default defineRule({
  id: 'no-domain-constraint',
  summary: 'Disallow domains with constraints',
  severity: 'info',
  preset: 'strict',
  on: ['domain.create', 'domain.add-constraint', 'domain.set-not-null'],
  engines: ['postgres'],
  peers: {
    squawk: ['ban-create-domain-with-constraint', 'ban-alter-domain-with-add-constraint'],
    pgfence: ['ban-create-domain-with-constraint', 'ban-alter-domain-add-constraint'],
    MigrationPilot: ['MP043'],
    'diesel-guard': ['AddDomainCheckConstraintCheck']
  },
  recipe: null,
  noRecipeBecause: 'The condition moves to the tables, by hand.',
  messages: {
    create:
      'Unexpected constraint of domain `{{domain}}`: a later change reads every table that uses it, all locked at once; expected a check of each column',
    add: 'Unexpected new constraint of domain `{{domain}}`: it is checked for every table that uses it; expected a check of each column'
  },
  docs: {
    condition: 'A domain is made with a constraint, or one is added to it.',
    effect:
      'A condition that is added later reads all tables with a column of the domain, one after the other, with writers kept out of all of them.',
    instead:
      'Give the column a plain type and a check of its own: it is added `NOT VALID` and validated while others write.',
    notWhen: 'The condition will never change.',
    examples: [
      {
        name: 'create',
        unsafe: 'CREATE DOMAIN positive AS int CHECK (VALUE > 0);',
        reports: ['1:1-1:48 create'],
        safe: ['CREATE TABLE item (id bigint PRIMARY KEY, price int CHECK (price > 0));']
      },
      {
        name: 'add',
        schema: 'CREATE DOMAIN positive AS int;',
        unsafe: 'ALTER DOMAIN positive ADD CONSTRAINT above_zero CHECK (VALUE > 0) NOT VALID;',
        reports: ['1:1-1:76 add']
      }
    ],
    sources: ['https://www.postgresql.org/docs/current/sql-alterdomain.html']
  },
  check(operation, {report}) {
    const {domain} = operation
    if (operation.kind !== 'domain.create') report('add', {domain: domain.name})
    else if (operation.constraints.length > 0 || operation.nullable === false) report('create', {domain: domain.name})
  }
})
