import {statSync} from 'node:fs'
import {dirname} from 'node:path'

/** What tells whether files and folders are as they were, by path. */
export type Stamps = ReadonlyMap<string, string>

/** Stamps of paths, also of those where nothing is yet. */
export function stampsOf(paths: Iterable<string>): Stamps {
  return new Map([...paths].map((path) => [path, stampOf(path)]))
}

/** Stamps of paths, and of the folders that something new would appear in. */
export function stampsAround(paths: Iterable<string>): Stamps {
  return stampsOf(new Set([...paths].flatMap((path) => [path, dirname(path), dirname(dirname(path))])))
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
