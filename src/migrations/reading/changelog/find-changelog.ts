import {basename, dirname, join} from 'node:path'
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

/**
 * The changelog that runs a file: that of the settings, else the outermost that does; where none does, the nearest.
 * `undefined`: there is none above it.
 */
export function changelogOf({absolutePath, project}: Place): Changelog | undefined {
  const all = changelogsAbove(absolutePath, project)
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

/** How its changelog runs a file that says nothing about that itself; `undefined`: none names it. */
export function namedByChangelog(file: Place): NamedFile | undefined {
  return changelogOf(file)?.run.files.get(file.absolutePath)
}

/** What of the changelog of a file is not read; `undefined`: nothing. */
export function unreadOfChangelog(file: Place): string | undefined {
  const changelog = changelogOf(file)
  const [broken] = changelog?.run.unreadable ?? []
  if (broken) return `${basename(broken[0])}, which is no YAML: ${broken[1]}`
  const counts = [...(changelog?.run.own ?? [])]
  const own = counts.reduce((sum, [, count]) => sum + count, 0)
  if (changelog === undefined || own === 0) return undefined
  const [changesets, are] = own === 1 ? ['changeset', 'is'] : ['changesets', 'are']
  const [[where] = ['']] = counts
  const names =
    counts.length === 1 ? basename(where) : `${basename(changelog.absolutePath)} and the changelogs that it includes`
  return `${String(own)} ${changesets} of ${names} ${are} in no SQL file: liquibase update-sql | sqlsafe check -`
}

/** The one of the settings first, then the nearest. */
function changelogsAbove(absolutePath: string, project: ProjectFiles): readonly Changelog[] {
  return project.once(`changelogs above ${dirname(absolutePath)}`, () => {
    const settled = settledChangelog(absolutePath, project)
    const found = project.allAbove(absolutePath, changelogName).map((file) => file.absolutePath)
    return [...new Set([...(settled === undefined ? [] : [settled]), ...found])].flatMap((path) => {
      const run = runOf(path, project)
      return run ? [{absolutePath: path, run}] : []
    })
  })
}

/** The changelog of `liquibase.properties`, where it stands below that or below a folder of its search path. */
function settledChangelog(absolutePath: string, project: ProjectFiles): string | undefined {
  const file = project.above(absolutePath, 'liquibase.properties')
  if (file === undefined) return undefined
  return project.once(`changelog of ${file.absolutePath}`, () => {
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
