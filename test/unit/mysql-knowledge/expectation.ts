/** What facts must say about a recorded case. */
import type {Server} from '../../../src/core/server.js'
import type {FactCase} from '../../live/mysql-facts/fact-case.js'

/** Errors that say: the clause cannot be had, or the syntax, option or engine is not known. */
const foretellable = new Set([1221, 1800, 1845, 1846, 1064, 1115, 1235, 1273, 1286, 1911, 4161])

/** Not seen from the table ids: data in memory, and the new id of a discarded tablespace. */
const unseen = /^(add-column-temporary|detail\/temp |option-memory|(option|partition-range)\/discard)/

/** `EXCHANGE` and maintenance of partitions accept every clause and heed none. */
const heedsNothing = /\b(EXCHANGE|TRUNCATE|OPTIMIZE|ANALYZE|CHECK|REPAIR) PARTITION\b/

/**
 * MariaDB 11 accepts `ALGORITHM=COPY, LOCK=NONE` and blocks writes all the same: tables of other engines,
 * `ORDER BY`, a foreign key of a table to itself. Seen with a second session that writes.
 */
function blocksAllTheSame({setup, statement}: FactCase, {dialect, version}: Server): boolean {
  if (dialect !== 'mariadb' || (version[0] ?? 0) < 11) return false
  return (
    setup.some((sql) => /ENGINE=(MyISAM|Aria|MEMORY)/.test(sql)) ||
    / ORDER BY /.test(statement) ||
    /ALTER TABLE t ADD .*REFERENCES t \(/.test(statement)
  )
}

/** `undefined`: the case says nothing about the facts. */
export function expectationOf(
  each: FactCase,
  recorded: string,
  server: Server
): ((said: string) => boolean) | undefined {
  if (recorded.startsWith('setup') || unseen.test(each.name)) return undefined
  const error = /^error (\d+)$/.exec(recorded)
  // Other errors are about the schema or the rows.
  if (error) return foretellable.has(Number(error[1])) ? (said) => said === 'refused' : undefined

  const did = recorded.replace(/ heedless$/, '')
  const rebuilds = did.endsWith(' rebuild')
  const isUnclaused =
    did.startsWith('accepted') || heedsNothing.test(each.statement) || /\bONLINE\b/.test(each.statement)
  if (isUnclaused) {
    return (said) =>
      said !== 'refused' &&
      !said.startsWith('unknown') &&
      (said.endsWith(' rebuild') === rebuilds || heedsNothing.test(each.statement))
  }
  // What goes at once when asked to, and is written anew when not.
  if (did === 'INSTANT NONE rebuild') return (said) => said === 'INPLACE NONE rebuild'
  const expected = blocksAllTheSame(each, server) ? did.replace('COPY NONE', 'COPY SHARED') : did
  return (said) => said === expected
}
