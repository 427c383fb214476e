// Written by scripts/generate-part-indexes.ts: do not edit.
import {checkThenSetNotNull} from './recipes/check-then-set-not-null.js'
import {createIndexConcurrently} from './recipes/create-index-concurrently.js'
import type {Recipe} from './recipe.js'

/** Each recipe of the folder, by the names of their files. */
export const recipes: readonly Recipe[] = [
  checkThenSetNotNull,
  createIndexConcurrently
]
