/** One comment on a pull request, which later runs update. */
import {setTimeout} from 'node:timers/promises'
import type {PullRequest, Repository} from './event.js'
import {statusOf} from './octokit.js'
import type {Octokit} from './octokit.js'

/** Where the comment is, and what it is to say. */
export interface CommentRequest {
  repository: Repository
  pullRequest: PullRequest
  /** The first line of the body. */
  marker: string
  body: string
  /** Whether one is written where there is none. */
  create: boolean
}

interface Comment {
  id: number
  body?: string
  html_url: string
  user: {login: string; type: string} | null
}

/** Tries of a request that must not be done twice. */
const tries = 3

/**
 * Update the comment of an earlier run; without one, write it.
 *
 * @returns Its address; `undefined`: there is none, and none is wanted.
 * @throws {RequestError} When GitHub refuses.
 */
export async function putComment(octokit: Octokit, request: CommentRequest): Promise<string | undefined> {
  for (let attempt = 1; ; attempt++) {
    const there = await findComment(octokit, request)
    if (there?.body === request.body) return there.html_url
    try {
      if (there !== undefined) return await update(octokit, request, there)
      return request.create ? await create(octokit, request) : undefined
    } catch (error) {
      // It was there, and somebody has removed it.
      const isGone = there !== undefined && statusOf(error) === 404
      // It may have been written all the same: look before it is written again.
      const isDoubtful = there === undefined && (statusOf(error) ?? 500) >= 500
      if (attempt === tries || !(isGone || isDoubtful)) throw error
      if (isDoubtful) await setTimeout(attempt * attempt * 1000)
    }
  }
}

async function update(octokit: Octokit, {body, repository}: CommentRequest, {id}: Comment): Promise<string> {
  const {data} = await octokit.rest.issues.updateComment({...repository, comment_id: id, body})
  return data.html_url
}

async function create(octokit: Octokit, {body, pullRequest, repository}: CommentRequest): Promise<string> {
  const {data} = await octokit.rest.issues.createComment({
    ...repository,
    issue_number: pullRequest.number,
    body,
    request: {retries: 0}
  })
  return data.html_url
}

/** The comment that begins with the marker and is by whom the token is of: anybody may write the marker. */
async function findComment(octokit: Octokit, request: CommentRequest): Promise<Comment | undefined> {
  const {marker, pullRequest, repository} = request
  const options = {...repository, issue_number: pullRequest.number, per_page: 100}
  let own: string | undefined
  for await (const {data} of octokit.paginate.iterator(octokit.rest.issues.listComments, options)) {
    for (const comment of data) {
      if (!(comment.body ?? '').startsWith(`${marker}\n`)) continue
      if (comment.user?.type === 'Bot') return comment
      own ??= await loginOf(octokit)
      if (comment.user?.login === own) return comment
    }
  }
  return undefined
}

/** Whose token it is; that of a run is a bot's, which may not ask. */
async function loginOf(octokit: Octokit): Promise<string> {
  try {
    const {data} = await octokit.rest.users.getAuthenticated()
    return data.login
  } catch (error) {
    if (statusOf(error) === undefined) throw error
    return ''
  }
}
