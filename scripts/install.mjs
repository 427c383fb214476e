// Installs the dependencies where they are missing or older than the lockfile, so that `npm start` and
// `npm test` work in a fresh clone. Plain JavaScript: it runs before anything is installed.
import {spawn, spawnSync} from 'node:child_process'
import {existsSync, statSync} from 'node:fs'
import {fileURLToPath} from 'node:url'

/** The project's folder. */
export const root = fileURLToPath(new URL('..', import.meta.url))

/** Run a program in the project's folder; its output is the user's to see. @returns Its exit code. */
export function run(program, ...parameters) {
  const {error, status} = spawnSync(program, parameters, {cwd: root, stdio: 'inherit', env: process.env})
  if (error) throw error
  return status ?? 1
}

/** Run a program beside others, its output as it comes. @returns Its exit code. */
export function runBeside(program, ...parameters) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, parameters, {cwd: root, stdio: 'inherit', env: process.env})
    child.on('error', reject).on('close', (code) => resolve(code ?? 1))
  })
}

/** Run a program beside others. @returns Its exit code, and all that it printed. */
export function runQuietly(program, ...parameters) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, parameters, {cwd: root, stdio: ['ignore', 'pipe', 'pipe'], env: process.env})
    let output = ''
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (output += text))
    child.on('error', reject).on('close', (code) => resolve({output, status: code ?? 1}))
  })
}

/** Install what the lockfile names, unless that has been done. */
export function install() {
  const installed = `${root}/node_modules/.package-lock.json`
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(`${root}/package-lock.json`).mtimeMs) return
  const status = run('npm', 'ci', '--no-audit', '--no-fund')
  if (status !== 0) process.exit(status)
}
