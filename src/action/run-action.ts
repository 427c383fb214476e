import {setFailed} from '@actions/core'
import {UsageError} from '../usage-error.js'
import {checkChange} from './check-change.js'
import {readEvent} from './event.js'
import {readInputs} from './inputs.js'
import {connect, reasonOf} from './octokit.js'
import {reportRun} from './report.js'

/** Run the action; sets the exit code of the process and never throws. */
export async function runAction(environment: NodeJS.ProcessEnv): Promise<void> {
  try {
    const inputs = readInputs()
    const event = readEvent(environment)
    const octokit = connect(inputs.token)
    const checked = await checkChange(octokit, event, inputs, environment['GITHUB_WORKSPACE'] ?? process.cwd())
    await reportRun({octokit, event, inputs, checked})
  } catch (error) {
    setFailed(error instanceof UsageError ? error.message : `Unexpected fault, expected none: ${reasonOf(error)}`)
  }
}
