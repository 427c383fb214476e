import {failOnLevels} from './configuration.js'
import {platforms} from '../../knowledge/platforms/platform.js'
import type {Rule} from '../define-rule.js'
import {replications} from '../deployment/deployment.js'
import {phases} from '../../migrations/phase.js'
import {optionsSchema} from './options.js'
import {presets} from '../presets.js'
import {dialects} from '../../server/server.js'

const text = {type: 'string', minLength: 1}
const texts = {type: 'array', items: text}
const number = {type: 'integer', minimum: 0}
const duration = {type: ['string', 'integer']}
const level = {enum: ['error', 'warning', 'info', 'off']}

/** JSON Schema (draft 7) of the configuration; the options of each rule come from its own file. */
export function configurationSchema(rules: readonly Rule[]): Record<string, unknown> {
  return object({
    $schema: text,
    dialect: {enum: dialects},
    serverVersion: text,
    migrations: {type: ['string', 'array'], items: text},
    schema: {type: ['string', 'array'], items: text},
    ignore: texts,
    history: texts,
    preset: {enum: presets},
    rules: object(Object.fromEntries(rules.map((rule) => [rule.id, ruleSchema(rule)]))),
    customRules: {type: ['string', 'array'], items: {type: ['string', 'object']}},
    runner: object({
      lockTimeout: duration,
      statementTimeout: duration,
      transaction: {enum: ['migration', 'query', 'none']},
      settings: {type: 'object', additionalProperties: {type: 'string'}}
    }),
    placeholders: {type: 'object', additionalProperties: {type: 'string'}},
    platform: {enum: platforms},
    replication: {enum: replications},
    topology: object({oldestReplica: text}),
    phases: object(Object.fromEntries(phases.map((phase) => [phase, texts]))),
    suppressions: object({requireReason: {type: 'boolean'}}),
    compat: object({suppressions: {type: 'boolean'}}),
    failOn: {enum: failOnLevels},
    stats: text,
    sizes: object({smallRows: number, smallBytes: number, hugeRows: number, hugeBytes: number, rebuildBytes: number}),
    baseline: text,
    databaseUrl: text,
    searchPath: {type: ['string', 'array'], items: text}
  })
}

/** A level, or a level and the rule's options. */
function ruleSchema({options = {}}: Rule): Record<string, unknown> {
  return {
    if: {type: 'array'},
    then: {type: 'array', items: [level, optionsSchema(options)], minItems: 1, maxItems: 2},
    else: level
  }
}

function object(properties: Record<string, unknown>): Record<string, unknown> {
  return {type: 'object', properties, additionalProperties: false}
}
