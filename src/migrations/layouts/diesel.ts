import {dirname, join, posix} from 'node:path'
import {withLine} from '../fixing/line-on-top.js'
import {compareTexts} from '../reading/names.js'
import type {Layout} from './layout.js'

/**
 * Diesel: `<version>_<name>/up.sql` beside `down.sql`. One transaction for each, unless `metadata.toml`
 * in the folder says otherwise; several statements are sent as one query then, which is one transaction too.
 * https://docs.rs/diesel_migrations/latest/diesel_migrations/struct.FileBasedMigrations.html
 */
export const diesel: Layout = {
  name: 'Diesel',
  docs: {
    detectedBy: 'a folder for each, with `up.sql` and `down.sql`',
    order: 'by the version that the folder begins with',
    transaction: 'one for each file',
    noTransaction: '`run_in_transaction = false` in `metadata.toml` beside it, and one statement in the file',
    down: '`down.sql` beside it',
    sources: ['https://docs.rs/diesel_migrations/latest/diesel_migrations/struct.FileBasedMigrations.html']
  },
  evidence: 'path',
  matches: ({path}) => /(?:^|\/)[^/]+\/(?:up|down)\.sql$/.test(path),
  direction: ({path}) => (path.endsWith('/down.sql') ? 'down' : 'up'),
  downFile: (path) => join(dirname(path), 'down.sql'),
  folder: ({absolutePath}) => dirname(dirname(absolutePath)),
  compare: (a, b) => compareTexts(versionOf(a), versionOf(b)) || compareTexts(a, b),
  oneQuery: true,
  transaction({absolutePath, project, script}) {
    const metadata = project.beside(absolutePath, 'metadata.toml')?.text ?? ''
    if (!/^\s*run_in_transaction\s*=\s*false\b/m.test(metadata)) return 'migration'
    // https://www.postgresql.org/docs/current/protocol-flow.html#PROTOCOL-FLOW-MULTI-STATEMENT
    return script.statements.length > 1 ? 'migration' : 'none'
  },
  noTransaction({absolutePath, path, project}) {
    const before = project.beside(absolutePath, 'metadata.toml')?.text
    if (/^\s*(?:run_in_transaction\b|\[)/m.test(before ?? '')) return undefined
    const metadata = posix.join(posix.dirname(path), 'metadata.toml')
    return {edits: [], files: [{path: metadata, text: withLine(before, 'run_in_transaction = false'), replaces: true}]}
  },
  /** https://github.com/ayarotsky/diesel-guard/blob/main/docs/src/safety-assured.md */
  disabledBeside({absolutePath, project}) {
    const [top = ''] = (project.beside(absolutePath, 'metadata.toml')?.text ?? '').split(/^\s*\[/m)
    const list = /^\s*disable_checks\s*=\s*\[([^\]]*)\]/m.exec(top)?.[1]?.replaceAll(/#.*/g, '') ?? ''
    const names = [...list.matchAll(/"([^"]*)"|'([^']*)'/g)].map(([, double, single]) => double ?? single ?? '')
    return names.length > 0 ? {peer: 'diesel-guard', names} : undefined
  },
  numbered: 'folder'
}

/** What stands before the first `_` of the folder, without dashes. */
function versionOf(path: string): string {
  const folder = path.split('/').at(-2) ?? ''
  return (folder.split('_')[0] ?? '').replaceAll('-', '')
}
