// `npm test`: installs, builds, and runs every check and test. It changes no file of the project: what
// is out of date fails. `npm run fix` mends what can be mended by a program.
import {mkdtempSync, readFileSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {install, runBeside, runQuietly} from './install.mjs'

install()

// In this order: what is built is looked at after it.
const checks = [
  ['Generated files are current', 'npm', 'run', '--silent', 'generate', '--', '--check'],
  ['Types', 'npx', 'tsc'],
  ['Lint', 'npx', 'eslint', '.'],
  ['Unused code and dependencies', 'npx', 'knip'],
  ['Build', 'npm', 'run', '--silent', 'build'],
  ['Package', 'npm', 'run', '--silent', 'check:package'],
  ['Format', 'npx', 'prettier', '--check', '--log-level', 'warn', '.']
]

let passed = 0
const failed = []

async function check() {
  for (const [name, program, ...parameters] of checks) {
    const before = Date.now()
    const {output, status} = await runQuietly(program, ...parameters)
    if (status === 0) passed++
    else failed.push(name)
    process.stdout.write(output)
    console.log(`${status === 0 ? '✓' : '✗'} ${name} (${((Date.now() - before) / 1000).toFixed(1)} s)`)
  }
}

const folder = mkdtempSync(join(tmpdir(), 'sqlsafe-test-'))
const report = join(folder, 'report.json')
const reporters = ['default', './test/helpers/second-try.ts', 'json'].map((reporter) => `--reporter=${reporter}`)
// Beside one another: tests of servers wait much of their time. They build for themselves what they run.
const [status] = await Promise.all([
  runBeside('npx', 'vitest', 'run', ...reporters, `--outputFile.json=${report}`),
  check()
])

let tests = {numPassedTests: 0, numFailedTests: 0, numPendingTests: 0}
try {
  tests = JSON.parse(readFileSync(report, 'utf8'))
} catch (error) {
  failed.push(`Tests (${error.message})`)
}
rmSync(folder, {recursive: true, force: true})
// A test file that does not even load fails the run without a failed test.
if (status !== 0 && tests.numFailedTests === 0) failed.push('Tests')

if (failed.length > 0) console.log(`Failed: ${failed.join(', ')}`)
const skipped = tests.numPendingTests > 0 ? `, ${tests.numPendingTests} skipped` : ''
console.log(`${tests.numPassedTests + passed} passed, ${tests.numFailedTests + failed.length} failed${skipped}`)
process.exitCode = tests.numFailedTests + failed.length > 0 ? 1 : 0
