/** The program's first file: as little as it takes to run the other one. */
import {join} from 'node:path'
import {setFlagsFromString} from 'node:v8'
import {runCompiled} from '../cache/compiled.js'
import {build, cacheFolder} from '../cache/folder.js'
import {letHeapGrow} from './heap.js'
import type * as Program from './program.js'

// Most runs are over before optimised code pays for its making: with V8's budget of 67,584, checking 342 files took
// 1.1 s of processor time, with this one 0.8 s. Long runs still get there. The V8 of Node 22 and later counts calls
// instead, and complains of the word.
if (process.versions.v8.startsWith('11.')) setFlagsFromString('--interrupt-budget=500000')
// The parser of PostgreSQL sets them too; code that was compiled under other flags is of no use.
for (const flag of ['--no-wasm-tier-up', '--no-wasm-dynamic-tiering']) setFlagsFromString(flag)
// What is new is kept in two halves, which the V8 of Node 24 lets grow to 32 MB each before it moves what lasts, that of
// Node 20 and 22 to 16 MB each: 342 files took 190 MB, and 122 MB like this, where they stay at 1 MB each.
const [engine = ''] = process.versions.v8.split('.')
if (Number(engine) >= 13) setFlagsFromString('--semi-space-growth-factor=1')

const folder = build === undefined ? undefined : join(cacheFolder(), build)
const [, , command = ''] = process.argv
const name = /^[a-z]+$/.test(command) ? command : 'program'
const file = command === 'check' ? 'program-check.cjs' : 'program.cjs'
const {exports, keep} = runCompiled(join(import.meta.dirname, 'chunks', file), folder, name)
const {importBy, runCli} = exports as typeof Program
importBy((url) => import(url))
await runCli(process.argv)
letHeapGrow()
keep()
