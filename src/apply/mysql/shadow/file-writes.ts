/** Whether pages of a file wait for the disk, told by how often the server has written them and brought them there. */

/** Of `performance_schema.file_summary_by_instance`. */
export interface Counters {
  writes: number
  /** Other operations: of a file that is open, that its pages were brought to the disk. */
  syncs: number
}

/** What is known of one file. */
export interface FileWrites extends Counters {
  /** When the counters were seen to change. */
  since: number
  /** What was seen then was that its pages were brought to the disk, perhaps beside writing some. */
  isSynced: boolean
}

/** At least every second there is a checkpoint, before which all files are brought to the disk. */
const checkpointMs = 1500

/** Pages of one go follow each other faster, and are brought to the disk at its end. */
const silenceMs = 30

/** A server that others write to writes pages each second: so long after the last ones it may be about to begin again. */
const soonAfterMs = 600

export function seenAt(before: FileWrites, {syncs, writes}: Counters, now: number): FileWrites {
  if (before.writes === writes && before.syncs === syncs) return before
  return {writes, syncs, since: now, isSynced: syncs !== before.syncs}
}

/** Whether all that was written is on the disk. */
export function isSettled({isSynced, since}: FileWrites, now: number): boolean {
  const silence = now - since
  return (isSynced && silence > silenceMs) || silence > checkpointMs
}

/** Whether that will be so for a while: the server has just written, or has nothing to write. */
export function willLast(seen: readonly FileWrites[], now: number): boolean {
  const silence = now - Math.max(...seen.map(({since}) => since))
  return silence < soonAfterMs || silence > checkpointMs
}
