import {relative, resolve, sep} from 'node:path'
import type {CheckResult} from '../../core/check-result.js'
import type {Severity} from '../../core/define-rule.js'
import {placesIn} from '../../core/place.js'
import type {Place} from '../../core/place.js'
import type {Message} from '../../core/rules/message.js'
import {stdinPath} from '../../migrations/load.js'
import {printable} from '../printable.js'

const commands: Record<Severity, string> = {error: 'error', warning: 'warning', info: 'notice'}

/**
 * The report of `check` as annotations of lines, the gravest first: GitHub shows ten of a kind.
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
 */
export function checkGithub({files}: CheckResult): string {
  const all = files.flatMap(({messages, path, text}) => {
    const toPlace = placesIn(text)
    return messages.map((message) => ({
      severity: message.severity,
      line: commandOf(message, inWorkspace(path), toPlace(message.place))
    }))
  })
  return Object.keys(commands)
    .flatMap((severity) => all.filter((each) => each.severity === severity))
    .map(({line}) => `${line}\n`)
    .join('')
}

function commandOf(
  {duration, note, reason, ruleId, severity, url}: Message,
  path: string,
  {end, start}: Place
): string {
  const oneLine = start.line === end.line
  const properties = {
    ...(path !== stdinPath && {
      file: path,
      line: start.line,
      endLine: end.line,
      // Columns of several lines are refused.
      ...(oneLine && {col: start.column, endColumn: end.column})
    }),
    title: `sqlsafe ${ruleId}`
  }
  const text = Object.entries(properties)
    .map(([name, value]) => `${name}=${escapeProperty(String(value))}`)
    .join(',')
  const [, ...instead] = note
  const lines = [reason, duration ?? '', instead.join(' '), url].filter(Boolean)
  return `::${commands[severity]} ${text}::${escapeData(printable(lines.join('\n')))}`
}

/** GitHub takes paths from the folder of the repository, wherever sqlsafe ran. */
function inWorkspace(path: string): string {
  const workspace = process.env['GITHUB_WORKSPACE']
  if (!workspace || path === stdinPath) return path
  const below = relative(workspace, resolve(path)).replaceAll(sep, '/')
  return below.startsWith('..') ? path : below
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
}
