import {existsSync, readdirSync, rmSync, statSync} from 'node:fs'
import {join} from 'node:path'
import envPaths from 'env-paths'

/** Put in by the build: a hash of the whole program. */
declare const SQLSAFE_BUILD: string | undefined

/**
 * Names this build of sqlsafe on this V8: nothing that another one has kept is used. `undefined`: it
 * runs from its sources, which change while nobody counts.
 */
export const build = typeof SQLSAFE_BUILD === 'string' ? `${SQLSAFE_BUILD}-${process.versions.v8}` : undefined

/**
 * Where things are kept that can be made again: below `XDG_CACHE_HOME`, or where else the system has
 * such a folder for the user. Never a folder that others can write to: what is in it is believed.
 */
export function cacheFolder(): string {
  return envPaths('sqlsafe', {suffix: ''}).cache
}

const month = 30 * 24 * 60 * 60 * 1000

/** Remove what has not been written to for a month: of other builds, or of other projects. */
export function removeOld(folder: string, now = Date.now()): void {
  if (!existsSync(folder)) return
  for (const name of readdirSync(folder)) {
    const path = join(folder, name)
    const {mtimeMs} = statSync(path, {throwIfNoEntry: false}) ?? {mtimeMs: now}
    if (now - mtimeMs > month) rmSync(path, {recursive: true, force: true})
  }
}
