/**
 * Bundle the command line and the library into `dist/`, with the types of the library.
 *
 * Packages are bundled too: a process that has to find and read a hundred files of them starts half as
 * fast. Code is split where it is imported on demand, so that a run loads what it uses. Only the
 * drivers stay packages: they are loaded by commands that connect, and are mended by their makers.
 */
import {execFileSync} from 'node:child_process'
import {chmodSync, copyFileSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync} from 'node:fs'
import {dirname, join} from 'node:path'
import {build} from 'esbuild'
import {writeLicenses} from './build/licenses.js'
import {pruneTypes} from './build/types.js'

interface Package {
  version: string
  dependencies: Record<string, string>
}

const root = dirname(import.meta.dirname)
const cache = join(root, '.cache')
mkdirSync(cache, {recursive: true})
// Put in place when all of it is there: others may be running what stands in `dist/`.
const dist = mkdtempSync(join(cache, 'build-'))
const chunks = join(dist, 'chunks')
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Package

mkdirSync(chunks)
process.on('exit', () => rmSync(dist, {recursive: true, force: true}))

const {metafile} = await build({
  absWorkingDir: root,
  entryPoints: {cli: 'src/cli/main.ts', index: 'src/index.ts'},
  outdir: dist,
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  chunkNames: 'chunks/[name]-[hash]',
  external: Object.keys(manifest.dependencies),
  define: {SQLSAFE_VERSION: JSON.stringify(manifest.version)},
  // CommonJS packages ask for built-in modules by `require`, and libpg-query for its folder.
  banner: {
    js: "import {createRequire as createRequireOfBundle} from 'node:module';const require=createRequireOfBundle(import.meta.url);"
  },
  inject: ['scripts/build/dirname-shim.js'],
  minify: true,
  keepNames: true,
  legalComments: 'none',
  metafile: true,
  logLevel: 'warning'
})

// Beside the chunk that loads it.
copyFileSync(join(root, 'node_modules/libpg-query/wasm/libpg-query.wasm'), join(chunks, 'libpg-query.wasm'))

const cli = join(dist, 'cli.js')
writeFileSync(cli, `#!/usr/bin/env node\n${readFileSync(cli, 'utf8')}`)
chmodSync(cli, 0o755)

writeLicenses(metafile, root, join(dist, 'THIRD-PARTY-LICENSES.txt'))

if (!process.argv.includes('--no-types')) {
  execFileSync(
    process.execPath,
    [
      join(root, 'node_modules/typescript/bin/tsc'),
      '--project',
      'tsconfig.build.json',
      '--outDir',
      join(dist, 'types')
    ],
    {
      cwd: root,
      stdio: 'inherit'
    }
  )
  pruneTypes(join(dist, 'types'), 'src/index.d.ts')
}

rmSync(join(root, 'dist'), {recursive: true, force: true})
renameSync(dist, join(root, 'dist'))
