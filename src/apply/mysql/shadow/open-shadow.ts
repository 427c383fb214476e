/** What a step works with: found by the names of what was made. */
import type {Connection} from '../../connection/connection.js'
import {errorNumber} from '../error-kind.js'
import {binlogCapture} from './capture/binlog.js'
import type {Capture, CaptureContext} from './capture/capture.js'
import {triggerCapture} from './capture/triggers.js'
import type {ShadowNames} from './names.js'
import {findRecord} from './record.js'
import type {ShadowRecord, ShadowView} from './record.js'

/** `ER_NO_SUCH_TABLE` */
const noSuchTable = 1146

/** @throws {Error} When there is none: something of ours was taken away by hand. */
export async function openShadow(
  connection: Connection,
  names: ShadowNames,
  context: CaptureContext
): Promise<ShadowView> {
  const found = await findRecord(connection, names).catch((error: unknown) => {
    if (errorNumber(error) !== noSuchTable) throw error
    throw new Error(`Unexpected lack of ${names.record.sql}, expected it as it was made: abort, and begin again`, {
      cause: error
    })
  })
  if (found) return {connection, names, ...found, capture: captureOf(connection, names, found.record, context)}
  throw new Error(`Unexpected empty ${names.record.sql}, expected it as it was made: abort, and begin again`)
}

function captureOf(connection: Connection, names: ShadowNames, record: ShadowRecord, context: CaptureContext): Capture {
  return record.capture === 'binlog'
    ? binlogCapture(connection, names, record, context)
    : triggerCapture(connection, names, record)
}
