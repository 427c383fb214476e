/** `npx tsx test/live/postgres-facts/record.ts`: ask all servers again and write what they did. */
import {factVersions, record, urlOf, writeRecording} from './recording.js'

await Promise.all(
  factVersions.map(async (version) => {
    const url = urlOf(version)
    if (url === undefined)
      throw new Error(`Unexpected missing URL of PostgreSQL ${String(version)}, expected it in the environment`)
    writeRecording(version, await record(version, url))
  })
)
