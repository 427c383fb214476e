import {afterEach, describe, expect, it} from 'vitest'
import {connect} from '../../../../../src/apply/mysql/connect.js'
import type {MysqlConnection} from '../../../../../src/apply/mysql/connect.js'
import {namesOf} from '../../../../../src/apply/mysql/shadow/names.js'
import {bringToDisk, watchPageWrites} from '../../../../../src/apply/mysql/shadow/page-writes.js'
import type {PageWrites} from '../../../../../src/apply/mysql/shadow/page-writes.js'
import {createWorld, servers} from '../world.js'
import type {World} from '../world.js'
import {ofAccount} from './steps.js'

describe.each(servers)('pages that $server writes', ({dialect, url}) => {
  let world: World | undefined
  let connection: MysqlConnection | undefined
  afterEach(async () => {
    await connection?.end()
    await world?.remove()
  })

  async function begin(): Promise<{own: MysqlConnection; view: Parameters<typeof watchPageWrites>[0]}> {
    world = await createWorld(url, ['CREATE TABLE account (id int PRIMARY KEY, email varchar(40))'])
    connection = await connect(world.url, 'test')
    const names = namesOf(ofAccount())
    await connection.execute(`CREATE TABLE ${names.shadow.sql} LIKE account`)
    await connection.execute(`CREATE TABLE ${names.log.sql} (id int PRIMARY KEY AUTO_INCREMENT)`)
    const view = {connection, names, record: {mariadb: dialect === 'mariadb'}}
    return {own: connection, view}
  }

  /** One that comes meanwhile brings the old table to the disk, and tells so. */
  async function watchBetweenCheckpoints(
    view: Parameters<typeof watchPageWrites>[0]
  ): Promise<{writes: PageWrites | undefined; isSettled: boolean | undefined}> {
    const syncs = async (): Promise<unknown> =>
      view.connection.query(
        `SELECT FILE_NAME, COUNT_MISC FROM performance_schema.file_summary_by_instance
         WHERE LOCATE(concat('/', database(), '/'), FILE_NAME) > 0 ORDER BY FILE_NAME`
      )
    for (;;) {
      const [before, begun] = [await syncs(), performance.now()]
      const writes = await watchPageWrites(view)
      const isSettled = await writes?.areSettled()
      // After more than a second there was one.
      const isSoon = performance.now() - begun < 1000
      if (isSoon && JSON.stringify(await syncs()) === JSON.stringify(before)) return {writes, isSettled}
    }
  }

  /** One wait is bounded, and the disk of a busy machine may take longer. */
  async function comeToRest(writes: PageWrites | undefined): Promise<void> {
    do await writes?.settle()
    while ((await writes?.areSettled()) !== true)
  }

  it.runIf(dialect === 'mysql')('are waited for before a file is renamed', async () => {
    const {own, view} = await begin()
    const rows = Array.from({length: 500}, (_, id) => `(${String(id)}, repeat('x', 40))`)
    await own.execute(`INSERT INTO ${view.names.shadow.sql} VALUES ${rows.join(', ')}`)
    await own.execute(`INSERT INTO ${view.names.log.sql} VALUES (DEFAULT)`)
    await bringToDisk(view)
    const {isSettled, writes} = await watchBetweenCheckpoints(view)
    // Of the old one nothing is known yet.
    expect(isSettled).toBe(false)
    await comeToRest(writes)

    // An index that is built at once is written past the log.
    await own.execute(`ALTER TABLE ${view.names.shadow.sql} ADD INDEX (email)`)
    expect(await writes?.areSettled()).toBe(false)
    await comeToRest(writes)
  })

  it.runIf(dialect === 'mariadb')('keep nobody from renaming', async () => {
    const {view} = await begin()
    expect(await watchPageWrites(view)).toBeUndefined()
  })
})
