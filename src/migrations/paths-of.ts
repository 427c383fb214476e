import {sep} from 'node:path'
import {fileSystemOf} from './view.js'
import type {View} from './view.js'

/** The files that globs of the configuration match: absolute paths, with `/` between folders. */
export async function pathsOf(patterns: readonly string[], cwd?: string, view?: View): Promise<Set<string>> {
  if (patterns.length === 0) return new Set()
  const {globSync} = await import('tinyglobby')
  const wanted = patterns.map((pattern) => pattern.replaceAll(sep, '/'))
  const found = globSync(wanted, {
    absolute: true,
    ...(cwd !== undefined && {cwd}),
    ...(view && {fs: fileSystemOf(view)})
  })
  return new Set(found)
}
