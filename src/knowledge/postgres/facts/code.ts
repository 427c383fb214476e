/** Functions, triggers, rules, policies, sequences, schemas, extensions. */
import {factsAbout, manual, touchesNothing} from '../fact.js'

const exclusive = 'ACCESS EXCLUSIVE'
const shareRow = 'SHARE ROW EXCLUSIVE'
const catalogOnly = 'only the catalog changes'

export const code = {
  'function.create': factsAbout('function.create', manual('sql-createfunction'), [
    {on: 'body-writes', lock: 'ROW EXCLUSIVE', because: 'a SQL body is parsed when it is made'},
    {on: 'body-reads', when: ['takes-row-locks'], lock: 'ROW SHARE', because: 'a SQL body is parsed when it is made'},
    {on: 'body-reads', lock: 'ACCESS SHARE', because: 'a SQL body is parsed when it is made'}
  ]),
  'function.alter': touchesNothing('function.alter', 'sql-alterfunction', 'only the function is locked'),
  'function.drop': factsAbout('function.drop', manual('sql-dropfunction'), [
    {on: 'losing', lock: exclusive, because: 'CASCADE drops it, or a part of it'}
  ]),
  'trigger.create': factsAbout('trigger.create', manual('sql-createtrigger'), [
    {on: 'table', lock: shareRow, because: 'writes wait until the end of the transaction'},
    {on: 'partitions', when: ['row'], lock: shareRow, because: 'partitions get the trigger too'},
    {on: 'partitions', lock: 'none', because: 'a trigger of statements is the parent’s alone'},
    {on: 'trigger-from', lock: 'ACCESS SHARE', because: 'it is looked at'}
  ]),
  'trigger.drop': factsAbout('trigger.drop', manual('sql-droptrigger'), [
    {on: 'table', when: ['!trigger-exists'], lock: 'none', because: 'there is no such trigger'},
    {on: 'table', lock: exclusive, because: catalogOnly},
    {on: 'partitions', when: ['!trigger-exists'], lock: 'none', because: 'it has no such trigger'},
    {on: 'partitions', lock: exclusive, because: 'it loses the trigger too'}
  ]),
  'trigger.rename': factsAbout('trigger.rename', manual('sql-altertrigger'), [
    {on: 'table', lock: exclusive, because: catalogOnly},
    {on: 'partitions', versions: '<15', lock: 'none', because: 'the trigger of a partition keeps its name'},
    {on: 'partitions', versions: '>=15', lock: exclusive, because: 'its trigger is looked for, and renamed along'}
  ]),
  'trigger.enable': factsAbout('trigger.enable', manual('sql-altertable'), [
    {on: 'table', lock: shareRow, because: catalogOnly},
    {on: 'partitions', when: ['!row-trigger'], lock: 'none', because: 'it does not have the trigger'},
    {on: 'partitions', lock: shareRow, because: 'its trigger is switched along'}
  ]),
  'rule.create': factsAbout('rule.create', manual('sql-createrule'), [
    {
      on: 'table',
      versions: '<16',
      when: ['select-rule'],
      lock: exclusive,
      scan: 'table',
      rewrite: 'table',
      because: 'a table becomes a view where it is empty, and loses its file'
    },
    {on: 'table', lock: exclusive, because: catalogOnly},
    {on: 'rule-writes', lock: 'ROW EXCLUSIVE', because: 'the rule writes to it'},
    {on: 'reads', lock: 'ACCESS SHARE', because: 'the rule reads it'}
  ]),
  'rule.drop': factsAbout('rule.drop', manual('sql-droprule'), [
    {on: 'table', when: ['!rule-exists'], lock: 'none', because: 'there is no such rule'},
    {on: 'table', lock: exclusive, because: catalogOnly}
  ]),
  'rule.enable': factsAbout('rule.enable', manual('sql-altertable'), [
    {on: 'table', lock: exclusive, because: catalogOnly}
  ]),
  'policy.create': factsAbout('policy.create', manual('sql-createpolicy'), [
    {on: 'table', lock: exclusive, because: catalogOnly},
    {on: 'read-names', lock: 'ACCESS SHARE', because: 'the policy reads it'}
  ]),
  'policy.alter': factsAbout('policy.alter', manual('sql-alterpolicy'), [
    {on: 'table', lock: exclusive, because: catalogOnly},
    {on: 'read-names', lock: 'ACCESS SHARE', because: 'the policy reads it'}
  ]),
  'policy.drop': factsAbout('policy.drop', manual('sql-droppolicy'), [
    {on: 'table', when: ['!policy-exists'], lock: 'none', because: 'there is no such policy'},
    {on: 'table', lock: exclusive, because: catalogOnly}
  ]),
  'sequence.create': factsAbout('sequence.create', manual('sql-createsequence'), [
    {on: 'owner', lock: 'ACCESS SHARE', because: 'the owning column is looked at'}
  ]),
  'sequence.alter': factsAbout('sequence.alter', manual('sql-altersequence'), [
    {on: 'owner', lock: 'ACCESS SHARE', because: 'the owning column is looked at'}
  ]),
  'sequence.rename': touchesNothing('sequence.rename', 'sql-altersequence', 'only the sequence is locked'),
  'sequence.set-schema': touchesNothing('sequence.set-schema', 'sql-altersequence', 'only the sequence is locked'),
  'sequence.drop': factsAbout('sequence.drop', manual('sql-dropsequence'), [
    {on: 'losing', lock: exclusive, because: 'CASCADE drops it, or a part of it'}
  ]),
  'schema.create': touchesNothing('schema.create', 'sql-createschema', 'a new schema'),
  'schema.drop': factsAbout('schema.drop', manual('sql-dropschema'), [
    {on: 'schema-tables', when: ['cascade'], lock: exclusive, because: 'CASCADE drops it'},
    {on: 'schema-tables', lock: 'none', because: 'refused without CASCADE'},
    {on: 'losing', lock: exclusive, because: 'CASCADE drops it, or a part of it'}
  ]),
  'schema.rename': touchesNothing('schema.rename', 'sql-alterschema', 'only the schema is locked'),
  'extension.create': touchesNothing('extension.create', 'sql-createextension', 'new objects'),
  'extension.alter': factsAbout('extension.alter', manual('sql-alterextension'), [
    {on: 'tables', lock: 'SHARE UPDATE EXCLUSIVE', because: 'it becomes a part of the extension, or is one no more'}
  ]),
  'extension.drop': factsAbout('extension.drop', manual('sql-dropextension'), [
    {on: 'extension-users', when: ['cascade'], lock: exclusive, because: 'CASCADE drops what uses the extension'},
    {on: 'extension-users', lock: 'none', because: 'refused without CASCADE'},
    {on: 'losing', lock: exclusive, because: 'CASCADE drops it, or a part of it'}
  ])
}
