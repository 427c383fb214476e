import {quoteName} from '../../../sql/postgres.js'
import {defineStep} from '../../step.js'
import {createShadow} from '../shadow/create.js'
import {takeAway} from '../shadow/locate.js'
import {namesOf} from '../shadow/names.js'

/**
 * Make the new table, empty, in a schema of its own, and find out what cannot be carried over.
 *
 * Locks: `ACCESS SHARE` on the table; where the new one is written to refer to others, `SHARE ROW EXCLUSIVE` on these for
 * a moment.
 */
export const shadowCreate = defineStep({
  kind: 'shadow-create',
  mode: 'transaction',
  stateVersion: 1,
  initialState: null,
  throttled: false,
  limits: (_, {lockTimeoutMs}) => ({lockTimeoutMs, statementTimeoutMs: null}),
  preview(input) {
    const {growing, schema, shadow, table} = namesOf(input)
    if (input.written !== undefined) {
      return [
        `CREATE SCHEMA ${growing}`,
        `SET LOCAL search_path = ${quoteName(growing)}, ${schema}`,
        ...input.written.map((each) => each.replaceAll('{{schema}}', () => quoteName(growing)))
      ]
    }
    return [
      `CREATE SCHEMA ${growing}`,
      `CREATE TABLE ${shadow} (LIKE ${table} INCLUDING ALL)`,
      ...input.changes.map((change) => change.replace('{{table}}', () => shadow))
    ]
  },
  async run(connection, input, _, {settings: {keepInSync}}) {
    await createShadow(connection, input, namesOf(input), {keepInSync})
    return {done: true, state: null}
  },
  abort: (connection, input) => takeAway(connection, namesOf(input))
})
