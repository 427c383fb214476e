/** What a run tells: comment, annotations, SARIF, outputs and the summary of the job. */
import {resolve} from 'node:path'
import {info, notice, setFailed, setOutput, summary, warning} from '@actions/core'
import {fails} from '../core/check-summary.js'
import {describeLookedAt, verdictOf} from '../report/check-words.js'
import {checkGithub} from '../report/check/check-github.js'
import {checkMarkdown} from '../report/check/check-markdown.js'
import {planBlock} from '../report/plan/plan-block.js'
import type {Checked} from './check-change.js'
import {commentBody, markerOf} from './comment-body.js'
import type {Section} from './comment-body.js'
import {putComment} from './comment.js'
import {uploadSarif, writeSarif} from './sarif.js'
import type {ActionEvent} from './event.js'
import type {Inputs} from './inputs.js'
import {reasonOf, statusOf} from './octokit.js'
import type {Octokit} from './octokit.js'

/** GitHub takes 1 MiB of a step; a character takes up to three bytes: https://docs.github.com/en/actions */
const mostOfSummary = 300_000

/** Of one run. */
export interface Run {
  octokit: Octokit
  event: ActionEvent
  inputs: Inputs
  checked: Checked
}

/** Tell all that is wanted, and fail where that is asked for. */
export async function reportRun(run: Run): Promise<void> {
  const {checked, inputs} = run
  const {configuration, context, result} = checked
  const markdown: Section = (room) => checkMarkdown(result, context, {maximumLength: room, link: linkTo(run.event)})

  const title: Section = () => (inputs.name === '' ? '' : `**${inputs.name}**\n\n`)

  info(`${verdictOf(result).text}. ${describeLookedAt(result.summary, context)}`)
  if (inputs.annotations) process.stdout.write(checkGithub(result))
  const plan = await planSection(checked)
  const report = title(mostOfSummary) + markdown(mostOfSummary)
  await writeSummary(report + plan(mostOfSummary - report.length))
  const {errors, files, infos, statements, unparsed, warnings} = result.summary
  for (const [name, value] of Object.entries({errors, warnings, infos, files, statements, unparsed})) {
    setOutput(name, value)
  }
  setOutput('comment-url', (await comment(run, [title, markdown, plan])) ?? '')
  await scan(run)

  const failed = isFaulty(checked) || fails(result.summary, inputs.failOn ?? configuration.failOn ?? 'error')
  setOutput('conclusion', failed ? 'failure' : 'success')
  if (failed) setFailed(verdictOf(result).text)
}

/** The plan, folded away. A fault in making it takes nothing away from the findings. */
async function planSection({plan}: Checked): Promise<Section> {
  try {
    const made = await plan()
    return (room) => (made === undefined ? '' : planBlock(made, room))
  } catch (error) {
    warning(`No plan in the report: ${reasonOf(error)}`)
    return () => ''
  }
}

/** Write and upload the SARIF report, where that is asked for. */
async function scan({checked, event, inputs, octokit}: Run): Promise<void> {
  const {name, sarifFile, uploadSarif: wantsUpload, workingDirectory} = inputs
  if (sarifFile === undefined && !wantsUpload) return
  const {checkSarif} = await import('../report/check/check-sarif.js')
  const sarif = checkSarif(checked.result, checked.context)
  if (sarifFile !== undefined) {
    writeSarif(resolve(process.env['GITHUB_WORKSPACE'] ?? '', workingDirectory, sarifFile), sarif)
    setOutput('sarif-file', sarifFile)
  }
  if (wantsUpload) {
    await unlessRefused('No upload to code scanning', 'security-events: write', event, () =>
      uploadSarif(octokit, event, sarif, name)
    )
  }
}

/** A fault of a rule: nobody knows what else it would have found. */
function isFaulty({result}: Checked): boolean {
  return result.files.some(({messages}) => messages.some(({ruleId}) => ruleId === 'internal-error'))
}

async function writeSummary(markdown: string): Promise<void> {
  // Where GitHub shows none, it names no file.
  if (process.env['GITHUB_STEP_SUMMARY'] !== undefined) await summary.addRaw(markdown).write()
}

/**
 * Write or update the comment; where GitHub refuses, say so: the report is in the summary.
 *
 * @returns Its address, if there is one.
 */
async function comment(
  {checked, event, inputs, octokit}: Run,
  sections: readonly Section[]
): Promise<string | undefined> {
  const {pullRequest, repository} = event
  const {errors, files, infos, warnings} = checked.result.summary
  if (pullRequest === undefined || inputs.comment === 'never') return undefined

  const marker = markerOf(inputs.name)
  const body = commentBody(marker, sections, footOf(event))
  const create = inputs.comment === 'changes' ? files > 0 : errors + warnings + infos > 0
  const what = 'No comment on the pull request; the report is in the summary of the job'
  return unlessRefused(what, 'pull-requests: write', event, () =>
    putComment(octokit, {repository, pullRequest, marker, body, create})
  )
}

/** What GitHub refuses is told, and no reason to fail: whether migrations are safe does not depend on it. */
async function unlessRefused<Value>(
  what: string,
  permission: string,
  {pullRequest}: ActionEvent,
  ask: () => Promise<Value>
): Promise<Value | undefined> {
  try {
    return await ask()
  } catch (error) {
    if (statusOf(error) === undefined) throw error
    const why = `${what}: ${reasonOf(error)}.`
    if (pullRequest?.fork === true) notice(`${why} The token of a pull request from a fork may only read.`)
    else warning(`${why} It takes \`permissions: {${permission}}\`.`)
    return undefined
  }
}

function footOf({pullRequest, runUrl}: ActionEvent): string {
  const commit = pullRequest?.headSha.slice(0, 7) ?? ''
  return `<sub>sqlsafe on ${commit}, [run](${runUrl})</sub>\n`
}

/** The address of a line in the commit that was checked. */
function linkTo({pullRequest, repository, serverUrl, sha}: ActionEvent): (path: string, line: number) => string {
  const {owner, repo} = repository
  const commit = pullRequest?.headSha ?? sha
  return (path, line) => {
    const encoded = path.split('/').map(encodeURIComponent).join('/')
    return `${serverUrl}/${owner}/${repo}/blob/${commit}/${encoded}#L${String(line)}`
  }
}
