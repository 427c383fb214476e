/**
 * Imported by a program that is to be killed once it has said something so often: it kills itself. Who reads what it says
 * comes too late on a busy machine, when all is done.
 */
import {setTimeout} from 'node:timers'

const {momentMs, text, times} = JSON.parse(process.env.SQLSAFE_TEST_KILL)
const write = process.stdout.write.bind(process.stdout)
const kill = () => process.kill(process.pid, 'SIGKILL')
let said = 0

process.stdout.write = (chunk, ...rest) => {
  // Pipes are written to at once: https://nodejs.org/docs/latest-v20.x/api/process.html#a-note-on-process-io
  const written = write(chunk, ...rest)
  const before = said
  said += chunk.toString().split(text).length - 1
  if (before >= times || said < times) return written
  if (momentMs === 0) kill()
  else setTimeout(kill, momentMs)
  return written
}
