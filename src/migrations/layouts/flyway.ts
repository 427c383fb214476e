import type {Statement} from '../../operations/script.js'
import {withLine} from '../fixing/line-on-top.js'
import {dialectOfJdbcUrl} from '../reading/jdbc-url.js'
import {compareNames, nameOf} from '../reading/names.js'
import {doesAny, isIndexOrVacuumAlone} from '../reading/transactions.js'
import {compareNaturally} from '../natural-order.js'
import type {ProjectFiles} from '../project-files.js'
import type {RunnerPlaceholders} from '../reading/placeholders.js'
import {readProperties, readToml} from '../reading/settings.js'
import type {Layout, LocatedFile, MigrationFile} from './layout.js'

const fileName = /(?:^|\/)(?:(?<prefix>[VUB])(?<version>\d+(?:[._]\d+)*)|(?<repeatable>R))__[^/]*\.sql$/

/**
 * Repeatable with a version: Flyway passes over it, so it is for other hands, such as a way back.
 * https://github.com/flyway/flyway/blob/main/flyway-core/src/main/java/org/flywaydb/core/internal/resource/ResourceNameParser.java
 */
const passedOver = /(?:^|\/)R[^_/][^/]*__[^/]*\.sql$/

/** https://documentation.red-gate.com/flyway/reference/callback-events */
const callback = /(?:^|\/)(?:before|after)[A-Z]\w*(?:__[^/]*)?\.sql$/

/**
 * Flyway: `V<version>__<name>.sql` by version, then `R__<name>.sql` by name; `U…` takes back. One transaction for each
 * unless its script configuration, the project's, or every statement in it forbids one. `B…` is for new databases,
 * instead of the versions up to it: where those are there, they are what the others have run.
 * https://documentation.red-gate.com/flyway/flyway-concepts/migrations
 * https://documentation.red-gate.com/flyway/reference/script-configuration
 * https://github.com/flyway/flyway/blob/main/flyway-core/src/main/java/org/flywaydb/core/internal/sqlscript/ParserSqlScript.java
 */
export const flyway: Layout = {
  name: 'Flyway',
  docs: {
    detectedBy: '`V<version>__<name>.sql`, `R__<name>.sql`, `B<version>__<name>.sql`',
    order: 'by version, then the repeatable ones by name; a baseline only where the versions up to it are gone',
    transaction: 'one for each file; none where every statement refuses one',
    noTransaction:
      '`executeInTransaction=false` in `<file>.conf`, `flyway.conf` or `flyway.toml`; `mixed` where one statement refuses',
    down: '`U<version>__<name>.sql`',
    sources: [
      'https://documentation.red-gate.com/flyway/flyway-concepts/migrations',
      'https://documentation.red-gate.com/flyway/reference/script-configuration',
      'https://github.com/flyway/flyway/blob/main/flyway-core/src/main/java/org/flywaydb/core/internal/sqlscript/ParserSqlScript.java'
    ]
  },
  evidence: 'path',
  matches: ({path}) => fileName.test(path),
  dialect: ({absolutePath, project}) =>
    dialectOfJdbcUrl(
      (project.above(absolutePath, 'flyway.toml') ?? project.above(absolutePath, 'flyway.conf'))?.text ?? ''
    ),
  adopts: (path) => callback.test(path) || passedOver.test(path),
  direction({path}) {
    if (callback.test(path) || passedOver.test(path)) return 'other'
    return fileName.exec(path)?.groups?.['prefix'] === 'U' ? 'down' : 'up'
  },
  downFile: (path) => path.replace(/V(?=\d+(?:[._]\d+)*__[^/\\]*\.sql$)/, 'U'),
  choose(paths) {
    const versions = paths.filter((path) => prefixOf(path) === 'V').map(versionOf)
    return paths.filter(
      (path) => prefixOf(path) !== 'B' || !versions.some((version) => compareNaturally(version, versionOf(path)) <= 0)
    )
  },
  // The same version for several engines stands in a folder of each.
  compare(a, b) {
    const [left, right] = [versionOf(a), versionOf(b)]
    if (left === '' || right === '') return Number(left === '') - Number(right === '') || compareNames(a, b)
    return compareNaturally(left, right) || compareNaturally(a, b)
  },
  transaction(file) {
    const setting = booleanIn(file.project.read(`${file.absolutePath}.conf`)?.text, 'executeInTransaction')
    if (setting !== undefined) return setting === 'false' ? 'none' : 'migration'
    if (ofProject(file, 'executeInTransaction') === 'false') return 'none'
    const {statements} = file.script
    // Where only some refuse one, Flyway refuses the file unless it may mix: so the transaction is assumed.
    const refuses = ofProject(file, 'mixed') === 'true' ? statements.some(isNonTransactional) : undefined
    return (refuses ?? (statements.length > 0 && statements.every(isNonTransactional))) ? 'none' : 'migration'
  },
  noTransaction({absolutePath, path, project}) {
    const before = project.read(`${absolutePath}.conf`)?.text
    if (booleanIn(before, 'executeInTransaction') !== undefined) return undefined
    return {
      edits: [],
      files: [{path: `${path}.conf`, text: withLine(before, 'executeInTransaction=false'), replaces: true}]
    }
  },
  placeholders: placeholdersOf,
  version: (path) => (prefixOf(path) === 'V' ? numberOf(versionOf(path)) : undefined),
  numbered: 'file'
}

