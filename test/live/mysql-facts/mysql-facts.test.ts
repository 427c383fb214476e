import {describe, expect, test} from 'vitest'
import {readRecording, record} from './recording.js'
import {factServers} from './servers.js'

describe.concurrent.each(factServers)('$name', ({name, url}) => {
  test.skipIf(url === undefined)('does what was recorded', {timeout: 600_000}, async () => {
    const seen = await record(url ?? '')
    const recorded = readRecording(name)
    const differences = Object.entries(seen)
      .filter(([each, did]) => recorded[each] !== did)
      .map(([each, did]) => `${name} ${each}: ${did}, recorded: ${recorded[each] ?? 'nothing'}`)
    expect(differences).toEqual([])
  })
})
