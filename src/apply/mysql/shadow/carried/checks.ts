/** Names of CHECK constraints on MySQL, where a name can be had once in a database. */
import type {Connection} from '../../../connection/connection.js'
import {quoteName} from '../../../../sql/mysql.js'
import type {Named, ShadowNames} from '../names.js'
import {definition} from '../source.js'

interface WrittenCheck {
  name: string
  /** `CHECK (…)`, as the server writes it after the name. */
  definition: string
}

const checkLine = /^ {2}CONSTRAINT `((?:[^`]|``)+)` (CHECK .*?),?$/gm

async function checksOf(connection: Connection, table: Named): Promise<WrittenCheck[]> {
  const text = await definition(connection, table)
  return [...text.matchAll(checkLine)].map(([, name = '', written = '']) => ({
    name: name.replaceAll('``', '`'),
    definition: written
  }))
}

/** The number in a name that the server gives: such names follow their table when it is renamed. */
function numberOf(name: string, table: Named): number | undefined {
  const prefix = `${table.name}_chk_`
  const rest = name.toLowerCase().startsWith(prefix.toLowerCase()) ? name.slice(prefix.length) : ''
  return /^[1-9]\d*$/.test(rest) ? Number(rest) : undefined
}

/** What a check will be called when its table has been replaced. */
export interface NewCheckName {
  name: string
  becomes: string
}

/**
 * A name of the server's own is kept. Any other is the old table's until that is dropped, and no check can be renamed, or
 * made anew without reading the table under a lock.
 * https://dev.mysql.com/doc/refman/8.4/en/create-table-check-constraints.html
 */
export async function newCheckNames(
  connection: Connection,
  {source}: Pick<ShadowNames, 'source'>
): Promise<NewCheckName[]> {
  return namesFor(await checksOf(connection, source), source).filter(({becomes, name}) => name !== becomes)
}

function namesFor(checks: readonly WrittenCheck[], source: Named): NewCheckName[] {
  const taken = new Set(checks.map(({name}) => numberOf(name, source)))
  let next = 1
  return checks.map(({name}) => {
    if (numberOf(name, source) !== undefined) return {name, becomes: name}
    while (taken.has(next)) next++
    taken.add(next)
    return {name, becomes: `${source.name}_chk_${String(next)}`}
  })
}

/** `LIKE` numbers all of them anew: on the new table, as long as it is empty, each gets the number of its own. */
export async function numberChecks(connection: Connection, {shadow, source}: ShadowNames): Promise<void> {
  const checks = await checksOf(connection, source)
  const wanted = namesFor(checks, source).map(({becomes}) => `${shadow.name}${becomes.slice(source.name.length)}`)
  const there = await checksOf(connection, shadow)
  if (there.every(({name}, index) => name === wanted[index])) return
  const drops = there.map(({name}) => `DROP CHECK ${quoteName(name)}`)
  const adds = checks.map((check, index) => `ADD CONSTRAINT ${quoteName(wanted[index] ?? '')} ${check.definition}`)
  await connection.execute(`ALTER TABLE ${shadow.sql} ${[...drops, ...adds].join(', ')}`)
}
