import type {Operation} from '../operations/operation.js'
import type {Command} from '../operations/script.js'

/**
 * What is left of a statement when some of its operations are done otherwise.
 *
 * @returns No statement where nothing is left; `undefined` where it cannot be taken apart.
 */
export function splitCommand(command: Command, kept: readonly Operation[], text: string): string[] | undefined {
  if (kept.length === 0) return []
  const [first] = command.operations
  if (first === undefined || command.clauses !== undefined) return undefined
  const head = text.slice(command.range.start, first.range.start)
  const hasOwnText = command.operations.every(({range}) => range.start > command.range.start && range.end > range.start)
  if (!hasOwnText || !/^ALTER\s+TABLE\s[^,]*$/i.test(head)) return undefined
  return [head + kept.map(({range}) => text.slice(range.start, range.end)).join(', ')]
}
