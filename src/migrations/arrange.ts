import {dirname} from 'node:path/posix'
import type {Dialect} from '../core/server.js'
import type {FoundFile} from './collect.js'
import type {Layout} from './layouts/layout.js'
import {layoutOf} from './layouts/registry.js'
import {compareNaturally} from './natural-order.js'

/** A file with the layout that says how it is run. */
export interface ArrangedFile extends FoundFile {
  layout: Layout
}

/**
 * Put files into the order in which their runner applies them, without those that it does not run going
 * up on this engine.
 *
 * @param read The text of a file; only called where the path does not tell the layout.
 */
export function arrange(
  files: readonly FoundFile[],
  dialect: Dialect,
  read: (file: FoundFile) => string
): ArrangedFile[] {
  const going = adopt(files.map((file) => withLayout(file, read))).filter(
    ({layout, path}) => layout.direction?.(path) !== 'down'
  )
  const byLayout = new Map<Layout, ArrangedFile[]>()
  for (const file of going) {
    const group = byLayout.get(file.layout)
    if (group === undefined) byLayout.set(file.layout, [file])
    else group.push(file)
  }

  const arranged = [...byLayout].flatMap(([layout, group]) => choose(layout, group, dialect))
  // Files of several layouts have only their paths in common.
  const compare = (byLayout.size === 1 ? arranged[0]?.layout.compare : undefined) ?? compareNaturally
  return arranged.sort((a, b) => compare(a.path, b.path))
}

/** A text that had to be read is kept: all of them are needed soon. */
function withLayout(file: FoundFile, read: (file: FoundFile) => string): ArrangedFile {
  let {text} = file
  const layout = layoutOf(file.path, () => (text ??= read(file)))
  return {...file, layout, ...(text !== undefined && {text})}
}

/** Give files to the layout of their neighbours where it knows them. */
function adopt(files: readonly ArrangedFile[]): ArrangedFile[] {
  const adopters = new Map<string, Layout>()
  for (const {layout, path} of files) if (layout.adopts) adopters.set(dirname(path), layout)
  if (adopters.size === 0) return [...files]
  return files.map((file) => {
    const layout = adopters.get(dirname(file.path))
    return layout?.adopts?.(file.path) === true ? {...file, layout} : file
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
