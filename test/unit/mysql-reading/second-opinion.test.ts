/** Asks an independent parser which tables a statement names. */
import {createRequire} from 'node:module'
import type * as NodeSqlParser from 'node-sql-parser'
import {describe, expect, it} from 'vitest'
import type {Name} from '../../../src/operations/operation.js'
import {commandsOf} from './read.js'

const require = createRequire(import.meta.url)
const {Parser} = require('node-sql-parser/build/mysql.js') as typeof NodeSqlParser
const parser = new Parser()

const statements = [
  'SELECT a.x, (SELECT max(y) FROM b WHERE b.id = a.id) FROM a LEFT JOIN c ON c.id = a.id, d AS e WHERE EXISTS (SELECT 1 FROM f)',
  'SELECT * FROM (SELECT id FROM a UNION ALL SELECT id FROM b) AS u JOIN c USING (id) ORDER BY id',
  'SELECT trim(both x from y), extract(year from z) FROM a',
  'INSERT INTO a (x) SELECT x FROM b JOIN c ON b.id = c.id WHERE x NOT IN (SELECT x FROM a)',
  'INSERT INTO a (x) VALUES ((SELECT max(x) FROM b))',
  'REPLACE INTO a SELECT * FROM b',
  'UPDATE a SET x = (SELECT max(y) FROM b) WHERE id IN (SELECT id FROM c WHERE d = 1)',
  'UPDATE a AS t JOIN b AS s ON t.id = s.id SET t.x = s.x WHERE s.y > 5',
  'DELETE FROM a WHERE id IN (SELECT id FROM b WHERE x IN (SELECT x FROM c))',
  'DELETE t FROM a AS t JOIN b AS s ON t.id = s.id WHERE s.x = 1'
]

function tablesOf(sql: string): Set<string> {
  const names = commandsOf(sql).flatMap(({operations}) =>
    operations.flatMap((operation) => {
      const {reads = [], table} = operation as {reads?: Name[]; table?: Name}
      return table ? [...reads, table] : reads
    })
  )
  return new Set(names.map(({name}) => name))
}

describe('tables that a statement names', () => {
  it.each(statements)('%s', (sql) => {
    const others = parser.tableList(sql).map((entry) => entry.split('::')[2] ?? '')
    // The other parser lists aliases as tables in the targets of a DELETE.
    expect(tablesOf(sql)).toEqual(new Set(others.filter((name) => !['t', 's'].includes(name))))
  })
})
