import {createHash} from 'node:crypto'
import {chmodSync, copyFileSync, mkdirSync, readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {build} from 'esbuild'
import type {BuildOptions, Metafile} from 'esbuild'
import {latePlugins, withoutFaces} from './late.js'
import {root, sharedOptions} from './options.js'

interface Package {
  version: string
  dependencies: Record<string, string>
  optionalDependencies: Record<string, string>
}

/** How the files of node-sql-parser begin. */
const queryParsers = 'node-sql-parser'

/** The file that reads migrations in JavaScript and TypeScript. */
const scriptParser = 'script-parser'

/** Stands in the program until its content has given it a name. */
const unnamedBuild = 'name-of-the-build'

/** Of modules, which have none of what CommonJS packages and libpg-query ask for. */
const moduleOptions = {
  ...sharedOptions,
  format: 'esm',
  banner: {
    js: "import {createRequire as createRequireOfBundle} from 'node:module';const require=createRequireOfBundle(import.meta.url);"
  }
} satisfies BuildOptions

/** libpg-query looks for its WebAssembly by the CommonJS names. */
const namesOfModule = {__dirname: 'import.meta.dirname', __filename: 'import.meta.filename'}

/** What the build says in the place of names in the sources. */
export function namesOfBuild(): Record<string, string> {
  return namesOf(readManifest())
}

function readManifest(): Package {
  return JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Package
}

function packagesOf({dependencies, optionalDependencies}: Package): string[] {
  return [...Object.keys(dependencies), ...Object.keys(optionalDependencies)]
}

function namesOf({version}: Package): Record<string, string> {
  return {
    SQLSAFE_VERSION: JSON.stringify(version),
    SQLSAFE_QUERY_PARSERS: JSON.stringify(`./${queryParsers}-`),
    SQLSAFE_SCRIPT_PARSER: JSON.stringify(`./${scriptParser}.cjs`),
    SQLSAFE_BUILD: JSON.stringify(unnamedBuild)
  }
}

/**
 * Bundle the command line and the library into a folder.
 *
 * Packages are bundled too: a process that has to find and read a hundred files of them takes twice as
 * long to start. Only the drivers and PGlite stay packages: they are loaded by commands that
 * connect, and are mended by their makers. The program is one file, so that one file of compiled code serves it, and
 * `check` has one of its own; the library is split where it imports on demand.
 */
export async function bundle(folder: string): Promise<Metafile> {
  const manifest = readManifest()
  const chunks = join(folder, 'chunks')
  mkdirSync(chunks, {recursive: true})

  const options = {...sharedOptions, external: packagesOf(manifest)}
  const names = namesOf(manifest)
  const program = await build({
    ...options,
    entryPoints: {program: 'src/cli/program.ts', 'program-check': 'src/cli/program-check.ts'},
    outdir: chunks,
    outExtension: {'.js': '.cjs'},
    format: 'cjs',
    supported: {'dynamic-import': false},
    plugins: latePlugins,
    define: {
      ...names,
      'import.meta.url': 'urlOfBundle',
      'import.meta.dirname': '__dirname',
      'import.meta.filename': '__filename'
    },
    banner: {js: "const urlOfBundle=require('node:url').pathToFileURL(__filename).href;"}
  })
  const modules: BuildOptions & {metafile: true} = {
    ...moduleOptions,
    external: options.external,
    outdir: folder,
    splitting: true,
    chunkNames: 'chunks/[name]-[hash]',
    define: {...names, ...namesOfModule}
  }
  // One after the other: what both share would be cut into chunks of its own, and each costs a millisecond.
  await build({...modules, banner: {}, plugins: [withoutFaces], entryPoints: {cli: 'src/cli/main.ts'}})
  const library = await build({
    ...modules,
    entryPoints: {
      index: 'src/index.ts',
      'rule-tester': 'src/rule-tester/rule-tester.ts',
      eslint: 'src/eslint/index.ts',
      'eslint-worker': 'src/eslint/worker.ts',
      'language-server': 'src/language-server/main.ts'
    }
  })

  const parsers = await addParsers(chunks)

  const cli = join(folder, 'cli.js')
  for (const path of [cli, join(folder, 'language-server.js')]) makeProgram(path)
  const programs = ['program.cjs', 'program-check.cjs'].map((name) => join(chunks, name))
  for (const file of programs) checkLetters(file)
  nameBuild([cli, ...programs])
  nameBuild(Object.keys(library.metafile.outputs).map((file) => join(root, file)))
  return {
    ...program.metafile,
    inputs: {...program.metafile.inputs, ...library.metafile.inputs, ...parsers.inputs}
  }
}

/**
 * Bundle the action of GitHub into a folder, which has all that it needs: nothing is installed where it runs, and the
 * drivers go with it.
 */
export async function bundleAction(folder: string): Promise<Metafile> {
  mkdirSync(folder, {recursive: true})
  const {metafile} = await build({
    ...moduleOptions,
    outdir: folder,
    entryPoints: {main: 'src/action/main.ts'},
    outExtension: {'.js': '.mjs'},
    // Asked for by `pg` where they are there.
    external: ['pg-native', 'cloudflare:sockets'],
    define: {...namesOf(readManifest()), ...namesOfModule}
  })
  const parsers = await addParsers(folder)
  return {...metafile, inputs: {...metafile.inputs, ...parsers.inputs}}
}

/** Put what is loaded by name beside the chunk that does it. */
async function addParsers(folder: string): Promise<Metafile> {
  copyFileSync(join(root, 'node_modules/libpg-query/wasm/libpg-query.wasm'), join(folder, 'libpg-query.wasm'))
  return bundleQueryParsers(folder)
}

function makeProgram(path: string): void {
  writeFileSync(path, `#!/usr/bin/env node\n${readFileSync(path, 'utf8')}`)
  chmodSync(path, 0o755)
}

/** The program is read as Latin-1, in a tenth of the time that UTF-8 takes: esbuild escapes all but raw text. */
function checkLetters(file: string): void {
  const text = readFileSync(file, 'utf8')
  const position = text.search(/[\u0080-\uffff]/)
  if (position === -1) return
  const around = text.slice(Math.max(0, position - 40), position + 40)
  throw new Error(`Unexpected letter in \`${around}\`, expected ASCII: write it as an escape`)
}

/** Let the program know itself from any other: by its own content. */
function nameBuild(files: readonly string[]): void {
  const texts = files.map((file) => readFileSync(file, 'utf8'))
  const name = createHash('sha256').update(texts.join('\0')).digest('hex').slice(0, unnamedBuild.length)
  for (const [index, file] of files.entries()) writeFileSync(file, texts[index]?.replaceAll(unnamedBuild, name) ?? '')
}

/** A file for each dialect, and for scripts: what reads is synchronous and asks for the one it needs by `require`. */
async function bundleQueryParsers(folder: string): Promise<Metafile> {
  const {metafile} = await build({
    absWorkingDir: root,
    outdir: folder,
    entryPoints: {
      ...Object.fromEntries(
        ['mysql', 'mariadb'].map((dialect) => [`${queryParsers}-${dialect}`, `node-sql-parser/build/${dialect}.js`])
      ),
      [scriptParser]: '@babel/parser'
    },
    outExtension: {'.js': '.cjs'},
    bundle: true,
    format: 'cjs',
    platform: 'node',
    target: 'node20.19',
    minify: true,
    legalComments: 'none',
    metafile: true,
    logLevel: 'warning'
  })
  return metafile
}
