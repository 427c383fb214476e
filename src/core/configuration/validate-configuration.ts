import {Ajv} from 'ajv'
import type {ErrorObject, ValidateFunction} from 'ajv'
import type {Configuration} from './configuration.js'
import {configurationSchema} from './configuration-schema.js'
import {expectedInstead} from './nearest.js'
import type {Rule} from '../define-rule.js'
import {rules as builtInRules} from '../rules/rules.generated.js'
import {UsageError} from '../../usage-error.js'

/**
 * Check what a configuration file says.
 *
 * @param rules All that there are.
 * @throws {UsageError} Names the key, and the nearest one or the values that are allowed.
 */
export function validateConfiguration(
  value: unknown,
  file: string,
  rules: readonly Rule[] = builtInRules
): Configuration {
  const schema = configurationSchema(rules)
  if (compile(ofKeysIn(value, schema))(value)) return value
  // In full, so that what is expected can be said.
  const validate = compile(schema)
  if (validate(value)) return value
  // What an `if` chose says what is wrong; that it chose does not.
  const error = validate.errors?.find(({keyword}) => keyword !== 'if')
  throw new UsageError(
    `${error === undefined ? 'Unexpected value, expected an object' : describe(error)} in \`${file}\``
  )
}

function compile(schema: object): ValidateFunction<Configuration> {
  // Options of rules carry our own `description` and `default`, which is allowed; tuples are meant open.
  return new Ajv({strict: false, verbose: true, meta: false, validateSchema: false}).compile<Configuration>(schema)
}

interface ObjectSchema extends Record<string, unknown> {
  properties?: Record<string, ObjectSchema>
}

/** The part of a schema that speaks of keys which are there, with the rules that are named: the rest takes long to compile. */
function ofKeysIn(value: unknown, schema: ObjectSchema): ObjectSchema {
  const keys = typeof value === 'object' && value !== null ? Object.keys(value) : []
  const properties = Object.entries(schema.properties ?? {}).filter(([key]) => keys.includes(key))
  const own = (value ?? {}) as Record<string, unknown>
  return {
    ...schema,
    properties: Object.fromEntries(
      properties.map(([key, property]) => [key, key === 'rules' ? ofKeysIn(own[key], property) : property])
    )
  }
}

function describe(error: ErrorObject): string {
  const key = keyOf(error.instancePath)
  const params = error.params as Record<string, unknown>
  if (error.keyword === 'additionalProperties') return describeUnknownKey(error, String(params['additionalProperty']))

  const value = shown(error.data)
  const where = key === '' ? '' : ` for \`${key}\``
  return `Unexpected ${value}${where}, expected ${expectation(error, params)}`
}

function describeUnknownKey({instancePath, parentSchema}: ErrorObject, name: string): string {
  const known = Object.keys((parentSchema as {properties?: object} | undefined)?.properties ?? {})
  const within = keyOf(instancePath)
  const noun = within === 'rules' ? 'rule ' : ''
  const where = within === '' || within === 'rules' ? '' : ` in \`${within}\``
  const expected = known.length === 0 ? 'no options' : expectedKey(name, known, within)
  return `Unexpected ${noun}\`${name}\`${where}, expected ${expected}`
}

/** Too many rules to list: `sqlsafe rules` does. */
function expectedKey(name: string, known: readonly string[], within: string): string {
  const expected = expectedInstead(name, known)
  return within === 'rules' && expected.startsWith('one of') ? 'one that `sqlsafe rules` lists' : expected
}

function expectation({keyword}: ErrorObject, params: Record<string, unknown>): string {
  switch (keyword) {
    case 'enum':
      return `one of ${(params['allowedValues'] as unknown[]).map((each) => `\`${String(each)}\``).join(', ')}`
    case 'type':
      return `a value of type ${[params['type']].flat().join(' or ')}`
    case 'minimum':
    case 'maximum':
      return `a number ${String(params['comparison'])} ${String(params['limit'])}`
    case 'minLength':
      return 'a text that is not empty'
    default:
      return 'a level, or a level and the options of the rule'
  }
}

/** `/rules/no-x/1` as people write it: `rules.no-x[1]`. */
function keyOf(pointer: string): string {
  return pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .map((part, index) => (/^\d+$/.test(part) ? `[${part}]` : index === 0 ? part : `.${part}`))
    .join('')
}

function shown(value: unknown): string {
  const text = JSON.stringify(value)
  return `\`${text.length > 60 ? `${text.slice(0, 59)}…` : text}\``
}
