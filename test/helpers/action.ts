/** Runs the action as GitHub does: the bundle that `action.yml` names, in a process of its own. */
import {spawn} from 'node:child_process'
import {cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {basename, join} from 'node:path'
import {parse} from 'yaml'
import {bundleAction} from '../../scripts/build/bundle.js'
import {root} from '../../scripts/build/options.js'
import {builtOnce} from './built-once.js'
import {writeProject} from './cli.js'
import {commitAll} from './git.js'
import {pullNumber, startGitHub} from './github.js'
import type {FakeGitHub} from './github.js'

/** What of `action.yml` the runner reads. */
interface Manifest {
  inputs: Record<string, {default?: string}>
  outputs: Record<string, unknown>
  runs: {using: string; main: string}
}

/** `action.yml`. */
export const manifest = parse(readFileSync(join(root, 'action.yml'), 'utf8')) as Manifest

/** How a run begins. */
export interface ActionOptions {
  workspace: string
  apiUrl: string
  /** Default: `pull_request`. */
  event?: string
  /** By `with:`. */
  inputs?: Record<string, string>
  payload?: object
  /** The commit of the run. */
  sha?: string
}

/** How it ended. */
export interface ActionRun {
  code: number | null
  /** The log, with the commands for the runner in it. */
  log: string
  outputs: Record<string, string>
  summary: string
}

/** The action, bundled for one test file. */
export interface BuiltAction {
  run: (options: ActionOptions) => Promise<ActionRun>
  remove: () => void
}

/** Bundle it from the sources as they are now. */
export async function buildAction(): Promise<BuiltAction> {
  // Not below the project: what it needs is in its folder.
  const folder = mkdtempSync(join(tmpdir(), 'sqlsafe-action-'))
  cpSync(await builtOnce('action', bundleAction), folder, {recursive: true})
  const main = join(folder, basename(manifest.runs.main))
  return {
    run: (options) => runAction(main, options),
    remove: () => rmSync(folder, {recursive: true, force: true})
  }
}

/** A repository with a pull request, and what to run the action on it with. */
export interface PullRequestProject {
  github: FakeGitHub
  workspace: string
  /** The commit that is checked out. */
  sha: string
  run: (options?: Partial<ActionOptions>) => Promise<ActionRun>
}

/** Two migrations, of which the pull request adds the second. */
export const migrations = {
  'sqlsafe.config.yaml': 'dialect: postgres\nmigrations: db\nrunner: {lockTimeout: 2s}\n',
  'db/0001_account.sql': 'CREATE TABLE account (id bigint PRIMARY KEY, email text, kind int);\n',
  'db/0002_email.sql': 'SELECT 1;\nALTER TABLE account ALTER COLUMN email SET NOT NULL;\n'
}

/** Lay out a repository and its GitHub, let a test work with them, and take them away. */
export async function withPullRequest(
  action: BuiltAction,
  files: Record<string, string>,
  work: (project: PullRequestProject) => Promise<void>
): Promise<void> {
  const github = await startGitHub()
  const workspace = writeProject(files)
  const sha = commitAll(workspace)
  github.files = [{filename: 'db/0002_email.sql', status: 'added'}]
  try {
    await work({
      github,
      workspace,
      sha,
      run: (options) => action.run({workspace, apiUrl: github.url, sha, ...options})
    })
  } finally {
    rmSync(workspace, {recursive: true, force: true})
    await github.close()
  }
}

/** The event of a pull request. */
export function pullRequestEvent({base = 'b'.repeat(40), fork = false, head = 'a'.repeat(40)} = {}): object {
  return {
    action: 'synchronize',
    number: pullNumber,
    pull_request: {
      number: pullNumber,
      base: {ref: 'main', sha: base, repo: {full_name: 'acme/shop'}},
      head: {ref: 'feature', sha: head, repo: {full_name: fork ? 'someone/shop' : 'acme/shop'}}
    }
  }
}

async function runAction(main: string, options: ActionOptions): Promise<ActionRun> {
  const {apiUrl, event = 'pull_request', inputs = {}, payload = pullRequestEvent(), sha = 'c'.repeat(40)} = options
  const folder = mkdtempSync(join(tmpdir(), 'sqlsafe-runner-'))
  const files = {event: join(folder, 'event.json'), output: join(folder, 'output'), summary: join(folder, 'summary.md')}
  writeFileSync(files.event, JSON.stringify(payload))
  writeFileSync(files.output, '')
  writeFileSync(files.summary, '')
  try {
    const {code, log} = await spawnNode(main, options.workspace, {
      ...inputVariables(inputs),
      GITHUB_ACTIONS: 'true',
      GITHUB_API_URL: apiUrl,
      GITHUB_EVENT_NAME: event,
      GITHUB_EVENT_PATH: files.event,
      GITHUB_OUTPUT: files.output,
      GITHUB_REF: `refs/pull/${String(pullNumber)}/merge`,
      GITHUB_REPOSITORY: 'acme/shop',
      GITHUB_RUN_ID: '42',
      GITHUB_SERVER_URL: 'https://github.test',
      GITHUB_SHA: sha,
      GITHUB_STEP_SUMMARY: files.summary,
      GITHUB_WORKSPACE: options.workspace
    })
    return {code, log, outputs: readOutputs(files.output), summary: readFileSync(files.summary, 'utf8')}
  } finally {
    rmSync(folder, {recursive: true, force: true})
  }
}

/** As the runner hands inputs over: with defaults, by upper-case names in which only spaces are replaced. */
function inputVariables(inputs: Record<string, string>): Record<string, string> {
  const all = {...inputs}
  for (const [name, {default: value = ''}] of Object.entries(manifest.inputs)) {
    all[name] ??= value === '${{ github.token }}' ? 'ghs_secret' : value
  }
  return Object.fromEntries(
    Object.entries(all).map(([name, value]) => [`INPUT_${name.replaceAll(' ', '_').toUpperCase()}`, value])
  )
}

/** `name<<delimiter`, lines, delimiter. */
function readOutputs(file: string): Record<string, string> {
  const text = existsSync(file) ? readFileSync(file, 'utf8') : ''
  const found = text.matchAll(/^([\w-]+)<<(\S+)\n([\s\S]*?)\n?\2$/gm)
  return Object.fromEntries([...found].map(([, name = '', , value = '']) => [name, value]))
}

function spawnNode(
  main: string,
  cwd: string,
  env: Record<string, string>
): Promise<{code: number | null; log: string}> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [main], {
      cwd,
      env: {PATH: process.env['PATH'], HOME: process.env['HOME'], ...env},
      stdio: ['ignore', 'pipe', 'pipe']
    })
    let log = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => (log += text))
    }
    child.on('error', reject)
    child.on('close', (code) => {
      resolve({code, log})
    })
  })
}
