/** Tools of others that can carry a change out in the place of `sqlsafe apply`: one file each. */
import type {Dialect} from '../server/server.js'
import type {Operation, OperationKind} from '../operations/operation.js'
import type {RecipeView} from './recipe.js'

/** A statement of the migrations; all of its operations are of kinds that the tool names. */
export interface ToolStatement {
  /** As written. */
  sql: string
  /** With what a recipe sees of each. */
  operations: ReadonlyArray<{operation: Operation; view: RecipeView}>
}

/**
 * What a tool makes of a statement, in pieces of its own kind: shell commands, operations of a definition.
 *
 * `cannot`: why it must not, or cannot, do this one; where the statement is safe as it stands, it stays SQL.
 */
export type ToolAnswer<Piece> = {pieces: readonly Piece[]; notes?: readonly string[]} | {cannot: string}

/** A tool, as it is in one version; `Piece` is its own kind. */
export interface Tool<Piece = unknown> {
  /** As `--tool` takes it; the name of its file. */
  name: string
  /** What it does, in a sentence. */
  summary: string
  /** Why one would take it and none of the others, in a sentence. */
  strength: string
  /** Whether what it is given was run by the tool itself in our tests, or was made from its source only. */
  tried: boolean
  /** What it was written for, and where that is documented. */
  version: string
  url: string
  engines: readonly Dialect[]
  /** What it can do at all; a statement with anything else is not shown to it. */
  on: readonly OperationKind[]
  /** What a person must know before it is used, each a sentence: it stands at the top of what is printed. */
  limits: readonly string[]
  /** Make the pieces for a statement. */
  translate(statement: ToolStatement): ToolAnswer<Piece>
  /** What it makes of a statement that is safe as it stands; left out: that stays SQL, in a file beside the others. */
  plain?(sql: string): readonly Piece[]
  /** Whether a piece refuses others in its file; default: none does. */
  standsAlone?(piece: Piece): boolean
  /** Of its files, without the dot. */
  extension: string
  /** What comments in them begin with; default: `#`. */
  comment?: string
  /** The text of a file with these pieces, in order. */
  render(pieces: readonly Piece[]): string
}

/** Define a tool; types only. */
export function defineTool<Piece>(tool: Tool<Piece>): Tool<Piece> {
  return tool
}
