import {quoteName} from '../../sql/postgres.js'

/** Whether a name is read back without quotes. */
export function isPlainName(name: string): boolean {
  return quoteName(name) === name
}
