/** What GitHub says about why the action runs: https://docs.github.com/en/actions/reference/workflows-and-actions/variables */
import {readFileSync} from 'node:fs'
import {UsageError} from '../usage-error.js'

/** A repository on GitHub. */
export interface Repository {
  owner: string
  repo: string
}

/** A pull request. */
export interface PullRequest {
  number: number
  /** Commits that it goes to and comes from. */
  baseSha: string
  headSha: string
  /** The branch is in another repository; the token of the run may only read then. */
  fork: boolean
}

/** An event that the action knows. */
export interface ActionEvent {
  name: EventName
  repository: Repository
  /** Of the web pages. */
  serverUrl: string
  pullRequest: PullRequest | undefined
  /** The commit before a push, or the one that a merge queue builds on. */
  before: string | undefined
  /** Commit and ref of the run. */
  sha: string
  ref: string
  /** The page of the run. */
  runUrl: string
}

/** Of these the checkout is to be trusted as much as the workflow is, or the event is treated with care. */
const eventNames = [
  'pull_request',
  'pull_request_target',
  'push',
  'merge_group',
  'workflow_dispatch',
  'schedule'
] as const

export type EventName = (typeof eventNames)[number]

interface Payload {
  before?: string
  merge_group?: {base_sha: string}
  pull_request?: {
    number: number
    base: {sha: string; repo: {full_name: string}}
    head: {sha: string; repo: {full_name: string} | null}
  }
}

/**
 * Read the event from the environment and its file.
 *
 * @throws {UsageError} When it is one that the action cannot be run by.
 */
export function readEvent(environment: NodeJS.ProcessEnv): ActionEvent {
  const name = eventNames.find((each) => each === environment['GITHUB_EVENT_NAME'])
  if (name === undefined) {
    const expected = eventNames.map((each) => `\`${each}\``).join(', ')
    throw new UsageError(`Unexpected event \`${environment['GITHUB_EVENT_NAME'] ?? ''}\`, expected one of ${expected}`)
  }
  const [owner = '', repo = ''] = (environment['GITHUB_REPOSITORY'] ?? '').split('/')
  const payload = readPayload(environment['GITHUB_EVENT_PATH'])
  const serverUrl = environment['GITHUB_SERVER_URL'] ?? 'https://github.com'
  return {
    name,
    repository: {owner, repo},
    serverUrl,
    pullRequest: pullRequestOf(payload),
    // A branch that is new has no commit before.
    before: payload.merge_group?.base_sha ?? (/^0*$/.test(payload.before ?? '') ? undefined : payload.before),
    sha: environment['GITHUB_SHA'] ?? '',
    ref: environment['GITHUB_REF'] ?? '',
    runUrl: `${serverUrl}/${owner}/${repo}/actions/runs/${environment['GITHUB_RUN_ID'] ?? ''}`
  }
}

function readPayload(path: string | undefined): Payload {
  return path === undefined ? {} : (JSON.parse(readFileSync(path, 'utf8')) as Payload)
}

function pullRequestOf({pull_request: pull}: Payload): PullRequest | undefined {
  if (pull === undefined) return undefined
  const {base, head, number} = pull
  return {number, baseSha: base.sha, headSha: head.sha, fork: head.repo?.full_name !== base.repo.full_name}
}

/** Whether the branch decides what the run does anyhow: then its configuration may be a program, too. */
export function mayRunBranch({name}: ActionEvent): boolean {
  return name !== 'pull_request_target'
}
