import {sep} from 'node:path'
import {fileSystemOf} from '../../migrations/view.js'
import type {View} from '../../migrations/view.js'
import type {Phase} from '../../migrations/phase.js'
import {phases} from '../../migrations/phase.js'

/** Tells the phase that the configuration gives to a file: the first whose globs match it. */
export async function phasesByPath(
  globs: Partial<Record<Phase, string[]>> = {},
  cwd?: string,
  view?: View
): Promise<(absolutePath: string) => Phase | undefined> {
  const byPath = new Map<string, Phase>()
  for (const phase of phases) {
    const patterns = globs[phase] ?? []
    if (patterns.length === 0) continue
    const {glob} = await import('tinyglobby')
    const wanted = patterns.map((pattern) => pattern.replaceAll(sep, '/'))
    for (const path of await glob(wanted, {
      absolute: true,
      ...(cwd !== undefined && {cwd}),
      ...(view && {fs: fileSystemOf(view)})
    })) {
      if (!byPath.has(path)) byPath.set(path, phase)
    }
  }
  return (absolutePath) => byPath.get(absolutePath.replaceAll(sep, '/'))
}
