/** Commands of programs that `apply` runs too, as a person runs them. */
import type {ExternalTraits, Program} from '../../../apply/mysql/external/program.js'
import {defaultSettings} from '../../../apply/settings.js'
import {inVersions} from '../../../server/server.js'
import type {Dialect, Version} from '../../../server/server.js'
import type {ObjectName} from '../../../schema/objects.js'
import {shellCommand, shellWord} from '../shell.js'

interface Wanted {
  host: string
  port: string
  database: string
  optionFile: string
  dialect: Dialect
  version: Version
  table: ObjectName
  clauses: string
  traits: ExternalTraits
  /** Drop the old table at the end; default: keep it. */
  dropOld?: boolean
}

/** The same options as in `apply`, under its default settings. */
export function externalCommand({command, parameters}: Program, wanted: Wanted): string {
  const {clauses, dialect, dropOld = false, table, version, ...rest} = wanted
  if (dialect === 'postgres') throw new TypeError('Unexpected PostgreSQL, expected MySQL or MariaDB')
  const words = parameters({
    ...rest,
    dialect,
    input: {table, clauses},
    settings: {...defaultSettings, dropOld},
    // https://dev.mysql.com/doc/refman/8.4/en/server-system-variables.html#sysvar_explain_format
    explainFormat: dialect === 'mysql' && inVersions(version, '>=8.0.32') ? 'TREE' : undefined
  })
  return shellCommand(
    command,
    joined(words).map((line) => line.map(shellWord).join(' '))
  )
}

/** An option and its value on one line. */
function joined(words: readonly string[]): string[][] {
  const lines: string[][] = []
  for (const word of words) {
    const last = lines.at(-1)
    const isValue = !word.startsWith('--') && last?.length === 1 && /^--[\w-]+$/.test(last[0] ?? '')
    if (isValue && !isFlag(last[0] ?? '')) last.push(word)
    else lines.push([word])
  }
  return lines
}

/** What takes no value, right before something that is none. */
const isFlag = (word: string): boolean => word === '--execute'
