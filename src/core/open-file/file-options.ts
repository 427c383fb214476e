/** Checks what editors and linters say beside the configuration. */
import {dialects} from '../../server/server.js'
import type {FileOptions} from './file-project.js'

/** Whether a value is right, and what was expected, for people. */
type FieldCheck = [is: (value: unknown) => boolean, expected: string]

const isText = (value: unknown): boolean => typeof value === 'string'
const texts: FieldCheck = [(value) => Array.isArray(value) && value.every(isText), 'a list of paths']

/** One of some words. */
export function oneOf(words: readonly string[]): FieldCheck {
  return [(value) => words.includes(String(value)), `one of ${words.map((word) => `\`${word}\``).join(', ')}`]
}

/** Of each field of `FileOptions`. */
export const fileChecks: Readonly<Record<keyof FileOptions, FieldCheck>> = {
  dialect: oneOf(dialects),
  serverVersion: [isText, 'a text such as `16`'],
  schema: texts,
  history: texts,
  config: [isText, 'a path']
}

/**
 * Check the fields of what somebody has configured.
 *
 * @param where It says so, for people.
 * @throws {TypeError} Names the key, and what was expected.
 */
export function readFields(value: unknown, where: string, checks: Readonly<Record<string, FieldCheck>>): object {
  if (value === undefined) return {}
  if (typeof value !== 'object' || value === null) throw new TypeError(`Unexpected \`${where}\`, expected an object`)
  for (const [key, each] of Object.entries(value)) {
    const [is, expected] = checks[key] ?? []
    if (is === undefined) {
      throw new TypeError(`Unexpected \`${where}.${key}\`, expected one of ${Object.keys(checks).join(', ')}`)
    }
    if (each !== undefined && !is(each)) {
      throw new TypeError(`Unexpected ${JSON.stringify(each)} for \`${where}.${key}\`, expected ${expected ?? ''}`)
    }
  }
  return value
}
