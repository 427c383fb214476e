import {readFileSync} from 'node:fs'
import Module from 'node:module'
import {dirname, join} from 'node:path'
import {Script} from 'node:vm'
import {readEntry, writeEntry} from './entry.js'
import {removeOld} from './folder.js'

/**
 * Run a CommonJS file with what V8 made of it in an earlier run, and hand over what it exports. It cannot `import()`.
 *
 * Half of a short run is compiling: checking one file takes 125 ms with it and 155 ms without, where an
 * empty program takes 60 ms. `NODE_DISABLE_COMPILE_CACHE` is Node's own word for not wanting it.
 *
 * @param file Of ASCII alone: it need not be decoded.
 * @param folder Where compiled code is kept; `undefined`: nowhere.
 * @param name Of what the program is to do: each uses other parts of it, and only those are kept.
 * @returns `keep` is to be called when the program has done its work: functions are compiled when they are called.
 */
export function runCompiled(
  file: string,
  folder: string | undefined,
  name: string
): {exports: unknown; keep: () => void} {
  const entry =
    folder === undefined || process.env['NODE_DISABLE_COMPILE_CACHE'] ? undefined : join(folder, `${name}.compiled`)
  const cachedData = entry === undefined ? undefined : readEntry(entry)
  const script = new Script(Module.wrap(readFileSync(file, 'latin1')), {filename: file, cachedData})
  const module: {exports: unknown} = {exports: {}}
  const run = script.runInThisContext() as (...values: unknown[]) => void
  run.call(module.exports, module.exports, Module.createRequire(file), module, file, dirname(file))

  const fresh = cachedData !== undefined && script.cachedDataRejected !== true
  return {
    exports: module.exports,
    keep() {
      // What is refused has not shown what it uses.
      if (folder === undefined || entry === undefined || fresh || process.exitCode === 2) return
      writeEntry(entry, script.createCachedData())
      removeOld(dirname(folder))
    }
  }
}
