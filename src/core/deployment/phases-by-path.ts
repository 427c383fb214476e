import {sep} from 'node:path'
import {pathsOf} from '../../migrations/paths-of.js'
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
    for (const path of await pathsOf(globs[phase] ?? [], cwd, view)) {
      if (!byPath.has(path)) byPath.set(path, phase)
    }
  }
  return (absolutePath) => byPath.get(absolutePath.replaceAll(sep, '/'))
}
