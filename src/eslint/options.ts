import {fileChecks, oneOf, readFields} from '../core/open-file/file-options.js'
import type {FileOptions} from '../core/open-file/file-project.js'

/** What ESLint's configuration says beside rules: `languageOptions` of `.sql` files, `settings.sqlsafe` of others. */
export interface LanguageOptions extends FileOptions {
  /** Whether edits are made by `--fix`, or offered one by one. Default: `fix`. */
  fixes?: 'fix' | 'suggest' | undefined
}

const checks = {...fileChecks, fixes: oneOf(['fix', 'suggest'])}

/**
 * Check what the configuration says.
 *
 * @param where It says so, for people.
 * @throws {TypeError} Names the key, and what was expected.
 */
export function readOptions(value: unknown, where: string): LanguageOptions {
  return readFields(value, where, checks)
}
