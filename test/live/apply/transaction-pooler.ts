/** A pooler as small as can be: each transaction of a client goes to the next of its sessions on the server. */
import {connect as connectSocket, createServer} from 'node:net'
import type {Socket} from 'node:net'

export interface Pooler {
  port: number
  close: () => Promise<void>
}

/** @param sessions One is a pool in session mode, more are one in transaction mode. */
export async function startPooler(serverPort: number, sessions: number): Promise<Pooler> {
  const sockets = new Set<Socket>()
  const server = createServer((client) => {
    sockets.add(client)
    const backends = Array.from({length: sessions}, () => connectSocket(serverPort, '127.0.0.1'))
    for (const backend of backends) sockets.add(backend)
    pool(client, backends)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    async close() {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    }
  }
}

/** https://www.postgresql.org/docs/current/protocol-message-formats.html */
function pool(client: Socket, backends: readonly Socket[]): void {
  let current = 0
  client.on('error', () => client.destroy())
  client.once('data', (startup) => {
    for (const backend of backends) backend.write(startup)
    client.on('data', (data) => backends[current]?.write(data))
  })
  client.on('close', () => {
    for (const backend of backends) backend.destroy()
  })
  for (const [index, backend] of backends.entries()) {
    let rest = Buffer.alloc(0)
    let begun = false
    backend.on('error', () => client.destroy())
    backend.on('data', (data: Buffer) => {
      rest = Buffer.concat([rest, data])
      while (rest.length >= 5 && rest.length >= 1 + rest.readInt32BE(1)) {
        const message = Buffer.from(rest.subarray(0, 1 + rest.readInt32BE(1)))
        rest = rest.subarray(message.length)
        const kind = String.fromCharCode(message[0] ?? 0)
        // BackendKeyData: what a client gets is a key of the pooler's own.
        if (kind === 'K') message.writeInt32BE(1, 5)
        if (begun || index === 0) client.write(message)
        if (kind === 'Z') {
          // ReadyForQuery, and idle: the transaction is over.
          if (begun && message[5] === 'I'.charCodeAt(0)) current = (current + 1) % backends.length
          begun = true
        }
      }
    })
  }
}
