/** What a check says in words, for every format that people read. */
import type {CheckResult} from '../core/check-result.js'
import type {CheckSummary} from '../core/check-summary.js'
import type {Message} from '../core/rules/message.js'
import type {Dialect} from '../server/server.js'
import {describeBlocksOf} from '../knowledge/blocks.js'
import {works} from '../knowledge/describe.js'
import type {Effect} from '../knowledge/effect.js'
import type {ReportContext} from './context.js'
import {describeServer} from './server-line.js'
import {count, list} from './style.js'

/** `unsafe`: errors; `doubtful`: less than that, or not all was understood; `nothing`: there was nothing to check. */
export interface Verdict {
  grade: 'unsafe' | 'doubtful' | 'nothing' | 'safe'
  text: string
}

/** The outcome in one line. */
export function verdictOf({files, summary}: CheckResult): Verdict {
  const {errors, statements, unparsed, unread = []} = summary
  const findings = describeCounts(summary)
  const place = `in ${files.filter(({messages}) => messages.length > 0).length} of ${count(summary.files, 'file')}`

  if (errors > 0) return {grade: 'unsafe', text: `Not safe to deploy: ${findings} ${place}`}
  if (findings !== '') return {grade: 'doubtful', text: `Look before you deploy: ${findings} ${place}`}
  if (summary.files === 0) return {grade: 'nothing', text: 'Nothing to check: no migration is new'}
  if (unparsed > 0) {
    return {grade: 'doubtful', text: `Nothing found, but ${count(unparsed, 'statement')} could not be analysed`}
  }
  if (unread.length > 0) return {grade: 'doubtful', text: 'Nothing found, but not all was read'}
  // A broken pipe into standard input is not to be taken for a safe migration.
  if (statements === 0)
    return {grade: 'nothing', text: `Nothing to check: no statement in ${count(summary.files, 'file')}`}
  return {grade: 'safe', text: `Safe to deploy: nothing found in ${count(summary.files, 'file')}`}
}

/** `2 errors, 1 warning and 3 notes`; empty where there are none. */
export function describeCounts({errors, infos, warnings}: Pick<CheckSummary, 'errors' | 'warnings' | 'infos'>): string {
  return list(
    [
      errors > 0 ? count(errors, 'error') : '',
      warnings > 0 ? count(warnings, 'warning') : '',
      infos > 0 ? count(infos, 'note') : ''
    ].filter(Boolean)
  )
}

/** What was looked at, for which server, and what was left out. */
export function describeLookedAt(summary: CheckSummary, {history, project}: ReportContext): string {
  const {files, statements, unparsed, unread = []} = summary
  const analysed = unparsed > 0 ? ` (${unparsed} not analysed)` : ''
  const before = history > 0 ? `, ${count(history, 'file')} of history` : ''
  const sizes = project.sizesDay === undefined ? '' : ` Sizes of ${project.sizesDay}.`
  return `${count(files, 'file')}, ${count(statements, 'statement')}${analysed}${before}. ${describeServer(project)}.${sizes}${unread.map((each) => ` Not checked: ${each}.`).join('')}${fixed(summary)}${baseline(summary)}`
}

function fixed({fixed: findings}: CheckSummary): string {
  return findings === undefined ? '' : ` ${count(findings, 'finding')} ${findings === 1 ? 'is' : 'are'} fixed.`
}

function baseline({gone = 0, known = 0}: CheckSummary): string {
  const left = known > 0 ? ` The baseline knows ${count(known, 'finding')} more.` : ''
  return gone > 0
    ? `${left} ${count(gone, 'finding')} of it ${gone === 1 ? 'is' : 'are'} gone: \`--write-baseline\`.`
    : left
}

/** A lock that an operation takes, with all the relations that it takes it on. */
export interface LockTaken {
  /** `ACCESS EXCLUSIVE`, `ALGORITHM=COPY, LOCK=SHARED`, `no lock`. */
  lock: string
  /** `reads and writes`. */
  blocks: string
  relations: string[]
  /** Nothing decides it: this is the worst that it may be. */
  unknown: boolean
}

/** The locks behind a finding, in the order of its effects. */
export function locksOf(effects: readonly Effect[], dialect: Dialect): LockTaken[] {
  const taken = new Map<string, LockTaken>()
  for (const effect of effects) {
    const lock = describeLock(effect, dialect)
    const unknown = effect.confidence === 'unknown'
    const key = `${lock} ${unknown}`
    const same = taken.get(key) ?? {lock, blocks: describeBlocksOf(effect, dialect), relations: [], unknown}
    same.relations.push(effect.relation)
    taken.set(key, same)
  }
  return [...taken.values()]
}

/** PostgreSQL's lock mode; what MySQL lets others do, with its algorithm. */
export function describeLock({algorithm, lock}: Effect, dialect: Dialect): string {
  if (algorithm !== undefined) return `ALGORITHM=${algorithm}, LOCK=${lock ?? 'NONE'}`
  if (lock === undefined) return 'no lock'
  return dialect === 'postgres' ? lock : `LOCK=${lock}`
}

/** How long the work behind a finding takes; where no size is known, what it depends on. */
export function describeTime({duration, effects}: Message): string {
  if (duration !== undefined) return duration
  if (effects.some(works)) return 'grows with the table'
  return effects.length > 0 ? 'no scan, no rewrite' : ''
}
