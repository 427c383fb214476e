/** Checks that what a user exports is a rule: a mistake is to be told before it does harm. */
import {forms} from '../../operations/forms.js'
import {nearest} from '../configuration/nearest.js'
import type {Rule} from '../define-rule.js'
import {presets} from '../presets.js'
import {dialects} from '../../server/server.js'
import {UsageError} from '../../usage-error.js'

/** Whether a value will do, and what is expected instead. */
type Check = readonly [is: (value: unknown) => boolean, expected: string]

const text: Check = [(value) => typeof value === 'string' && value !== '', 'a text']
const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const advice: Check = [
  (value) => (isObject(value) ? ['postgres', 'mysql'].every((each) => text[0](value[each])) : text[0](value)),
  'a text, or one for `postgres` and one for `mysql`'
]

function optional([is, expected]: Check): Check {
  return [(value) => value === undefined || is(value), expected]
}

function oneOf(words: readonly string[]): Check {
  return [(value) => words.includes(String(value)), `one of ${words.map((word) => `\`${word}\``).join(', ')}`]
}

/** By where it stands in a rule. */
const checks: Readonly<Record<string, Check>> = {
  id: [
    (value) => typeof value === 'string' && /^(?:[a-z0-9][a-z0-9-]*\/)?[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/.test(value),
    'an id in small letters, such as `acme/no-something`'
  ],
  summary: text,
  severity: oneOf(['error', 'warning', 'info']),
  preset: optional(oneOf(presets)),
  engines: [
    (value) => Array.isArray(value) && value.length > 0 && value.every((each) => oneOf(dialects)[0](each)),
    `a list of ${dialects.map((dialect) => `\`${dialect}\``).join(', ')}`
  ],
  recipe: [(value) => value === null || typeof value === 'string', 'the name of a recipe, or `null`'],
  once: optional(oneOf(['command', 'table', 'migration', 'run'])),
  messages: [
    (value) => isObject(value) && Object.keys(value).length > 0 && Object.values(value).every(text[0]),
    'texts by their ids'
  ],
  options: optional([
    (value) => isObject(value) && Object.values(value).every(isOption),
    'fields with a `type` (`integer`, `boolean`, `string` or `array`) and a `description`'
  ]),
  docs: [isObject, 'what there is to say about it'],
  'docs.condition': text,
  'docs.effect': advice,
  'docs.instead': advice,
  'docs.notWhen': text,
  'docs.examples': [Array.isArray, 'a list of examples']
}

/**
 * Check one.
 *
 * @param file That it stands in, for people.
 * @returns It, with the file as the place where more is said about it unless it names another.
 * @throws {UsageError} Names the key, and what was expected.
 */
export function checkRule(value: unknown, file: string): Rule {
  const where = `\`${file}\``
  if (!isObject(value))
    throw new UsageError(`Unexpected ${shown(value)} in ${where}, expected a rule made by \`defineRule\``)
  const name = typeof value['id'] === 'string' ? `rule \`${value['id']}\`` : 'a rule'

  for (const [path, [is, expected]] of Object.entries(checks)) {
    const [key = '', inner] = path.split('.')
    const part = inner === undefined ? value[key] : (value[key] as Record<string, unknown>)[inner]
    if (!is(part)) {
      throw new UsageError(`Unexpected ${shown(part)} for \`${path}\` of ${name} in ${where}, expected ${expected}`)
    }
  }
  checkFunctions(value, `${name} in ${where}`)
  const rule = value as unknown as Rule
  return {...rule, docs: {...rule.docs, url: rule.docs.url ?? file}}
}

function checkFunctions(value: Record<string, unknown>, name: string): void {
  const functions = ['check', 'checkMigration', 'checkProblem', 'checkSuppression']
  const given = functions.filter((key) => value[key] !== undefined)
  const wrong = given.find((key) => typeof value[key] !== 'function')
  if (wrong !== undefined)
    throw new UsageError(`Unexpected ${shown(value[wrong])} for \`${wrong}\` of ${name}, expected a function`)
  if (given.length === 0)
    throw new UsageError(`Unexpected ${name} that looks at nothing, expected a function \`check\``)
  if (value['check'] === undefined) return

  const kinds = ['*', ...Object.keys(forms)]
  const unknown = [value['on']].flat().find((kind) => !kinds.includes(String(kind)))
  if (unknown === undefined && value['on'] !== undefined) return
  const near = nearest(String(unknown), kinds)
  const expected = near === undefined ? 'operations, or `*` for all (docs/engines lists them)' : `\`${near}\``
  throw new UsageError(`Unexpected ${shown(unknown)} for \`on\` of ${name}, expected ${expected}`)
}

function isOption(field: unknown): boolean {
  if (!isObject(field) || typeof field['description'] !== 'string') return false
  return ['integer', 'boolean', 'string', 'array'].includes(String(field['type']))
}

function shown(value: unknown): string {
  if (value === undefined) return 'absence'
  const json = typeof value === 'function' ? 'a function' : `\`${JSON.stringify(value)}\``
  return json.length > 60 ? `${json.slice(0, 58)}…\`` : json
}
