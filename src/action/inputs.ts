/** What a workflow says by `with:`; `action.yml` names and describes each. */
import {getInput, getMultilineInput} from '@actions/core'
import {failOnLevels} from '../core/configuration/configuration.js'
import type {FailOn} from '../core/configuration/configuration.js'
import {presets} from '../core/presets.js'
import type {Preset} from '../core/presets.js'
import {dialects} from '../server/server.js'
import type {Dialect} from '../server/server.js'
import {UsageError} from '../usage-error.js'

/** When a pull request is commented on; a comment that is there is updated in any case but `never`. */
export const commentModes = ['changes', 'findings', 'never'] as const

export type CommentMode = (typeof commentModes)[number]

/** All inputs; `undefined`: it says nothing. Paths are as written. */
export interface Inputs {
  token: string
  /** Migrations; empty: those that the configuration names. */
  paths: string[]
  workingDirectory: string
  config: string | undefined
  dialect: Dialect | undefined
  serverVersion: string | undefined
  preset: Preset | undefined
  failOn: FailOn | undefined
  comment: CommentMode
  /** Tells comments of several runs on one pull request apart; empty: there is one. */
  name: string
  annotations: boolean
  /** Where a SARIF report is written. */
  sarifFile: string | undefined
  /** Whether code scanning gets it. */
  uploadSarif: boolean
}

/**
 * Read them from the environment.
 *
 * @throws {UsageError} Names the input, and what is allowed.
 */
export function readInputs(): Inputs {
  const name = getInput('name')
  // It stands in an HTML comment.
  if (!/^[\w .-]*$/.test(name) || name.includes('--')) {
    throw new UsageError(
      `Unexpected \`name: ${name}\`, expected letters, digits, spaces, \`.\`, \`_\` and single \`-\``
    )
  }
  const token = getInput('token')
  if (token === '') throw new UsageError('Unexpected empty `token`, expected `${{ github.token }}`')
  return {
    token,
    paths: getMultilineInput('paths'),
    workingDirectory: getInput('working-directory') || '.',
    config: text('config'),
    dialect: choice('dialect', dialects),
    serverVersion: text('server-version'),
    preset: choice('preset', presets),
    failOn: choice('fail-on', failOnLevels),
    comment: choice('comment', commentModes) ?? 'changes',
    name,
    annotations: choice('annotations', ['true', 'false']) !== 'false',
    sarifFile: text('sarif-file'),
    uploadSarif: choice('upload-sarif', ['true', 'false']) === 'true'
  }
}

function text(name: string): string | undefined {
  return getInput(name) || undefined
}

function choice<Value extends string>(name: string, allowed: readonly Value[]): Value | undefined {
  const value = getInput(name)
  if (value === '') return undefined
  const found = allowed.find((each) => each === value)
  if (found !== undefined) return found
  const expected = allowed.map((each) => `\`${each}\``).join(', ')
  throw new UsageError(`Unexpected \`${name}: ${value}\`, expected one of ${expected}`)
}
