import type {FileOptions} from '../core/open-file/file-project.js'
import {dialects} from '../core/server.js'

/** What ESLint's configuration says beside rules: `languageOptions` of `.sql` files, `settings.sqlsafe` of others. */
export interface LanguageOptions extends FileOptions {
  /** Whether edits are made by `--fix`, or offered one by one. Default: `fix`. */
  fixes?: 'fix' | 'suggest' | undefined
}

const isText = (value: unknown): boolean => typeof value === 'string'
const isTexts = (value: unknown): boolean => Array.isArray(value) && value.every(isText)
const oneOf = (words: readonly string[]): [(value: unknown) => boolean, string] => [
  (value) => words.includes(String(value)),
  `one of ${words.map((word) => `\`${word}\``).join(', ')}`
]

const checks: Record<keyof LanguageOptions, [(value: unknown) => boolean, string]> = {
  dialect: oneOf(dialects),
  serverVersion: [isText, 'a text such as `16`'],
  schema: [isTexts, 'a list of paths'],
  history: [isTexts, 'a list of paths'],
  config: [isText, 'a path'],
  fixes: oneOf(['fix', 'suggest'])
}

/**
 * Check what the configuration says.
 *
 * @param where It says so, for people.
 * @throws {TypeError} Names the key, and what was expected.
 */
export function readOptions(value: unknown, where: string): LanguageOptions {
  if (value === undefined) return {}
  if (typeof value !== 'object' || value === null) throw new TypeError(`Unexpected \`${where}\`, expected an object`)
  for (const [key, each] of Object.entries(value)) {
    const [is, expected] = (checks[key as keyof LanguageOptions] as typeof checks.config | undefined) ?? []
    if (is === undefined) {
      throw new TypeError(`Unexpected \`${where}.${key}\`, expected one of ${Object.keys(checks).join(', ')}`)
    }
    if (each !== undefined && !is(each)) {
      throw new TypeError(`Unexpected ${JSON.stringify(each)} for \`${where}.${key}\`, expected ${expected ?? ''}`)
    }
  }
  return value
}
