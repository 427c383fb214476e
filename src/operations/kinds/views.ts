/** What is done to views. */
import type {Name, QueryUses, Read} from '../definitions.js'
import type {Calling, Existing} from './subject.js'

export interface ViewOperations {
  'view.create': Calling & {
    view: Name
    materialized: boolean
    orReplace?: boolean
    ifNotExists?: boolean
    temporary?: boolean
    withData?: boolean
    reads: Read[]
    columns: string[]
    /** PostgreSQL: such as `security_invoker`. */
    options?: Record<string, string>
    /** PostgreSQL: what its query is made of. */
    uses?: QueryUses
  }
  'view.drop': Existing & {view: Name; materialized: boolean}
  'view.rename': Existing & {view: Name; materialized: boolean; to: string}
  'view.set-schema': Existing & {view: Name; materialized: boolean; schema: string}
  /** Whatever else `ALTER VIEW` / `ALTER MATERIALIZED VIEW` does; `action` in lower-case words. */
  'view.alter': Existing & {
    view: Name
    materialized: boolean
    action: string
    /** PostgreSQL: a column that gets another name. */
    renamed?: {column: string; to: string}
    tablespace?: string
    /** PostgreSQL: options that are set, or with `reset` given back. */
    parameters?: Record<string, string>
    reset?: boolean
  }
  'view.refresh': {view: Name; concurrently: boolean; withData: boolean}
}
