/** How a project begins with sqlsafe: looks at what is there, and says which files to write. */
import {existsSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import type {Configuration} from '../core/configuration/configuration.js'
import {configurationNames, loadConfiguration} from '../core/configuration/load-configuration.js'
import {peers} from '../core/peers.js'
import {displayPath} from '../migrations/collect.js'
import {rules} from '../core/rules/rules.generated.js'
import type {Dialect} from '../server/server.js'
import {UsageError} from '../usage-error.js'
import {configurationText} from './configuration-text.js'
import type {Entry} from './configuration-text.js'
import type {PeerReader, PeerSettings} from './from/peer-settings.js'
import {peerReaders} from './from.generated.js'
import {findSql, foldersFor, runsOn} from './migration-folders.js'
import type {FoundSql, MigrationFolder} from './migration-folders.js'
import {findOtherFramework} from './other-frameworks.js'
import {huskyRecipe, preCommitFile, withHook} from './pre-commit.js'
import {findServerVersion} from '../server/supported.js'
import {chooseVersion, findServerHints, supportedLabel} from './server-hints.js'
import type {ServerHint} from './server-hints.js'
import {switchRules} from './switch.js'
import {workflowFile, workflowText} from './workflow.js'

/** What is asked for. */
export interface InitOptions {
  dialect?: Dialect | undefined
  /** Name of the checker that was used before. */
  from?: string | undefined
  preCommit?: boolean | undefined
  github?: boolean | undefined
  /** A configuration that is there is written over. */
  force?: boolean | undefined
}

/** What to write, and what to tell. */
export interface InitPlan {
  /** Paths below the project's folder; `extends`: it is there, and what is in it stays. */
  files: Array<{path: string; text: string; extends: boolean}>
  /** What was found and why, as a table. */
  found: Array<readonly [what: string, value: string, because: string]>
  /** What there is to know or to do: full sentences. */
  notes: string[]
  /** Lines to copy. */
  recipe: readonly string[]
  /** `sqlsafe check` has nothing to begin with: it has to be told. */
  unnamed?: true
}

/** The file that the configuration is written to. */
export const configurationFile = 'sqlsafe.config.yaml'

/**
 * Look at a project.
 *
 * @throws {UsageError} When what it has cannot be read.
 */
export async function planInit(cwd: string, options: InitOptions): Promise<InitPlan> {
  const plan: InitPlan = {files: [], found: [], notes: [], recipe: []}
  const [sql, hints] = await Promise.all([findSql(cwd), findServerHints(cwd)])
  const kept = await keptConfiguration(cwd, options)
  const {because, dialect} = kept?.configuration.dialect
    ? {dialect: kept.configuration.dialect, because: `\`${kept.file}\``}
    : chooseDialect(options, sql, hints)
  const folders = foldersFor(sql.folders, dialect)
  const entries: Entry[] = [entry('dialect', dialect, because)]
  plan.found.push(['dialect', dialect, because])
  if (kept) {
    plan.notes.push(`\`${kept.file}\` is there already, and stays as it is.`)
    addFaces(plan, folders, cwd, options, kept)
    return plan
  }
  addVersion(plan, entries, hints, dialect)
  addMigrations(plan, entries, folders, cwd)
  addOthers(plan, sql, folders, dialect)
  if (folders.length === 0) addDump(plan, entries, sql)
  if (options.from !== undefined) await addPeer(plan, entries, options.from, dialect, cwd)
  if (!entries.some(({key}) => key === 'serverVersion')) {
    plan.notes.push('Nothing says which version the server has: the newest is assumed. `serverVersion` says otherwise.')
  }

  plan.files.push({path: configurationFile, text: configurationText(entries, dialect), extends: false})
  addFaces(plan, folders, cwd, options)
  return plan
}

/** A configuration that is there already. */
interface Kept {
  file: string
  configuration: Configuration
}

/** Who only wants a hook or a workflow beside a configuration keeps that. */
async function keptConfiguration(cwd: string, options: InitOptions): Promise<Kept | undefined> {
  const {dialect, force, from, github, preCommit} = options
  if (force === true || dialect !== undefined || from !== undefined) return undefined
  const file = configurationNames.find((name) => existsSync(join(cwd, name)))
  if (file === undefined || (github !== true && preCommit !== true)) return undefined
  return {file, configuration: await loadConfiguration(cwd, file)}
}

function addFaces(
  plan: InitPlan,
  folders: readonly MigrationFolder[],
  cwd: string,
  {github, preCommit}: InitOptions,
  kept?: Kept
): void {
  if (preCommit === true) addHook(plan, folders, cwd)
  if (github !== true) return
  const configured = [kept?.configuration.migrations ?? []].flat().map((path) => displayPath(path, cwd))
  const paths = configured.length > 0 ? configured : folders.map(({path}) => path)
  plan.files.push({
    path: workflowFile,
    text: workflowText(paths, {configuration: kept?.file ?? configurationFile}),
    extends: false
  })
}

function entry(key: keyof Configuration, value: unknown, ...comment: string[]): Entry {
  return {key, value, comment}
}

function chooseDialect(
  {dialect: named, from}: InitOptions,
  {dumped, folders}: FoundSql,
  hints: readonly ServerHint[]
): {dialect: Dialect; because: string} {
  if (named !== undefined) return {dialect: named, because: 'as named'}
  const folder = folders.find((each) => each.dialect !== undefined)
  const written =
    folder?.dialect === undefined ? dumped : {dialect: folder.dialect, because: folder.because ?? folder.framework}
  const hinted = hints.find((hint) => written === undefined || hint.dialect === written.dialect)
  // What MariaDB takes looks like MySQL's.
  const other = written?.dialect === 'mysql' && !hinted ? hints.find(({dialect}) => dialect === 'mariadb') : undefined
  if (other) return {dialect: 'mariadb', because: other.said}
  if (written) return written
  if (hinted) return {dialect: hinted.dialect, because: hinted.said}
  const reader = peerReaders.find(({name}) => name === from)
  if (reader?.only !== undefined) return {dialect: reader.only, because: `all that ${peers[reader.peer].name} checks`}
  throw new UsageError(
    'Unexpected project without a sign of its server, expected `--dialect postgres`, `mysql` or `mariadb`'
  )
}

function addVersion(plan: InitPlan, entries: Entry[], hints: readonly ServerHint[], dialect: Dialect): void {
  const {chosen, refused} = chooseVersion(hints, dialect)
  for (const {said} of refused) plan.notes.push(`${said}: sqlsafe knows ${supportedLabel(dialect)}.`)
  if (chosen?.version === undefined) return
  plan.found.push(['version', chosen.version, chosen.said])
  const comment = [`${chosen.said}; what counts is the server in production`]
  entries.push(entry('serverVersion', chosen.version, ...comment))
}

function addMigrations(plan: InitPlan, entries: Entry[], folders: readonly MigrationFolder[], cwd: string): void {
  if (folders.length === 0) {
    const other = findOtherFramework(cwd)
    plan.notes.push(
      other === undefined
        ? 'There are no migrations that sqlsafe can read: name them by `migrations`, or give them to `sqlsafe check -`.'
        : `The migrations of ${other.name} are no SQL: ${other.advice}`
    )
    plan.unnamed = true
    return
  }
  for (const {files, framework, path} of folders) {
    plan.found.push(['migrations', path, `${framework}, ${files} ${files === 1 ? 'file' : 'files'}`])
  }
  const paths = folders.map(({path}) => path)
  const frameworks = [...new Set(folders.map(({framework}) => framework))]
  entries.push(entry('migrations', paths.length === 1 ? paths[0] : paths, frameworks.join(', ')))
}

/** Folders of other engines need a configuration of their own. */
function addOthers(
  plan: InitPlan,
  {folders: all}: FoundSql,
  checked: readonly MigrationFolder[],
  dialect: Dialect
): void {
  for (const folder of all) {
    if (checked.includes(folder)) {
      for (const other of folder.engines.filter((engine) => !runsOn(engine, dialect))) {
        plan.notes.push(
          `\`${folder.path}\` has files for ${other} too: check them by \`sqlsafe check ${folder.path} --dialect ${other}\`.`
        )
      }
      continue
    }
    plan.notes.push(
      `\`${folder.path}\` is for ${folder.dialect ?? ''} (${folder.because ?? ''}): check it by \`sqlsafe check ${folder.path} --dialect ${folder.dialect ?? ''}\`.`
    )
  }
}

function addDump(plan: InitPlan, entries: Entry[], {dumps}: FoundSql): void {
  const [dump] = dumps
  if (dump === undefined) return
  plan.found.push(['schema', dump, 'a dump of what the migrations have made'])
  entries.push(entry('schema', dump, 'A dump of what the migrations have made'))
}

async function addPeer(plan: InitPlan, entries: Entry[], from: string, dialect: Dialect, cwd: string): Promise<void> {
  const reader = peerReaders.find(({name}) => name === from)
  if (reader === undefined) throw new TypeError(`Unexpected checker \`${from}\``)
  const file = reader.files.find((name) => existsSync(join(cwd, name)))
  if (file === undefined && reader.files.length > 0) {
    const [first = '', ...others] = reader.files.map((name) => `\`${name}\``)
    const expected = others.length === 0 ? first : `${first} or ${others.join(', ')}`
    throw new UsageError(`Unexpected \`--from ${from}\` in a folder without its configuration, expected ${expected}`)
  }
  const text = file === undefined ? '' : readFileSync(join(cwd, file), 'utf8')
  const settings = await reader.read(text, file ?? '', dialect)
  const where = file === undefined ? peers[reader.peer].name : `\`${file}\` of ${peers[reader.peer].name}`
  takeOver(plan, entries, withKnownVersion(settings, dialect), reader, where)
}

/** Of a server that sqlsafe has no facts about, nothing is configured: `check` would refuse it. */
function withKnownVersion(settings: PeerSettings, dialect: Dialect): PeerSettings {
  const {serverVersion: version, ...configuration} = settings.configuration
  if (version === undefined || findServerVersion(dialect, version) !== undefined) return settings
  const note = `Version ${version} of the server: sqlsafe knows ${supportedLabel(dialect)}.`
  return {...settings, configuration, notes: [...settings.notes, note]}
}

function takeOver(plan: InitPlan, entries: Entry[], settings: PeerSettings, {peer}: PeerReader, where: string): void {
  const {configuration, notes} = settings
  const {history = [], preset = 'recommended', runner, ...rest} = configuration
  const switched = switchRules(settings, peer, rules, preset)
  const taken: Array<[keyof Configuration, unknown]> = [
    ...Object.entries(rest),
    ['preset', preset === 'recommended' ? undefined : preset],
    ['history', history.length > 0 ? history : undefined],
    ['runner', runner && Object.values(runner).some((value) => value !== undefined) ? runner : undefined],
    ['rules', Object.keys(switched.rules).length > 0 ? switched.rules : undefined]
  ] as Array<[keyof Configuration, unknown]>
  for (const [key, value] of taken) {
    if (value !== undefined) put(entries, entry(key, value, `From ${where}`))
  }
  put(entries, entry('compat', {suppressions: true}, `Suppression comments of ${peers[peer].name} hold`))
  plan.found.push(['switch', peers[peer].name, where])
  plan.notes.push(...notes, ...switched.notes)
}

/** What is configured goes over what was found. */
function put(entries: Entry[], next: Entry): void {
  const place = entries.findIndex(({key}) => key === next.key)
  if (place === -1) entries.push(next)
  else entries[place] = next
}

/** Whether sqlsafe is among the packages of the project. */
function hasOwnSqlsafe(cwd: string): boolean {
  const path = join(cwd, 'package.json')
  return existsSync(path) && /"sqlsafe"\s*:\s*"/.test(readFileSync(path, 'utf8'))
}

function addHook(plan: InitPlan, folders: readonly MigrationFolder[], cwd: string): void {
  const path = join(cwd, preCommitFile)
  const before = existsSync(path) ? readFileSync(path, 'utf8') : undefined
  const project = {own: hasOwnSqlsafe(cwd), scripts: folders.some(({scripts}) => scripts)}
  const text = withHook(before, project)
  if (text === undefined) plan.notes.push(`The hook is in \`${preCommitFile}\` already.`)
  else plan.files.push({path: preCommitFile, text, extends: before !== undefined})
  plan.recipe = huskyRecipe(project)
}
