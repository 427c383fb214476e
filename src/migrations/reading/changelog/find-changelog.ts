import {basename, dirname, join} from 'node:path'
import {dialects} from '../../../server/server.js'
import type {Dialect} from '../../../server/server.js'
import type {LocatedFile} from '../../layouts/layout.js'
import type {ProjectFiles} from '../../project-files.js'
import {readProperties} from '../settings.js'
import {runOf} from './run.js'
import type {NamedFile, Run} from './run.js'

/** The name of a changelog that includes others, where no settings name one. */
const changelogName = /(?:changelog|master).*\.(?:ya?ml|xml|json)$/i

type Place = Pick<LocatedFile, 'absolutePath' | 'project'>

interface Changelog {
  absolutePath: string
  run: Run
}

/** The changelog that a file belongs to on a database; without a dialect: on the first where one names it. */
export function changelogOf(file: Place, dialect?: Dialect): Changelog | undefined {
  if (dialect !== undefined) return changelogOn(file, dialect)
  const all = dialects.map((each) => changelogOn(file, each))
  return all.find((each) => each?.run.files.has(file.absolutePath)) ?? all[0]
}

/**
 * The changelog that runs a file: that of the settings, else the outermost that does; where none does, the nearest.
 * `undefined`: there is none above it.
 */
function changelogOn({absolutePath, project}: Place, dialect: Dialect): Changelog | undefined {
  const all = changelogsAbove(absolutePath, project, dialect)
  const [first, ...others] = all.filter(({run}) => run.files.has(absolutePath))
  if (first === undefined) return all[0]
  if (first.absolutePath === settledChangelog(absolutePath, project)) return first
  return others.reduce(
    (best, each) =>
      dirname(each.absolutePath) !== dirname(best.absolutePath) || each.run.files.size > best.run.files.size
        ? each
        : best,
    first
  )
}

/**
 * How its changelog runs a file that says nothing about that itself; `undefined`: none names it. Without a dialect: on
 * the first database where it is run.
 */
export function namedByChangelog(file: Place, dialect?: Dialect): NamedFile | undefined {
  if (changelogPathsAbove(file.absolutePath, file.project).length === 0) return undefined
  const all = (dialect === undefined ? dialects : [dialect]).flatMap(
    (each) => changelogOn(file, each)?.run.files.get(file.absolutePath) ?? []
  )
  return all.find(({direction}) => direction === 'up') ?? all[0]
}

/** What of the changelog of a file is not read. */
export function unreadOfChangelog(file: Place, dialect: Dialect): readonly string[] {
  const changelog = changelogOf(file, dialect)
  if (changelog === undefined) return []
  return [...notFoundOf(changelog), ...ownOf(changelog), ...(dialect === 'postgres' ? togetherOf(changelog) : [])]
}

/** Each file is a transaction of its own here. */
function togetherOf({run}: Changelog): string[] {
  const [first, ...others] = run.together
  if (first === undefined) return []
  const files = `${first.slice(0, -1).join(', ')} and ${first.at(-1) ?? ''}`
  const more = others.length === 0 ? '' : `; so are those of ${String(others.length)} more`
  return [`what ${files} do together: they are one transaction, as they are of one changeset${more}`]
}

/** What the changelog above a file would include if it could be read: it may name the file, too. */
export function notFoundByChangelog(file: Place, dialect: Dialect): readonly string[] {
  const changelog = changelogOf(file, dialect)
  return changelog === undefined ? [] : notFoundOf(changelog)
}

function notFoundOf({run}: Changelog): string[] {
  const broken = Array.from(run.unreadable, ([path, how]) => `${basename(path)}, which cannot be read ${how}`)
  const [missing, ...others] = run.missing
  if (missing === undefined) return broken
  const more = others.length === 0 ? '' : `, and ${String(others.length)} more`
  return [...broken, `${missing.path}, which ${basename(missing.changelog)} names but where nothing is found${more}`]
}

/** Changesets that are in no file of SQL. */
function ownOf(changelog: Changelog): string[] {
  const counts = [...changelog.run.own]
  const own = counts.reduce((sum, [, count]) => sum + count, 0)
  if (own === 0) return []
  const [changesets, are] = own === 1 ? ['changeset', 'is'] : ['changesets', 'are']
  const [[where] = ['']] = counts
  const names =
    counts.length === 1 ? basename(where) : `${basename(changelog.absolutePath)} and the changelogs that it includes`
  return [`${String(own)} ${changesets} of ${names} ${are} in no SQL file: liquibase update-sql | sqlsafe check -`]
}

function changelogsAbove(absolutePath: string, project: ProjectFiles, dialect: Dialect): readonly Changelog[] {
  const paths = changelogPathsAbove(absolutePath, project)
  // Nearly all projects have none, and each of their files asks for each engine.
  if (paths.length === 0) return []
  return project.once(`changelogs above on ${dialect}`, dirname(absolutePath), () =>
    paths.flatMap((path) => {
      const run = runOf(path, project, dialect)
      return run ? [{absolutePath: path, run}] : []
    })
  )
}

/** The one of the settings first, then the nearest. */
function changelogPathsAbove(absolutePath: string, project: ProjectFiles): readonly string[] {
  return project.once('paths of changelogs above', dirname(absolutePath), () => {
    const settled = settledChangelog(absolutePath, project)
    const found = project.allAbove(absolutePath, changelogName).map((file) => file.absolutePath)
    return [...new Set([...(settled === undefined ? [] : [settled]), ...found])]
  })
}

/** The changelog of `liquibase.properties`, where it stands below that or below a folder of its search path. */
function settledChangelog(absolutePath: string, project: ProjectFiles): string | undefined {
  const file = project.above(absolutePath, 'liquibase.properties')
  if (file === undefined) return undefined
  return project.once('changelog of settings', file.absolutePath, () => {
    const settings = new Map([...readProperties(file.text)].map(([name, value]) => [name.toLowerCase(), value]))
    const setting = (name: string): string | undefined =>
      settings.get(name) ?? settings.get(`liquibase.command.${name}`)
    const path = setting('changelogfile') ?? setting('changelog-file')
    if (path === undefined) return undefined
    const searched = [settings.get('liquibase.searchpath'), settings.get('searchpath'), setting('classpath')]
    const folders = ['.', ...searched.flatMap((each) => each?.split(/[,;:]/) ?? []), 'src/main/resources']
    return folders
      .map((folder) => join(dirname(file.absolutePath), folder.trim(), path.replace(/^classpath:/, '')))
      .find((each) => project.read(each) !== undefined)
  })
}
