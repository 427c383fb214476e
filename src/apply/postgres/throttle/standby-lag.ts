import {inBytes} from '../../../core/sizes/duration.js'
import type {Row} from '../../connection/connection.js'
import type {ApplySettings} from '../../settings.js'
import {defineThrottle} from '../../throttle.js'
import {text} from '../../connection/row.js'

/**
 * How far standbys and subscribers are behind. Time is measured by what they have replayed of the WAL that was there
 * before, on the primary's clock alone: a standby that says nothing any longer, or stands still, lags more and more.
 * https://www.postgresql.org/docs/current/monitoring-stats.html#MONITORING-PG-STAT-REPLICATION-VIEW
 */
export const standbyLag = defineThrottle({
  name: 'standby-lag',
  summary: 'how many bytes and seconds of WAL each standby is behind; one that is gone counts as lagging',
  create() {
    const seen = new Set<string>()
    const marks: Mark[] = []
    return async ({connection, settings}) => {
      const rows = await connection.query(standbys)
      const standing = rows.filter((row) => row['pid'] !== null)
      if (standing.some((row) => row['state'] === null)) return hidden
      addMark(marks, rows[0])
      const watched = standing.filter((row) => !settings.ignoreStandbys.includes(text(row, 'name')))
      const present = new Set(watched.map((row) => text(row, 'name')))
      for (const row of watched) if (row['slot_type'] !== 'logical') seen.add(text(row, 'name'))
      const gone = [...seen].find((name) => !present.has(name) && !settings.ignoreStandbys.includes(name))
      if (gone !== undefined)
        return `standby \`${gone}\` is gone (\`sqlsafe throttle ignore-standbys=${gone}\` waits for it no longer)`
      return watched.map((row) => lagOf(row, marks, settings)).find((reason) => reason !== undefined)
    }
  }
})

/** Without its privilege only the process ids of standbys are shown. */
const hidden = 'what standbys have replayed is hidden from this role: `GRANT pg_read_all_stats`'

/** Base backups come and go, and replay nothing. At least one row, for the time and the end of the WAL. */
const standbys = `
  SELECT extract(epoch FROM clock_timestamp())::numeric(20, 3) AS now, pg_current_wal_lsn() - '0/0'::pg_lsn AS wal,
    r.pid, r.state, coalesce(nullif(r.application_name, ''), host(r.client_addr), r.pid::text) AS name,
    coalesce(r.replay_lsn, r.flush_lsn) - '0/0'::pg_lsn AS replayed,
    extract(epoch FROM r.replay_lag)::numeric(20, 3) AS replay_lag, s.slot_type
  FROM (SELECT) AS always
  LEFT JOIN pg_stat_replication r ON r.state IS DISTINCT FROM 'backup'
  LEFT JOIN pg_replication_slots s ON s.active_pid = r.pid
  ORDER BY name`

/** The end of the WAL at a time of the server. */
interface Mark {
  at: number
  wal: bigint
}

/** More are not needed: each is about a look at the standbys. */
const mostMarks = 10_000

function addMark(marks: Mark[], row: Row | undefined): void {
  const mark = {at: Number(text(row, 'now')), wal: BigInt(text(row, 'wal'))}
  if (marks.at(-1)?.wal !== mark.wal) marks.push(mark)
  if (marks.length > mostMarks) marks.splice(1, 1)
}

function lagOf(row: Row, marks: readonly Mark[], settings: ApplySettings): string | undefined {
  const name = text(row, 'name')
  const replayed = row['replayed']
  if (replayed === null || replayed === undefined) return `standby \`${name}\` has not said what it replayed`
  const bytes = BigInt(text(row, 'wal')) - BigInt(replayed)
  if (bytes > BigInt(settings.maxLagBytes)) {
    return `standby \`${name}\` is ${inBytes(Number(bytes))} behind, allowed are ${inBytes(settings.maxLagBytes)}`
  }
  const first = marks.find(({wal}) => wal > BigInt(replayed))
  const own = first === undefined ? 0 : Number(text(row, 'now')) - first.at
  const seconds = bytes > 0n ? Math.max(own, Number(row['replay_lag'] ?? 0)) : 0
  if (seconds <= settings.maxLagSeconds) return undefined
  return `standby \`${name}\` is ${String(Math.ceil(seconds))} s behind, allowed are ${String(settings.maxLagSeconds)} s`
}
