/** The steps that many recipes have. */
import type {Draft} from './recipe.js'

interface About {
  phase: Draft['phase']
  gate?: string
  title: string
  undo?: readonly string[]
  undoNote?: string
}

function headOf({gate, phase, title, undo = [], undoNote}: About) {
  return {phase, title, undo, ...(gate !== undefined && {gate}), ...(undoNote !== undefined && {undoNote})}
}

/** Milliseconds that a statement may hold a strong lock once it has it: it only changes the catalog. */
const momentMs = 10_000

/** Statements that only change the catalog: they hold strong locks for a moment. */
export function shortTransaction(about: About, statements: readonly string[]): Draft {
  return {...headOf(about), kind: 'transaction', input: {statements, statementTimeoutMs: momentMs}}
}

/** Statements that read every row under locks that let others read and write. */
export function longTransaction(about: About, statements: readonly string[]): Draft {
  return {...headOf(about), kind: 'transaction', input: {statements, statementTimeoutMs: null}}
}
