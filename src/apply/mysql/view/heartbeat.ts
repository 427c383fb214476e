/**
 * A row that is written on the source and read on each replica: how old what a replica shows is, by the clock of this
 * process alone, whatever a replica believes of itself.
 */
import type {Connection} from '../../connection/connection.js'

/** A beat, and when it was written. */
interface Mark {
  beat: number
  at: number
}

export interface Heartbeat {
  /** Write one more on the source. */
  beat: (source: Connection) => Promise<void>
  /** Seconds since the first beat that a replica has not got yet; `none`: it has got none at all. */
  behind: (replica: Connection) => Promise<{seconds: number; none: boolean}>
}

/** More are not needed: each is about a look at the replicas. */
const mostMarks = 10_000

/** Begin; the table is made at the first beat. */
export function createHeartbeat(now: () => number = () => performance.now()): Heartbeat {
  const marks: Mark[] = []
  return {
    async beat(source) {
      if (marks.length === 0) {
        await source.execute('CREATE DATABASE IF NOT EXISTS sqlsafe')
        await source.execute(
          'CREATE TABLE IF NOT EXISTS sqlsafe.heartbeat (id tinyint NOT NULL PRIMARY KEY, beat bigint NOT NULL) ENGINE = InnoDB'
        )
      }
      const at = now()
      await source.execute('INSERT INTO sqlsafe.heartbeat VALUES (1, 1) ON DUPLICATE KEY UPDATE beat = beat + 1')
      const [row] = await source.query('SELECT beat FROM sqlsafe.heartbeat WHERE id = 1')
      marks.push({beat: Number(row?.['beat']), at})
      if (marks.length > mostMarks) marks.splice(1, 1)
    },
    async behind(replica) {
      const beat = await beatOn(replica)
      const first = marks.find((mark) => mark.beat > (beat ?? -1))
      return {seconds: first === undefined ? 0 : (now() - first.at) / 1000, none: beat === undefined}
    }
  }
}

/** `ER_NO_SUCH_TABLE`, `ER_BAD_DB_ERROR`: it has not come there yet. */
const absent = new Set<unknown>([1146, 1049])

async function beatOn(replica: Connection): Promise<number | undefined> {
  try {
    const [row] = await replica.query('SELECT beat FROM sqlsafe.heartbeat WHERE id = 1')
    return row === undefined ? undefined : Number(row['beat'])
  } catch (error) {
    if (error instanceof Error && 'errno' in error && absent.has(error.errno)) return undefined
    throw error
  }
}
