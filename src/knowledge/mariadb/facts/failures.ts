/** What fails on MariaDB by a name in it. */
import {refusals} from '../../mysql/fact.js'
import {failingByName} from '../../mysql/facts/failures.js'
import {columns} from './columns.js'
import {keys} from './keys.js'
import {manual} from './manual.js'

/** What MariaDB has no words for, nothing is known of. */
const known = new Set([...columns, ...keys].map(({operation}) => operation))

export const failures = refusals(failingByName.map((row) => ({...row, source: manual.alterTable}))).filter(
  ({operation}) => known.has(operation)
)
