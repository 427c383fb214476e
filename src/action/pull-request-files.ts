import type {PullRequest, Repository} from './event.js'
import type {Octokit} from './octokit.js'

/** A file that a pull request changes. */
export interface ChangedFile {
  /** Below the root of the repository. */
  path: string
  /** Where it was, if it is renamed. */
  before: string | undefined
  /** It is gone. */
  removed: boolean
  /** Of its content. */
  blob: string
}

/** GitHub lists no more: https://docs.github.com/en/rest/pulls/pulls#list-pull-requests-files */
export const mostFiles = 3000

/** All files that a pull request changes, as GitHub lists them. */
export async function listChangedFiles(
  octokit: Octokit,
  repository: Repository,
  {number}: PullRequest
): Promise<ChangedFile[]> {
  const options = {...repository, pull_number: number, per_page: 100}
  const files = await octokit.paginate(octokit.rest.pulls.listFiles, options)
  return files.map(({filename, previous_filename: before, sha, status}) => ({
    path: filename,
    before: status === 'renamed' ? before : undefined,
    removed: status === 'removed',
    blob: sha ?? ''
  }))
}
