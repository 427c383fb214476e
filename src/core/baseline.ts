/**
 * Findings that were there when a project began to use sqlsafe: known, not reported again. They are
 * recognised by the file, the rule and the SQL, so that lines may move; the same in another migration
 * is a new finding.
 */
import {existsSync, readFileSync} from 'node:fs'
import {dirname, relative, resolve, sep} from 'node:path'
import {displayPath} from '../migrations/collect.js'
import {refuseEndless} from '../migrations/special-file.js'
import type {CheckResult} from './check-result.js'
import {statisticsOf} from './check-summary.js'
import {keyOfFinding, sqlOfFinding} from './fingerprint.js'
import {compareMessages} from './rules/message.js'
import type {Message} from './rules/message.js'
import {apart, togetherAgain} from './rules/tell-once.js'
import {UsageError} from '../usage-error.js'

/** Findings of one rule about the same SQL. */
interface KnownFinding {
  ruleId: string
  /** What is underlined, on one line; a long one is cut and told apart by a hash. */
  sql: string
  count: number
}

/** A baseline file: known findings by path, relative to it. */
export interface Baseline {
  version: 1
  files: Record<string, KnownFinding[]>
}

/** The name that is taken where none is given. */
export const baselineName = 'sqlsafe.baseline.json'

/** What the user must see in any case. */
const neverKnown = new Set(['internal-error'])

/**
 * Read a baseline.
 *
 * @throws {UsageError} When it is not there, or is none.
 */
export function readBaseline(path: string, cwd: string): Baseline {
  const shown = displayPath(path, cwd)
  if (!existsSync(path)) {
    throw new UsageError(
      `Unexpected baseline \`${shown}\`, expected a file that exists (\`--write-baseline\` makes it)`
    )
  }
  refuseEndless(path, shown)
  let content: unknown
  try {
    content = JSON.parse(readFileSync(path, 'utf8'))
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new UsageError(`Unexpected content of \`${shown}\`, expected JSON: ${reason}`, {cause: error})
  }
  if (isBaseline(content)) return content
  throw new UsageError(
    `Unexpected content of \`${shown}\`, expected \`{"version": 1, "files": …}\` of --write-baseline`
  )
}

function isBaseline(content: unknown): content is Baseline {
  const {files, version} = (content ?? {}) as Partial<Baseline>
  if (version !== 1 || typeof files !== 'object') return false
  return Object.values<unknown>(files).every(
    (known) =>
      Array.isArray(known) &&
      known.every(
        ({count, ruleId, sql}: Partial<KnownFinding>) =>
          typeof ruleId === 'string' && typeof sql === 'string' && Number.isInteger(count)
      )
  )
}

/** All findings of a check as a baseline at `path`; what `before` says of files that were not checked stays. */
export function baselineOf(result: CheckResult, path: string, cwd: string, before?: Baseline): Baseline {
  const files = new Map(Object.entries(before?.files ?? {}))
  for (const {messages, path: file, text} of result.files) {
    const known = new Map<string, KnownFinding>()
    for (const message of messages.flatMap(apart).filter(({ruleId}) => !neverKnown.has(ruleId))) {
      const finding = known.get(keyOfFinding(message, text)) ?? {
        ruleId: message.ruleId,
        sql: sqlOfFinding(message, text),
        count: 0
      }
      known.set(keyOfFinding(message, text), {...finding, count: finding.count + 1})
    }
    const name = nameIn(path, file, cwd)
    if (known.size > 0) files.set(name, [...known.values()])
    else files.delete(name)
  }
  return {version: 1, files: Object.fromEntries([...files].sort(([a], [b]) => (a < b ? -1 : 1)))}
}

/** Whether a baseline knows any finding of a rule in a file. */
export function knowsRule(baseline: Baseline, ruleId: string, file: string, path: string, cwd: string): boolean {
  return (baseline.files[nameIn(path, file, cwd)] ?? []).some((known) => known.ruleId === ruleId)
}

/** Leave out what a baseline knows. */
export function withoutKnown(result: CheckResult, baseline: Baseline, path: string, cwd: string): CheckResult {
  let known = 0
  let gone = 0
  const files = result.files.map((file) => {
    const left = new Map<string, number>()
    for (const {count, ruleId, sql} of baseline.files[nameIn(path, file.path, cwd)] ?? []) {
      left.set(`${ruleId}\0${sql}`, count)
    }
    const isNew = (message: Message): boolean => {
      const key = keyOfFinding(message, file.text)
      const count = left.get(key) ?? 0
      if (count === 0 || neverKnown.has(message.ruleId)) return true
      left.set(key, count - 1)
      known++
      return false
    }
    // One that speaks for others is known only where all of them are.
    const messages = file.messages.flatMap((message) => {
      const all = apart(message)
      const fresh = all.filter(isNew)
      return fresh.length === all.length ? [message] : togetherAgain(fresh, message)
    })
    for (const count of left.values()) gone += count
    return {...file, messages: messages.sort(compareMessages)}
  })
  return {files, summary: {...result.summary, ...statisticsOf(files), known, gone}}
}

function nameIn(baseline: string, file: string, cwd: string): string {
  return relative(dirname(baseline), resolve(cwd, file)).replaceAll(sep, '/')
}
