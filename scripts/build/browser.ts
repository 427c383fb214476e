/** The library for browsers: the same sources, with what only Node has put aside. */
import {readFileSync} from 'node:fs'
import {isBuiltin} from 'node:module'
import {join} from 'node:path'
import {build} from 'esbuild'
import type {Metafile, Plugin} from 'esbuild'
import {namesOfBuild} from './bundle.js'
import {root, sharedOptions} from './options.js'

const sources = join(root, 'src')
const browser = join(sources, 'browser')

/** Modules of Node that have a face for browsers. What needs the others connects, and is never called. */
const faces = ['crypto', 'fs', 'module', 'path', 'v8']

/** By source, or by what a package asks for: what takes its place. */
const replaced: Record<string, string> = {
  'apply/run/apply-plan.ts': 'absent.ts',
  'core/configuration/import-user-module.ts': 'absent.ts',
  'core/recall.ts': 'absent.ts',
  'migrations/changed-since.ts': 'absent.ts',
  'migrations/embedded/script/load-babel.ts': 'load-babel.ts',
  'parse/mysql/query/load-parser.ts': 'load-parser.ts',
  'schema/live/read.ts': 'absent.ts'
}

/** Puts what browsers have in the place of what Node has. */
const forBrowsers: Plugin = {
  name: 'for-browsers',
  setup({onLoad, onResolve, resolve}) {
    onResolve({filter: /^[a-z]/}, ({path}) => {
      if (!isBuiltin(path)) return undefined
      const name = path.replace(/^node:/, '').replace(/\/posix$/, '')
      if (faces.includes(name)) return {path: join(browser, 'node', `${name}.ts`), sideEffects: false}
      return {path: name, namespace: 'absent', sideEffects: false}
    })
    onLoad({filter: /./, namespace: 'absent'}, () => ({contents: 'module.exports = {}'}))

    onResolve({filter: /^\.\/libpg-query\.js$/}, () => ({path: join(browser, 'pg-query-module.ts')}))
    onResolve({filter: /^\.{1,2}\/.*\.js$/}, async ({importer, kind, path, pluginData, resolveDir}) => {
      if (!importer.startsWith(sources) || importer.startsWith(browser) || pluginData === forBrowsers) return undefined
      const found = await resolve(path, {importer, kind, resolveDir, pluginData: forBrowsers})
      const other = replaced[found.path.slice(sources.length + 1)]
      return other === undefined ? found : {path: join(browser, other), sideEffects: false}
    })
  }
}

/**
 * What the library exports, module by module: each gets chunks of its own, and what a page does not import can be left
 * out by its bundler.
 */
function partsOfLibrary(): Record<string, string> {
  const text = readFileSync(join(sources, 'index.ts'), 'utf8')
  const paths = [...text.matchAll(/^export \{.*\} from '\.\/(.*)\.js'$/gm)].map(([, path = '']) => path)
  const own = paths.filter((path) => !(`${path}.ts` in replaced))
  return Object.fromEntries(own.map((path) => [`chunks/${path.replaceAll('/', '-')}`, `src/${path}.ts`]))
}

/** Bundle the library for browsers into a folder. */
export async function bundleForBrowsers(folder: string): Promise<Metafile> {
  const {metafile} = await build({
    ...sharedOptions,
    platform: 'browser',
    target: 'es2022',
    format: 'esm',
    outdir: folder,
    splitting: true,
    chunkNames: 'chunks/[name]-[hash]',
    entryPoints: {index: 'src/index.ts', ...partsOfLibrary()},
    inject: [join(browser, 'node/globals.ts')],
    loader: {'.wasm': 'binary'},
    define: {...namesOfBuild(), __dirname: '""'},
    plugins: [forBrowsers]
  })
  return metafile
}
