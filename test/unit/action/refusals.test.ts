import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import {buildAction, migrations, pullRequestEvent, withPullRequest} from '../../helpers/action.js'
import type {BuiltAction, PullRequestProject} from '../../helpers/action.js'
import {addComment, pullNumber} from '../../helpers/github.js'
import {commitAll, git} from '../../helpers/git.js'

const comments = `/repos/acme/shop/issues/${String(pullNumber)}/comments`
const files = `GET /repos/acme/shop/pulls/${String(pullNumber)}/files`
const readOnly = {status: 403, message: 'Resource not accessible by integration'}
let action: BuiltAction

beforeAll(async () => {
  action = await buildAction()
})
afterAll(() => {
  action.remove()
})

function inProject(work: (project: PullRequestProject) => Promise<void>): Promise<void> {
  return withPullRequest(action, migrations, work)
}

describe('what GitHub refuses', () => {
  test('to a fork is no fault: the summary has the report', () =>
    inProject(async ({github, run}) => {
      github.faults.set(`POST ${comments}`, readOnly)
      const {code, log, outputs, summary} = await run({
        payload: pullRequestEvent({fork: true}),
        inputs: {'fail-on': 'never'}
      })
      expect(code).toBe(0)
      expect(summary).toContain('no-scanning-set-not-null')
      expect(outputs['comment-url']).toBe('')
      expect(log).toMatch(
        /::notice::No comment on the pull request; .*: 403 Resource not accessible by integration\. The token of a pull request from a fork may only read\./
      )
    }))

  test('for want of a permission is told with it', () =>
    inProject(async ({github, run}) => {
      github.faults.set(`GET ${comments}`, readOnly)
      const {code, log} = await run({inputs: {'upload-sarif': 'true'}})
      expect(code).toBe(1)
      expect(log).toMatch(/::warning::No comment .*It takes `permissions: {pull-requests: write}`/)
      github.faults.set('POST /repos/acme/shop/code-scanning/sarifs', {
        status: 403,
        message: 'Code scanning is not enabled'
      })
      const second = await run({inputs: {'upload-sarif': 'true'}})
      expect(second.log).toMatch(
        /::warning::No upload .*Code scanning is not enabled.*`permissions: {security-events: write}`/
      )
    }))

  test('as not valid is told', () =>
    inProject(async ({github, run}) => {
      github.faults.set(`POST ${comments}`, {status: 422, message: 'Validation Failed'})
      const {log, summary} = await run()
      expect(log).toContain(': 422 Validation Failed.')
      expect(summary).toContain('no-scanning-set-not-null')
      expect(github.requests.filter(({method}) => method === 'POST')).toHaveLength(1)
    }))

  test('a comment that is gone is written anew', () =>
    inProject(async ({github, run}) => {
      const {id} = addComment(github, '<!-- sqlsafe -->\nold')
      github.faults.set(`PATCH /repos/acme/shop/issues/comments/${String(id)}`, {
        status: 404,
        message: 'Not Found',
        // As it is when somebody removes it in between.
        before: () => github.comments.splice(0)
      })
      expect(await run()).toMatchObject({code: 1})
      expect(github.comments.map(({body}) => body)).toEqual([expect.stringContaining('Not safe to deploy')])
    }))

  test('a fault of the server is asked again', () =>
    inProject(async ({github, run}) => {
      github.faults.set(files, {status: 502, message: 'Bad Gateway', times: 1})
      github.faults.set(`GET ${comments}`, {status: 500, message: 'Server Error', times: 1})
      const {code, outputs} = await run()
      expect({code, outputs}).toMatchObject({code: 1, outputs: {files: '1'}})
      expect(github.comments).toHaveLength(1)
    }))

  test('a comment is not written twice, though the answer was lost', () =>
    inProject(async ({github, run}) => {
      github.faults.set(`POST ${comments}`, {status: 502, message: 'Bad Gateway', times: 1, done: true})
      const {outputs} = await run()
      expect(github.comments).toHaveLength(1)
      expect(outputs['comment-url']).toBe(github.comments[0]?.html_url)
    }))

  test('files that GitHub does not list are asked of git', () =>
    inProject(async ({github, run, workspace}) => {
      github.faults.set(files, readOnly)
      const shallow = await run()
      expect(shallow).toMatchObject({code: 1, outputs: {}})
      expect(shallow.log).toContain(
        'expected `fetch-depth: 0` of actions/checkout, or `permissions: {pull-requests: read}`'
      )

      git(workspace, 'mv', 'db/0002_email.sql', 'db/0003_email.sql')
      const base = git(workspace, 'rev-parse', 'HEAD').trim()
      commitAll(workspace)
      const {log, outputs} = await run({payload: pullRequestEvent({base})})
      expect(log).toContain(
        'GitHub does not list the files of this pull request (403 Resource not accessible by integration): asking git.'
      )
      expect(outputs).toMatchObject({files: '1', errors: '1'})
    }))
})

describe('wrong usage', () => {
  test.each([
    [{dialect: 'oracle'}, 'Unexpected `dialect: oracle`, expected one of `postgres`, `mysql`, `mariadb`'],
    [{name: 'a --> b'}, 'Unexpected `name: a --> b`, expected letters'],
    [{token: ''}, 'Unexpected empty `token`, expected `${{ github.token }}`'],
    [{paths: 'nowhere'}, 'Unexpected path `nowhere`, expected a file, a folder or a glob that matches files']
  ])('%o is told', (inputs, message) =>
    inProject(async ({run}) => {
      const {code, log} = await run({inputs})
      expect(code).toBe(1)
      expect(log).toContain('::error::')
      expect(log).toContain(message)
    })
  )

  test('an event that the action is not for is refused', () =>
    inProject(async ({github, run}) => {
      const {code, log} = await run({event: 'issue_comment'})
      expect(code).toBe(1)
      expect(log).toContain('::error::Unexpected event `issue_comment`, expected one of `pull_request`')
      expect(github.requests).toEqual([])
    }))
})
