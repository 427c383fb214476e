/**
 * `npm run bench [-- folder…]`: how long whole processes take, ours beside squawk's and pgfence's, on
 * folders of PostgreSQL migrations and on a generated one; then one file, by itself and after others, beside an empty
 * Node, and how time grows with the number of files.
 */
import {existsSync, mkdtempSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {basename, join, resolve} from 'node:path'
import {glob} from 'tinyglobby'
import {root} from '../../scripts/build/options.js'
import {generateMigrations} from './generate.js'
import {measure} from './measure.js'
import type {Contestant, Measurement} from './measure.js'
import {installPeers} from './peers.js'

const rounds = 7
const cli = join(root, 'dist/cli.js')

if (!existsSync(cli))
  throw new Error('Unexpected folder without `dist/cli.js`, expected `npm run build` before the bench')

const bin = installPeers()
const scratch = mkdtempSync(join(tmpdir(), 'sqlsafe-bench-'))
try {
  const generated = join(scratch, 'generated')
  generateMigrations(generated, 400)
  for (const folder of [...process.argv.slice(2), generated]) await compareWithPeers(resolve(folder))
  const alone = join(scratch, 'alone')
  compareWithNode('One file by itself', generateMigrations(alone, 1))
  compareWithNode('The last file of 400', generateMigrations(generated, 400))
  showGrowth()
} finally {
  rmSync(scratch, {recursive: true, force: true})
}

async function compareWithPeers(folder: string): Promise<void> {
  const files = (await glob('**/*.sql', {cwd: folder, absolute: true})).sort()
  print(`${basename(folder)}: ${files.length} files, median of ${rounds} alternating runs`, [
    ours(folder),
    withoutCache(folder),
    {name: 'squawk', command: [process.execPath, join(bin, 'squawk'), ...files]},
    {name: 'pgfence', command: [process.execPath, join(bin, 'pgfence'), 'analyze', '--format', 'sql', ...files]}
  ])
}

function compareWithNode(title: string, migrations: readonly string[]): void {
  const file = migrations.at(-1) ?? ''
  print(title, [{name: 'node -e 0', command: [process.execPath, '-e', '0']}, ours(file), withoutCache(file)])
}

function showGrowth(): void {
  const sizes = [1000, 5000, 20_000]
  const folders = sizes.map((size) => join(scratch, String(size)))
  for (const [index, folder] of folders.entries()) generateMigrations(folder, sizes[index] ?? 0)
  console.log('\nGrowth')
  for (const [index, {megabytes, ms}] of measure(folders.map(withoutCache), 3).entries()) {
    const size = sizes[index] ?? Number.NaN
    console.log(`  ${String(size).padStart(6)} files ${show({ms, megabytes})} ${(ms / size).toFixed(3)} ms a file`)
  }
}

function ours(path: string): Contestant {
  return {name: 'sqlsafe check', command: [process.execPath, cli, 'check', path, '--dialect', 'postgres']}
}

/** As on a machine that has never seen the folder, but for what V8 has compiled of the program. */
function withoutCache(path: string): Contestant {
  return {name: '  --no-cache', command: [...ours(path).command, '--no-cache']}
}

/** Times as ratios to the first. */
function print(title: string, contestants: readonly Contestant[]): void {
  const measurements = measure(contestants, rounds)
  const first = measurements[0]?.ms ?? Number.NaN
  console.log(`\n${title}`)
  for (const [index, measurement] of measurements.entries()) {
    const ratio = (measurement.ms / first).toFixed(2)
    console.log(`  ${(contestants[index]?.name ?? '').padEnd(14)} ${show(measurement)} ${ratio.padStart(6)} ×`)
  }
}

function show({megabytes, ms}: Measurement): string {
  const memory = megabytes === undefined ? 'memory not measured' : `${megabytes.toFixed(0).padStart(4)} MB`
  return `${ms.toFixed(0).padStart(6)} ms  ${memory}`
}
