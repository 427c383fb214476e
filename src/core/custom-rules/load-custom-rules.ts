/** Loads the rules that a configuration names. */
import {existsSync, statSync} from 'node:fs'
import {resolve} from 'node:path'
import {displayPath} from '../../migrations/collect.js'
import type {Configuration} from '../configuration/configuration.js'
import {importUserModule} from '../configuration/import-user-module.js'
import type {Rule} from '../define-rule.js'
import {rules as builtInRules} from '../rules/rules.generated.js'
import {UsageError} from '../../usage-error.js'
import {checkRule} from './check-rule.js'

/**
 * The rules of `customRules` in what a configuration file says, which nobody has checked yet.
 *
 * @param folder That paths are relative to.
 * @param source Where the configuration stands, for people.
 * @throws {UsageError} Names the file, and what was expected in it.
 */
export async function loadCustomRules(content: unknown, folder: string, cwd: string, source: string): Promise<Rule[]> {
  const {customRules} = (content ?? {}) as {customRules?: unknown}
  const found: Rule[] = []
  for (const named of customRules === undefined ? [] : [customRules].flat()) {
    // What is neither is an error of the configuration.
    if (typeof named === 'string') found.push(...(await loadModule(resolve(folder, named), cwd)))
    else if (typeof named === 'object') found.push(checkRule(named, source))
  }
  refuseTwins(found)
  return found
}

/**
 * A configuration whose custom rules are loaded.
 *
 * @param folder That paths are relative to.
 * @throws {UsageError} Names the file, and what was expected in it.
 */
export async function withCustomRules(configuration: Configuration, folder: string): Promise<Configuration> {
  if (configuration.customRules === undefined) return configuration
  return {...configuration, customRules: await loadCustomRules(configuration, folder, folder, 'customRules')}
}

async function loadModule(file: string, cwd: string): Promise<Rule[]> {
  const shown = displayPath(file, cwd)
  if (!existsSync(file) || !statSync(file).isFile()) {
    throw new UsageError(`Unexpected custom rules \`${shown}\`, expected a module that exists`)
  }
  const exported = exportsOf(await importRules(file, shown))
  if (exported.length === 0) {
    throw new UsageError(
      `Unexpected exports of \`${shown}\`, expected a rule made by \`defineRule\`, or a list of them`
    )
  }
  return exported.map((rule) => checkRule(rule, shown))
}

/** The default export; without one, all others. */
function exportsOf(module: Readonly<Record<string, unknown>>): unknown[] {
  const chosen = module['default'] === undefined ? Object.values(module) : [module['default']]
  return chosen.flat()
}

async function importRules(file: string, shown: string): Promise<Readonly<Record<string, unknown>>> {
  try {
    return await importUserModule(file)
  } catch (error) {
    if (error instanceof UsageError) throw error
    const [reason] = (error instanceof Error ? error.message : String(error)).split('\n')
    throw new UsageError(`Unexpected fault in \`${shown}\`, expected a module that can be imported: ${reason ?? ''}`, {
      cause: error
    })
  }
}

/** An id means one rule, in reports and in suppressions. */
function refuseTwins(own: readonly Rule[]): void {
  const seen = new Map(builtInRules.map(({id}) => [id, 'of sqlsafe']))
  for (const {docs, id} of own) {
    const other = seen.get(id)
    if (other !== undefined) {
      throw new UsageError(
        `Unexpected id \`${id}\` of a rule in \`${docs.url ?? ''}\`, expected another than that of a rule ${other}, such as \`acme/${id}\``
      )
    }
    seen.set(id, `in \`${docs.url ?? ''}\``)
  }
}
