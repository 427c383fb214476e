/** Options of rules: their defaults, and the JSON Schema that configuration and ESLint check them by. */
import type {OptionField} from '../define-rule.js'

/** A JSON Schema of an object of options. */
export interface OptionsSchema {
  type: 'object'
  properties: Record<string, Record<string, unknown>>
  additionalProperties: false
}

/** The values that hold where the configuration says nothing. */
export function defaultOptions(fields: Readonly<Record<string, OptionField>>): Record<string, unknown> {
  const given = Object.entries(fields).filter(([, field]) => field.default !== undefined)
  return Object.fromEntries(given.map(([name, field]) => [name, field.default]))
}

/** JSON Schema (draft 7) of the options of one rule. */
export function optionsSchema(fields: Readonly<Record<string, OptionField>>): OptionsSchema {
  const properties = Object.entries(fields).map(([name, field]): [string, Record<string, unknown>] => [
    name,
    field.type === 'array' ? {...field, items: {type: field.items}} : {...field}
  ])
  return {type: 'object', properties: Object.fromEntries(properties), additionalProperties: false}
}
