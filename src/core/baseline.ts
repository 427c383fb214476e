/**
 * Findings that were there when a project began to use sqlsafe: known, not reported again. They are
 * recognised by the file, the rule and the SQL, so that lines may move; the same in another migration
 * is a new finding. A file that has got another name is the same where its text is; a copy beside it is not.
 */
import {createHash} from 'node:crypto'
import {existsSync, readFileSync} from 'node:fs'
import {dirname, relative, resolve, sep} from 'node:path'
import {displayPath} from '../migrations/collect.js'
import {refuseEndless} from '../migrations/special-file.js'
import type {CheckResult, CheckedFile} from './check-result.js'
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
  /** Digests of the texts of these files, by path; of those that were written before it was kept, there is none. */
  texts?: Record<string, string>
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
  const {files, texts = {}, version} = (content ?? {}) as Partial<Baseline>
  if (version !== 1 || !isRecord(files) || !isRecord(texts)) return false
  return Object.values<unknown>(files).every(
    (known) =>
      Array.isArray(known) &&
      known.every(
        ({count, ruleId, sql}: Partial<KnownFinding>) =>
          typeof ruleId === 'string' && typeof sql === 'string' && Number.isInteger(count)
      )
  )
}

/** A file may say `null` where the type has an object. */
function isRecord(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}

/**
 * All findings of a check as a baseline at `path`; what `before` says of files that were not checked stays, where they
 * are still there.
 */
export function baselineOf(result: CheckResult, path: string, cwd: string, before?: Baseline): Baseline {
  const isThere = ([name]: [string, unknown]): boolean => existsSync(resolve(dirname(path), name))
  const files = new Map(Object.entries(before?.files ?? {}).filter(isThere))
  const texts = new Map(Object.entries(before?.texts ?? {}).filter(([name]) => files.has(name)))
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
    files.delete(name)
    texts.delete(name)
    if (known.size === 0) continue
    files.set(name, [...known.values()])
    texts.set(name, digestOf(text))
  }
  return {version: 1, files: inOrder(files), ...(texts.size > 0 && {texts: inOrder(texts)})}
}

function inOrder<Value>(byPath: ReadonlyMap<string, Value>): Record<string, Value> {
  return Object.fromEntries([...byPath].sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** Line ends may be others in another checkout. */
function digestOf(text: string): string {
  return createHash('sha256').update(text.replaceAll('\r\n', '\n')).digest('hex').slice(0, 32)
}

/** What a baseline at `path` knows of files: under their name, or under that of a file of the same text which is gone. */
export function knownIn(
  files: readonly CheckedFile[],
  {files: known, texts = {}}: Baseline,
  path: string,
  cwd: string
): (file: CheckedFile) => readonly KnownFinding[] {
  const gone = new Map<string, string[]>()
  for (const [name, digest] of Object.entries(texts)) {
    if (!existsSync(resolve(dirname(path), name))) gone.set(digest, [...(gone.get(digest) ?? []), name])
  }
  const renamed = new Map<string, readonly KnownFinding[]>()
  if (gone.size > 0) {
    for (const file of files) {
      if (known[nameIn(path, file.path, cwd)] !== undefined) continue
      // One more of that text than are gone is a copy.
      const name = gone.get(digestOf(file.text))?.shift()
      if (name !== undefined) renamed.set(file.path, known[name] ?? [])
    }
  }
  return (file) => known[nameIn(path, file.path, cwd)] ?? renamed.get(file.path) ?? []
}

/** Leave out what a baseline knows. */
export function withoutKnown(result: CheckResult, baseline: Baseline, path: string, cwd: string): CheckResult {
  const knownOf = knownIn(result.files, baseline, path, cwd)
  let known = 0
  let gone = 0
  const files = result.files.map((file) => {
    const left = new Map<string, number>()
    for (const {count, ruleId, sql} of knownOf(file)) {
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
