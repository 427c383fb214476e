/** `sqlsafe/eslint`: rules for SQL in `.sql` files and in migrations of JavaScript and TypeScript. */
import type {ESLint, Linter} from 'eslint'
import {isOnIn, presets} from '../core/presets.js'
import type {Preset} from '../core/presets.js'
import {rules} from '../core/rules/rules.generated.js'
import {version} from '../version.js'
import {sql} from './language.js'
import {customRulesId, eslintRules} from './rules.js'

/** The plugin, with a configuration for each preset. */
export interface SqlsafePlugin extends ESLint.Plugin {
  /** For `extends`, or to be listed: rules of a preset at their severities; which files they are for is yours to say. */
  configs: Record<Preset, Linter.Config>
}

const plugin: SqlsafePlugin = {
  meta: {name: 'sqlsafe', version, namespace: 'sqlsafe'},
  languages: {sql},
  rules: eslintRules,
  configs: {recommended: {}, strict: {}, all: {}}
}

for (const preset of presets) plugin.configs[preset] = configOf(preset)

function configOf(preset: Preset): Linter.Config {
  const on = rules.filter((rule) => isOnIn(rule, preset))
  const levels = on.map(({id, severity}) => [`sqlsafe/${id}`, severity === 'error' ? 'error' : 'warn'])
  return {
    name: `sqlsafe/${preset}`,
    plugins: {sqlsafe: plugin},
    rules: Object.fromEntries([...levels, [`sqlsafe/${customRulesId}`, 'error']]) as Linter.RulesRecord
  }
}

// What plugins of ESLint are imported by.
export default plugin
