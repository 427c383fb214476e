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
  alias: {
    // The one that vfile-reporter brings takes 0.1 ms for each cell of a report, the newest 10 ms to load.
    'string-width': join(root, 'scripts/build/string-width.ts'),
    // The first text that is compared by the rules of a language takes 12 ms.
    'vfile-sort': join(root, 'scripts/build/vfile-sort.ts'),
    // It is told whether to paint; to find out for itself it would load what knows terminals, 5 ms.
    'vfile-reporter/do-not-use-color': join(root, 'node_modules/vfile-reporter/lib/color.js')
  },
  // libpg-query's other face is CommonJS.
  mainFields: ['module', 'main'],
  minify: true,
  legalComments: 'none',
  metafile: true,
  logLevel: 'warning'
} satisfies BuildOptions
