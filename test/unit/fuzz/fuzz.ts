/** The fuzz test of one server: seeded, so that each run is the same, and told with the smallest text that fails. */
import fc from 'fast-check'
import {expect, test} from 'vitest'
import type {Server} from '../../../src/server/server.js'
import {loadReader} from '../../../src/operations/read.js'
import type {Script} from '../../../src/operations/script.js'
import {loadCorpus} from './corpus.js'
import {look} from './look.js'
import {mutatedTexts} from './text.js'
import {createGuard, mostTime, timeOf} from './time.js'

/** Mutated statements that are read at least. */
const wanted = 50_000

/** Rounds of files; each file has one to five mutated statements. */
const rounds = 35
const filesOfRound = 500

/** Another seed is another test: `SQLSAFE_FUZZ_SEED=7 npx vitest run test/unit/fuzz`. */
const seed = Number(process.env.SQLSAFE_FUZZ_SEED ?? 1)

/**
 * Define the test.
 *
 * @param compare What else must be true of a text as read.
 */
export function fuzz(server: Server, compare?: (text: string, script: Script) => void): void {
  test(`${String(wanted)} mutated statements are read to the end, with places inside of the text`, async () => {
    const corpus = await loadCorpus(server)
    const reader = await loadReader(server)
    const guard = createGuard()
    let read = 0
    let last = ''

    const property = fc.property(mutatedTexts(corpus), (mutated) => {
      last = mutated.text
      const time = timeOf(() => {
        const script = look(server, reader, mutated)
        compare?.(last, script)
      })
      if (time > mostTime) throw new Error(`Unexpected ${time.toFixed()} ms, expected at most ${String(mostTime)}`)
      read += mutated.mutated
    })
    for (let round = 0; round < rounds; round++) {
      guard(
        () => {
          fc.assert(property, {seed: seed * rounds + round, numRuns: filesOfRound})
        },
        () => last
      )
    }
    expect(read).toBeGreaterThanOrEqual(wanted)
  })
}
