import {setTimeout as sleep} from 'node:timers/promises'
import {afterEach, describe, expect, it} from 'vitest'
import {connect} from '../../../../../src/apply/mysql/connect.js'
import type {MysqlConnection} from '../../../../../src/apply/mysql/connect.js'
import {namesOf} from '../../../../../src/apply/mysql/shadow/names.js'
import {clockOf, olderTransactions} from '../../../../../src/apply/mysql/shadow/transactions.js'
import {cachedMs} from '../../../../../src/apply/mysql/view/transactions.js'
import {createWorld, servers} from '../world.js'
import type {World} from '../world.js'
import {ofAccount} from './steps.js'

/** Later than all that began. */
const ever = '9999-12-31'

describe.each(servers)('transactions that are open on $server', ({url}) => {
  let world: World | undefined
  const connections: MysqlConnection[] = []
  const open = async (): Promise<MysqlConnection> => {
    const connection = await connect(world?.url ?? '', 'test')
    connections.push(connection)
    return connection
  }
  afterEach(async () => {
    for (const connection of connections.splice(0)) await connection.end()
    await world?.remove()
  })

  it('are told though a monitor keeps the list of the server from being made anew', async () => {
    world = await createWorld(url)
    const [own, reader, monitor] = [await open(), await open(), await open()]
    const view = {connection: own, names: namesOf(ofAccount())}
    await own.execute(`CREATE TABLE ${view.names.log.sql} (id int PRIMARY KEY)`)
    await own.execute('CREATE TABLE account (id int PRIMARY KEY)')
    const [row] = await reader.query('SELECT CONNECTION_ID() AS pid')
    // Other tests use the server too.
    const ofReader = (told: readonly string[]): string[] =>
      told.filter((text) => text.startsWith(`session ${row?.['pid'] ?? ''},`))

    const watch = {over: false}
    const watching = (async () => {
      while (!watch.over) {
        await monitor.query('SELECT count(*) AS transactions FROM information_schema.INNODB_TRX')
        await sleep(5)
      }
    })()
    await sleep(2 * cachedMs)
    await reader.execute('SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ')
    await reader.execute('START TRANSACTION WITH CONSISTENT SNAPSHOT')
    const since = await clockOf(own)
    // The list is one from before the reader: that nobody is in it says nothing. Where the monitor, on a busy machine, has
    // let the server make a new one, the reader is in it.
    const notShown: unknown = expect.stringContaining('the server does not show who')
    for (let told: string[] = []; !told[0]?.startsWith('the server');) {
      told = await olderTransactions(view, since, 2)
      expect([[notShown], [expect.stringMatching(/, open since .*: idle$/)]]).toContainEqual(
        told[0]?.startsWith('the server') ? told : ofReader(told)
      )
    }
    watch.over = true
    await watching

    expect(ofReader(await olderTransactions(view, since))).toEqual([expect.stringMatching(/, open since .*: idle$/)])
    await own.execute(`LOCK TABLES account WRITE, ${view.names.log.sql} AS l WRITE`)
    expect(ofReader(await olderTransactions(view, ever))).toHaveLength(1)
    await reader.execute('COMMIT')
    const later = await olderTransactions(view, ever)
    expect(later).not.toEqual([expect.stringContaining('the server does not show who')])
    expect(ofReader(later)).toEqual([])
    await own.execute('UNLOCK TABLES')
  })
})
