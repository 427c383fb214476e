// Written by scripts/generate-rule-index.ts: do not edit.
import syntaxError from '../../rules/syntax-error.js'
import type {Rule} from './define-rule.js'

/** All rules, by id. */
export const rules: readonly Rule[] = [
  syntaxError
]
