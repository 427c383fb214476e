/** From changes in the order of the migrations to phases in the order in which they are carried out. */
import {ownDownPart} from './own-down-part.js'
import type {Change} from './change.js'
import {longTransaction, shortTransaction} from './drafts.js'
import type {Draft} from './recipe.js'

/** A draft with where it comes from. */
export interface Item {
  draft: Draft
  source: Change['source']
  settings: Change['settings']
  recipe?: string | undefined
}

/** Put statements of one transaction together, and each that keeps others out by itself. */
export function toItems(changes: readonly Change[]): Item[] {
  const items: Item[] = []
  let open: {item: Item; statements: string[]; transaction: string} | undefined
  for (const {ddl, drafts, outside, recipe, settings, source, statement, strong, transaction} of changes) {
    for (const draft of drafts ?? []) items.push({draft, source, settings: {...settings, ...draft.settings}, recipe})
    if (drafts) open = undefined
    if (statement === undefined) continue
    if (ddl) {
      items.push({draft: {...asItStands, kind: 'ddl', undo: [], input: {statement, tables: ddl}}, source, settings})
      open = undefined
      continue
    }
    if (
      open &&
      open.transaction === transaction &&
      strong !== true &&
      outside !== true &&
      sameSettings(open.item.settings, settings)
    ) {
      open.statements.push(statement)
      continue
    }
    const statements = [statement]
    const item = {draft: asItIs(statements, outside !== true, strong === true), source, settings, recipe: undefined}
    items.push(item)
    open =
      strong === true || outside === true || transaction === undefined ? undefined : {item, statements, transaction}
  }
  return items
}

function sameSettings(a: Change['settings'], b: Change['settings']): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}

const asItStands = {
  phase: 'expand',
  title: 'As it stands in the migration',
  undoNote: ownDownPart
} as const

function asItIs(statements: readonly string[], inTransaction: boolean, strong: boolean): Draft {
  const [statement = ''] = statements
  // Under weaker locks it may take its time: a validation, a copy.
  if (inTransaction) return (strong ? shortTransaction : longTransaction)(asItStands, statements)
  return {...asItStands, undo: [], kind: 'statement', input: {statement}}
}

/**
 * Put what takes something away at the end, in its order, unless what comes after works on the same tables.
 */
export function contractLast(
  items: readonly Item[],
  touches: (item: Item) => ReadonlySet<string>,
  keepsPlace: (item: Item) => boolean
): Item[] {
  const stays: Item[] = []
  const last: Item[] = []
  // A view is dropped before its table: what goes before something that goes here does not go after it.
  let isHeld = false
  for (const [index, item] of [...items.entries()].reverse()) {
    const own = touches(item)
    const isNeeded = items
      .slice(index + 1)
      .filter((later) => later.draft.phase !== 'contract')
      .some((later) => keepsPlace(item) || [...touches(later)].some((relation) => own.has(relation)))
    const isContract = item.draft.phase === 'contract'
    if (isContract && !isNeeded && !isHeld) last.unshift(item)
    else stays.unshift(item)
    isHeld ||= isContract && isNeeded
  }
  return [...stays, ...last]
}
