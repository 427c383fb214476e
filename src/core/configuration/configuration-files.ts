/** Finds and reads configuration files of all kinds. Loaded only where there is one. */
import {createRequire} from 'node:module'
import {basename, extname} from 'node:path'
import {pathToFileURL} from 'node:url'
import {lilconfig} from 'lilconfig'
import {parse} from 'yaml'
import {UsageError} from '../usage-error.js'
import {importModule} from './import-module.js'

/**
 * What searches for the names, and the key `sqlsafe` of `package.json`, in a folder and those above.
 *
 * @param root The last folder to look in: lilconfig's own end is the home folder.
 */
export function createExplorer(names: readonly string[], root: string): ReturnType<typeof lilconfig> {
  return lilconfig('sqlsafe', {
    searchPlaces: ['package.json', ...names],
    stopDir: root,
    loaders: {
      '.yaml': loadYaml,
      '.yml': loadYaml,
      '.js': loadModule,
      '.mjs': loadModule,
      '.cjs': loadModule,
      '.ts': loadModule,
      '.mts': loadModule
    }
  })
}

function loadYaml(_file: string, content: string): unknown {
  return parse(content)
}

/** TypeScript as Node runs it; where Node does not, by the package `jiti` of the project. */
async function loadModule(file: string): Promise<unknown> {
  const {typescript} = process.features as {typescript?: unknown}
  if (['.ts', '.mts'].includes(extname(file)) && !typescript) return loadByJiti(file)
  const module = (await importModule(pathToFileURL(file).href)) as {default?: unknown}
  return module.default
}

async function loadByJiti(file: string): Promise<unknown> {
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
    createJiti: (from: string) => {import: (file: string, options: {default: true}) => Promise<unknown>}
  }
  return createJiti(file).import(file, {default: true})
}
