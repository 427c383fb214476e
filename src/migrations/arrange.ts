import {dirname} from 'node:path/posix'
import type {Dialect} from '../server/server.js'
import type {FoundFile} from './collect.js'
import {isScript} from './embedded/scripts.js'
import {layoutOf} from './layout-of.js'
import type {Layout, LocatedFile} from './layouts/layout.js'
import {compareNaturally} from './natural-order.js'
import type {ProjectFiles} from './project-files.js'

/** A file with the layout that says how it is run. */
export interface ArrangedFile extends FoundFile {
  layout: Layout
  project: ProjectFiles
}

type Read = (file: FoundFile) => string

/**
 * Put files into the order in which their runner applies them, without those that it does not run going
 * up on this engine.
 *
 * @param read The text of a file; only called where the path does not tell the layout.
 */
export function arrange(
  files: readonly FoundFile[],
  dialect: Dialect,
  read: Read,
  project: ProjectFiles
): ArrangedFile[] {
  const going = adopt(
    files.map((file) => withLayout(file, read, project)),
    read
  ).filter((file) => (file.layout.direction?.(located(file, read), dialect) ?? 'up') === 'up')
  const byLayout = groupBy(going, ({layout}) => layout)
  const arranged = [...byLayout].flatMap(([layout, group]) => choose(layout, group, dialect))
  // Files of several frameworks have only their paths in common; one of none is a stray among the others.
  const known = [...byLayout.keys()].filter(({evidence}) => evidence !== 'none')
  const compare = (known.length === 1 ? known[0]?.compare : undefined) ?? compareNaturally
  return inListedOrder(
    arranged.sort((a, b) => compare(a.path, b.path)),
    dialect,
    read
  )
}

/**
 * The layout of one file, with what it may ask. A text that had to be read is kept: all of them are needed soon. A run
 * meets a file as one that is named, beside another and in their order: it is read and laid out the first time.
 */
export function withLayout(file: FoundFile, read: Read, project: ProjectFiles): ArrangedFile {
  const found =
    file.text === undefined
      ? project.once('layout', file.absolutePath, () => layOut(file, read, project))
      : layOut(file, read, project)
  return {...file, ...found, project}
}

function layOut(file: FoundFile, read: Read, project: ProjectFiles): Pick<ArrangedFile, 'layout' | 'text'> {
  let {text} = file
  const layout = layoutOf({...file, project, text: () => (text ??= read(file))})
  return {layout, ...(text !== undefined && {text})}
}

/** A file as layouts look at it. */
export function located(file: ArrangedFile, read: Read): LocatedFile {
  return {...file, text: () => file.text ?? read(file)}
}

/** Give files to the layout of their neighbours where it knows them. */
function adopt(files: readonly ArrangedFile[], read: Read): ArrangedFile[] {
  const adopters = new Map<string, Layout>()
  for (const {layout, path} of files) if (layout.adopts) adopters.set(dirname(path), layout)
  if (adopters.size === 0) return [...files]
  return files.map((file) => {
    if (isScript(file.path) && file.layout.evidence !== 'none') return file
    const layout = adopters.get(dirname(file.path))
    return layout?.adopts?.(file.path, () => file.text ?? read(file)) === true ? {...file, layout} : file
  })
}

function choose(layout: Layout, files: readonly ArrangedFile[], dialect: Dialect): readonly ArrangedFile[] {
  if (layout.choose === undefined) return files
  const chosen = new Set(
    layout.choose(
      files.map(({path}) => path),
      dialect
    )
  )
  return files.filter(({path}) => chosen.has(path))
}

/** Where frameworks keep a list of their own, it decides; what it leaves out comes after what is in it. */
function inListedOrder(files: ArrangedFile[], dialect: Dialect, read: Read): ArrangedFile[] {
  const groups = groupBy(files, (file) => file.layout.listed?.(located(file, read), dialect))
  return [...groups].flatMap(([list, group]) => {
    if (list === undefined) return group
    const ranks = new Map(list.map((path, rank) => [path, rank]))
    const rankOf = ({absolutePath}: ArrangedFile): number => ranks.get(absolutePath) ?? list.length
    return group.sort((a, b) => rankOf(a) - rankOf(b))
  })
}

function groupBy<Item, Key>(items: readonly Item[], keyOf: (item: Item) => Key): Map<Key, Item[]> {
  const groups = new Map<Key, Item[]>()
  for (const item of items) {
    const key = keyOf(item)
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [item])
    else group.push(item)
  }
  return groups
}
