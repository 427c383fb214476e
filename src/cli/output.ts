import {constants} from 'node:buffer'
import {mkdirSync, writeFileSync} from 'node:fs'
import {dirname} from 'node:path'
import {reasonOf} from '../migrations/view.js'
import {UsageError} from '../usage-error.js'

/**
 * Write to standard output. The process must end by itself: `process.exit` would cut off what a pipe
 * has not taken yet.
 */
export function write(text: string): void {
  process.stdout.write(text)
}

/**
 * Write a file that was asked for, and the folders that it is in.
 *
 * @throws {UsageError} When it cannot be written.
 */
export function writeOutput(path: string, text: string): void {
  try {
    mkdirSync(dirname(path), {recursive: true})
    writeFileSync(path, text)
  } catch (error) {
    throw new UsageError(`Unexpected output \`${path}\`, expected a file that can be written: ${reasonOf(error)}`, {
      cause: error
    })
  }
}

/** End quietly when the reader of our output has gone (`| head`). */
export function ignoreClosedPipe(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error
    })
  }
}

/**
 * All of standard input, as text.
 *
 * @throws {UsageError} When it is longer than a text can be, as where it never ends.
 */
export async function readStdin(): Promise<string> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of process.stdin) {
    const bytes = Buffer.from(chunk as Uint8Array)
    length += bytes.length
    if (length > constants.MAX_STRING_LENGTH) {
      const most = Math.floor(constants.MAX_STRING_LENGTH / 1e6)
      throw new UsageError(`Unexpected length of standard input, expected at most ${String(most)} MB`)
    }
    chunks.push(bytes)
  }
  return Buffer.concat(chunks).toString('utf8')
}
