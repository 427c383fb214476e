import type {Layout} from './layout.js'
import {transactionOfSingleQuery} from './single-query.js'

/**
 * Prisma: `<timestamp>_<name>/migration.sql`, sent as one query.
 * https://www.prisma.io/docs/orm/prisma-migrate/workflows/customizing-migrations
 */
export const prisma: Layout = {
  name: 'Prisma',
  matches: (path) => /(?:^|\/)[^/]+\/migration\.sql$/.test(path),
  transaction: ({script}) => transactionOfSingleQuery(script)
}
