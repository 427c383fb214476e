import {describe, expect, test} from 'vitest'
import {readRecording, record, watchAgain} from './recording.js'
import {factServers} from './servers.js'

describe.concurrent.each(factServers)('$name', ({name, url}) => {
  test.skipIf(url === undefined)('does what was recorded', async () => {
    const recorded = readRecording(name)
    const seen = await record(url ?? '')
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
