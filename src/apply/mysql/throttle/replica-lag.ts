import type {Dialect} from '../../../server/server.js'
import {refusalOf} from '../../connection/refusal.js'
import type {ApplySettings} from '../../settings.js'
import {defineThrottle} from '../../throttle.js'
import {channelsOf} from '../view/channels.js'
import type {Channel} from '../view/channels.js'
import {createHeartbeat} from '../view/heartbeat.js'
import type {Heartbeat} from '../view/heartbeat.js'
import {replicasOf} from '../view/replicas.js'
import type {Replica} from '../view/replicas.js'

/**
 * How far replicas are behind: by a row that is written for it, and by what they say themselves. One that cannot be asked
 * lags, and one that was there before and is gone.
 */
export const replicaLag = defineThrottle({
  name: 'replica-lag',
  summary:
    'how many seconds each replica is behind; one that stands still, cannot be asked or is gone counts as lagging',
  create() {
    const seen = new Set<string>()
    const heartbeat = createHeartbeat()
    let dialect: Dialect | undefined
    return async ({connection, reach, settings}) => {
      const {hidden, replicas} = await replicasOf({connection, reach, settings})
      if (hidden !== undefined) return hidden
      const present = new Set(replicas.map(({name}) => name))
      const gone = [...seen].find((name) => !present.has(name) && !settings.ignoreStandbys.includes(name))
      if (gone !== undefined) return `replica \`${gone}\` is gone (${ignoring(gone)})`
      if (replicas.length === 0) return undefined
      dialect ??= await dialectOf(connection)
      await heartbeat.beat(connection)
      for (const replica of replicas) {
        seen.add(replica.name)
        const reason = await lagOf(replica, dialect, heartbeat, settings)
        if (reason !== undefined) return `replica \`${replica.name}\` ${reason}`
      }
      return undefined
    }
  }
})

function ignoring(name: string): string {
  return `\`sqlsafe throttle ignore-standbys=${name}\` waits for it no longer`
}

async function dialectOf(connection: Parameters<typeof channelsOf>[0]): Promise<Dialect> {
  const [row] = await connection.query('SELECT version() AS version')
  return /mariadb/i.test(row?.['version'] ?? '') ? 'mariadb' : 'mysql'
}

async function lagOf(
  {connection, name, problem}: Replica,
  dialect: Dialect,
  heartbeat: Heartbeat,
  {maxLagSeconds}: ApplySettings
): Promise<string | undefined> {
  if (connection === undefined) return `cannot be asked: ${problem ?? ''} (${ignoring(name)})`
  try {
    const channels = await channelsOf(connection, dialect).catch((error: unknown) => {
      // Who may not see them has the heartbeat.
      refusalOf(error)
      return []
    })
    const said = channels.map((channel) => lagOfChannel(channel, maxLagSeconds)).find((each) => each !== undefined)
    if (said !== undefined) return said
    const {none, seconds} = await heartbeat.behind(connection)
    if (seconds <= maxLagSeconds) return undefined
    const what = none
      ? 'has no row of `sqlsafe.heartbeat` (that database must be replicated)'
      : 'shows none of what is new'
    return `${what} since ${String(Math.ceil(seconds))} s, allowed are ${String(maxLagSeconds)} s`
  } catch (error) {
    return `cannot be asked: ${error instanceof Error ? error.message : String(error)} (${ignoring(name)})`
  }
}

function lagOfChannel({error, runs, seconds, source}: Channel, most: number): string | undefined {
  if (!runs) return `does not replicate from ${source}${error === '' ? '' : `: ${error}`}`
  if (seconds === null) return `does not know how far it is behind ${source}`
  return seconds > most ? `is ${String(seconds)} s behind, allowed are ${String(most)} s` : undefined
}
