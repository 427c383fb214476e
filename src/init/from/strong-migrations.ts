import type {Dialect} from '../../server/server.js'
import type {PeerReader} from './peer-settings.js'

/** Seconds of what Ruby on Rails writes after a number. */
const units: Readonly<Record<string, number>> = {second: 1, minute: 60, hour: 3600}

const versionKeys: Readonly<Record<Dialect, string>> = {
  postgres: 'target_postgresql_version',
  mysql: 'target_mysql_version',
  mariadb: 'target_mariadb_version'
}

/**
 * An initializer in Ruby: what is written plainly is read, what is computed is not.
 * https://github.com/ankane/strong_migrations#configuration
 */
export const strongMigrations: PeerReader = {
  name: 'strong_migrations',
  peer: 'strong_migrations',
  files: ['config/initializers/strong_migrations.rb'],
  read(text, _file, dialect) {
    const code = text.replaceAll(/^\s*#.*$/gm, '')
    const assigned = (name: string): string | undefined =>
      new RegExp(`StrongMigrations\\.${name}\\s*=\\s*([^\\n#]+)`).exec(code)?.[1]?.trim()
    const called = (name: string): string[] =>
      [...code.matchAll(new RegExp(`StrongMigrations\\.${name}\\(?\\s*:(\\w+)`, 'g'))].map(([, check = '']) => check)

    const version = assigned('target_version') ?? assigned(versionKeys[dialect])
    const startAfter = assigned('start_after')?.replaceAll('_', '')
    const notes = [
      'The migrations are Ruby: dump the schema as SQL (`config.active_record.schema_format = :sql`), and check what a migration sends, or migrations that are written as SQL.'
    ]
    if (startAfter !== undefined) {
      notes.push(
        `\`start_after\`: check only what is new by \`--after ${startAfter}\` or \`--since\`, or begin with a baseline.`
      )
    }
    if (/StrongMigrations\.add_check\b/.test(code)) notes.push('`add_check`: write those checks as custom rules.')
    for (const name of called('skip_database'))
      notes.push(`\`skip_database(:${name})\`: leave its files out by \`ignore\`.`)
    return {
      off: called('disable_check'),
      on: new Map(called('enable_check').map((name) => [name, undefined])),
      configuration: {
        serverVersion: /^["']?([\d.]+)["']?$/.exec(version ?? '')?.[1],
        runner: {
          lockTimeout: durationOf(assigned('lock_timeout'), dialect),
          // MySQL counts it in milliseconds: https://dev.mysql.com/doc/refman/8.4/en/server-system-variables.html
          statementTimeout: durationOf(assigned('statement_timeout'), dialect, dialect === 'mysql' ? 1000 : 1)
        }
      },
      notes
    }
  }
}

/** `10.seconds`, `1.hour`, or seconds, as the server takes it; `perSecond` in its own unit. */
function durationOf(text: string | undefined, dialect: Dialect, perSecond = 1): string | number | undefined {
  const [, number, unit = 'second'] = /^(\d+)(?:\.(second|minute|hour)s?)?$/.exec(text ?? '') ?? []
  if (number === undefined) return undefined
  const seconds = Number(number) * (units[unit] ?? 1)
  return dialect === 'postgres' ? `${String(seconds)}s` : seconds * perSecond
}
