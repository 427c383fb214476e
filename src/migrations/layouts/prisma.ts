import {dirname, join} from 'node:path'
import type {ProjectFiles} from '../project-files.js'
import {compareTexts} from '../reading/names.js'
import {transactionOfSingleQuery} from '../reading/transactions.js'
import type {Layout} from './layout.js'

/**
 * Prisma: `<timestamp>_<name>/migration.sql`, sent as one query. `migration_lock.toml` names the engine.
 * https://www.prisma.io/docs/orm/prisma-migrate/workflows/customizing-migrations
 * https://github.com/prisma/prisma-engines/blob/main/schema-engine/connectors/sql-schema-connector/src/flavour/postgres/native/mod.rs
 */
export const prisma: Layout = {
  name: 'Prisma',
  docs: {
    detectedBy:
      'a folder for each, with `migration.sql`, whose name begins with a number or that stands beside `migration_lock.toml`',
    order: 'by the name of the folder',
    transaction: 'a file is one query, several statements in it one transaction',
    noTransaction: 'one statement in the file',
    down: '`down.sql` beside it, where somebody has written one',
    sources: [
      'https://www.prisma.io/docs/orm/prisma-migrate/workflows/customizing-migrations',
      'https://www.prisma.io/docs/orm/prisma-migrate/workflows/generating-down-migrations',
      'https://github.com/prisma/prisma-engines/blob/main/schema-engine/connectors/sql-schema-connector/src/flavour/postgres/native/mod.rs'
    ]
  },
  evidence: 'path',
  matches: ({absolutePath, path, project}) =>
    /(?:^|\/)[^/]+\/migration\.sql$/.test(path) &&
    (/(?:^|\/)\d[^/]*\/migration\.sql$/.test(path) || hasLock(dirname(dirname(absolutePath)), project)),
  dialect({absolutePath, project}) {
    const lock = project.above(absolutePath, 'migration_lock.toml')?.text ?? ''
    const provider = /^\s*provider\s*=\s*"(\w+)"/m.exec(lock)?.[1]
    return provider === 'postgresql' ? 'postgres' : provider === 'mysql' ? 'mysql' : undefined
  },
  adopts: (path) => /(?:^|\/)down\.sql$/.test(path),
  direction: ({path}) => (path.endsWith('/down.sql') ? 'down' : 'up'),
  downFile: (path) => path.replace(/migration\.sql$/, 'down.sql'),
  folder: ({absolutePath}) => dirname(dirname(absolutePath)),
  compare: compareTexts,
  oneQuery: true,
  transaction: ({script}) => transactionOfSingleQuery(script),
  numbered: 'folder'
}

function hasLock(folder: string, project: ProjectFiles): boolean {
  return project.read(join(folder, 'migration_lock.toml')) !== undefined
}
