/** The library: what `sqlsafe check`, `explain`, `plan` and `apply` do, plugins for unified, and what own rules are written with. */
import type {CheckResult} from './core/check.js'
import {checkProject} from './core/check.js'
import {withCustomRules} from './core/custom-rules/load-custom-rules.js'
import type {ExplainedStatement} from './core/explain.js'
import {explainProject} from './core/explain.js'
import type {ProjectOptions} from './core/project.js'
import {openProject} from './core/project.js'
import {makePlan} from './plan/make-plan.js'
import type {Plan} from './plan/plan.js'

/**
 * Check migrations with all rules that the configuration leaves on.
 *
 * @throws {UsageError} When something named is not there or makes no sense. Paths of custom rules are relative to `cwd`.
 */
export async function check(options: ProjectOptions): Promise<CheckResult> {
  const configuration = await withCustomRules(options.configuration ?? {}, options.cwd ?? process.cwd())
  return checkProject(await openProject(options), configuration)
}

/**
 * Say for each statement what the server will do.
 *
 * @throws {UsageError} When something named is not there or makes no sense.
 */
export async function explain(options: ProjectOptions): Promise<ExplainedStatement[]> {
  return explainProject(await openProject(options))
}

/**
 * Turn migrations into a sequence in which no step keeps others out for long.
 *
 * @throws {UsageError} When something named is not there or makes no sense.
 */
export async function plan(options: ProjectOptions): Promise<Plan> {
  return makePlan(await openProject(options))
}

export {applyPlan} from './apply/apply-plan.js'
export {OwnershipAmbiguousError, PreflightError, RunHeldError, StepFailedError} from './apply/errors.js'
export {sqlsafeParse, sqlsafeRules} from './core/rules/processor.js'
export {loadReader} from './operations/read.js'
export {defineRule} from './core/define-rule.js'
export {Catalog} from './schema/catalog.js'
export {Session} from './schema/session.js'
export {UsageError} from './core/usage-error.js'
export type {Phase, Plan, PlannedStep} from './plan/plan.js'
export type {ApplyPlanOptions} from './apply/apply-plan.js'
export type {ApplyEvent} from './apply/events.js'
export type {CarriedOut} from './apply/runner.js'
export type {ApplySettings} from './apply/settings.js'
export type {CheckedFile, CheckResult} from './core/check.js'
export type {Configuration} from './core/configuration/configuration.js'
export type {Example, OptionField, Rule, RuleContext, Severity} from './core/define-rule.js'
export type {ExplainedStatement} from './core/explain.js'
export type {Edit, Fix, NewFile} from './core/fix/fix.js'
export type {Message} from './core/rules/message.js'
export type {Place, Point} from './core/place.js'
export type {ProjectOptions} from './core/project.js'
