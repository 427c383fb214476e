import {existsSync, readFileSync} from 'node:fs'
import type {Script} from '../../operations/script.js'
import {compareNaturally} from '../natural-order.js'
import type {Layout} from './layout.js'

const fileName = /(?:^|\/)(?:(?<prefix>[VUB])(?<version>\d+(?:[._]\d+)*)|(?<repeatable>R))__[^/]*\.sql$/

/**
 * Flyway: `V<version>__<name>.sql` by version, then `R__<name>.sql` by name; `U…` takes back. One
 * transaction for each unless its script configuration, or every statement in it, forbids one.
 * https://documentation.red-gate.com/flyway/flyway-concepts/migrations
 */
export const flyway: Layout = {
  name: 'Flyway',
  matches: (path) => fileName.test(path),
  direction: (path) => (fileName.exec(path)?.groups?.['prefix'] === 'U' ? 'down' : 'up'),
  // The same version for several engines stands in a folder of each; a baseline replaces what is before it.
  compare(a, b) {
    const left = fileName.exec(a)?.groups?.['version']
    const right = fileName.exec(b)?.groups?.['version']
    if (left === undefined || right === undefined) {
      return Number(left === undefined) - Number(right === undefined) || compareNaturally(nameOf(a), nameOf(b))
    }
    return compareNaturally(left.replaceAll('_', '.'), right.replaceAll('_', '.')) || compareNaturally(a, b)
  },
  transaction({absolutePath, script, text}) {
    const configuration = `${absolutePath}.conf`
    const setting =
      /^\s*--\s*flyway:executeInTransaction\s*=\s*(true|false)\b/im.exec(text) ??
      (existsSync(configuration)
        ? /^\s*executeInTransaction\s*=\s*(true|false)\b/im.exec(readFileSync(configuration, 'utf8'))
        : null)
    if (setting) return setting[1]?.toLowerCase() === 'false' ? 'none' : 'migration'
    return refusesTransaction(script) ? 'none' : 'migration'
  }
}

/**
 * Flyway looks whether PostgreSQL runs the statements in a transaction, and does without one where it
 * does not. Where only some are of that kind it refuses the file, so the transaction is assumed.
 */
function refusesTransaction({statements}: Script): boolean {
  return (
    statements.length > 0 &&
    statements.every(({commands}) =>
      commands.some(({operations}) =>
        operations.some(
          (operation) =>
            ('concurrently' in operation && operation.concurrently === true) || operation.kind === 'table.vacuum'
        )
      )
    )
  )
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}
