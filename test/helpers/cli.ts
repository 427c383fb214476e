/** Runs the program as users do: built, in a process of its own. */
import {spawn} from 'node:child_process'
import {mkdirSync, mkdtempSync, readFileSync, readdirSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {dirname, join, relative} from 'node:path'
import {root} from '../../scripts/build/options.js'
import {builtPackage} from './built-once.js'

/** How a run ended. */
export interface Run {
  code: number | null
  stdout: string
  stderr: string
}

/** How a run begins. */
export interface RunOptions {
  cwd?: string
  stdin?: string
  env?: Record<string, string>
}

/** A program that is built. */
export interface BuiltCli {
  path: string
  run: (args: readonly string[], options?: RunOptions) => Promise<Run>
}

/** The program, built from the sources as they are now. */
export async function buildCli(): Promise<BuiltCli> {
  const path = join(await builtPackage(), 'cli.js')
  return {path, run: (args, options) => run(path, args, options)}
}

/** Write files into a new folder for temporary files; returns the folder. */
export function writeProject(files: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), 'sqlsafe-'))
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), {recursive: true})
    writeFileSync(join(folder, name), text)
  }
  return folder
}

/** The texts of all files below a folder, by path. */
export function textsBelow(folder: string): Record<string, string> {
  const files = readdirSync(folder, {recursive: true, withFileTypes: true}).filter((each) => each.isFile())
  const paths = files.map((each) => join(each.parentPath, each.name))
  return Object.fromEntries(paths.map((path) => [relative(folder, path), readFileSync(path, 'utf8')]))
}

function run(path: string, args: readonly string[], {cwd = root, env, stdin = ''}: RunOptions = {}): Promise<Run> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [path, ...args], {
      cwd,
      // What the terminal of the tester says is no part of a test.
      env: {
        PATH: process.env['PATH'],
        HOME: process.env['HOME'],
        XDG_CACHE_HOME: join(dirname(path), '../cache'),
        ...env
      }
    })
    let stdout = ''
    let stderr = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text))
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
    child.on('error', reject)
    child.on('close', (code) => {
      resolve({code, stdout, stderr})
    })
    // A program that does not read its input may have gone before all of it is written.
    child.stdin.on('error', () => undefined)
    child.stdin.end(stdin)
  })
}
