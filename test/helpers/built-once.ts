/**
 * What tests run is built from the sources as they are now, once in each run of the tests: by the first test file that
 * asks for it, while the others wait.
 */
import {existsSync, mkdirSync, mkdtempSync, renameSync, rmSync} from 'node:fs'
import {join} from 'node:path'
import {bundle} from '../../scripts/build/bundle.js'
import {root} from '../../scripts/build/options.js'

/** The folder of a run, made before its test files begin. */
const variable = 'SQLSAFE_TEST_BUILD'

/** Vitest's global setup: a folder for what is built. Below the project, so that packages that are not bundled are found. */
export default function setup(): (() => void) | undefined {
  if (process.env[variable] !== undefined) return undefined
  mkdirSync(join(root, '.cache'), {recursive: true})
  const folder = mkdtempSync(join(root, '.cache', 'test-'))
  process.env[variable] = folder
  return () => {
    rmSync(folder, {recursive: true, force: true})
  }
}

/** The folder with the command line and the library. */
export function builtPackage(): Promise<string> {
  return builtOnce('package', bundle)
}

/**
 * The folder with something that is built at most once.
 *
 * @param build Fills a folder, which is moved when it is whole.
 */
export async function builtOnce(name: string, build: (folder: string) => Promise<unknown>): Promise<string> {
  const run = process.env[variable]
  if (run === undefined)
    throw new TypeError(`Unexpected test without \`${variable}\`, expected the global setup before`)
  const whole = join(run, name)
  const unfinished = `${whole}.unfinished`
  while (!existsSync(whole)) {
    if (!claims(unfinished)) {
      await new Promise((resolve) => setTimeout(resolve, 50))
      continue
    }
    try {
      // Another may have finished in between.
      if (existsSync(whole)) break
      await build(unfinished)
      renameSync(unfinished, whole)
    } finally {
      rmSync(unfinished, {recursive: true, force: true})
    }
  }
  return whole
}

/** Whether the folder is ours to fill; who fails to fill it takes it away. */
function claims(folder: string): boolean {
  try {
    mkdirSync(folder)
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw error
  }
}