/**
 * What Flyway recognises as such; `REINDEX INDEX CONCURRENTLY` and `DETACH PARTITION … CONCURRENTLY` it does not.
 * https://github.com/flyway/flyway/blob/main/flyway-database/flyway-database-postgresql/src/main/java/org/flywaydb/database/postgresql/PostgreSQLParser.java
 */
function isNonTransactional(statement: Statement): boolean {
  return doesAny(
    statement,
    (operation) =>
      isIndexOrVacuumAlone(operation) ||
      (operation.kind === 'index.reindex' && !['index', 'table'].includes(operation.target))
  )
}

function prefixOf(path: string): string {
  return fileName.exec(path)?.groups?.['prefix'] ?? ''
}

/**
 * Those of the configuration, and of Flyway's own those that files decide.
 * https://documentation.red-gate.com/flyway/flyway-concepts/migrations/migration-placeholders
 */
function placeholdersOf({absolutePath, project}: LocatedFile): RunnerPlaceholders | undefined {
  const own = readProperties(project.read(`${absolutePath}.conf`)?.text ?? '')
  const settings = projectSettings(absolutePath, project)
  if ((own.get('placeholderReplacement') ?? settings.get('placeholderReplacement')) === 'false') return undefined
  const separator = settings.get('placeholderSeparator') ?? ':'
  const schema = settings.get('defaultSchema') ?? settings.get('schemas')?.split(',')[0]?.trim()
  const given = [...settings].filter(([name]) => name.startsWith('placeholders.'))
  const values = Object.fromEntries([
    [`flyway${separator}filename`, nameOf(absolutePath)],
    [`flyway${separator}table`, settings.get('table') ?? 'flyway_schema_history'],
    ...(schema === undefined ? [] : [[`flyway${separator}defaultSchema`, schema] as const]),
    ...given.map(([name, value]) => [name.slice('placeholders.'.length), value] as const)
  ])
  return {values, prefix: settings.get('placeholderPrefix') ?? '${', suffix: settings.get('placeholderSuffix') ?? '}'}
}

/** Without `flyway.` before the names; those of the environment that Flyway takes by itself go over the others. */
function projectSettings(absolutePath: string, project: ProjectFiles): Map<string, string> {
  const toml = project.above(absolutePath, 'flyway.toml')
  const all = toml ? readToml(toml.text) : readProperties(project.above(absolutePath, 'flyway.conf')?.text ?? '')
  const environment = `environments.${all.get('flyway.environment') ?? 'default'}.`
  const within = (prefix: string): Array<[string, string]> =>
    [...all].flatMap(([name, value]) => (name.startsWith(prefix) ? [[name.slice(prefix.length), value]] : []))
  return new Map([...within('flyway.'), ...within(environment), ...within(`${environment}flyway.`)])
}

/** Empty for those without. */
function versionOf(path: string): string {
  return (fileName.exec(nameOf(path))?.groups?.['version'] ?? '').replaceAll('_', '.')
}

/** `1.0` is `1`, and `01` as well. */
function numberOf(version: string): string {
  const parts = version.split('.').map((part) => part.replace(/^0+(?=\d)/, ''))
  return parts.join('.').replace(/(?:\.0)+$/, '')
}

function ofProject({absolutePath, project}: MigrationFile, setting: string): string | undefined {
  return (
    booleanIn(project.above(absolutePath, 'flyway.toml')?.text, setting) ??
    booleanIn(project.above(absolutePath, 'flyway.conf')?.text, setting)
  )
}

/** As `.conf` files and TOML write it. */
function booleanIn(text: string | undefined, setting: string): string | undefined {
  const found = new RegExp(`^\\s*(?:flyway\\.)?${setting}\\s*=\\s*"?(true|false)\\b`, 'im').exec(text ?? '')
  return found?.[1]?.toLowerCase()
}
