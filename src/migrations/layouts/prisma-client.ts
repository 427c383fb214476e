import {dirname, join} from 'node:path'
import {prismaClient as library} from '../embedded/libraries/prisma-client.js'
import {dialectOfPackage, isScript} from '../embedded/scripts.js'
import type {Dialect} from '../../server/server.js'
import type {Layout, LocatedFile} from './layout.js'

/**
 * Prisma Client: scripts that send SQL by `$executeRaw` and its like, such as data migrations.
 * https://www.prisma.io/docs/orm/prisma-client/using-raw-sql/raw-queries
 */
export const prismaClient: Layout = {
  name: 'Prisma Client',
  docs: {
    detectedBy: '`$executeRaw` or `$queryRaw` in a script',
    order: 'by path, numbers by their value',
    transaction: 'none, unless the script opens one',
    noTransaction: 'it is so',
    down: 'none',
    sources: ['https://www.prisma.io/docs/orm/prisma-client/using-raw-sql/raw-queries']
  },
  evidence: 'text',
  matches: ({path, text}) => isScript(path) && /\$(?:execute|query)Raw/.test(text()),
  dialect: (file) => dialectOfSchema(file) ?? dialectOfPackage(file),
  library,
  transaction: () => 'none'
}

/** `provider` in `prisma/schema.prisma`. */
function dialectOfSchema({absolutePath, project}: LocatedFile): Dialect | undefined {
  const manifest = project.above(absolutePath, 'package.json')
  const beside = manifest && project.read(join(dirname(manifest.absolutePath), 'prisma', 'schema.prisma'))
  const text = (project.above(absolutePath, 'schema.prisma') ?? beside)?.text ?? ''
  const provider = /^\s*provider\s*=\s*"(postgresql|mysql)"/m.exec(text)?.[1]
  return provider === 'postgresql' ? 'postgres' : provider === 'mysql' ? 'mysql' : undefined
}
