import type {Dialect} from '../../server/server.js'
import type {Layout} from './layout.js'

/** `<version>_<name>[.<engine>][.autocommit].up.sql`. */
const fileName =
  /^(?<base>(?:.*\/)?\d+_[^/.]*)(?:\.(?<engine>postgres(?:ql)?|mysql|mariadb|cockroach|sqlite3?|all))?(?<autocommit>\.autocommit)?\.(?<direction>up|down)\.sql$/

const engines: Record<Dialect, readonly string[]> = {
  postgres: ['postgres', 'postgresql'],
  mysql: ['mysql'],
  mariadb: ['mariadb', 'mysql']
}

/**
 * popx of Ory, and pop: for each version the file of the engine, else the one without. One transaction
 * for each, unless its name says `autocommit`.
 * https://github.com/ory/x/blob/master/popx/match.go
 */
export const popx: Layout = {
  name: 'popx',
  docs: {
    detectedBy: '`<number>_<name>.<engine>.up.sql`, or `.autocommit.up.sql`',
    order: 'by number',
    transaction: 'one for each file',
    noTransaction: '`.autocommit` in the file name',
    down: '`.down.sql` beside it',
    sources: ['https://github.com/ory/x/blob/master/popx/match.go']
  },
  evidence: 'path',
  matches({path}) {
    const groups = fileName.exec(path)?.groups
    return groups !== undefined && (groups['engine'] !== undefined || groups['autocommit'] !== undefined)
  },
  adopts: (path) => fileName.test(path),
  direction: ({path}) => (path.endsWith('.down.sql') ? 'down' : 'up'),
  downFile: (path) => path.replace(/\.up\.sql$/, '.down.sql'),
  choose(paths, dialect) {
    const wanted = engines[dialect]
    const chosen = new Map<string, {path: string; rank: number}>()
    for (const path of paths) {
      const {base, engine} = fileName.exec(path)?.groups ?? {}
      const rank = engine === undefined || engine === 'all' ? wanted.length : wanted.indexOf(engine)
      const key = base ?? path
      if (rank >= 0 && rank < (chosen.get(key)?.rank ?? Infinity)) chosen.set(key, {path, rank})
    }
    return [...chosen.values()].map(({path}) => path)
  },
  transaction: ({path}) => (fileName.exec(path)?.groups?.['autocommit'] === undefined ? 'migration' : 'none'),
  nameOutside: (path) => path.replace(/\.up\.sql$/, '.autocommit.up.sql'),
  numbered: 'file'
}
