import type {Dialect} from '../server/server.js'
import {plannable} from './plannable.generated.js'

/** Names of the recipes that make plans for a dialect; what else rules name is advice about the migration itself. */
export function plannableRecipes(dialect: Dialect): ReadonlySet<string> {
  return new Set(plannable[dialect])
}
