/** Pieces of shell scripts, for tools that are called on the command line. */

/** No argument can hold it: https://pubs.opengroup.org/onlinepubs/9799919799/functions/exec.html */
const mark = '\0'

/** A variable of the environment as a part of a text that `shellWord` makes a word of. */
export function shellVariable(name: string, otherwise?: string): string {
  return `${mark}${otherwise === undefined ? name : `${name}:-${otherwise}`}${mark}`
}

/** A word that the shell takes as it is: https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html */
export function shellWord(text: string): string {
  return text
    .split(mark)
    .map((part, index) => (index % 2 === 1 ? `"\${${part}}"` : literalWord(part, text === part)))
    .join('')
}

function literalWord(text: string, alone: boolean): string {
  if (text === '' && !alone) return ''
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`
}

/** A command with its options, one a line. */
export function shellCommand(name: string, options: readonly string[]): string {
  return [name, ...options].join(' \\\n  ')
}

/** A script of commands that ends with the first one that fails. */
export function shellScript(commands: readonly string[]): string {
  return ['set -eu', ...commands].map((command) => `\n${command}\n`).join('')
}

/** One statement by `psql`, which takes connections from the environment as other tools do, under a short lock timeout. */
export function psqlCommand(sql: string): string {
  return shellCommand("PGOPTIONS='-c lock_timeout=2s' psql", [
    '--no-psqlrc',
    '--set ON_ERROR_STOP=1',
    `--command ${shellWord(sql)}`
  ])
}
