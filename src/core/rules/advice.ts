import type {Dialect} from '../../server/server.js'
import type {Advice} from '../define-rule.js'

/** What is said to somebody who uses one engine. */
export function adviceOn(dialect: Dialect, advice: Advice): string {
  if (typeof advice === 'string') return advice
  return dialect === 'postgres' ? advice.postgres : advice.mysql
}

/** What a page says that is about all of them. */
export function adviceOnAll(advice: Advice): string {
  return typeof advice === 'string' ? advice : `On PostgreSQL: ${advice.postgres} On MySQL and MariaDB: ${advice.mysql}`
}
