/** What a managed service or an extension does otherwise than the server alone: facts as data, a file for each. */
import type {Name, Operation, OperationKind} from '../../operations/operation.js'
import type {Table} from '../../schema/catalog.js'
import type {Dialect} from '../../core/server.js'

/** As the configuration names them. */
export const platforms = [
  'rds-mysql',
  'aurora-mysql',
  'cloudsql-mysql',
  'planetscale',
  'rds-postgres',
  'aurora-postgres',
  'cloudsql-postgres',
  'supabase',
  'neon',
  'citus',
  'timescale'
] as const

export type Platform = (typeof platforms)[number]

/** What a fact about a platform may look at. */
export interface PlatformScene {
  /** The statement as written, comments and all. */
  text: string
  table: (name: Name) => Table | undefined
  /** The table has been made with it: a distributed one of Citus, a hypertable of Timescale. */
  isManaged: (name: Name) => boolean
  /** Made inside the change under check. */
  isNew: (name: Name) => boolean
  inTransaction: boolean
}

/** A statement that the platform refuses, or does otherwise. */
export interface PlatformFact<Kind extends OperationKind = OperationKind> {
  operation: Kind | readonly Kind[]
  /** All of them where it is missing. */
  when?: (operation: Operation<Kind>, scene: PlatformScene) => boolean
  /** After “Unexpected”. */
  what: string
  /** Why, as a sentence without its end. */
  because: string
  /** After “expected”. */
  instead: string
  /** Of the maker's manual. */
  url: string
}

export interface PlatformKnowledge {
  /** As its makers write it. */
  name: string
  dialects: readonly Dialect[]
  /** Statements that it refuses. */
  refuses: readonly PlatformFact[]
  /** Statements that it carries out otherwise than the server alone would, to the harm of someone. */
  differs: readonly PlatformFact[]
}

/** Types a fact: what `when` gets is the operation that is named. */
export function fact<const Kind extends OperationKind>(about: PlatformFact<Kind>): PlatformFact {
  // `factsOf` calls `when` with operations of the named kinds only; the compiler cannot follow that.
  return about as unknown as PlatformFact
}

/** The facts that speak of an operation as it stands. */
export function factsOf(facts: readonly PlatformFact[], operation: Operation, scene: PlatformScene): PlatformFact[] {
  return facts.filter(({operation: kinds, when}) => {
    if (![kinds].flat().includes(operation.kind)) return false
    return when === undefined || when(operation, scene)
  })
}
