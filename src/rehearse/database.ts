import {randomBytes} from 'node:crypto'

/** A name for a database that nobody else has. */
export function databaseName(): string {
  return `sqlsafe_rehearse_${randomBytes(6).toString('hex')}`
}
