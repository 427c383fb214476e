import {dirname, join} from 'node:path'
import type {BuildOptions} from 'esbuild'

/** The folder of the project. */
export const root = dirname(dirname(import.meta.dirname))

/** Of all bundles. */
export const sharedOptions = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  target: 'node20.19',
  // The one that vfile-reporter brings takes 0.1 ms for each cell of a report, the newest 10 ms to load.
  alias: {'string-width': join(root, 'node_modules/fast-string-width/dist/index.js')},
  // libpg-query's other face is CommonJS.
  mainFields: ['module', 'main'],
  minify: true,
  legalComments: 'none',
  metafile: true,
  logLevel: 'warning'
} satisfies BuildOptions
