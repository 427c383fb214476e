/** Applies fixes until none is left; in memory, so that nothing is written unless all of it came out well. */
import {existsSync, readFileSync} from 'node:fs'
import {resolve} from 'node:path'
import {checkProject} from '../check.js'
import type {CheckedFile} from '../check-result.js'
import {stdinPath} from '../../migrations/load.js'
import type {Configuration} from '../configuration/configuration.js'
import type {FoundProject} from '../project.js'
import type {Range} from '../../parse/source.js'
import type {Message} from '../rules/message.js'
import {UsageError} from '../../usage-error.js'
import {applyEdits, conflicts} from '../../migrations/fixing/fix.js'
import type {Edit, Fix} from '../../migrations/fixing/fix.js'

/** A file that fixes change or make. */
export interface ChangedFile {
  absolutePath: string
  /** As it is shown. */
  path: string
  /** `undefined`: it was not there. */
  before: string | undefined
  after: string
}

/** What fixes have made of a project. */
export interface FixedProject {
  /** In the order in which they were changed first. */
  files: readonly ChangedFile[]
  /** Texts by absolute path, to look at the project as it is then. */
  overlay: ReadonlyMap<string, string>
  /** Number of findings whose fixes were applied. */
  fixed: number
}

/** How a project is fixed. */
export interface FixOptions {
  cwd: string
  configuration: Configuration
  /** Finds the project again, with other texts. */
  find: (overlay: ReadonlyMap<string, string>) => Promise<FoundProject>
  /** Of all findings those that are reported: a baseline may know some. */
  select: (files: readonly CheckedFile[]) => CheckedFile[]
}

/** Fixes of one place may make room for others; more rounds than this mean that they undo one another. */
const passes = 10

/**
 * Apply the fixes of all findings, again and again until no finding has one.
 *
 * @throws {UsageError} When that does not end.
 */
export async function fixProject(options: FixOptions): Promise<FixedProject> {
  const state: State = {overlay: new Map(), files: new Map(), fixed: 0}
  let last: string[] = []
  for (let pass = 0; pass < passes; pass++) {
    const project = await (await options.find(state.overlay)).open()
    const {files} = checkProject(project, options.configuration, {everywhere: true, fixes: true})
    last = applyAll(options.select(files), state, options.cwd)
    if (last.length === 0) return {files: [...state.files.values()], overlay: state.overlay, fixed: state.fixed}
  }
  throw new UsageError(
    `Unexpected fixes after ${String(passes)} passes (of ${[...new Set(last)].join(', ')}), expected an end; nothing was written`
  )
}

interface State {
  overlay: Map<string, string>
  files: Map<string, ChangedFile>
  fixed: number
}

/** Apply what does not touch the same place; ids of the rules whose fixes were applied. */
function applyAll(files: readonly CheckedFile[], state: State, cwd: string): string[] {
  const applied: string[] = []
  for (const {messages, path, text} of files) {
    // Bytes that are no UTF-8 would not come back.
    if (text.includes('\uFFFD')) continue
    const edits: Edit[] = []
    const places: Range[] = []
    for (const {fix, place, ruleId} of messages) {
      // What another rule says of the same place may be settled by the first fix of it.
      if (fix === undefined || places.some((other) => place.start < other.end && other.start < place.end)) continue
      if (!isFree(fix, edits, state, cwd)) continue
      places.push(place)
      edits.push(...fix.edits)
      for (const file of fix.files ?? []) change(file.path, file.text, state, cwd)
      applied.push(ruleId)
    }
    if (edits.length > 0) change(path, applyEdits(text, edits), state, cwd, text)
  }
  state.fixed += applied.length
  return applied
}

/** The first wins; the others get their turn in the next pass. */
function isFree({edits, files = []}: Fix, taken: readonly Edit[], {overlay}: State, cwd: string): boolean {
  if (edits.some((edit) => taken.some((other) => conflicts(edit, other)))) return false
  return files.every(({path, replaces}) => {
    const absolutePath = resolve(cwd, path)
    return replaces === true || !(overlay.has(absolutePath) || existsSync(absolutePath))
  })
}

function change(path: string, after: string, state: State, cwd: string, read?: string): void {
  const absolutePath = path === stdinPath ? path : resolve(cwd, path)
  const earlier = state.files.get(absolutePath)
  const before = read ?? (existsSync(absolutePath) ? readFileSync(absolutePath, 'utf8') : undefined)
  state.overlay.set(absolutePath, after)
  state.files.set(absolutePath, {absolutePath, path, before: earlier ? earlier.before : before, after})
}

/** What is left where findings are left out: a rule that has spoken once may be kept back by what it said first. */
export function withoutEchoes(files: readonly CheckedFile[]): CheckedFile[] {
  return files.map((file) => {
    const first = new Set(file.messages.filter(({again}) => again !== true).map(({ruleId}) => ruleId))
    const isOwn = ({again, ruleId}: Message): boolean => again !== true || first.has(ruleId)
    return {...file, messages: file.messages.filter(isOwn)}
  })
}
