import type {Operation} from '../../operations/operation.js'
import {compareNames, nameOf} from '../reading/names.js'
import {aroundRefusing, isIndexOrVacuumAlone} from '../reading/transactions.js'
import type {Layout} from './layout.js'

const folder = /(?:^|[/\\])supabase[/\\]/
const migration = /(?:^|[/\\])supabase[/\\]migrations[/\\]\d+_[^/\\]*\.sql$/

/**
 * Supabase: `supabase/migrations/<timestamp>_<name>.sql`. One transaction for each; what refuses one runs by itself
 * between two transactions (since 2.109 of its CLI, before that it was refused).
 * https://supabase.com/docs/guides/deployment/database-migrations
 * https://github.com/supabase/cli/blob/develop/apps/cli-go/pkg/migration/file.go
 * https://github.com/supabase/cli/pull/5671
 */
export const supabase: Layout = {
  name: 'Supabase',
  docs: {
    detectedBy: '`supabase/migrations/<timestamp>_<name>.sql`',
    order: 'by file name',
    transaction: 'one for each file',
    noTransaction: 'not needed: what refuses a transaction (`CONCURRENTLY`, `VACUUM`) is run between two of them',
    down: 'none',
    sources: [
      'https://supabase.com/docs/guides/deployment/database-migrations',
      'https://github.com/supabase/cli/blob/develop/apps/cli-go/pkg/migration/file.go',
      'https://github.com/supabase/cli/pull/5671'
    ]
  },
  evidence: 'path',
  matches: ({absolutePath}) => folder.test(absolutePath),
  dialect: () => 'postgres',
  // Seeds, tests, roles and declared schemas.
  direction: ({absolutePath}) => (migration.test(absolutePath) ? 'up' : 'other'),
  compare: compareNames,
  transaction: ({script, text}) =>
    aroundRefusing(script, (operation, {end, start}) => isRunAlone(operation, text().slice(start, end))),
  version: (path) => /^\d+/.exec(nameOf(path))?.[0],
  numbered: 'file'
}

/**
 * It looks at the words: `REINDEX (CONCURRENTLY)` it does not know (3.1), and the server refuses it.
 * https://github.com/supabase/cli/pull/6276
 */
function isRunAlone(operation: Operation, statement: string): boolean {
  const {kind} = operation
  return (
    isIndexOrVacuumAlone(operation) ||
    kind === 'table.cluster' ||
    (kind === 'index.reindex' && operation.concurrently && /^reindex\b[^]*\sconcurrently(?:\s|$)/i.test(statement))
  )
}
