import {describe, expect, test} from 'vitest'
import {factCases} from './cases/index.js'
import type {FactCase} from './fact-case.js'
import {readRecording, record, watchAgain} from './recording.js'
import {factServers} from './servers.js'

const day = Math.floor(Date.now() / 86_400_000)

/**
 * What a server is asked today: each case is put to one of the servers each day, and to all of them in three, since all
 * take the two processors of a small machine for ten minutes. `SQLSAFE_TEST_FACTS=all` asks them at once.
 */
function casesFor(server: string): readonly FactCase[] {
  if (process.env['SQLSAFE_TEST_FACTS'] === 'all') return factCases
  const place = factServers.findIndex(({name}) => name === server)
  return factCases.filter((_, index) => (index + place + day) % factServers.length === 0)
}

describe.concurrent.each(factServers)('$name', ({name, url}) => {
  test.skipIf(url === undefined)('does what was recorded', async () => {
    const recorded = readRecording(name)
    const seen = await record(url ?? '', casesFor(name))
    // Whether others wait is a matter of time: beside other work a server may seem to do otherwise for once.
    const again = await watchAgain(
      url ?? '',
      Object.keys(seen).filter((each) => recorded[each] !== seen[each]),
      recorded
    )
    const differences = Object.entries({...seen, ...again})
      .filter(([each, did]) => recorded[each] !== did)
      .map(([each, did]) => `${name} ${each}: ${did}, recorded: ${recorded[each] ?? 'nothing'}`)
    expect(differences).toEqual([])
  })
})
