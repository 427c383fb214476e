import {fieldsOf, parseBy} from './fields.js'
import type {PeerReader} from './peer-settings.js'

/** https://github.com/sbdchd/squawk/blob/master/crates/squawk/src/config.rs */
export const squawk: PeerReader = {
  name: 'squawk',
  peer: 'squawk',
  files: ['.squawk.toml'],
  only: 'postgres',
  async read(text, file) {
    const {parse} = await import('smol-toml')
    const fields = fieldsOf(parseBy(parse, text, file, 'TOML'), file)
    const transaction = fields.boolean('assume_in_transaction')
    return {
      off: fields.list('excluded_rules'),
      on: new Map(fields.list('included_rules').map((name) => [name, undefined])),
      configuration: {
        serverVersion: fields.text('pg_version'),
        history: fields.list('excluded_paths').flatMap(toGlobs),
        // A statement that is alone in its file passes there, as it does in a query of its own.
        runner: transaction === undefined ? undefined : {transaction: transaction ? 'query' : 'none'}
      },
      notes: []
    }
  }
}

/** Its `*` goes over folders: `old/a*.sql` means `old/a/b.sql` too. */
function toGlobs(pattern: string): string[] {
  if (!pattern.includes('/')) return [`**/${pattern}`]
  const glob = pattern.replaceAll(/(^|\/)\*+(?=[^/])/g, '$1**/*')
  const deeper = glob.replaceAll(/([^/*])\*+(?!\/)/g, '$1*/**/*')
  return deeper === glob ? [glob] : [glob, deeper]
}
