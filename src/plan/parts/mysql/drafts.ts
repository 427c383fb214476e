import {ownDownPart} from '../../own-down-part.js'
import type {ObjectName} from '../../../schema/objects.js'
import type {Draft} from '../../recipe.js'

interface About {
  phase: Draft['phase']
  gate?: string
  title: string
  undo?: readonly string[]
  undoNote?: string
  settings?: Readonly<Record<string, string>>
}

/** A statement that changes a definition, and commits by itself. */
export function ddlDraft(about: About, statement: string, tables: readonly ObjectName[]): Draft {
  const {gate, phase, settings, title, undo = [], undoNote = ownDownPart} = about
  return {
    phase,
    title,
    undo,
    ...(undo.length === 0 && {undoNote}),
    ...(gate !== undefined && {gate}),
    ...(settings && {settings}),
    kind: 'ddl',
    input: {statement, tables}
  }
}
