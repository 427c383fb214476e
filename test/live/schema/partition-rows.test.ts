import {expect, test} from 'vitest'
import {keyOf} from '../../../src/schema/objects.js'
import {readMysqlCatalog} from '../../../src/schema/live/mysql.js'
import {createWorld, servers} from '../apply/mysql/world.js'

const bounds = (count: number) =>
  Array.from({length: count}, (_, index) => `PARTITION p${String(index)} VALUES LESS THAN (${String(index + 1)})`)

test.each(servers)('the last partitions are known to be empty where $server shows it', async ({url}) => {
  const world = await createWorld(url, [
    `CREATE TABLE \`a\`\`b\` (y int) PARTITION BY RANGE (y) (${bounds(4).join(', ')})`,
    'INSERT INTO `a``b` VALUES (1)',
    `CREATE TABLE filled (y int) PARTITION BY LIST (y) (PARTITION p0 VALUES IN (0), PARTITION p1 VALUES IN (1))`,
    'INSERT INTO filled VALUES (1)',
    `CREATE TABLE long_empty (y int) PARTITION BY RANGE (y) (${bounds(6).join(', ')})`,
    'CREATE TABLE hashed (y int) PARTITION BY HASH (y) PARTITIONS 2'
  ])
  try {
    const {catalog} = await readMysqlCatalog(world.url)
    const emptyOf = (name: string) =>
      [...catalog.tables.values()]
        .filter((table) => table.name === name)
        .map((table) => catalog.partitionRows.get(keyOf(table)))
    expect(emptyOf('a`b')).toEqual([{shown: true, empty: ['p3', 'p2']}])
    expect(emptyOf('filled')).toEqual([undefined])
    expect(emptyOf('long_empty')).toEqual([{shown: true, empty: ['p5', 'p4', 'p3', 'p2']}])
    expect(emptyOf('hashed')).toEqual([undefined])

    const changer = await world.connect()
    await changer.query('LOCK TABLES `a``b` WRITE')
    const {catalog: locked} = await readMysqlCatalog(world.url)
    expect([...locked.partitionRows.values()]).toEqual([{shown: true, empty: ['p5', 'p4', 'p3', 'p2']}])
  } finally {
    await world.remove()
  }
})
