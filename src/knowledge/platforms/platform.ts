/** What a managed service or an extension does otherwise than the server alone: facts as data, a file for each. */
import type {Dialect} from '../../server/server.js'
import type {Name} from '../../operations/definitions.js'
import type {Operation, OperationKind} from '../../operations/operation.js'
import type {Table} from '../../schema/objects.js'

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
  /** As it is before the statement. */
  table: (name: Name) => Table | undefined
  /** All operations of the command. */
  operations: readonly Operation[]
  dialect: Dialect
}

/** A statement that the platform refuses, or carries out otherwise. */
export interface PlatformFact<Kind extends OperationKind = OperationKind> {
  /** For the option `allow` of the rules; unique within its platform. */
  id: string
  operation: Kind | readonly Kind[]
  /** All of them where it is missing. */
  when?: (operation: Operation<Kind>, scene: PlatformScene) => boolean
  /** It does not matter if this holds when all of the migration is applied. */
  unlessAtEnd?: (operation: Operation<Kind>, find: PlatformScene['table']) => boolean
  /** After “Unexpected”. */
  what: string
  /** After “expected”. */
  instead: string
  /** Of the maker's manual. */
  url: string
}

/** What to know of a platform that no single statement shows. */
export interface PlatformNote {
  text: string
  url: string
}

export interface PlatformKnowledge {
  /** As its makers write it. */
  name: string
  dialects: readonly Dialect[]
  /** Statements that it refuses. */
  refuses: readonly PlatformFact[]
  /** Statements that it carries out otherwise than the server alone would. */
  differs: readonly PlatformFact[]
  notes: readonly PlatformNote[]
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
