/** Which migrations an event is about. */
import {info, warning} from '@actions/core'
import {resolve} from 'node:path'
import type {Configuration} from '../core/configuration/configuration.js'
import {UsageError} from '../usage-error.js'
import {changedSince} from '../migrations/changed-since.js'
import {git} from '../migrations/git.js'
import {disk} from '../migrations/view.js'
import type {Change} from '../migrations/view.js'
import {branchOverBase} from './branch-view.js'
import {mayRunBranch} from './event.js'
import type {ActionEvent, PullRequest} from './event.js'
import {reasonOf} from './octokit.js'
import type {Octokit} from './octokit.js'
import {listChangedFiles, mostFiles} from './pull-request-files.js'

/** Where the repository is, and what of it is looked at. */
export interface Checkout {
  root: string
  /** Of the migrations, with history; absolute, or relative to the root. */
  paths: readonly string[]
}

/**
 * Find the change to check.
 *
 * @returns `undefined`: everything is checked.
 * @throws {UsageError} When it cannot be found out.
 */
export async function findChange(
  octokit: Octokit,
  event: ActionEvent,
  checkout: Checkout,
  configuration: Configuration
): Promise<Change | undefined> {
  const {before, pullRequest} = event
  const {paths, root} = checkout
  if (pullRequest === undefined) {
    return before === undefined ? undefined : {view: disk, changed: await filesSince(before, root)}
  }
  if (mayRunBranch(event)) return {view: disk, changed: await changedFiles(octokit, event, pullRequest, root)}

  await assertBase(event, pullRequest, root)
  const files = await listChangedFiles(octokit, event.repository, pullRequest)
  warnOfMost(files.length)
  return branchOverBase(octokit, event.repository, files, {root, paths, ignore: configuration.ignore ?? []})
}

/** As GitHub lists them, for which a shallow clone will do; where it does not, as git does. */
async function changedFiles(
  octokit: Octokit,
  {repository}: ActionEvent,
  pullRequest: PullRequest,
  root: string
): Promise<Set<string>> {
  try {
    const files = await listChangedFiles(octokit, repository, pullRequest)
    warnOfMost(files.length)
    return new Set(files.filter(({removed}) => !removed).map(({path}) => resolve(root, path)))
  } catch (error) {
    const reason = reasonOf(error)
    info(`GitHub does not list the files of this pull request (${reason}): asking git.`)
    return filesSince(pullRequest.baseSha, root, 'or `permissions: {pull-requests: read}`')
  }
}

async function filesSince(revision: string, root: string, instead = 'so that it is there'): Promise<Set<string>> {
  try {
    return await changedSince(revision, root)
  } catch (error) {
    throw new UsageError(
      `Unexpected checkout without \`${revision}\`, expected \`fetch-depth: 0\` of actions/checkout, ${instead}`,
      {cause: error}
    )
  }
}

function warnOfMost(count: number): void {
  if (count < mostFiles) return
  warning(`GitHub lists ${String(mostFiles)} files of a pull request at most: migrations after those are not checked.`)
}

/** With the rights of `pull_request_target`, nothing of the branch is to be on the disk. */
async function assertBase({sha}: ActionEvent, {baseSha}: PullRequest, root: string): Promise<void> {
  const head = (await git(['rev-parse', 'HEAD'], root, 'pull_request_target', 'a checkout of the base')).trim()
  if (head === sha || head === baseSha) return
  throw new UsageError(
    `Unexpected checkout of \`${head}\` on \`pull_request_target\`, expected the base (\`ref: ` +
      '${{ github.event.pull_request.base.sha }}` of actions/checkout): what the branch changes is read from GitHub'
  )
}
