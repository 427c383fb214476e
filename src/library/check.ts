import type {CheckResult} from '../core/check-result.js'
import {checkProject} from '../core/check.js'
import {withCustomRules} from '../core/custom-rules/load-custom-rules.js'
import type {ProjectOptions} from '../core/project.js'
import {openProject} from '../core/project.js'

/**
 * Check migrations with all rules that the configuration leaves on.
 *
 * @throws {UsageError} When something named is not there or makes no sense. Paths of custom rules are relative to `cwd`.
 */
export async function check(options: ProjectOptions): Promise<CheckResult> {
  const configuration = await withCustomRules(options.configuration ?? {}, options.cwd ?? process.cwd())
  return checkProject(await openProject(options), configuration)
}
