/** From which size on a table is not rebuilt in place any more. */
import {findRelation, relationName} from '../../../core/rules/relations.js'
import {sizeOf} from '../../../core/sizes/sizes.js'
import type {Sizes} from '../../../core/sizes/sizes.js'
import type {Name} from '../../../operations/definitions.js'
import type {RecipeView} from '../../recipe.js'
import {resolved} from './sql.js'

/** 500 MB are written in 5 to 25 seconds: as long do replicas stand still that carry the rebuild out in one piece. */
const defaultRebuildBytes = 500_000_000

const nothing: Sizes = new Map()

/** Whether a table is too big for a rebuild in place; `undefined`: nobody knows how big it is. */
export function isAboveLimit(name: Name, view: RecipeView): boolean | undefined {
  const {catalog, rebuildBytes = defaultRebuildBytes, session, sizes = nothing} = view
  const relation = relationName(resolved(name, view), session)
  const table = findRelation(relation, catalog, session)
  const bytes = table ? sizeOf(table, sizes, session).bytes : sizes.get(relation)?.bytes
  return bytes === undefined ? undefined : bytes > rebuildBytes
}
