import type {Catalog} from '../schema/catalog.js'
import type {Session} from '../schema/session.js'

/** What a command meets. */
export interface Situation {
  /** Before the command. */
  catalog: Catalog
  session: Session
}
