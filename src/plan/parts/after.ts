import {change} from '../../schema/change.js'
import type {Catalog} from '../../schema/catalog.js'
import type {Table} from '../../schema/objects.js'
import type {Name} from '../../operations/definitions.js'
import type {RecipeView} from '../recipe.js'

/** Look at the schema as the statement would leave it: with the names that the server would choose. */
export function afterwards<Seen>({catalog, command, session}: RecipeView, look: (after: Catalog) => Seen): Seen {
  const mark = catalog.mark()
  try {
    change(command, catalog, session, undefined)
    return look(catalog)
  } finally {
    catalog.rollback(mark)
  }
}

/** A table as the statement would leave it. */
export function tableAfter(name: Name, view: RecipeView): Table | undefined {
  return afterwards(view, (after) => view.session.findTable(after, name))
}
