import type {FoundFile} from '../migrations/collect.js'
import {dialectOfProject, dialectsInPaths, guessDialect} from '../migrations/guess-dialect.js'
import {textOf} from '../migrations/load.js'
import {otherEnginesIn} from '../migrations/other-engines.js'
import type {View} from '../migrations/view.js'
import type {Configuration} from './configuration/configuration.js'
import type {Dialect, Server} from '../server/server.js'
import {readServerVersion, supported} from '../server/supported.js'
import {UsageError} from '../usage-error.js'

/** What a user says about the server that migrations are for. */
export interface ServerOptions {
  dialect?: Dialect | undefined
  /** Such as `16` or `8.0.29`. Default: the newest. */
  serverVersion?: string | undefined
  configuration?: Configuration | undefined
  view?: View | undefined
}

/** The server that migrations are judged for, and how sqlsafe came to it. */
export interface ChosenServer {
  server: Server
  /** Why this dialect, where nobody named it: `the path …`; `undefined` where somebody did. */
  guessedFrom: string | undefined
  /** No version was named; the newest is taken. */
  versionAssumed: boolean
}

/**
 * Choose what the user names, else what the configuration says, else what the files look like.
 *
 * @param measured The server that the sizes of the tables are of.
 * @throws {UsageError} When the version is not supported, or the files are for several engines, or for one that we do not know.
 */
export function chooseServer(options: ServerOptions, files: readonly FoundFile[], measured?: Server): ChosenServer {
  const named = options.dialect ?? options.configuration?.dialect
  const guess = named === undefined ? guessFrom(files, options.view) : undefined
  const dialect = named ?? guess?.dialect ?? 'postgres'
  const version = options.serverVersion ?? options.configuration?.serverVersion
  const known = measured?.dialect === dialect ? measured.version : undefined

  return {
    server: {
      dialect,
      version: version === undefined ? (known ?? supported[dialect].newest) : readServerVersion(dialect, version)
    },
    guessedFrom: named === undefined ? (guess?.because ?? 'nothing in the files') : undefined,
    versionAssumed: version === undefined && known === undefined
  }
}

function guessFrom(files: readonly FoundFile[], view?: View): {dialect: Dialect; because: string} | undefined {
  const byPath = new Map(files.map((file) => [file.path, file]))
  const paths = [...byPath.keys()]
  const named = dialectsInPaths(paths)
  if (named.size > 1) {
    throw new UsageError(
      `Unexpected migrations for several engines (${[...named.values()].map((path) => `\`${path}\``).join(', ')}), ` +
        'expected `--dialect postgres`, `mysql` or `mariadb`'
    )
  }
  const others = otherEnginesIn(paths)
  const [other] = others
  if (other !== undefined && others.size === paths.length) {
    throw new UsageError(
      `Unexpected migrations for ${other[1].engine} (\`${other[0]}\`), expected those of PostgreSQL, MySQL or MariaDB, ` +
        'or the dialect that they are to be read as'
    )
  }
  const ofProject = named.size === 0 ? dialectOfProject(files, textOf, view) : undefined
  if (ofProject !== undefined) return ofProject
  return guessDialect(paths, (path) => {
    const file = byPath.get(path)
    return file === undefined ? '' : textOf(file)
  })
}
