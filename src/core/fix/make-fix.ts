import type {Name} from '../../operations/definitions.js'
import type {Catalog} from '../../schema/catalog.js'
import type {Table} from '../../schema/objects.js'
import type {RuleContext} from '../define-rule.js'
import type {Fix} from '../../migrations/fixing/fix.js'

/** What is known when all of the migration is applied. */
export interface AtEnd {
  /** In the schema as it is then. */
  find: (name: Name) => Table | undefined
  after: Catalog
  /** Nobody has named the version of the server: what is written has to run on each that is supported. */
  versionAssumed: boolean
}

/** Makes the fix of a finding; `undefined`: here there is none that keeps the behaviour. */
export type MakeFix = (end: AtEnd) => Fix | undefined

/** What a fix asks of the rule that offers it, while the rule looks. */
export type RuleView = Pick<
  RuleContext<string, unknown>,
  'migration' | 'statement' | 'command' | 'session' | 'dialect' | 'table'
>

/** The place of a finding, as it was when the rule looked: sessions go on. */
export interface FixPlace extends Pick<RuleView, 'migration' | 'statement' | 'command' | 'dialect'> {
  /** Who has begun the transaction that it stands in. */
  transaction: 'runner' | 'file' | undefined
}

/** Take down where a finding is. */
export function placeOf({command, dialect, migration, session, statement}: RuleView): FixPlace {
  const transaction = session.transaction && (session.transaction.byRunner ? 'runner' : 'file')
  return {command, dialect, migration, statement, transaction}
}
