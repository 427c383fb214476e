/** What is done to constraints. */
import type {ConstraintDefinition, ConstraintType} from '../definitions.js'
import type {Existing, On} from './subject.js'

export interface ConstraintOperations {
  'constraint.add': On & {constraint: ConstraintDefinition; ifNotExists?: boolean; only?: boolean}
  /** `type` where the statement says it (MySQL `DROP FOREIGN KEY`, `DROP PRIMARY KEY`, `DROP CHECK`). */
  'constraint.drop': On & Existing & {name: string | undefined; type?: ConstraintType; only?: boolean}
  'constraint.validate': On & {name: string}
  'constraint.rename': On & {name: string; to: string}
  'constraint.alter': On & {
    name: string
    deferrable?: boolean
    initiallyDeferred?: boolean
    enforced?: boolean
    noInherit?: boolean
  }
}
