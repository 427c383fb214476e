import type {ExplainedStatement} from '../core/explain.js'
import {effectJson} from './effect-json.js'
import type {ReportContext} from './context.js'

/** The report of `explain --format json`. */
export function explainJson(statements: readonly ExplainedStatement[], {project}: ReportContext): string {
  const report = {
    version: 1,
    statements: statements.map(({effects, ...statement}) => ({
      ...statement,
      effects: effects.map((effect) => effectJson(effect, project.server.dialect)),
      error: statement.error
    }))
  }
  return `${JSON.stringify(report, null, 2)}\n`
}
