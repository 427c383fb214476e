/** Runs ESLint as users do: its own program, in a project that has sqlsafe installed. */
import {spawn} from 'node:child_process'
import {cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {root} from '../../scripts/build/options.js'
import {builtPackage} from './built-once.js'

/** The parts of what ESLint reports that tests look at. */
export interface EslintFile {
  filePath: string
  messages: Array<{
    ruleId: string | null
    severity: 1 | 2
    message: string
    line: number
    column: number
    endLine?: number
    endColumn?: number
    fix?: object
    suggestions?: Array<{desc: string}>
    fatal?: boolean
  }>
  suppressedMessages: Array<{ruleId: string}>
}

/** How a run ended. */
export interface EslintRun {
  code: number | null
  files: EslintFile[]
  stderr: string
}

/** A copy of an example project. */
export interface EslintProject {
  folder: string
  read: (path: string) => string
  write: (path: string, text: string) => void
  /** @param version Of ESLint. */
  run: (args: readonly string[], options?: {version?: 9 | 10; stdin?: string}) => Promise<EslintRun>
}

/** sqlsafe built for one test file, with the projects that it is installed in. */
export interface BuiltPlugin {
  /** @param name Below `fixtures/eslint`. */
  project: (name: string) => EslintProject
  remove: () => void
}

/** Build the package from the sources as they are now. */
export async function buildPlugin(): Promise<BuiltPlugin> {
  mkdirSync(join(root, '.cache'), {recursive: true})
  // Below the project, so that ESLint itself is found.
  const folder = mkdtempSync(join(root, '.cache', 'eslint-'))
  const installed = join(folder, 'node_modules/sqlsafe')
  cpSync(await builtPackage(), join(installed, 'dist'), {recursive: true})
  cpSync(join(root, 'package.json'), join(installed, 'package.json'))

  let count = 0
  return {
    project(name) {
      const own = join(folder, `project-${String(count++)}`)
      cpSync(join(root, 'fixtures/eslint', name), own, {recursive: true})
      return {
        folder: own,
        read: (path) => readFileSync(join(own, path), 'utf8'),
        write(path, text) {
          writeFileSync(join(own, path), text)
        },
        run: (args, options) => run(own, args, options)
      }
    },
    remove: () => rmSync(folder, {recursive: true, force: true})
  }
}

function run(
  cwd: string,
  args: readonly string[],
  {stdin = '', version = 10}: {version?: 9 | 10; stdin?: string} = {}
): Promise<EslintRun> {
  const program = join(root, 'node_modules', version === 9 ? 'eslint9' : 'eslint', 'bin/eslint.js')
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program, '--format', 'json', ...args], {cwd})
    let stdout = ''
    let stderr = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text))
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
    child.on('error', reject)
    child.on('close', (code) => {
      resolve({code, files: stdout === '' ? [] : (JSON.parse(stdout) as EslintFile[]), stderr})
    })
    child.stdin.end(stdin)
  })
}
