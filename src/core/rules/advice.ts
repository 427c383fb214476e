import type {Dialect} from '../../server/server.js'
import {supported} from '../../server/supported.js'
import type {Advice} from '../define-rule.js'

/** What is said to somebody who uses one engine. */
export function adviceOn(dialect: Dialect, advice: Advice): string {
  if (typeof advice === 'string') return advice
  return dialect === 'postgres' ? advice.postgres : advice.mysql
}

/** What a page says that is about all engines of a rule. */
export function adviceOnAll(advice: Advice, engines: readonly Dialect[]): string {
  if (typeof advice === 'string') return advice
  const others = engines.filter((engine) => engine !== 'postgres').map((engine) => supported[engine].name)
  return `On PostgreSQL: ${advice.postgres} On ${others.join(' and ')}: ${advice.mysql}`
}
