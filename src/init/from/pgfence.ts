import type {Fields} from './fields.js'
import {fieldsOf, parseBy} from './fields.js'
import type {PeerReader} from './peer-settings.js'

/** What has no key here, and what to do instead. */
const elsewhere: Readonly<Record<string, string>> = {
  'db-url': 'name the database by `databaseUrl: env:NAME`, which keeps the password out of the file.',
  'stats-file': 'write one by `sqlsafe stats`, and name it by `stats`.',
  snapshot: 'name a dump of the schema by `schema`.',
  plugins: 'write those rules as custom rules.',
  'max-lock-timeout': 'how long a timeout may be is not judged.',
  'max-statement-timeout': 'how long a timeout may be is not judged.'
}

/** https://github.com/flvmnt/pgfence/blob/main/src/config.ts */
export const pgfence: PeerReader = {
  name: 'pgfence',
  only: 'postgres',
  peer: 'pgfence',
  files: ['.pgfence.toml', '.pgfence.json'],
  async read(text, file) {
    const fields = fieldsOf(await parsed(text, file), file)
    const enabled = fields.list('enable-rules')
    const off = [...fields.list('disable-rules')]
    if (fields.boolean('require-lock-timeout') === false) off.push('missing-lock-timeout')
    if (fields.boolean('require-statement-timeout') === false) off.push('missing-statement-timeout')
    const version = fields.number('min-pg-version')
    return {
      off,
      on: new Map(enabled.map((name) => [name, undefined])),
      onlyThose: enabled.length > 0,
      configuration: {serverVersion: version === undefined ? undefined : String(version), failOn: failOnOf(fields)},
      notes: fields.keys.filter((key) => key in elsewhere).map((key) => `\`${key}\`: ${elsewhere[key] ?? ''}`)
    }
  }
}

async function parsed(text: string, file: string): Promise<unknown> {
  if (file.endsWith('.json')) return parseBy<unknown>(JSON.parse, text, file, 'JSON')
  const {parse} = await import('smol-toml')
  return parseBy(parse, text, file, 'TOML')
}

/** Without it, `high` passes and `critical` fails. */
function failOnOf(fields: Fields): 'warning' | 'never' | undefined {
  const risk = fields.text('max-risk')?.toLowerCase()
  if (risk === 'critical') return 'never'
  return risk === undefined || risk === 'high' ? undefined : 'warning'
}
