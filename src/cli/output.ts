/**
 * Write to standard output. The process must end by itself: `process.exit` would cut off what a pipe
 * has not taken yet.
 */
export function write(text: string): void {
  process.stdout.write(text)
}

/** End quietly when the reader of our output has gone (`| head`). */
export function ignoreClosedPipe(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error
    })
  }
}

/** All of standard input, as text. */
export async function readStdin(): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of process.stdin) chunks.push(Buffer.from(chunk as Uint8Array))
  return Buffer.concat(chunks).toString('utf8')
}
