/** Recipes: our safe sequences, one file each, for operations that would keep others out for long. */
import type {OperationView} from '../core/rules/rule-context.js'
import type {Dialect, Version} from '../server/server.js'
import type {Sizes} from '../core/sizes/sizes.js'
import type {Operation, OperationKind} from '../operations/operation.js'
import type {PhaseKind} from './plan.js'
import type {StepInput, StepKind} from './steps.js'

/** A step before it has its place: locks and times are worked out from what it runs. */
export type Draft = {
  [Kind in StepKind]: {
    phase: PhaseKind
    /** What must be true of the application before; see `Phase.gate`. */
    gate?: string
    kind: Kind
    title: string
    input: StepInput<Kind>
    /** SQL that takes it back. */
    undo: readonly string[]
    /** Why there is none, where `undo` is empty. */
    undoNote?: string
    /** Settings of the session for this step, over those of the migration. */
    settings?: Readonly<Record<string, string>>
  }
}[StepKind]

/** What a recipe makes of an operation. */
export interface Outcome {
  drafts: readonly Draft[]
  /** What a person should know about the sequence. */
  notes?: readonly string[]
  /** Place among the parts of its statement, where that is not the one in which they stand: lower comes first. */
  order?: number
}

/** What a recipe sees of the operation, beside what a rule sees. */
export interface RecipeView extends OperationView {
  version: Version
  /** Nobody has named it: what a person may run elsewhere is written as older servers take it too. */
  versionAssumed?: boolean | undefined
  /** The operation as written; the whole statement where it has no text of its own. */
  text: string
  /** A name that nothing in the schema has: `base` with words after it, cut to what the server keeps. */
  newName: (base: string, ...words: string[]) => string
  /** How big tables are, where something says it. */
  sizes?: Sizes | undefined
  /** MySQL and MariaDB: bytes from which on a table is not rebuilt in place; default: the recipes' own. */
  rebuildBytes?: number | undefined
}

export interface Recipe<Kind extends OperationKind = OperationKind> {
  /** As rules name it; the name of its file. */
  name: string
  /** What it does, in a sentence. */
  summary: string
  engines: readonly Dialect[]
  on: readonly Kind[]
  /**
   * Make the safe sequence.
   *
   * @returns `undefined`: the operation is safe as it is, or another recipe's; `unsafe`: it is not, and there is no
   *   safe way, with the reason.
   */
  plan(operation: Operation<Kind>, view: RecipeView): Outcome | {unsafe: string} | undefined
}

/** Define a recipe; types only. */
export function defineRecipe<const Kind extends OperationKind>(recipe: Recipe<Kind>): Recipe<Kind> {
  return recipe
}
