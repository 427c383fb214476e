/**
 * What earlier runs have found, so that a history that is still the same is not read again. Kept in the
 * user's cache folder, one file for each combination of a project and what is asked about it.
 *
 * A finding depends on its migration, on those before it, on what was asked, and on this build of
 * sqlsafe: each migration has a print of all that, and only what stands under the same print is used.
 */
import {createHash} from 'node:crypto'
import {join} from 'node:path'
import {deserialize, serialize} from 'node:v8'
import {readEntry, writeEntry} from '../cache/entry.js'
import {removeOld} from '../cache/folder.js'
import type {Migration} from '../migrations/migration.js'
import {nextApplied} from '../migrations/next-applied.js'
import type {Seen} from '../migrations/project-files.js'
import type {FoundProject} from './project.js'
import type {RunMemory, RunState} from './rules/run-rules.js'
import type {Findings} from './rules/summarize.js'

/** What is kept of a run. */
interface Kept {
  /** Of each migration. */
  prints: readonly string[]
  seen: Seen
  /** A list for each migration, in the form of `v8.serialize`. */
  findings: Uint8Array
  /** By the number of migrations done before. */
  states: ReadonlyMap<number, Uint8Array>
}

/** Those before and after the newest migration, and older ones, for those who go to another branch. */
const mostStates = 4

/** A run that begins where an earlier one has ended. */
export interface Recall {
  memory: RunMemory
  /** Everything is known: nothing has to be read as SQL. */
  complete: boolean
  /** Keep what is known now. */
  keep: () => void
}

/**
 * Recall what is known of a project.
 *
 * @param folder Where it is kept.
 * @returns `undefined` where nobody could tell that something has changed.
 */
export function recall({circumstances, files, migrations}: FoundProject, folder: string): Recall | undefined {
  const firstChecked = migrations.findIndex(({checked}) => checked)
  const asked = circumstances && trySerialize([circumstances, firstChecked > 0])
  if (asked === undefined) return undefined
  const prints = printsOf(migrations, asked)
  const path = join(folder, `${digest(asked, process.cwd(), migrations[0]?.path ?? '')}.findings`)

  const kept = readKept(path)
  const usable = kept !== undefined && files.isAsSeen(kept.seen) ? kept : undefined
  const same = countSame(usable?.prints ?? [], prints)
  const complete = same === prints.length
  const states = new Map([...(usable?.states ?? [])].filter(([done]) => done <= same))
  const done = complete ? same : Math.max(0, ...states.keys())
  const state = complete ? undefined : states.get(done)
  const recalled = usable === undefined ? [] : (deserialize(usable.findings) as Findings[]).slice(0, done)
  const findings = [...recalled]

  return {
    complete,
    memory: {
      findings: recalled,
      state: state && (deserialize(state) as RunState),
      add: (found) => findings.push(found),
      pass(number, save) {
        const wanted = number >= prints.length - 1 || number === firstChecked
        const bytes = wanted && number > 0 && !states.has(number) ? trySerialize(save()) : undefined
        if (bytes !== undefined) states.set(number, bytes)
      }
    },
    keep() {
      const bytes = complete ? undefined : trySerialize(findings)
      if (bytes === undefined) return
      const newest = [...states].sort(([a], [b]) => b - a).slice(0, mostStates)
      const next: Kept = {prints, seen: files.seen(), findings: bytes, states: new Map(newest)}
      writeEntry(path, serialize(next))
      removeOld(folder)
    }
  }
}

function readKept(path: string): Kept | undefined {
  const bytes = readEntry(path)
  return bytes && (deserialize(bytes) as Kept)
}

/** `undefined`: there is a function in it, from a configuration that is a program; nobody can tell whether it is the same. */
function trySerialize(value: unknown): Buffer | undefined {
  try {
    return serialize(value)
  } catch (error) {
    // The serializer of V8 throws plain errors.
    if (error instanceof Error && error.message.endsWith('could not be cloned.')) return undefined
    throw error
  }
}

/** Of each migration, with all that stands before it. */
function printsOf(migrations: readonly Migration[], asked: Buffer): string[] {
  let print = digest(asked)
  const applied = nextApplied(migrations)
  return migrations.map(({checked, framework, origin, path, phase, text, version}, number) => {
    // What is checked may be told that it comes too late.
    const after = checked ? applied[number]?.path : undefined
    // What a script says beside its SQL, or a file beside it, may be how it is run.
    const run = [framework ?? '', origin?.text ?? '']
    return (print = digest(print, path, String(checked), phase ?? '', text, after ?? '', version ?? '', ...run))
  })
}

function countSame(before: readonly string[], now: readonly string[]): number {
  const end = now.findIndex((print, index) => print !== before[index])
  return end === -1 ? now.length : end
}

/** Parts are told apart. */
function digest(...parts: ReadonlyArray<string | Buffer>): string {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(`${String(part.length)} `).update(part)
  return hash.digest('base64url')
}
