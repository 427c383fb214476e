import {execFileSync} from 'node:child_process'
import {readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {gunzipSync} from 'node:zlib'
import type {Log} from 'sarif'
import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import {buildAction, manifest, migrations, withPullRequest} from '../../helpers/action.js'
import type {BuiltAction, PullRequestProject} from '../../helpers/action.js'
import {addComment} from '../../helpers/github.js'
import type {FakeComment, FakeGitHub} from '../../helpers/github.js'

const marker = '<!-- sqlsafe -->\n'
let action: BuiltAction

beforeAll(async () => {
  action = await buildAction()
})
afterAll(() => {
  action.remove()
})

function inProject(
  work: (project: PullRequestProject) => Promise<void>,
  more: Record<string, string> = {}
): Promise<void> {
  return withPullRequest(action, {...migrations, ...more}, work)
}

/** The first one. */
function commentOf({comments}: FakeGitHub): FakeComment {
  const [comment] = comments
  if (comment === undefined) throw new Error('Unexpected pull request without a comment')
  return comment
}

const finding =
  'Unexpected `NOT NULL` on `email`, it reads all of `account` under ACCESS EXCLUSIVE, which blocks reads and writes; expected a validated `CHECK (email IS NOT NULL)` first'

describe('a pull request', () => {
  test('is commented on, annotated, summed up and failed', () =>
    inProject(async ({github, run}) => {
      const {code, log, outputs, summary} = await run()
      expect(code).toBe(1)
      expect(github.comments).toHaveLength(1)
      const {body, html_url: url} = commentOf(github)
      expect(body).toMatch(/^<!-- sqlsafe -->\n### ❌ Not safe to deploy: 1 error in 1 of 1 file\n/)
      expect(body).toContain('no-scanning-set-not-null')
      expect(body).toContain(`https://github.test/acme/shop/blob/${'a'.repeat(40)}/db/0002_email.sql#L2`)
      expect(body).toContain('[run](https://github.test/acme/shop/actions/runs/42)')
      expect(body).not.toContain('0001_account')
      expect(summary).toBe(body.slice(marker.length, body.indexOf('<sub>')))
      const place = 'file=db/0002_email.sql,line=2,endLine=2,col=21,endColumn=52,title=sqlsafe no-scanning-set-not-null'
      expect(log).toContain(`::error ${place}::${finding}%0A`)
      expect(log).toContain('::error::Not safe to deploy: 1 error in 1 of 1 file\n')
      expect(outputs).toEqual({
        conclusion: 'failure',
        errors: '1',
        warnings: '0',
        infos: '0',
        files: '1',
        statements: '2',
        unparsed: '0',
        'comment-url': url
      })
      expect(Object.keys(manifest.outputs)).toEqual(expect.arrayContaining(Object.keys(outputs)))
      expect(github.requests.map(({authorization}) => authorization)).toEqual(Array(3).fill('token ghs_secret'))
    }))

  test('has the safe sequence below the findings, folded', () =>
    inProject(
      async ({github, run}) => {
        const {log, summary} = await run()
        const {body} = commentOf(github)
        const [, sequence = ''] =
          /<details>\n<summary>Plan: 3 steps in 1 phase<\/summary>\n\n```sql\n([\s\S]*?)\n```/.exec(body) ?? []
        expect(sequence.match(/^-- Step .*$/gm)).toHaveLength(3)
        expect(sequence).toMatch(/NOT NULL\) NOT VALID;[\s\S]*VALIDATE CONSTRAINT[\s\S]*SET NOT NULL;/)
        expect(body.indexOf('no-scanning-set-not-null')).toBeLessThan(body.indexOf('<summary>Plan'))
        expect(summary).toContain(sequence)
        expect(log).not.toContain('No plan')
      },
      {'db/0002_email.sql': 'ALTER TABLE account ALTER COLUMN email SET NOT NULL;\n'}
    ))

  test('has no sequence where no finding has a recipe of steps', () =>
    inProject(
      async ({github, run}) => {
        await run({inputs: {preset: 'all'}})
        expect(commentOf(github).body).toContain('require-lock-timeout')
        expect(commentOf(github).body).not.toContain('<summary>Plan')
      },
      {
        'sqlsafe.config.yaml': 'dialect: postgres\nmigrations: db\n',
        'db/0002_email.sql': 'ALTER TABLE account ADD COLUMN age int;\n'
      }
    ))

  test('keeps one comment, which is found among many', () =>
    inProject(async ({github, run, workspace}) => {
      for (let number = 0; number < 120; number++) addComment(github, `${String(number)} ${marker}`)
      // Anybody can write the marker.
      const spoof = addComment(github, marker, {login: 'mallory', type: 'User'})
      await run()
      expect(github.comments).toHaveLength(122)

      writeFileSync(join(workspace, 'db/0002_email.sql'), 'SELECT 1;\n')
      expect(await run()).toMatchObject({code: 0, outputs: {conclusion: 'success', errors: '0'}})
      expect(github.comments).toHaveLength(122)
      expect(github.comments.at(-1)?.body).toMatch(/^<!-- sqlsafe -->\n### ✅ Safe to deploy/)
      expect(spoof.body).toBe(marker)
      // What says the same is not written again.
      const writes = github.requests.filter(({method}) => method === 'PATCH').length
      await run()
      expect(github.requests.filter(({method}) => method === 'PATCH')).toHaveLength(writes)
    }))

  test('is written to by whom the token is of', () =>
    inProject(async ({github, run}) => {
      github.login = 'ada'
      addComment(github, marker, {login: 'mallory', type: 'User'})
      const own = addComment(github, marker, {login: 'ada', type: 'User'})
      await run()
      expect(github.comments).toHaveLength(2)
      expect(own.body).toContain('Not safe to deploy')
    }))

  test('with many files is read to the end', () =>
    inProject(async ({github, run}) => {
      const others = Array.from({length: 230}, (_, index) => ({
        filename: `src/${String(index)}.ts`,
        status: 'added' as const
      }))
      github.files = [...others, ...github.files]
      expect((await run()).outputs).toMatchObject({files: '1', errors: '1'})
      expect(github.requests.filter(({path}) => path.endsWith('/files'))).toHaveLength(3)
    }))

  test('without migrations is left alone, and an old comment says so', () =>
    inProject(async ({github, run}) => {
      github.files = [
        {filename: 'db/0001_old.sql', status: 'removed'},
        {filename: 'README.md', status: 'modified'}
      ]
      expect(await run()).toMatchObject({code: 0, outputs: {files: '0', 'comment-url': ''}})
      expect(github.comments).toEqual([])
      addComment(github, `${marker}old`)
      await run()
      expect(github.comments.map(({body}) => body)).toEqual([expect.stringContaining('Nothing to check')])
    }))

  test('that is safe has a comment, unless only findings are wanted', () =>
    inProject(
      async ({github, run}) => {
        github.files = [{filename: 'db/0003 b.sql', status: 'added'}]
        expect(await run({inputs: {comment: 'findings'}})).toMatchObject({code: 0})
        expect(await run({inputs: {comment: 'never'}})).toMatchObject({code: 0})
        expect(github.comments).toEqual([])
        expect(await run()).toMatchObject({code: 0})
        expect(github.comments.map(({body}) => body)).toEqual([expect.stringContaining('Safe to deploy')])
      },
      {'db/0003 b.sql': 'CREATE TABLE b (id bigint PRIMARY KEY);\n'}
    ))

  test('that renames a migration has a new one', () =>
    inProject(async ({github, run}) => {
      github.files = [{filename: 'db/0002_email.sql', previous_filename: 'db/0000_email.sql', status: 'renamed'}]
      expect((await run()).outputs).toMatchObject({files: '1', errors: '1'})
    }))

  test('with very many findings is cut', () =>
    inProject(
      async ({github, run}) => {
        github.files = [{filename: 'db/0003_many.sql', status: 'added'}]
        const {outputs, summary} = await run()
        const {body} = commentOf(github)
        expect(Number(outputs['errors'])).toBe(200)
        expect(body.length).toBeLessThanOrEqual(65_536)
        expect(body.length).toBeGreaterThan(60_000)
        expect(body).toMatch(/\*\*\d+ of \d+ findings shown\*\*/)
        expect(body).toMatch(/<\/details>[\s\S]*\[run\]\(\S+\)<\/sub>\n$/)
        expect(summary).not.toContain('findings shown')
      },
      {
        'db/0003_many.sql': Array.from(
          {length: 200},
          (_, index) => `ALTER TABLE account ADD COLUMN c${String(index)} uuid DEFAULT gen_random_uuid();\n`
        ).join('')
      }
    ))

  test('of two databases has two comments', () =>
    inProject(async ({github, run}) => {
      for (let round = 0; round < 2; round++) {
        for (const name of ['shop', 'billing']) await run({inputs: {name, annotations: 'false'}})
      }
      expect(github.comments.map(({body}) => body.split('\n').slice(0, 2))).toEqual([
        ['<!-- sqlsafe: shop -->', '**shop**'],
        ['<!-- sqlsafe: billing -->', '**billing**']
      ])
    }))

  test('in a folder of a larger repository has the paths of that', () =>
    withPullRequest(
      action,
      Object.fromEntries(Object.entries(migrations).map(([path, text]) => [`apps/my shop/${path}`, text])),
      async ({github, run}) => {
        github.files = [{filename: 'apps/my shop/db/0002_email.sql', status: 'modified'}]
        const {log, outputs} = await run({inputs: {'working-directory': 'apps/my shop'}})
        expect(outputs).toMatchObject({files: '1', errors: '1'})
        expect(log).toContain('file=apps/my shop/db/0002_email.sql,line=2')
        expect(github.comments[0]?.body).toContain('/apps/my%20shop/db/0002_email.sql#L2')
      }
    ))

  test('fails by what is asked for, and leaves out what the baseline knows', () =>
    inProject(
      async ({run}) => {
        expect(await run({inputs: {'fail-on': 'never'}})).toMatchObject({code: 0, outputs: {conclusion: 'success'}})
        const known = await run({inputs: {config: 'with-baseline.yaml'}})
        expect(known).toMatchObject({code: 0, outputs: {errors: '0', files: '1'}})
      },
      {
        'with-baseline.yaml': 'migrations: db\ndialect: postgres\nrunner: {lockTimeout: 2s}\nbaseline: known.json\n',
        'known.json': JSON.stringify({
          version: 1,
          files: {
            'db/0002_email.sql': [
              {ruleId: 'no-scanning-set-not-null', sql: 'ALTER COLUMN email SET NOT NULL', count: 1}
            ]
          }
        })
      }
    ))

  test('goes to code scanning, and into a file', () =>
    inProject(async ({github, run, workspace}) => {
      const {outputs} = await run({inputs: {'sarif-file': 'out/a.sarif', 'upload-sarif': 'true', name: 'shop'}})
      expect(outputs).toMatchObject({'sarif-file': 'out/a.sarif'})
      const written = JSON.parse(readFileSync(join(workspace, 'out/a.sarif'), 'utf8')) as Log
      expect(written.runs[0]?.results?.map(({ruleId}) => ruleId)).toEqual(['no-scanning-set-not-null'])

      const {body} = github.requests.find(({path}) => path.endsWith('/code-scanning/sarifs')) ?? {}
      const {commit_sha: commit, ref, sarif} = body as {commit_sha: string; ref: string; sarif: string}
      const head = execFileSync('git', ['rev-parse', 'HEAD'], {cwd: workspace, encoding: 'utf8'}).trim()
      expect({commit, ref}).toEqual({commit: head, ref: 'refs/pull/7/merge'})
      const [sent] = (JSON.parse(gunzipSync(Buffer.from(sarif, 'base64')).toString('utf8')) as Log).runs
      expect(sent?.automationDetails).toEqual({id: 'sqlsafe/shop/'})
      const [own] = Object.values(written.runs[0]?.results?.[0]?.partialFingerprints ?? {})
      expect(own).toMatch(/^\S+$/)
      expect(sent?.results?.[0]?.partialFingerprints).toMatchObject({primaryLocationLineHash: own})
    }))
})
