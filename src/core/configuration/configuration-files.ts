/** Finds and reads configuration files of all kinds. Loaded only where there is one. */
import {lilconfig} from 'lilconfig'
import {parse} from 'yaml'
import {importUserModule} from './import-user-module.js'

/**
 * What searches for the names, and the key `sqlsafe` of `package.json`, in a folder and those above.
 *
 * @param root The last folder to look in: lilconfig's own end is the home folder.
 * @param loadModule What becomes of modules. Default: they are imported.
 */
export function createExplorer(
  names: readonly string[],
  root: string,
  loadModule: (file: string) => unknown = importDefault
): ReturnType<typeof lilconfig> {
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

async function importDefault(file: string): Promise<unknown> {
  return (await importUserModule(file))['default']
}
