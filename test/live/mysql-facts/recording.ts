/** What the servers did, kept in `fixtures/facts/` so that the facts can be held against it without a server. */
import {readFileSync, writeFileSync} from 'node:fs'
import {factCases} from './cases/index.js'
import {isInterference, Prober} from './probe.js'
import type {FactCase} from './fact-case.js'
import type {Observation} from './probe.js'

/** By the case's name: `INSTANT NONE`, `INPLACE SHARED rebuild`, `error 1064`, `accepted`, `setup 1064`. */
export type Recording = Record<string, string>

function fileOf(server: string): URL {
  return new URL(`../../../fixtures/facts/${server}.json`, import.meta.url)
}

export function readRecording(server: string): Recording {
  return JSON.parse(readFileSync(fileOf(server), 'utf8')) as Recording
}

export function writeRecording(server: string, recording: Recording): void {
  writeFileSync(fileOf(server), JSON.stringify(recording, null, 2) + '\n')
}

function inWords({algorithm, builds, error, ignored, lock, rebuilds}: Observation): string {
  if (error !== undefined) return `error ${String(error)}`
  const way = algorithm === undefined ? 'accepted' : `${algorithm} ${lock ?? 'NONE'}`
  return [
    way,
    ...(rebuilds === true ? ['rebuild'] : []),
    ...(ignored ? ['heedless'] : []),
    ...(builds && /INPLACE|NOCOPY/.test(way) ? ['builds', ...builds] : [])
  ].join(' ')
}

/** A server without a feature of the case's tables refuses the setup. */
function setupError(error: unknown): string {
  if (error instanceof Error && 'errno' in error) return `setup ${String(error.errno)}`
  throw error
}

/** Put one case to the server; again, a few times at most, where another connection got in its way. */
async function ask(prober: Prober, each: FactCase, attempts = 5): Promise<string> {
  try {
    return each.grow ? await prober.watch({...each, grow: each.grow}) : inWords(await prober.probe(each))
  } catch (error) {
    return isInterference(error) && attempts > 1 ? ask(prober, each, attempts - 1) : setupError(error)
  }
}

/** Put cases to a server, all of them if not told otherwise, over a few connections at once. */
export async function record(url: string, cases: readonly FactCase[] = factCases, connections = 3): Promise<Recording> {
  const recording = new Map<string, string>(cases.map(({name}) => [name, 'not asked']))
  const queue = [...cases]

  async function work(number: number): Promise<void> {
    const prober = await Prober.open(url, number)
    try {
      for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
        recording.set(next.name, await ask(prober, next))
      }
    } finally {
      await prober.close()
    }
  }

  await Promise.all(Array.from({length: connections}, (_, number) => work(number)))
  return Object.fromEntries(recording)
}

/**
 * Put cases that are watched to a server again, one after the other, until they do what was recorded; five times at
 * most. Others are not asked again: what a server says of a clause depends on no time.
 */
export async function watchAgain(url: string, names: readonly string[], recorded: Recording): Promise<Recording> {
  const watched = factCases.filter(({grow, name}) => grow !== undefined && names.includes(name))
  if (watched.length === 0) return {}
  const seen: Recording = {}
  const prober = await Prober.open(url, 0)
  try {
    for (const each of watched) {
      for (let time = 0; time < 5 && seen[each.name] !== recorded[each.name]; time++) {
        seen[each.name] = await ask(prober, each)
      }
    }
  } finally {
    await prober.close()
  }
  return seen
}
