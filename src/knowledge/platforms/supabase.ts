import type {Name} from '../../operations/definitions.js'
import type {Operation} from '../../operations/operation.js'
import {fact} from './platform.js'
import type {PlatformKnowledge} from './platform.js'
import {withoutSuperuser, withoutTablespaces} from './without-superuser.js'

const roles = 'https://supabase.com/docs/guides/database/postgres/roles-superuser'

/** Schemas that belong to services of Supabase. */
const owned = new Set(['auth', 'storage', 'realtime'])

const isExposed = ({schema}: Name): boolean => schema === undefined || schema === 'public'

/** Supabase. */
export const supabase: PlatformKnowledge = {
  name: 'Supabase',
  dialects: ['postgres'],
  refuses: [
    ...withoutSuperuser('postgres', roles),
    ...withoutTablespaces(roles),
    fact({
      id: 'owned-schema',
      operation: ['table.create', 'function.create', 'column.add', 'column.drop', 'index.create', 'view.create'],
      when: (operation) => owned.has(nameOf(operation).schema ?? ''),
      what: 'change of a schema that belongs to a service of Supabase',
      instead: 'a schema of your own',
      url: 'https://github.com/orgs/supabase/discussions/34270'
    })
  ],
  differs: [
    fact({
      id: 'exposed-table',
      operation: 'table.create',
      when: ({partitionOf, table, temporary}) => !temporary && partitionOf === undefined && isExposed(table),
      unlessAtEnd: ({table}, find) => find(table)?.rowSecurity !== undefined || find(table) === undefined,
      what: 'table in the schema `public` without row-level security: everybody who has the public key reads and writes it',
      instead: '`ENABLE ROW LEVEL SECURITY` in the same migration, and policies',
      url: 'https://supabase.github.io/splinter/0013_rls_disabled_in_public'
    }),
    fact({
      id: 'exposed-view',
      operation: 'view.create',
      when: ({materialized, temporary, view}, {text}) =>
        temporary !== true && isExposed(view) && (materialized || !/\bsecurity_invoker\b/i.test(text)),
      what: 'view in the schema `public` that reads with the rights of its owner, past row-level security',
      instead: '`WITH (security_invoker = true)`, or a schema that is not exposed',
      url: 'https://supabase.github.io/splinter/0010_security_definer_view'
    })
  ],
  notes: [
    {
      text: 'What `public` and other exposed schemas hold is reachable by the public key: row-level security is what keeps people out. Tables for the server alone belong into another schema.',
      url: 'https://supabase.com/docs/guides/database/postgres/row-level-security'
    }
  ]
}

function nameOf(
  operation: Operation<
    'table.create' | 'function.create' | 'column.add' | 'column.drop' | 'index.create' | 'view.create'
  >
): Name {
  if (operation.kind === 'function.create') return operation.function
  return operation.kind === 'view.create' ? operation.view : operation.table
}
