import {statSync} from 'node:fs'
import {createRequire} from 'node:module'
import {basename, extname} from 'node:path'
import {pathToFileURL} from 'node:url'
import {UsageError} from '../../usage-error.js'
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
  return (await importModule(urlOf(file))) as Record<string, unknown>
}

/** By path: when a file that was imported had been changed last. */
const imported = new Map<string, number>()

/**
 * The address to import a file by. Node keeps what it has imported: a file that an editor has changed since is another
 * module by another address. What it imports itself is kept all the same.
 */
function urlOf(file: string): string {
  const {href} = pathToFileURL(file)
  const {mtimeMs} = statSync(file)
  const first = imported.get(file) ?? mtimeMs
  imported.set(file, first)
  if (mtimeMs === first) return href
  // CommonJS is kept by its path as well.
  Reflect.deleteProperty(createRequire(file).cache, file)
  return `${href}?changed=${String(mtimeMs)}`
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
