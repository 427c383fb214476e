/** What the program would load when it starts, though most runs never ask for it. */
import * as childProcess from 'node:child_process'
import {readFile} from 'node:fs/promises'
import type {Plugin} from 'esbuild'

/** `node:child_process` is loaded when one of its functions is asked for: it brings sockets along. */
const lateChildProcess: Plugin = {
  name: 'late-child-process',
  setup({onLoad, onResolve}) {
    const namespace = 'late'
    onResolve({filter: /^node:child_process$/}, ({path}) => ({path, namespace}))
    onLoad({filter: /^node:child_process$/, namespace}, () => {
      const names = Object.keys(childProcess).filter((name) => name !== 'default')
      const getters = names.map((name) => `get ${name}(){return require('child_process').${name}}`)
      return {contents: `module.exports={${getters.join(',')}}`}
    })
  }
}

/** fdir looks for a picomatch that is installed beside it, for a method that tinyglobby does not call. */
const withoutSecondPicomatch: Plugin = {
  name: 'without-second-picomatch',
  setup({onLoad}) {
    onLoad({filter: /[\\/]fdir[\\/]dist[\\/]index\.mjs$/}, async ({path}) => {
      const text = await readFile(path, 'utf8')
      const contents = text.replace('__require.resolve("picomatch");', 'throw undefined;')
      if (contents === text) throw new Error(`Unexpected text of ${path}, expected that it looks for picomatch`)
      return {contents}
    })
  }
}

/** Plugins of the build of the program. */
export const latePlugins: Plugin[] = [lateChildProcess, withoutSecondPicomatch]

/**
 * Node's own modules by their fastest way: `import` makes a face for each, with all that it exports, which takes
 * 3 ms of the 60 ms in which an empty program is over.
 */
export const withoutFaces: Plugin = {
  name: 'without-faces',
  setup({onLoad, onResolve}) {
    const namespace = 'node'
    onResolve({filter: /^node:/}, ({path}) => ({path, namespace}))
    onLoad({filter: /^node:/, namespace}, ({path}) => ({
      contents: `module.exports=process.getBuiltinModule(${JSON.stringify(path)})`
    }))
  }
}
