/**
 * MariaDB: unique keys longer than an index of InnoDB can be. The table keeps a hash of their columns in a hidden one,
 * and the index is on that. https://mariadb.com/kb/en/getting-started-with-indexes/#unique-index
 */
import type {Verdict} from '../../../effect.js'
import {remainingIndexes} from '../../subject.js'
import type {Subject} from '../../subject.js'
import {bytesOfKey, least, longestKey, most, typeAfter} from './bytes.js'
import {inlineKey, newIndexes} from './written.js'
import type {Key} from './written.js'

/** `undefined` where it depends on a character set that nothing names. */
function isHashed(subject: Subject, {elements, method, primary, unique}: Key): Verdict {
  if (!unique || primary) return false
  if (method === 'hash') return true
  // One over a period is of another kind.
  if (elements.some(({withoutOverlaps}) => withoutOverlaps === true)) return false
  const [surely, perhaps] = [least, most].map(
    (assumed) => bytesOfKey(elements, (column) => typeAfter(subject, column), assumed) > longestKey
  )
  return surely === perhaps ? surely : undefined
}

function some(verdicts: readonly Verdict[]): Verdict {
  return verdicts.includes(true) || (verdicts.includes(undefined) ? undefined : false)
}

/** Beside these a hashed key goes as any other; beside all else its hidden column is in the way. */
function isOfOtherKeys({operations}: Subject): boolean {
  return operations.every((operation) => {
    switch (operation.kind) {
      case 'index.drop':
      case 'constraint.drop':
      case 'table.enable-keys':
        return true
      case 'index.create':
        return !operation.index.unique
      case 'constraint.add':
        return operation.constraint.type === 'primary-key'
      default:
        return false
    }
  })
}

/** One outlives the statement or is added; or one goes, and not alone. */
function hasHashedKey(subject: Subject): Verdict {
  const after = [
    ...remainingIndexes(subject),
    ...newIndexes(subject),
    ...subject.operations.flatMap((operation) => inlineKey(operation) ?? [])
  ]
  const stays = some(after.map((key) => isHashed(subject, key)))
  if (stays === true || isOfOtherKeys(subject)) return stays
  return some([stays, ...(subject.table?.indexes ?? []).map((key) => isHashed(subject, key))])
}

export const hashedConditions = {
  'hashed-key': hasHashedKey
}
