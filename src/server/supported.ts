import type {Dialect, Server, Version} from './server.js'
import {inVersions, parseVersion} from './server.js'
import {UsageError} from '../usage-error.js'

interface Support {
  /** As its makers write it. */
  name: string
  /** What `inVersions` takes. */
  versions: string
  /** The same for people. */
  label: string
  /** Assumed where no version is given: the newest that sqlsafe knows. */
  newest: Version
  /** Release series by what people write for them: the newest release of each. */
  series: Record<string, Version>
}

/** Which servers sqlsafe has facts about. */
export const supported: Record<Dialect, Support> = {
  postgres: {name: 'PostgreSQL', versions: '>=14 <19', label: '14 to 18', newest: [18], series: {}},
  mysql: {
    name: 'MySQL',
    versions: '>=8.0.12 <10',
    label: '8.0.12 to 9.x',
    newest: [9, 7],
    series: {'8': [8, 4], '8.0': [8, 0, 46], '9': [9, 7]}
  },
  mariadb: {
    name: 'MariaDB',
    versions: '>=10.6 <12',
    label: '10.6 to 11.x',
    newest: [11, 8],
    series: {'10': [10, 11], '11': [11, 8]}
  }
}

/**
 * Read the version of a server that a user names. A series such as `8.0` means its newest release.
 *
 * @param key What says so, where it is not the server that migrations run on.
 * @throws {UsageError} When it is no version, or not one that sqlsafe has facts about.
 */
export function readServerVersion(dialect: Dialect, text: string, key?: string): Version {
  const {label, name} = supported[dialect]
  const version = findServerVersion(dialect, text)
  if (version === undefined) {
    const where = key === undefined ? '' : ` for \`${key}\``
    throw new UsageError(`Unexpected server version \`${text}\`${where}, expected ${name} ${label}`)
  }
  return version
}

/** The same, but `undefined` where sqlsafe has no facts about it. */
export function findServerVersion(dialect: Dialect, text: string): Version | undefined {
  const {series, versions} = supported[dialect]
  const version = series[text.trim()] ?? parse(text)
  return version && inVersions(version, versions) ? version : undefined
}

/**
 * Refuse a live server that sqlsafe has no facts about.
 *
 * @throws {UsageError} Names the versions that it has facts about.
 */
export function assertSupported(server: Server): void {
  const {label, name, versions} = supported[server.dialect]
  if (inVersions(server.version, versions)) return
  throw new UsageError(`Unexpected ${nameServer(server)} of the database, expected ${name} ${label}`)
}

/** `PostgreSQL 16`, `MySQL 8.0.29`. */
export function nameServer({dialect, version}: Server): string {
  return `${supported[dialect].name} ${version.join('.')}`
}

function parse(text: string): Version | undefined {
  try {
    return parseVersion(text)
  } catch {
    // Said together with what is expected of this dialect.
    return undefined
  }
}
