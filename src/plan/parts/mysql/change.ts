/** Changes of one table as steps: online where the server does it so, else by a shadow table. */
import type {Name} from '../../../operations/definitions.js'
import type {Operation} from '../../../operations/operation.js'
import type {Draft, Outcome, RecipeView} from '../../recipe.js'
import {ddlDraft} from './drafts.js'
import {shadowDrafts, shadowRefusal, spaceNote} from './shadow.js'
import {isAboveLimit} from './size-limit.js'
import {alterTable, objectOf} from './sql.js'
import {findWay} from './ways.js'

interface About {
  phase: Draft['phase']
  gate?: string
  title: string
  undo?: readonly string[]
  undoNote?: string
}

/** The steps of changes that a recipe writes itself; `texts`: of each, as `ALTER TABLE` has it. */
export function changeDrafts(
  table: Name,
  operations: readonly Operation[],
  texts: readonly string[],
  view: RecipeView,
  about: About
): Outcome | {unsafe: string} {
  const way = findWay(table, operations, view)
  const full = objectOf(table, view)
  const online = way && {drafts: [ddlDraft(about, alterTable(table, texts, way.clause), [full])]}
  if (online && (!way.rewrites || isAboveLimit(table, view) === false)) return online
  const refusal = shadowRefusal(table, operations, [], view)
  if (refusal === undefined) {
    const input = {table: full, changes: [alterTable('{{table}}', texts)], columns: {}}
    const gate = about.gate === undefined ? {} : {gate: about.gate}
    return {drafts: shadowDrafts(input, gate), notes: [spaceNote(full)]}
  }
  return online ?? {unsafe: `\`${table.name}\` ${refusal}, so that no shadow table can take its place`}
}
