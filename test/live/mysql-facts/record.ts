/** `npx tsx test/live/mysql-facts/record.ts`: ask all servers again and write what they did. */
import {factServers} from './servers.js'
import {record, writeRecording} from './recording.js'

await Promise.all(
  factServers.map(async ({name, url}) => {
    if (url === undefined) throw new Error(`Unexpected missing URL of ${name}, expected it in the environment`)
    writeRecording(name, await record(url))
  })
)
