/** What to do where tables of ours were dropped by hand: said by what stands, and never guessed. */
import {isThere} from './locate.js'
import type {ShadowNames} from './names.js'
import type {ShadowView} from './record.js'
import {printOf} from './source.js'

const look = ({source}: ShadowNames, change: string): string =>
  `look at \`SHOW CREATE TABLE ${source.sql}\`: if it has the new shape, all rows are in it, and \`--done\` with this step goes on; if it has the old one, \`sqlsafe abort\`${change}, and begin again`

/**
 * Make sure that the new table is there as long as it has not taken its place.
 *
 * @throws {Error} With what to do, by which table has the name now.
 */
export async function assertShadowStands({connection, names, record}: ShadowView): Promise<void> {
  if (await isThere(connection, names, names.shadow)) return
  const {shadow, source} = names
  const lack = `Unexpected lack of ${shadow.sql}`
  if ((await printOf(connection, source)) === record.shape) {
    throw new Error(
      `${lack}, which somebody has dropped before it took the place of ${source.sql}, expected it as it was made: no row is lost, \`sqlsafe abort\`, and begin again`
    )
  }
  throw new Error(
    `${lack} and of the old table, while ${source.sql} is neither as it was when the copy was begun nor the table that was made, expected one of both: ${look(names, ' takes our triggers from it')}`
  )
}

/** Nothing of ours is there, and it was not seen that the tables changed places. */
export function allLost(names: ShadowNames): Error {
  const {kept, record, shadow} = names
  return new Error(
    `Unexpected lack of ${shadow.sql}, ${kept.sql} and ${record.sql}, which somebody has dropped, or an \`abort\` that was cut off, expected them as they were made: ${look(names, '')}`
  )
}

/** The new table has its place: nothing of that is taken back. */
export function tooLate({source}: ShadowNames): Error {
  return new Error(
    `Unexpected end of a swap that has come about: ${source.sql} is the new table, expected that to be brought to its end: go on with \`sqlsafe apply\``
  )
}
