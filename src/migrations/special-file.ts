import {statSync} from 'node:fs'
import {UsageError} from '../usage-error.js'

/** A pipe that a shell opened for us: `<(…)`, and standard input. */
const opened = /^\/(dev\/(fd\/\d+|stdin)|proc\/(self|\d+)\/fd\/\d+)$/

/**
 * Refuse what stands at a path where reading it to its end may never end: `/dev/zero`, a pipe that nobody writes into.
 * What a shell hands over in the place of a file (`<(…)`) ends, and so does `/dev/null`.
 *
 * @param shown The path as its user writes it.
 * @throws {UsageError}
 */
export function refuseEndless(absolutePath: string, shown: string): void {
  const stats = statSync(absolutePath, {throwIfNoEntry: false})
  if (stats === undefined || stats.isFile() || stats.isDirectory()) return
  if (stats.isFIFO() && opened.test(absolutePath)) return
  if (stats.isCharacterDevice() && stats.rdev === statSync('/dev/null', {throwIfNoEntry: false})?.rdev) return
  const kind = stats.isFIFO() ? 'named pipe' : stats.isSocket() ? 'socket' : 'device'
  throw new UsageError(`Unexpected ${kind} \`${shown}\`, expected a file (\`-\` reads standard input)`)
}
