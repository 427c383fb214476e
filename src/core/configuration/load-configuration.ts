import {existsSync, readFileSync} from 'node:fs'
import {basename, dirname, join, parse, resolve} from 'node:path'
import {displayPath} from '../../migrations/collect.js'
import {refuseEndless} from '../../migrations/special-file.js'
import {entriesOnDisk, isFile, textOnDisk} from '../../migrations/view.js'
import type {Configuration} from './configuration.js'
import {UsageError} from '../../usage-error.js'

/** File names that are looked for, in each folder from the working directory up. */
export const configurationNames: readonly string[] = ['json', 'yaml', 'yml', 'js', 'mjs', 'cjs', 'ts', 'mts'].map(
  (extension) => `sqlsafe.config.${extension}`
)

/** How far a configuration is believed. */
interface Trust {
  /** Nothing of it is run: modules and custom rules are refused. */
  dataOnly?: boolean
}

/**
 * Load the file that is named, or the nearest one; an empty configuration where there is none. Paths in
 * it are made absolute: they are relative to the file. Modules of custom rules are loaded.
 *
 * @throws {UsageError} When it cannot be read, or says something that sqlsafe does not know.
 */
export async function loadConfiguration(
  cwd: string,
  named?: string,
  {dataOnly = false}: Trust = {}
): Promise<Configuration> {
  if (named === undefined && !mayHaveConfiguration(cwd)) return {}
  const {createExplorer} = await import('./configuration-files.js')
  const explorer = createExplorer(configurationNames, parse(cwd).root, dataOnly ? refuseModule : undefined)

  const file = named === undefined ? undefined : resolve(cwd, named)
  if (file !== undefined && !existsSync(file)) {
    throw new UsageError(`Unexpected configuration \`${named ?? ''}\`, expected a file that exists`)
  }
  if (file !== undefined) refuseEndless(file, named ?? '')

  let found
  try {
    found = file === undefined ? await explorer.search(cwd) : await explorer.load(file)
  } catch (error) {
    if (error instanceof UsageError) throw error
    const name = file === undefined ? 'the configuration' : `\`${displayPath(file, cwd)}\``
    const [reason] = (error instanceof Error ? error.message : String(error)).split('\n')
    throw new UsageError(`Unexpected content of ${name}, expected a configuration that can be read: ${reason ?? ''}`, {
      cause: error
    })
  }
  if (!found) return {}

  const content: unknown = found.isEmpty === true ? {} : found.config
  const folder = dirname(found.filepath)
  if (dataOnly && isRecord(content) && content['customRules'] !== undefined) refuseModule('customRules')
  // First: they have options that are to be checked, too.
  const {loadCustomRules} = await import('../custom-rules/load-custom-rules.js')
  const name = displayPath(found.filepath, cwd)
  const own = await loadCustomRules(content, folder, cwd, name)
  const {rulesOf} = await import('../custom-rules/rules-of.js')
  const {validateConfiguration} = await import('./validate-configuration.js')
  const configuration = validateConfiguration(content, name, rulesOf({customRules: own}))
  return {...fromFolder(configuration, folder), customRules: own.length > 0 ? own : undefined}
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}

function refuseModule(file: string): never {
  throw new UsageError(
    `Unexpected \`${basename(file)}\`, expected a configuration of data alone (\`.yaml\`, \`.json\`): no code is run here`
  )
}

/**
 * A glance that costs less than loading what loads configurations.
 *
 * @throws {UsageError} When the nearest one has a name that nobody would read.
 */
function mayHaveConfiguration(cwd: string): boolean {
  let isOutside = false
  for (let folder = cwd; ; folder = dirname(folder)) {
    if (configurationNames.some((name) => existsSync(join(folder, name)))) return true
    const manifest = join(folder, 'package.json')
    if (existsSync(manifest) && /"sqlsafe"\s*:\s*\{/.test(readFileSync(manifest, 'utf8'))) return true
    if (!isOutside) refuseOtherName(folder, cwd)
    // What stands above a repository is of no project: a home folder has files of all kinds.
    if (existsSync(join(folder, '.git'))) isOutside = true
    if (dirname(folder) === folder) return false
  }
}

/** `sqlsafe.yml`, `.sqlsaferc`, `sqlsafe.config.toml`: what configurations of other tools are called. */
const otherName = /^\.?sqlsafe(?<word>rc|[.-]?conf(?:ig)?)?(?:\.(?<kind>json[5c]?|ya?ml|toml|ini|[cm]?[jt]s))?$/i

/** Whoever has written one means it: to go on without it would be to say something else than was asked. */
function refuseOtherName(folder: string, cwd: string): void {
  for (const {name} of entriesOnDisk(folder) ?? []) {
    const {kind, word} = otherName.exec(name)?.groups ?? {}
    const file = join(folder, name)
    if (word === undefined ? !isConfiguration(file, kind) : !isFile(file)) continue
    const extension = kind?.toLowerCase() ?? 'yaml'
    const expected = [extension, extension.replace(/^[cm](?=[jt]s$)|[c5]$/, ''), 'yaml']
      .map((each) => `sqlsafe.config.${each}`)
      .find((each) => configurationNames.includes(each))
    throw new UsageError(
      `Unexpected name of the configuration \`${displayPath(file, cwd)}\`, expected \`${expected ?? ''}\``
    )
  }
}

/** A name as short as `sqlsafe.json` may be that of anything else, such as of a report, which has a version. */
function isConfiguration(file: string, kind: string | undefined): boolean {
  if (kind === undefined || /[jt]s$/i.test(kind)) return false
  const keys = keysOf(textOnDisk(file) ?? '')
  return !keys.includes('version') && !keys.includes('$schema') && keys.some((key) => Object.hasOwn(ownKeys, key))
}

/** The outermost ones; what a line begins with is one in YAML, TOML and INI. */
function keysOf(text: string): string[] {
  if (!text.trimStart().startsWith('{')) {
    return Array.from(text.matchAll(/^["']?([$\w]+)["']?[ \t]*[:=]/gm), ([, key = '']) => key)
  }
  try {
    return Object.keys(JSON.parse(text) as object)
  } catch (error) {
    // Of whatever else begins with a brace, nobody knows the keys.
    if (error instanceof SyntaxError) return []
    throw error
  }
}

/** The compiler says which is missing. */
const ownKeys: Readonly<Record<keyof Configuration, true>> = {
  dialect: true,
  serverVersion: true,
  migrations: true,
  schema: true,
  ignore: true,
  history: true,
  preset: true,
  rules: true,
  customRules: true,
  runner: true,
  placeholders: true,
  platform: true,
  replication: true,
  topology: true,
  phases: true,
  suppressions: true,
  compat: true,
  failOn: true,
  stats: true,
  sizes: true,
  baseline: true,
  databaseUrl: true,
  searchPath: true
}

function fromFolder(configuration: Configuration, folder: string): Configuration {
  const absolute = (paths: string | string[] | undefined): string[] | undefined =>
    paths === undefined ? undefined : [paths].flat().map((path) => resolve(folder, path))
  return {
    ...configuration,
    migrations: absolute(configuration.migrations),
    schema: absolute(configuration.schema),
    ignore: absolute(configuration.ignore),
    history: absolute(configuration.history),
    stats: configuration.stats && resolve(folder, configuration.stats),
    baseline: configuration.baseline && resolve(folder, configuration.baseline),
    phases: configuration.phases && {
      expand: absolute(configuration.phases.expand),
      backfill: absolute(configuration.phases.backfill),
      contract: absolute(configuration.phases.contract)
    }
  }
}
