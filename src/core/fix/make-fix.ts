import type {Name} from '../../operations/operation.js'
import type {Catalog, Table} from '../../schema/catalog.js'
import type {RuleContext} from '../define-rule.js'
import type {Fix} from './fix.js'

/** The schema when all of the migration is applied. */
export interface AtEnd {
  find: (name: Name) => Table | undefined
  after: Catalog
}

/** Makes the fix of a finding; `undefined`: here there is none that keeps the behaviour. */
export type MakeFix = (end: AtEnd) => Fix | undefined

/** What a fix asks about the place of a finding. */
export type FixContext = Pick<
  RuleContext<string, unknown>,
  'migration' | 'statement' | 'command' | 'session' | 'dialect' | 'table'
>
