/** What becomes of a piece of the migrations: a recipe's steps, or the statement as it stands there. */
import type {Operation, OperationKind} from '../operations/operation.js'
import type {ObjectName} from '../schema/objects.js'
import type {Form} from './engine.js'
import type {Draft} from './recipe.js'
import type {ShadowInput} from './steps.js'

/** A piece of the migrations, in their order. */
export interface Change extends Form {
  source: {file: number; line: number}
  /** Settings of the session that the files made, for each of its steps. */
  settings: Readonly<Record<string, string>>
  recipe?: string | undefined
  drafts?: readonly Draft[]
  /** A statement as it stands in the migration. */
  statement?: string
  /** What it must commit together with: statements of one transaction of the migrations. */
  transaction?: string | undefined
  /** What it is made of, where it may be made together with others. */
  origin?: Origin | undefined
}

/** What of a statement a change is. */
export interface Origin {
  /** The whole statement. */
  text: string
  /** The table that all of its parts are on; `undefined`: they are on none, or on several. */
  table: ObjectName | undefined
  parts: ReadonlyArray<{operation: Operation; text: string}>
  /** All that the statement does. */
  kinds: readonly OperationKind[]
  /** It changes columns of unique keys, by which rows are told apart. */
  changesKeys: boolean
}

/** The copy that a change is; `undefined`: it is none, or one that is written anew. */
export function inputOf({drafts}: Change): ShadowInput | undefined {
  const [first] = drafts ?? []
  if (first?.kind !== 'shadow-create' || first.gate !== undefined) return undefined
  return first.input.written === undefined ? first.input : undefined
}

/** Whether all of a change is on a table. */
export function isOn({origin}: Change, {name, schema}: ObjectName): boolean {
  return origin?.table?.name === name && origin.table.schema === schema
}

/** Whether both are done under the same settings. */
export function haveSame(one: Change['settings'], other: Change['settings']): boolean {
  const names = new Set([...Object.keys(one), ...Object.keys(other)])
  return [...names].every((name) => one[name] === other[name])
}
