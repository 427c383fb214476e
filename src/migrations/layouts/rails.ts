import {nameOf} from '../reading/names.js'
import type {Layout} from './layout.js'

/**
 * Rails: its migrations are Ruby; `db/structure.sql` is the schema that they have made, as `pg_dump` or `mysqldump`
 * writes it, and the versions that are in it.
 * https://guides.rubyonrails.org/active_record_migrations.html#types-of-schema-dumps
 */
export const rails: Layout = {
  name: 'Rails',
  docs: {
    detectedBy: '`structure.sql` that fills `schema_migrations`',
    order: 'it is the schema, no migration',
    transaction: 'as what is checked says it',
    noTransaction: '`disable_ddl_transaction!` in Ruby',
    down: 'none in SQL',
    sources: ['https://guides.rubyonrails.org/active_record_migrations.html#types-of-schema-dumps']
  },
  evidence: 'text',
  matches: ({path, text}) =>
    nameOf(path) === 'structure.sql' && /^INSERT INTO ["`]?schema_migrations["`]?/im.test(text()),
  direction: () => 'schema',
  transaction: () => 'none'
}
