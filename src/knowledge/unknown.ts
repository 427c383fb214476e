/** Operations of which nobody can foretell what they do to a relation, and why. */
import type {OperationKind} from '../operations/operation.js'

export const unknowable: Readonly<Partial<Record<OperationKind, string>>> = {
  'dynamic.execute': 'The text of the statement is made while it runs.',
  'procedure.call': 'What the procedure does depends on its body and on the rows that it meets.'
}
