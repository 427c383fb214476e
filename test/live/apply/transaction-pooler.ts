/** A pooler as small as can be, with the protocol of PostgreSQL. */
import {connect as connectSocket, createServer} from 'node:net'
import type {Socket} from 'node:net'

export interface Pooler {
  port: number
  close: () => Promise<void>
}

/** A session on the server, with what came of a message that is not complete yet. */
interface Backend {
  socket: Socket
  rest: Buffer
  /** The client whose transaction it is. */
  client: Socket | undefined
}

/**
 * Start it.
 *
 * @param mode `session`: a client has one session as long as it is there. `transaction`: each transaction gets the
 *   session that came free last.
 */
export async function startPooler(serverPort: number, mode: 'session' | 'transaction'): Promise<Pooler> {
  const sockets = new Set<Socket>()
  const idle: Backend[] = []

  function open(startup: Buffer, client: Socket): Backend {
    const socket = connectSocket(serverPort, '127.0.0.1')
    sockets.add(socket)
    const backend: Backend = {socket, rest: Buffer.alloc(0), client}
    socket.write(startup)
    socket.on('error', () => client.destroy())
    socket.on('data', (data: Buffer) => {
      backend.rest = Buffer.concat([backend.rest, data])
      for (const message of messagesOf(backend)) pass(message, backend)
    })
    return backend
  }

  function pass(message: Buffer, backend: Backend): void {
    const kind = String.fromCharCode(message[0] ?? 0)
    // BackendKeyData: what a client gets is a key of the pooler's own.
    if (kind === 'K') message.writeInt32BE(1, 5)
    backend.client?.write(message)
    // ReadyForQuery, and no transaction is open.
    if (kind === 'Z' && message[5] === 'I'.charCodeAt(0) && mode === 'transaction') {
      backend.client = undefined
      idle.push(backend)
    }
  }

  const server = createServer((client) => {
    sockets.add(client)
    client.on('error', () => client.destroy())
    client.once('data', (startup: Buffer) => {
      let own: Backend | undefined = open(startup, client)
      client.on('data', (data: Buffer) => {
        // Terminate: the client goes, and the session stays in the pool.
        if (mode === 'transaction' && data[0] === 'X'.charCodeAt(0)) return
        if (own?.client !== client) {
          own = idle.pop()
          // As many sessions as clients are there: one is free for each.
          if (own === undefined) throw new Error('Unexpected lack of a session, expected one for each client')
          own.client = client
        }
        own.socket.write(data)
      })
    })
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
function* messagesOf(backend: Backend): Generator<Buffer> {
  for (;;) {
    const {rest} = backend
    if (rest.length < 5 || rest.length < 1 + rest.readInt32BE(1)) return
    const length = 1 + rest.readInt32BE(1)
    backend.rest = rest.subarray(length)
    yield Buffer.from(rest.subarray(0, length))
  }
}
