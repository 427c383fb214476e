import {createRequire} from 'node:module'
import {basename, extname} from 'node:path'
import {pathToFileURL} from 'node:url'
import {UsageError} from '../usage-error.js'
import {importModule} from './import-module.js'

/**
 * Import a file of the user, with all that it exports. TypeScript as Node runs it; where Node does not, by the package
 * `jiti` of the project.
 *
 * @throws {UsageError} When there is neither.
 */
export async function importUserModule(file: string): Promise<Readonly<Record<string, unknown>>> {
  const {typescript} = process.features as {typescript?: unknown}
  if (['.ts', '.mts'].includes(extname(file)) && !typescript) return importByJiti(file)
  return (await importModule(pathToFileURL(file).href)) as Record<string, unknown>
}

async function importByJiti(file: string): Promise<Record<string, unknown>> {
  let path
  try {
    path = createRequire(file).resolve('jiti')
  } catch (error) {
    throw new UsageError(
      `Unexpected \`${basename(file)}\` on Node ${process.versions.node}, expected Node 22.18 or newer, ` +
        'or the package `jiti` beside it (`npm install --save-dev jiti`)',
      {cause: error}
    )
  }
  const {createJiti} = (await importModule(pathToFileURL(path).href)) as {
    createJiti: (from: string) => {import: (file: string) => Promise<Record<string, unknown>>}
  }
  return createJiti(file).import(file)
}
