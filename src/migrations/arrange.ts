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
  const byLayout = new Map<Layout, ArrangedFile[]>()
  for (const file of files) {
    const layout = layoutOf(file.path, () => read(file))
    if (layout.direction?.(file.path) === 'down') continue
    const group = byLayout.get(layout)
    if (group === undefined) byLayout.set(layout, [{...file, layout}])
    else group.push({...file, layout})
  }

  const arranged = [...byLayout].flatMap(([layout, group]) => choose(layout, group, dialect))
  // Files of several layouts have only their paths in common.
  const compare = (byLayout.size === 1 ? arranged[0]?.layout.compare : undefined) ?? compareNaturally
  return arranged.sort((a, b) => compare(a.path, b.path))
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
