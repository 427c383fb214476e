import type {ChosenServer} from '../core/choose-server.js'
import {nameServer, supported} from '../core/supported.js'

/** Which server was reckoned with, and what of it was only assumed. */
export function describeServer({guessedFrom, server, versionAssumed}: ChosenServer): string {
  const {name} = supported[server.dialect]
  const assumed = versionAssumed ? ' (assumed; `--server-version` says otherwise)' : ''
  const guessed = guessedFrom === undefined ? '' : `; ${name} guessed from ${guessedFrom}, \`--dialect\` says otherwise`
  return `${nameServer(server)}${assumed}${guessed}`
}
