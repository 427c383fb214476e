import {readFileSync} from 'node:fs'
import {describe, expect, it} from 'vitest'
import {findEmbeddedSql} from '../../../src/migrations/embedded/find-embedded-sql.js'
import {nodePgMigrate} from '../../../src/migrations/embedded/libraries/node-pg-migrate/node-pg-migrate.js'
import {loadReader} from '../../../src/operations/read.js'
import type {Script} from '../../../src/operations/script.js'

interface Recorded {
  calls: Array<{call: string; sql: string[]}>
}

/** What the library itself sends, as `scripts/record-node-pg-migrate.mjs` has recorded it. */
const file = new URL('../../../fixtures/scripts/node-pg-migrate.json', import.meta.url)
const {calls} = JSON.parse(readFileSync(file, 'utf8')) as Recorded

/** Calls that are said to be unknown; of all others, every operation is foretold. */
const unknown = [
  /createTable\(.*inherits/,
  /alterColumn\(.*BY DEFAULT/,
  /addConstraint\(.*comment/,
  /TypeAttribute|authorization|grantOnTables/,
  /create(?:Sequence|View|MaterializedView|Trigger|Function|Role|Domain|Policy)\b/,
  /drop(?:Function|Role|Policy)\b/
]

const read = await loadReader({dialect: 'postgres', version: [18]})

/** Operations without their places, and without how their expressions are written. */
function operationsIn(script: Script): string[] {
  const places = new Set(['range', 'location', 'stmt_location', 'stmt_len', 'text', 'tree'])
  return script.statements.flatMap(({commands}) =>
    commands.flatMap(({operations}) =>
      operations.map((operation) =>
        JSON.stringify(operation, (key, value: unknown) => (places.has(key) ? undefined : value))
      )
    )
  )
}

describe('node-pg-migrate', () => {
  it.each(calls)('sends what it is foretold to: $call', ({call, sql}) => {
    const found = findEmbeddedSql(`exports.up = (pgm) => { ${call} }`, '1.js', nodePgMigrate, 'postgres')
    const script = found.complete(read(found.text))
    const reasons = script.statements.flatMap(({problems}) => problems.map(({reason}) => reason))
    if (unknown.some((pattern) => pattern.test(call))) {
      expect(reasons).not.toEqual([])
      return
    }
    expect(reasons).toEqual([])
    expect(operationsIn(script)).toEqual(sql.flatMap((each) => operationsIn(read(each))))
  })
})
