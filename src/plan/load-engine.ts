import type {Dialect} from '../server/server.js'
import type {PlanEngine} from './engine.js'

/** The one of a dialect. */
export async function loadPlanEngine(dialect: Dialect): Promise<PlanEngine> {
  return dialect === 'postgres'
    ? (await import('./engines/postgres.js')).postgresEngine
    : (await import('./engines/mysql.js')).mysqlEngine
}
