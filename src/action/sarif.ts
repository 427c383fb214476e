import {mkdirSync, writeFileSync} from 'node:fs'
import {dirname} from 'node:path'
import {gzipSync} from 'node:zlib'
import type {Log} from 'sarif'
import type {ActionEvent} from './event.js'
import type {Octokit} from './octokit.js'

/** Write a report into a file, with the folders that it needs. */
export function writeSarif(file: string, sarif: string): void {
  mkdirSync(dirname(file), {recursive: true})
  writeFileSync(file, sarif)
}

/**
 * Hand a report to code scanning: https://docs.github.com/en/rest/code-scanning/code-scanning#upload-an-analysis-as-sarif-data
 *
 * @param name Tells the reports of several runs on one commit apart.
 * @throws {RequestError} When GitHub refuses.
 */
export async function uploadSarif(octokit: Octokit, event: ActionEvent, sarif: string, name: string): Promise<void> {
  const {pullRequest, ref, repository, sha} = event
  // Of `pull_request_target` the run is one of the base.
  const isOfBase = event.name === 'pull_request_target' && pullRequest !== undefined
  await octokit.rest.codeScanning.uploadSarif({
    ...repository,
    commit_sha: isOfBase ? pullRequest.headSha : sha,
    ref: isOfBase ? `refs/pull/${String(pullRequest.number)}/head` : ref,
    sarif: gzipSync(JSON.stringify(forGitHub(JSON.parse(sarif) as Log, name))).toString('base64'),
    tool_name: 'sqlsafe'
  })
}

/**
 * GitHub knows a finding again by the one fingerprint that its own action would make, and the reports of a commit by
 * their category: https://docs.github.com/en/code-security/reference/code-scanning/sarif-files/sarif-support-for-code-scanning
 */
function forGitHub(log: Log, name: string): Log {
  const runs = log.runs.map((run) => ({
    ...run,
    automationDetails: {id: name === '' ? 'sqlsafe/' : `sqlsafe/${name}/`},
    results: (run.results ?? []).map((result) => {
      const [own] = Object.values(result.partialFingerprints ?? {})
      const fingerprints = {...result.partialFingerprints, ...(own !== undefined && {primaryLocationLineHash: own})}
      return {...result, partialFingerprints: fingerprints}
    })
  }))
  return {...log, runs}
}
