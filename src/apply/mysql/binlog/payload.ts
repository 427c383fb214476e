/** Transactions that MySQL has compressed: events in one event. */
import {decompress} from 'fzstd'
import {Reader, readEvent} from './events.js'
import type {LogEvent} from './events.js'

/** https://dev.mysql.com/doc/refman/8.4/en/binary-log-transaction-compression.html */
export function eventsIn({body}: LogEvent): LogEvent[] {
  const [headerEnd, compression, size] = [0, 2, 3]
  const reader = new Reader(body)
  let [method, length] = [0, 0]
  for (let field = reader.packed(); field !== headerEnd; field = reader.packed()) {
    const value = new Reader(reader.take(reader.packed()))
    if (field === compression) method = value.packed()
    if (field === size) length = value.packed()
  }
  const [zstd, none] = [0, 255]
  if (method !== zstd && method !== none)
    throw new Error(`Unexpected compression ${String(method)} of transactions, expected zstd`)
  const payload = reader.rest()
  const inner = new Reader(method === none ? payload : Buffer.from(decompress(payload)))
  if (method === zstd && inner.bytes.length !== length) throw new Error('Unexpected length of a compressed transaction')
  const events: LogEvent[] = []
  while (!inner.isAtEnd) events.push(readEvent(inner.take(inner.bytes.readUInt32LE(inner.offset + 9)), false))
  return events
}
