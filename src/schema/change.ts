import type {Command} from '../operations/script.js'
import type {Catalog} from './catalog.js'
import type {Session} from './session.js'

/**
 * Apply a command to the catalog and the session.
 *
 * @param migration Number of the migration that it stands in; `undefined` for what was there before.
 */
export function change(_command: Command, _catalog: Catalog, _session: Session, _migration: number | undefined): void {
  throw new Error('to be written')
}
