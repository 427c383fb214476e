/** What each server does, held against what was recorded; that the facts say the same, test/unit shows. */
import {describe, expect, it} from 'vitest'
import {factVersions, readRecording, record, urlOf, type Recording} from './recording.js'

/** The planner may choose another way where it has two, when the tables have been analyzed in between. */
const chosen = (recording: Recording[string] | undefined): unknown =>
  Object.entries(recording ?? {}).map(([key, words]) => `${key}: ${words.replaceAll('index or scan', 'scan or index')}`)

describe.concurrent.each(factVersions)('PostgreSQL %i', (version) => {
  const url = urlOf(version)

  it.skipIf(url === undefined)('does what was recorded', async () => {
    const recorded = readRecording(version)
    const seen = await record(version, url ?? '')
    for (const [group, cases] of Object.entries(seen)) {
      expect(chosen(cases), `PostgreSQL ${String(version)}, ${group}`).toEqual(chosen(recorded[group]))
    }
    expect(Object.keys(seen)).toEqual(Object.keys(recorded))
  })
})
