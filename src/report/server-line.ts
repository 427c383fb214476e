import type {ChosenServer} from '../core/choose-server.js'
import {nameServer, supported} from '../server/supported.js'

/** How people say which server it is: by options on the command line, by settings in an editor. */
const names = {options: ['--server-version', '--dialect'], settings: ['serverVersion', 'dialect']} as const

/** Which server was reckoned with, and what of it was only assumed. */
export function describeServer(
  {guessedFrom, server, versionAssumed}: ChosenServer,
  said: keyof typeof names = 'options'
): string {
  const {name} = supported[server.dialect]
  const [version, dialect] = names[said]
  const assumed = versionAssumed ? ` (assumed; \`${version}\` says otherwise)` : ''
  const guessed =
    guessedFrom === undefined ? '' : `; ${name} guessed from ${guessedFrom}, \`${dialect}\` says otherwise`
  return `${nameServer(server)}${assumed}${guessed}`
}
