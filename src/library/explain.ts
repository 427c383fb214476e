import type {ExplainedStatement} from '../core/explain.js'
import {explainProject} from '../core/explain.js'
import type {ProjectOptions} from '../core/project.js'
import {openProject} from '../core/project.js'

/**
 * Say for each statement what the server will do.
 *
 * @throws {UsageError} When something named is not there or makes no sense.
 */
export async function explain(options: ProjectOptions): Promise<ExplainedStatement[]> {
  return explainProject(await openProject(options))
}
