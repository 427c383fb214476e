import {fieldsOf, parseBy} from './fields.js'
import type {PeerReader} from './peer-settings.js'

/** https://github.com/ayarotsky/diesel-guard/blob/main/docs/src/configuration.md */
export const dieselGuard: PeerReader = {
  name: 'diesel-guard',
  peer: 'diesel-guard',
  files: ['diesel-guard.toml'],
  only: 'postgres',
  async read(text, file) {
    const {parse} = await import('smol-toml')
    const fields = fieldsOf(parseBy(parse, text, file, 'TOML'), file)
    const version = fields.number('postgres_version')
    const enabled = fields.list('enable_checks')
    const after = fields.text('start_after')?.replaceAll(/[-_]/g, '')
    const folder = fields.text('custom_checks_dir')
    return {
      off: fields.list('disable_checks'),
      on: new Map([
        ...enabled.map((name) => [name, undefined] as const),
        ...fields.list('warn_checks').map((name) => [name, 'warning'] as const)
      ]),
      onlyThose: enabled.length > 0,
      configuration: {serverVersion: version === undefined ? undefined : String(version)},
      notes: [
        ...(after === undefined
          ? []
          : [
              `\`start_after\`: check only what is new by \`--after ${after}\` or \`--since\`, or begin with a baseline.`
            ]),
        ...(fields.boolean('check_down') === true
          ? ['`check_down`: migrations that take back are read for whether they can, and not checked.']
          : []),
        ...(folder === undefined
          ? []
          : [`\`custom_checks_dir\`: write the checks of \`${folder}\` anew with \`defineRule\`.`])
      ]
    }
  }
}
