import {rmSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import {buildAction, migrations, pullRequestEvent, withPullRequest} from '../../helpers/action.js'
import type {ActionRun, BuiltAction, PullRequestProject} from '../../helpers/action.js'
import {commitAll} from '../../helpers/git.js'

let action: BuiltAction

beforeAll(async () => {
  action = await buildAction()
})
afterAll(() => {
  action.remove()
})

const {'db/0002_email.sql': scanning, ...base} = migrations

/** A checkout of the base; the branch is only on GitHub. */
function onBase(
  work: (project: PullRequestProject) => Promise<void>,
  more: Record<string, string> = {}
): Promise<void> {
  return withPullRequest(action, {...base, ...more}, async (project) => {
    project.github.files = [{filename: 'db/0002_email.sql', status: 'added', content: scanning}]
    await work(project)
  })
}

function target(
  {run, sha}: PullRequestProject,
  payload = pullRequestEvent({base: sha, fork: true})
): Promise<ActionRun> {
  return run({event: 'pull_request_target', sha, payload})
}

describe('pull_request_target', () => {
  test('reads the branch from GitHub, and runs with the rights of the base', () =>
    onBase(async (project) => {
      const {log, outputs} = await target(project)
      expect(outputs).toMatchObject({files: '1', errors: '1', conclusion: 'failure'})
      expect(log).toContain('file=db/0002_email.sql,line=2')
      expect(project.github.comments).toHaveLength(1)
    }))

  test('lays over what is changed, hides what is gone, and asks for nothing else', () =>
    onBase(
      async (project) => {
        const {github} = project
        github.files = [
          {filename: 'db/0001_account.sql', status: 'modified', content: 'CREATE TABLE account (email text NOT NULL);'},
          {filename: 'db/0002_gone.sql', status: 'removed', content: ''},
          {
            filename: 'db/0004_moved.sql',
            previous_filename: 'db/0003_before.sql',
            status: 'renamed',
            content: 'SELECT 1;'
          },
          {filename: 'db/0005_email.sql', status: 'added', content: scanning},
          {filename: 'test/other.sql', status: 'added', content: 'DROP TABLE account;'},
          {filename: 'src/index.ts', status: 'added', content: ''}
        ]
        const {log, outputs} = await target(project)
        // Of a column that is NOT NULL already nothing is scanned.
        expect({log, outputs}).toMatchObject({outputs: {files: '3', errors: '0'}})
        expect(log).not.toContain('of history')
        expect(github.requests.filter(({path}) => path.includes('/git/blobs/'))).toHaveLength(3)
      },
      {'db/0002_gone.sql': 'DROP TABLE account;', 'db/0003_before.sql': 'SELECT 1;'}
    ))

  test('reads migrations that are programs, and runs none', () =>
    onBase(
      async (project) => {
        const content = "console.log('ran')\nexports.up = (knex) => knex.raw('DROP TABLE account')\n"
        project.github.files = [
          {filename: 'migrations/20240203_drop.js', status: 'added', content},
          {filename: 'migrations/helper.js', status: 'added', content: "console.log('ran')\n"}
        ]
        const {log, outputs} = await target(project)
        expect(outputs).toMatchObject({files: '1', warnings: '1'})
        expect(log).toContain('file=migrations/20240203_drop.js,line=2')
        expect(log).not.toContain('ran\n')
      },
      {
        'sqlsafe.config.yaml': 'dialect: postgres\nmigrations: migrations\nrunner: {lockTimeout: 2s}\n',
        'package.json': '{"dependencies": {"knex": "3", "pg": "8"}}',
        'migrations/20240105_account.js': "exports.up = (knex) => knex.raw('CREATE TABLE account (id bigint)')\n"
      }
    ))

  test('believes only the configuration of the base, and only data', () =>
    onBase(async (project) => {
      const {github, workspace} = project
      github.files.push({filename: 'sqlsafe.config.yaml', status: 'modified', content: 'failOn: never'})
      github.files.push({filename: 'sqlsafe.config.json', status: 'added', content: '{"rules": {}}'})
      expect((await target(project)).outputs).toMatchObject({conclusion: 'failure'})

      rmSync(join(workspace, 'sqlsafe.config.yaml'))
      writeFileSync(join(workspace, 'sqlsafe.config.mjs'), "console.log('ran'); export default {migrations: 'db'}")
      const module = await target(project)
      expect(module).toMatchObject({code: 1, outputs: {}})
      expect(module.log).toContain('Unexpected `sqlsafe.config.mjs`, expected a configuration of data alone')
      expect(module.log).not.toContain('ran')

      rmSync(join(workspace, 'sqlsafe.config.mjs'))
      writeFileSync(join(workspace, 'rule.mjs'), "console.log('ran'); export default {}")
      writeFileSync(join(workspace, 'sqlsafe.config.yaml'), 'migrations: db\ncustomRules: ./rule.mjs\n')
      const rule = await target(project)
      expect(rule.log).toContain('Unexpected `customRules`, expected a configuration of data alone')
      expect(rule.log).not.toContain('ran')
      // On `pull_request` the branch could as well change the workflow.
      expect((await project.run()).log).toContain('ran')
    }))

  test('refuses a checkout of the branch', () =>
    onBase(async (project) => {
      const {github, sha, workspace} = project
      writeFileSync(join(workspace, 'db/0002_email.sql'), scanning)
      const head = commitAll(workspace)
      const {code, log} = await target(project, pullRequestEvent({base: sha, head, fork: true}))
      expect(code).toBe(1)
      expect(log).toContain(`Unexpected checkout of \`${head}\` on \`pull_request_target\`, expected the base`)
      expect(github.comments).toEqual([])
    }))
})

describe('other events', () => {
  test('a push is checked from the commit before', () =>
    withPullRequest(action, base, async ({github, run, sha: before, workspace}) => {
      writeFileSync(join(workspace, 'db/0002_email.sql'), scanning)
      commitAll(workspace)
      expect((await run({event: 'push', payload: {before}})).outputs).toMatchObject({files: '1', errors: '1'})
      const queue = {merge_group: {base_sha: before}}
      expect((await run({event: 'merge_group', payload: queue})).outputs).toMatchObject({files: '1', errors: '1'})
      const lost = await run({event: 'push', payload: {before: 'd'.repeat(40)}})
      expect(lost.log).toContain('expected `fetch-depth: 0` of actions/checkout')
      // A new branch has none, and a schedule is about no change: all of it is checked.
      expect((await run({event: 'push', payload: {before: '0'.repeat(40)}})).outputs).toMatchObject({files: '2'})
      expect((await run({event: 'schedule', payload: {}})).outputs).toMatchObject({files: '2'})
      expect(github.requests).toEqual([])
    }))

  test('without a checkout it is told what is missing', () =>
    withPullRequest(action, base, async ({run, workspace}) => {
      rmSync(join(workspace, '.git'), {recursive: true})
      expect((await run()).log).toContain('expected `actions/checkout` before this action')
    }))
})
