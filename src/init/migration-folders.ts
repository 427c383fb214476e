/** Finds the folders that a project has its migrations in. */
import {dirname, join, relative, sep} from 'node:path'
import type {Dialect} from '../server/server.js'
import type {ArrangedFile} from '../migrations/arrange.js'
import {located, withLayout} from '../migrations/arrange.js'
import {displayPath, migrationsBelow} from '../migrations/collect.js'
import {isScript} from '../migrations/embedded/scripts.js'
import {dialectsInPaths, guessDialect} from '../migrations/guess-dialect.js'
import type {Guess} from '../migrations/guess-dialect.js'
import {textOf} from '../migrations/load.js'
import {isFolderOfOtherEngine, otherEnginesIn} from '../migrations/other-engines.js'
import {createProjectFiles} from '../migrations/project-files.js'

/** A folder of migrations. */
export interface MigrationFolder {
  /** Below the project's; `.`: that itself. */
  path: string
  /** The framework whose layout it has. */
  framework: string
  /** Number of migrations that go up. */
  files: number
  /** Whether some of them are programs, with SQL in them. */
  scripts: boolean
  dialect: Dialect | undefined
  /** What tells the dialect, for people. */
  because: string | undefined
  /** Where the framework has files of several engines in one folder: those that their names name. */
  engines: readonly Dialect[]
}

/** What of a project is SQL that sqlsafe can read. */
export interface FoundSql {
  /** The one with most files first. */
  folders: MigrationFolder[]
  /** Dumps of the schema that migrations in another language have made, below the project's folder. */
  dumps: string[]
  /** What the first of the dumps tells. */
  dumped: Guess | undefined
}

/** Not the project's own, or not for its database. */
const foreign = ['node_modules', 'vendor', 'third_party', '.git', 'dist', 'build', 'target', '.venv', 'venv']
const forTests = ['test', 'tests', '__tests__', 'testdata', 'fixtures', 'stub', 'stubs', 'spec']
const ignored = [...foreign, ...forTests].map((name) => `**/${name}/**`)

const migrationFolder = /^(?:.*\/)?(?:migrations?|migrate)(?=\/)/i
const numbered = /^[Vv]?\d+[_.-]/

/** Look through a project. */
export async function findSql(cwd: string): Promise<FoundSql> {
  const all = await migrationsBelow(cwd, {cwd, ignore: ignored})
  const others = otherEnginesIn(all.map((path) => displayPath(path, cwd)))
  const paths = all.filter((path) => !others.has(displayPath(path, cwd))).sort()
  const project = createProjectFiles()
  const groups = new Map<string, ArrangedFile[]>()
  const dumps: string[] = []

  for (const absolutePath of paths) {
    const file = withLayout({absolutePath, path: displayPath(absolutePath, cwd)}, textOf, project)
    const direction = file.layout.direction?.(located(file, textOf)) ?? 'up'
    if (direction === 'schema') dumps.push(file.path)
    const folder = direction === 'up' ? folderOf(file, cwd) : undefined
    if (folder !== undefined) groups.set(folder, [...(groups.get(folder) ?? []), file])
  }

  const hasFramework = [...groups.values()].some(isOfFramework)
  const folders = [...groups]
    // Files of no framework that stand alone are scripts; beside those of one they are seeds, or the schema as it is meant.
    .filter(
      ([folder, files]) =>
        migrationFolder.test(`${folder}/`) || isOfFramework(files) || (files.length > 1 && !hasFramework)
    )
    .map(([folder, files]) => describe(folder, files))
    .filter(({dialect, path}) => !isFolderOfOtherEngine(path, dialect !== undefined))
    .sort((a, b) => b.files - a.files)
  return {
    folders: folders.filter((folder) => !folders.some((other) => holds(other, folder))),
    dumps,
    dumped: guessDialect(dumps.slice(0, 1), (path) => textOf({path, absolutePath: join(cwd, path)}))
  }
}

function isOfFramework(files: readonly ArrangedFile[]): boolean {
  return files.some(({layout}) => layout.evidence !== 'none')
}

/** The folder to check, below the project's; `undefined`: it is no migration. */
function folderOf(file: ArrangedFile, cwd: string): string | undefined {
  if (file.layout.evidence !== 'none') {
    const folder = file.layout.folder?.(located(file, textOf)) ?? dirname(file.absolutePath)
    return relative(cwd, folder).replaceAll(sep, '/') || '.'
  }
  const own = dirname(file.path)
  const [migrations] = migrationFolder.exec(file.path) ?? []
  // One folder for each engine below it: they are not run together.
  if (migrations !== undefined) return dialectsInPaths([file.path.slice(migrations.length)]).size > 0 ? own : migrations
  return numbered.test(file.path.slice(own === '.' ? 0 : own.length + 1)) ? own : undefined
}

function describe(path: string, files: readonly ArrangedFile[]): MigrationFolder {
  const [first] = files
  const ofProject = first?.layout.dialect?.(located(first, textOf))
  const byPath = new Map(files.map((file) => [file.path, file]))
  const guess =
    ofProject !== undefined && first
      ? {dialect: ofProject, because: `the ${first.layout.name} project`}
      : guessDialect([...byPath.keys()], (name) => {
          const file = byPath.get(name)
          return file === undefined ? '' : textOf(file)
        })
  const framework = first?.layout.name ?? ''
  const scripts = files.some((file) => isScript(file.path))
  const engines = first?.layout.choose === undefined ? [] : [...dialectsInPaths([...byPath.keys()]).keys()]
  return {path, framework, files: files.length, scripts, dialect: guess?.dialect, because: guess?.because, engines}
}

/**
 * Folders whose migrations run on an engine, for all that is known. Frameworks call MariaDB MySQL: what is for that is
 * MariaDB's too, unless there is a folder for MariaDB itself.
 */
export function foldersFor(folders: readonly MigrationFolder[], dialect: Dialect): MigrationFolder[] {
  const hasOwn = folders.some(({dialect: main, engines}) => main === dialect || engines.includes(dialect))
  const isFor = (main: Dialect): boolean => main === dialect || (!hasOwn && runsOn(main, dialect))
  return folders.filter(
    ({dialect: main, engines}) => main === undefined || isFor(main) || engines.some((engine) => runsOn(engine, dialect))
  )
}

/** Whether what is written for one engine is run on another. */
export function runsOn(engine: Dialect, dialect: Dialect): boolean {
  return engine === dialect || (engine === 'mysql' && dialect === 'mariadb')
}

/** Whether whoever checks one folder checks the other with it. */
function holds(outer: MigrationFolder, inner: MigrationFolder): boolean {
  if (outer === inner || outer.framework !== inner.framework || outer.dialect !== inner.dialect) return false
  return outer.path === '.' || join(inner.path, '/').startsWith(join(outer.path, '/'))
}
