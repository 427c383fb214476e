import {existsSync, readFileSync} from 'node:fs'
import {dirname, join} from 'node:path'
import type {Layout} from './layout.js'

/**
 * Diesel: `<version>_<name>/up.sql` beside `down.sql`. One transaction for each, unless `metadata.toml`
 * in the folder says otherwise.
 * https://docs.rs/diesel_migrations/latest/diesel_migrations/macro.embed_migrations.html
 */
export const diesel: Layout = {
  name: 'Diesel',
  matches: (path) => /(?:^|\/)[^/]+\/(?:up|down)\.sql$/.test(path),
  direction: (path) => (path.endsWith('/down.sql') ? 'down' : 'up'),
  transaction({absolutePath}) {
    const metadata = join(dirname(absolutePath), 'metadata.toml')
    if (!existsSync(metadata)) return 'migration'
    return /^\s*run_in_transaction\s*=\s*false\b/m.test(readFileSync(metadata, 'utf8')) ? 'none' : 'migration'
  }
}
