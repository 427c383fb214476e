import {expect, test} from 'vitest'
import {readMysqlCatalog} from '../../../src/schema/live/mysql.js'
import {until} from '../apply/own-server.js'
import {createWorld, servers} from '../apply/mysql/world.js'

test.each(servers)(
  'a change that waits for its lock lets nobody wait who reads the schema of $server',
  async ({url}) => {
    const world = await createWorld(url, [
      'CREATE TABLE account (id int PRIMARY KEY)',
      'INSERT INTO account VALUES (1)'
    ])
    try {
      const [reader, changer] = [await world.connect(), await world.connect()]
      await reader.query('BEGIN')
      await reader.query('SELECT * FROM account')
      const changing = changer.query('ALTER TABLE account COMMENT = ?', ['later'])
      const waiting = () =>
        world.query(
          "SELECT 1 FROM information_schema.PROCESSLIST WHERE STATE = 'Waiting for table metadata lock' AND DB = database()"
        )
      await until(waiting, (rows) => rows.length > 0)
      const {catalog} = await readMysqlCatalog(world.url)
      expect([...catalog.tables.values()].map(({name}) => name)).toEqual(['account'])
      await reader.query('COMMIT')
      await changing
    } finally {
      await world.remove()
    }
  }
)
