/** A server behind a line that can be cut in the middle of a statement. */
import {createServer, connect} from 'node:net'
import type {Socket} from 'node:net'

/** `before`: the server never sees the statement; `answer`: its answer is lost; `at once`: nobody waits for the answer. */
export type Cut = 'before' | 'answer' | 'at once'

export interface Proxy {
  url: string
  close: () => Promise<void>
}

/**
 * Listen in front of a server.
 *
 * @param decide Called with the text of each statement; `undefined`: let it pass.
 */
export async function startProxy(target: string, decide: (sql: string) => Cut | undefined): Promise<Proxy> {
  const {hostname, port} = new URL(target)
  const sockets = new Set<Socket>()
  const server = createServer((client) => {
    const upstream = connect(Number(port), hostname)
    let losesAnswer = false
    const end = (): void => {
      client.destroy()
      upstream.destroy()
    }
    for (const socket of [client, upstream]) {
      sockets.add(socket)
      socket.on('error', end).on('close', end)
    }
    client.on('data', (packet: Buffer) => {
      const cut = decide(statementOf(packet))
      if (cut === 'before') end()
      else if (cut === 'at once') upstream.write(packet, end)
      else {
        losesAnswer ||= cut === 'answer'
        upstream.write(packet)
      }
    })
    upstream.on('data', (packet: Buffer) => {
      if (losesAnswer) end()
      else client.write(packet)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const url = new URL(target)
  url.host = `127.0.0.1:${String(typeof address === 'object' ? address?.port : '')}`
  return {
    url: url.href,
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy()
        server.close(() => {
          resolve()
        })
      })
  }
}

/**
 * `COM_QUERY`, with the numbers of attributes before the statement where the server takes such.
 * https://dev.mysql.com/doc/dev/mysql-server/latest/page_protocol_com_query.html
 */
function statementOf(packet: Buffer): string {
  if (packet[4] !== 3) return ''
  return packet.subarray(packet[5] === 0 && packet[6] === 1 ? 7 : 5).toString()
}
