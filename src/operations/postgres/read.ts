import type {Version} from '../../core/server.js'
import type {Reader} from '../read.js'

/** Load libpg-query and make a reader from it. */
export async function loadPostgresReader(_version: Version): Promise<Reader> {
  throw new Error('to be written')
}
