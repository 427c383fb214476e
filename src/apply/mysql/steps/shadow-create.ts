import {defineStep} from '../../step.js'
import {createShadow} from '../shadow/create.js'
import {isAfterSwap, isThere, locate, takeAway} from '../shadow/locate.js'
import {namesOf} from '../shadow/names.js'
import {findRecord} from '../shadow/record.js'

/**
 * Make the new table, empty, beside the old one, and find out what cannot be carried over.
 *
 * Locks: `SHARED READ` on the table, for a moment.
 */
export const shadowCreate = defineStep({
  kind: 'shadow-create',
  mode: 'autocommit',
  stateVersion: 1,
  initialState: null,
  throttled: false,
  limits: (_, {lockTimeoutMs}) => ({lockTimeoutMs, statementTimeoutMs: null}),
  preview(input) {
    const {shadow, source} = namesOf(input)
    return [
      `CREATE TABLE ${shadow.sql} LIKE ${source.sql}`,
      ...input.changes.map((change) => change.replace('{{table}}', () => shadow.sql))
    ]
  },
  async isDone(connection, input, _, {run}) {
    const names = namesOf(input)
    const place = await locate(connection, names)
    if (place === 'none') return false
    const found = (await isThere(connection, names, names.record)) ? await findRecord(connection, names) : undefined
    if (found?.record.run === run) return true
    if (place === 'growing' && found === undefined) return false
    throw new Error(
      isAfterSwap(place)
        ? `Unexpected ${names.kept.sql} that another run of the same change kept, expected none: clean up before`
        : `Unexpected ${names.shadow.sql} of another run of the same change, expected none: abort that one before`
    )
  },
  async run(connection, input, _, {run, settings}) {
    const names = namesOf(input)
    await takeAway(connection, names)
    await createShadow(connection, input, names, {run, capture: settings.capture})
    return {done: true, state: null}
  },
  abort: (connection, input) => takeAway(connection, namesOf(input))
})
