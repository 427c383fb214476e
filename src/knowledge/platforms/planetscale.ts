import type {ConstraintDefinition} from '../../operations/definitions.js'
import type {Operation} from '../../operations/operation.js'
import {fact} from './platform.js'
import type {PlatformKnowledge} from './platform.js'
import {foreignDefiner, withoutSuper} from './without-super.js'

const docs = 'https://planetscale.com/docs'
const compatibility = `${docs}/reference/mysql-compatibility`

const isForeignKey = ({type}: ConstraintDefinition): boolean => type === 'foreign-key'

/** PlanetScale for MySQL (Vitess). */
export const planetscale: PlatformKnowledge = {
  name: 'PlanetScale',
  dialects: ['mysql'],
  refuses: [
    ...withoutSuper('the settings of the database', compatibility),
    foreignDefiner,
    fact({
      id: 'foreign-key',
      operation: ['table.create', 'constraint.add', 'column.add'],
      when: (operation) => constraintsOf(operation).some(isForeignKey),
      what: 'foreign key, which the database refuses unless its support is switched on',
      instead: 'an index alone, or `allow: [foreign-key]` where it is on',
      url: `${docs}/vitess/schema-changes/schema-lint-errors/foreign-keys-disallowed`
    }),
    fact({
      id: 'database',
      operation: ['schema.create', 'schema.drop'],
      what: '`CREATE DATABASE` or `DROP DATABASE`',
      instead: 'the command line program `pscale`',
      url: compatibility
    }),
    fact({
      id: 'stored-program',
      operation: ['function.create', 'trigger.create', 'object.create'],
      when: (operation) => operation.kind !== 'object.create' || operation.objectType === 'event',
      what: 'stored procedure, function, trigger or event',
      instead: 'code of the application',
      url: compatibility
    }),
    fact({
      id: 'no-unique-key',
      operation: 'table.create',
      when: ({columns, constraints, indexes, like, asQuery, temporary}) =>
        !temporary &&
        like.length === 0 &&
        asQuery === undefined &&
        ![...constraints, ...columns.flatMap((column) => column.constraints)].some(({type}) =>
          ['primary-key', 'unique'].includes(type)
        ) &&
        !indexes.some(({unique}) => unique),
      what: 'table without a unique key, which schema changes cannot copy',
      instead: 'a primary key',
      url: `${docs}/vitess/onlineddl-change-unique-keys`
    })
  ],
  differs: [
    fact({
      id: 'rename',
      operation: ['column.rename', 'table.rename'],
      what: 'rename, which a deploy request takes for a drop and a new one: the data is gone',
      instead: 'a new one that is filled, and a drop later',
      url: compatibility
    })
  ],
  notes: [
    {
      text: 'With safe migrations a production branch takes no schema statement directly: migrations run on a development branch, and a deploy request brings them over, by shadow tables, without locks. `ALGORITHM` and `LOCK` mean nothing there.',
      url: `${docs}/vitess/schema-changes/safe-migrations`
    }
  ]
}

function constraintsOf(
  operation: Operation<'table.create' | 'constraint.add' | 'column.add'>
): readonly ConstraintDefinition[] {
  if (operation.kind === 'constraint.add') return [operation.constraint]
  if (operation.kind === 'column.add') return operation.column.constraints
  return [...operation.constraints, ...operation.columns.flatMap(({constraints}) => constraints)]
}
