/** What differs from engine to engine when a plan is made: how statements run that no recipe takes. */
import type {Step as ApplyStep} from '../apply/step.js'
import type {Step} from '../core/analyze.js'
import type {ObjectName} from '../schema/objects.js'
import type {Session} from '../schema/session.js'

/** How a statement runs as it stands in the migration; nothing of it: together with others of its transaction. */
export interface Form {
  /** It takes locks that keep others from reading or writing: it is done by itself. */
  strong?: boolean
  /** The server refuses it in a transaction. */
  outside?: boolean
  /** MySQL and MariaDB: it commits by itself; the tables whose definitions tell whether it was done. */
  ddl?: readonly ObjectName[]
}

/** An engine, to the planner. */
export interface PlanEngine {
  steps: readonly ApplyStep[]
  /** Of a statement that is read, in its place. */
  formOf(step: Step): Form
  /** Of a statement of which nobody can say what it does. */
  formOfUnread(text: string): Form
  /** Settings that the files made, and that statements run under. */
  settingsOf(session: Session): Record<string, string>
  /** Why a statement does not do the same in a step of its own; `undefined`: it does. */
  whyNotAlone(step: Step, text: string): string | undefined
  /** Why a statement has no place in a plan, where that is no harm; `undefined`: it has one. */
  leftOut(step: Step): string | undefined
}
