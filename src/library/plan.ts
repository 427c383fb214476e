import type {ProjectOptions} from '../core/project.js'
import {openProject} from '../core/project.js'
import {makePlan} from '../plan/make-plan.js'
import type {Plan} from '../plan/plan.js'

/**
 * Turn migrations into a sequence in which no step keeps others out for long.
 *
 * @throws {UsageError} When something named is not there or makes no sense.
 */
export async function plan(options: ProjectOptions): Promise<Plan> {
  return makePlan(await openProject(options))
}
