import type {Severity} from '../../core/define-rule.js'
import type {Fields} from './fields.js'
import {fieldsOf, parseBy} from './fields.js'
import type {PeerReader, PeerSettings} from './peer-settings.js'

/** What has no key here, and what to do instead. */
const elsewhere: Readonly<Record<string, string>> = {
  plugins: 'write those rules as custom rules.',
  thresholds: 'how big tables are comes from `sqlsafe stats`; from where on they are small or huge, `sizes` says.',
  policy: 'there is no counterpart.',
  team: 'there is no counterpart.',
  auditLog: 'there is no counterpart.'
}

/** https://github.com/mickelsamuel/migrationpilot/blob/main/src/config/load.ts */
export const migrationpilot: PeerReader = {
  name: 'migrationpilot',
  only: 'postgres',
  peer: 'MigrationPilot',
  files: [
    '.migrationpilotrc.yml',
    '.migrationpilotrc.yaml',
    'migrationpilot.config.yml',
    'migrationpilot.config.yaml',
    'package.json'
  ],
  async read(text, file) {
    const {parse} = await import('yaml')
    const isManifest = file.endsWith('package.json')
    const content: unknown = isManifest
      ? Object.fromEntries(fieldsOf(parseBy<unknown>(JSON.parse, text, file, 'JSON'), file).table('migrationpilot'))
      : parseBy<unknown>(parse, text, file, 'YAML')
    const fields = fieldsOf(content, file)
    const version = fields.number('pgVersion')
    const preset = fields.text('extends')?.replace('migrationpilot:', '')
    return {
      ...rulesOf(fields, file),
      configuration: {
        serverVersion: version === undefined ? undefined : String(version),
        preset: preset === 'strict' ? 'strict' : undefined,
        failOn: failOnOf(fields, preset),
        migrations: fields.text('migrationPath'),
        history: [...fields.list('ignore')]
      },
      notes: fields.keys.filter((key) => key in elsewhere).map((key) => `\`${key}\`: ${elsewhere[key] ?? ''}`)
    }
  }
}

/** A rule is `false`, `true`, or a table with `enabled` and `severity`. */
function rulesOf(fields: Fields, file: string): Pick<PeerSettings, 'off' | 'on'> {
  const off: string[] = []
  const on = new Map<string, Severity | undefined>()
  for (const [name, setting] of fields.table('rules')) {
    const given = fieldsOf(typeof setting === 'boolean' ? {enabled: setting} : setting, `${file} (rules.${name})`)
    const severity = given.text('severity')
    if (given.boolean('enabled') === false) off.push(name)
    else on.set(name, severity === undefined ? undefined : severity === 'critical' ? 'error' : 'warning')
  }
  return {off, on}
}

function failOnOf(fields: Fields, preset: string | undefined): 'warning' | 'never' | undefined {
  const failOn = fields.text('failOn') ?? (preset === 'strict' || preset === 'enterprise' ? 'warning' : undefined)
  return failOn === 'warning' || failOn === 'never' ? failOn : undefined
}
