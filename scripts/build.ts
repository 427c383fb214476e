/** `npm run build`: the program, the library and its types in `dist/`; `--no-types` leaves those out. */
import {execFileSync} from 'node:child_process'
import {mkdirSync, mkdtempSync, renameSync, rmSync} from 'node:fs'
import {join} from 'node:path'
import {bundleForBrowsers} from './build/browser.js'
import {bundle, bundleAction} from './build/bundle.js'
import {writeLicenses} from './build/licenses.js'
import {root} from './build/options.js'
import {pruneTypes} from './build/types.js'

const cache = join(root, '.cache')
mkdirSync(cache, {recursive: true})
// Put in place when all of it is there: others may be running what stands in `dist/`.
const next = mkdtempSync(join(cache, 'build-'))

try {
  const metafile = await bundle(next)
  const {inputs} = await bundleForBrowsers(join(next, 'browser'))
  const all = {...metafile, inputs: {...metafile.inputs, ...inputs}}
  writeLicenses(all, root, join(next, 'THIRD-PARTY-LICENSES.txt'))
  const action = join(next, 'action')
  writeLicenses(await bundleAction(action), root, join(action, 'THIRD-PARTY-LICENSES.txt'))

  if (!process.argv.includes('--no-types')) {
    const types = join(next, 'types')
    const tsc = join(root, 'node_modules/typescript/bin/tsc')
    execFileSync(process.execPath, [tsc, '--project', 'tsconfig.build.json', '--outDir', types], {
      cwd: root,
      stdio: 'inherit'
    })
    pruneTypes(types, ['src/index.d.ts', 'src/rule-tester/rule-tester.d.ts', 'src/eslint/index.d.ts'])
  }

  rmSync(join(root, 'dist'), {recursive: true, force: true})
  renameSync(next, join(root, 'dist'))
} finally {
  rmSync(next, {recursive: true, force: true})
}
