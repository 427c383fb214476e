/** Ports for servers that are told where to listen. */
import {createServer} from 'node:net'

/**
 * Below those that the system gives to connections, and to who asks for any: nobody else takes one between our look and the
 * server's start. Processes of the tests that run side by side begin far from one another.
 */
const [lowest, count] = [20_000, 12_000]
let next = process.pid * 40

/** A port that nobody listens on. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = lowest + (next++ % count)
    if (await isFree(port)) return port
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => {
      resolve(false)
    })
    server.listen(port, '127.0.0.1', () => {
      server.close(() => {
        resolve(true)
      })
    })
  })
}
