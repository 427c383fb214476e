/** The facts of one server, and finding those about an operation. */
import type {OperationKind} from '../../operations/operation.js'
import type {CombinationFact, MysqlFact, RebuildFact, RefusalFact, Role} from './fact.js'

export interface Knowledge {
  facts: readonly MysqlFact[]
  combinations: readonly CombinationFact[]
  /** What some tables make of every change that an `ALGORITHM` clause can speak of. */
  changes: readonly RebuildFact[]
  rebuilds: readonly RebuildFact[]
  /** What a copy cannot do as it would on an ordinary table. */
  copies: readonly RebuildFact[]
  /** What cannot be done to a table as it is. */
  refusals: readonly RefusalFact[]
  /** What fails for a name that there is not, or that there is already. */
  failures: readonly RefusalFact[]
}

const indexes = new WeakMap<Knowledge, Map<string, MysqlFact[]>>()

/** The facts about a kind of operation in a role, in their order. */
export function factsAbout(knowledge: Knowledge, operation: OperationKind, role: Role): readonly MysqlFact[] {
  let index = indexes.get(knowledge)
  if (!index) {
    index = new Map()
    for (const fact of knowledge.facts) {
      const key = `${fact.operation} ${fact.on}`
      index.set(key, [...(index.get(key) ?? []), fact])
    }
    indexes.set(knowledge, index)
  }
  return index.get(`${operation} ${role}`) ?? []
}
