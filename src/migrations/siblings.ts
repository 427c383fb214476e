import {dirname, extname, join} from 'node:path'
import {located, withLayout} from './arrange.js'
import type {ArrangedFile} from './arrange.js'
import {displayPath, findFiles} from './collect.js'
import {isScript} from './embedded/scripts.js'
import type {FoundFile} from './collect.js'
import {dialectsInPaths, fitting} from './guess-dialect.js'
import type {Layout} from './layouts/layout.js'
import {textOf} from './load.js'
import type {ProjectFiles} from './project-files.js'
import {disk, entriesOnDisk, kindOf, namesIn} from './view.js'
import type {View} from './view.js'

/** Files of no framework may stand together by chance; these do not. */
const isNumberedMigration = /[/\\]migrations?[/\\]\d[^/\\]*$/i

/**
 * The other migrations of files that are named one by one: those of their framework, in the folder where it has them.
 *
 * @param files Those that are named; what a folder or a glob means has no siblings.
 */
export async function findSiblings(
  files: readonly FoundFile[],
  cwd: string,
  ignore: readonly string[],
  project: ProjectFiles,
  view = disk
): Promise<FoundFile[]> {
  const folders = new Map<string, Layout>()
  const named: string[] = []
  for (const each of files) {
    const {absolutePath} = each
    const file = withLayout(each, textOf, project)
    named.push(file.path)
    const adopter = file.layout.evidence === 'none' ? adopterOf(file, cwd, view) : undefined
    if (adopter) folders.set(dirname(absolutePath), adopter)
    if (adopter || (file.layout.evidence === 'none' && !isNumberedMigration.test(absolutePath))) continue
    folders.set(file.layout.folder?.(located(file, textOf)) ?? dirname(absolutePath), file.layout)
  }

  const found: FoundFile[] = []
  for (const [folder, layout] of folders) {
    const all = await findFiles([folder], cwd, ignore, view, project.listed)
    found.push(...all.filter((file) => isOf(layout, file, project)))
  }
  return ofSameDialect(found, named)
}

/** The layout of a file in the same folder that takes this one for its own, though nothing in it says so. */
function adopterOf(file: ArrangedFile, cwd: string, view: View): Layout | undefined {
  const {absolutePath, project} = file
  const folder = dirname(absolutePath)
  const extension = extname(absolutePath)
  return project.once('adopter', absolutePath, () => {
    const entries = project.listed(folder) ?? entriesOnDisk(folder) ?? []
    const names = namesIn(
      folder,
      entries.map(({name}) => name),
      view
    )
    for (const name of names) {
      const path = join(folder, name)
      if (path === absolutePath || extname(name) !== extension || kindOf(path, view) !== 'file') continue
      const text = view.text(path)
      const other = {path: displayPath(path, cwd), absolutePath: path, ...(text !== undefined && {text})}
      const {layout} = withLayout(other, textOf, project)
      if (layout.adopts?.(file.path, located(file, textOf).text) === true) return layout
    }
    return undefined
  })
}

function isOf(layout: Layout, file: FoundFile, project: ProjectFiles): boolean {
  const isStray = (): boolean => !isScript(file.path) || withLayout(file, textOf, project).layout.evidence === 'none'
  if (layout.adopts?.(file.path, () => textOf(file)) === true && isStray()) return true
  if (layout.evidence === 'none' && !isNumberedMigration.test(file.absolutePath)) return false
  // A way back that is a file of its own has a name that says so: every second file need not be read.
  const isNamed = layout.downFile !== undefined
  if (isNamed && layout.direction?.(located({...file, layout, project}, textOf)) === 'down') return false
  return withLayout(file, textOf, project).layout === layout
}

/** Nobody has asked for the files of other engines. */
function ofSameDialect(files: FoundFile[], named: readonly string[]): FoundFile[] {
  const paths = [...files.map(({path}) => path), ...named]
  const [only, ...others] = dialectsInPaths(named, paths).keys()
  if (only === undefined || others.length > 0) return files
  const isOwn = fitting(only, paths)
  return files.filter(({path}) => isOwn(path))
}
