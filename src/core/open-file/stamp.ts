import {statSync} from 'node:fs'
import {dirname} from 'node:path'

/** What tells whether files and folders are as they were, by path. */
export type Stamps = ReadonlyMap<string, string>

/** Stamps of paths, and of the folders that something new would appear in. */
export function stampsOf(paths: Iterable<string>): Stamps {
  const all = new Set<string>()
  for (const path of paths) for (const each of [path, dirname(path), dirname(dirname(path))]) all.add(each)
  return new Map([...all].map((path) => [path, stampOf(path)]))
}

/** Whether nothing has changed since. */
export function areCurrent(stamps: Stamps): boolean {
  for (const [path, stamp] of stamps) if (stampOf(path) !== stamp) return false
  return true
}

function stampOf(path: string): string {
  const stats = statSync(path, {throwIfNoEntry: false})
  return stats === undefined ? '' : `${String(stats.mtimeMs)} ${String(stats.size)} ${String(stats.ino)}`
}
