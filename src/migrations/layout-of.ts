import type {Layout, LocatedFile} from './layouts/layout.js'
import {layouts} from './layouts.generated.js'

const evidence: ReadonlyArray<Layout['evidence']> = ['text', 'project', 'path', 'weak-path', 'none']

/** All layouts, the surest first. */
const byEvidence: readonly Layout[] = evidence.flatMap((each) => layouts.filter((layout) => layout.evidence === each))

/** The layout that a file is of. */
export function layoutOf(file: LocatedFile): Layout {
  const layout = byEvidence.find((each) => each.matches(file))
  // The one without evidence takes all.
  if (layout === undefined) throw new TypeError(`Unexpected file \`${file.path}\` of no layout`)
  return layout
}
