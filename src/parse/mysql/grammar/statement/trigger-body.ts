import type {Cursor} from '../../cursor.js'
import type {TriggerBodySyntax} from '../../syntax/statement.js'

/** Words of which statements are made that set columns of the row and can do nothing else, none of which raises an error. */
const harmless = new Set(
  'BEGIN END IF THEN ELSEIF ELSE CASE WHEN SET AND OR NOT IS NULL TRUE FALSE COALESCE IFNULL NULLIF LOWER UPPER TRIM CONCAT'.split(
    ' '
  )
)

/** Look at the body of a trigger, of which the tokens were read. */
export function triggerBody(cursor: Cursor, {from, to}: {from: number; to: number}): TriggerBodySyntax {
  const columns = new Set<string>()
  let onlySets = true
  let isTarget = false
  for (cursor.index = from; cursor.index < to;) {
    const {type, upper} = cursor.tokens[cursor.index] ?? {type: 'end', upper: ''}
    if ((upper === 'NEW' || upper === 'OLD') && cursor.tokens[cursor.index + 1]?.upper === '.') {
      cursor.index += 2
      columns.add(cursor.nameAfterDot('a column'))
      isTarget = false
      continue
    }
    // What else is set is a variable of the session or of the server.
    if (isTarget || (type === 'word' && !harmless.has(upper)) || !plain.has(type)) onlySets = false
    isTarget = upper === 'SET'
    cursor.index++
  }
  cursor.index = to
  return {columns: [...columns], onlySets}
}

const plain: ReadonlySet<string> = new Set(['word', 'string', 'number', 'operator', 'end'])
