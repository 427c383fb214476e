/** Queries and DML are read from the tree of node-sql-parser where it has one, else from the tokens. */
import {afterAll, describe, expect, it, vi} from 'vitest'
import {createGuard} from '../fuzz/time.js'

const asked = vi.hoisted(() => ({refused: false, trees: [] as unknown[]}))

vi.mock(import('../../../src/parse/mysql/query/parse.js'), async (importOriginal) => {
  const original = await importOriginal()
  return {
    ...original,
    parseQuery: (...parameters) => {
      const tree = asked.refused ? undefined : original.parseQuery(...parameters)
      asked.trees.push(tree)
      return tree
    }
  }
})

// Test files share what they load: only what is loaded anew meets the parser that tells.
vi.resetModules()
const {mariadb, mysql, operationsOf, problemsOf, read} = await import('./read.js')
afterAll(() => {
  vi.resetModules()
})

/** The operations as read from trees, or from tokens, and whether there were trees. */
function readBy(reading: 'trees' | 'tokens', sql: string, server = mysql): {operations: unknown[]; trees: boolean} {
  asked.refused = reading === 'tokens'
  asked.trees = []
  const operations = operationsOf(sql, server)
  return {operations, trees: asked.trees.length > 0 && asked.trees.every((tree) => tree !== undefined)}
}

describe.each([mysql, mariadb])('both readings, $dialect', (server) => {
  it.each([
    'SELECT 1',
    'SELECT a.x, (SELECT max(y) FROM b WHERE b.id = a.id) FROM a LEFT JOIN c ON c.id = a.id, d AS e WHERE EXISTS (SELECT 1 FROM f)',
    'SELECT * FROM (SELECT id FROM a UNION ALL SELECT id FROM b) AS u JOIN c USING (id) ORDER BY id',
    'SELECT `x y` FROM `d`.`a b` WHERE z IN (SELECT 1 FROM dual) LIMIT 5, 10',
    'SELECT * FROM a UNION SELECT * FROM b LIMIT 3 OFFSET 4',
    '(SELECT * FROM a LIMIT 1) UNION (SELECT * FROM b LIMIT 2) LIMIT 3',
    '(SELECT * FROM a LIMIT 1) UNION (SELECT * FROM b LIMIT 2)',
    "SELECT get_lock('it''s', 5) FROM a WHERE b = 'LIMIT 5' FOR UPDATE",
    'SELECT * FROM a /* JOIN b */ /*!50100 JOIN c */ -- JOIN d',
    'SELECT * FROM (SELECT * FROM a LIMIT 5) AS s',
    'WITH c AS (SELECT * FROM a), d AS (SELECT * FROM c JOIN b) SELECT * FROM C JOIN d',
    'WITH RECURSIVE c AS (SELECT 1 FROM a UNION ALL SELECT 2 FROM c) SELECT * FROM c',
    'INSERT INTO a (x) SELECT x FROM b JOIN c ON b.id = c.id WHERE x NOT IN (SELECT x FROM a) LIMIT 7',
    'INSERT IGNORE INTO a SELECT x FROM b ON DUPLICATE KEY UPDATE x = 1',
    'REPLACE INTO a SELECT * FROM b LIMIT 2 OFFSET 3',
    'UPDATE a SET x = (SELECT max(y) FROM b LIMIT 1) WHERE id IN (SELECT id FROM c WHERE d = 1)',
    "UPDATE a SET x = 'WHERE', `y z` = 2",
    'UPDATE a AS t JOIN b AS s ON t.id = s.id SET t.x = s.x, s.y = 1 WHERE s.y > 5',
    'UPDATE a, d.b SET a.x = b.x, b.y = 5',
    'DELETE FROM a',
    'DELETE FROM a WHERE id IN (SELECT id FROM b WHERE x IN (SELECT x FROM c))',
    'DELETE t, s FROM a AS t JOIN d.b AS s ON t.id = s.id JOIN c WHERE s.x = 1',
    'CREATE VIEW v AS SELECT a.x, b.y AS z FROM a JOIN b ON a.id = b.id',
    'CREATE TABLE t AS SELECT x FROM a WHERE y IN (SELECT y FROM b)'
  ])('agree on %s', (sql) => {
    const byTree = readBy('trees', sql, server)
    expect(byTree.trees).toBe(true)
    expect(byTree.operations).toEqual(readBy('tokens', sql, server).operations)
  })
})

describe('both readings', () => {
  it.each([
    'UPDATE a SET x = 1 ORDER BY id LIMIT 1000',
    'DELETE FROM a WHERE id IN (SELECT id FROM b) ORDER BY id LIMIT 5',
    'UPDATE a SET x := 1',
    'DELETE FROM a AS t WHERE t.x = 1 LIMIT 5',
    'WITH c AS (SELECT id FROM b) UPDATE a JOIN c ON a.id = c.id SET a.x = 1',
    'WITH c AS (SELECT id FROM b) DELETE FROM a WHERE id IN (SELECT id FROM c)'
  ])('agree on %s', (sql) => {
    const byTree = readBy('trees', sql)
    expect(byTree.trees).toBe(true)
    expect(byTree.operations).toEqual(readBy('tokens', sql).operations)
  })
})

describe('the tree', () => {
  it('knows where a common table is one', () => {
    const sql = 'WITH a AS (SELECT * FROM a) SELECT * FROM a'
    expect(readBy('trees', sql).operations).toMatchObject([{reads: [{name: 'a'}]}])
    expect(readBy('tokens', sql).operations).toMatchObject([{reads: []}])
  })

  it('is not asked for rows of values', () => {
    expect(readBy('trees', 'INSERT INTO a VALUES (1), (2)')).toMatchObject({trees: false, operations: [{rows: 2}]})
    expect(asked.trees).toEqual([])
  })

  it.each([
    ['DELETE FROM a, b USING a JOIN b JOIN c', {table: {name: 'a'}}, {table: {name: 'b'}}],
    ['UPDATE d.a SET d.a.x = 1 WHERE y = 2', {table: {schema: 'd', name: 'a'}, columns: ['x'], where: {text: 'y = 2'}}],
    ['SELECT * FROM a WHERE x = :id LIMIT :count', {reads: [{name: 'a'}], limit: ':count'}],
    ['SELECT * FROM ${schema}.a', {kind: 'rows.select'}],
    ['SELECT * FROM ((a JOIN b) JOIN c)', {reads: [{name: 'a'}, {name: 'b'}, {name: 'c'}]}],
    ['UPDATE `a``b` SET x = 1', {table: {name: 'a`b'}, columns: ['x']}],
    ['UPDATE IGNORE a SET x = 1 LIMIT 5', {table: {name: 'a'}, limit: '5', reads: []}],
    ['TABLE a', {reads: [{name: 'a'}]}]
  ])('is missing for %s, which is no problem', (sql, ...expected) => {
    const {operations, trees} = readBy('trees', sql)
    expect(trees).toBe(false)
    expect(operations).toMatchObject(expected)
  })

  it('takes names in double quotes as names where they are', () => {
    const {operations} = readBy('trees', `SET sql_mode = 'ANSI_QUOTES'; UPDATE "a" SET "x" = 'b'`)
    expect(operations[1]).toMatchObject({table: {name: 'a'}, columns: ['x'], values: [{text: "'b'"}]})
  })

  it('leaves the verdict to the tokens', () => {
    asked.refused = false
    expect(problemsOf('UPDATE t SET a = 1 WHRE b = 2')).toHaveLength(1)
    expect(problemsOf('SELECT * FROM a WHERE b ->> "$.x" MEMBER OF (c)')).toEqual([])
  })
})

describe('time', () => {
  it.each([
    ['joins with an error inside', `SELECT * FROM ${'(a JOIN '.repeat(40)}b 1${')'.repeat(40)}`],
    ['joins', `SELECT * FROM ${'(a JOIN '.repeat(40)}b${')'.repeat(40)}`],
    ['sub-queries', `DELETE FROM a WHERE ${'x IN (SELECT x FROM a WHERE '.repeat(3000)}1${')'.repeat(3000)}`],
    ['a long list', `DELETE FROM a WHERE id IN (${'1, '.repeat(100_000)}1)`],
    ['statements of one shape', "UPDATE a SET b = 'x' WHERE c = 1;\n".repeat(5000)]
  ])('is not lost on %s', (_name, sql) => {
    asked.refused = false
    // Unbounded, the first takes hours.
    createGuard()(
      () => {
        expect(read(sql).statements.length).toBeGreaterThan(0)
      },
      () => sql.slice(0, 100)
    )
  })
})

describe('SET STATEMENT of MariaDB', () => {
  it('does what its statement does', () => {
    const sql =
      'SET STATEMENT max_statement_time = 5, lock_wait_timeout = 3 FOR ALTER TABLE t ADD a int, ALGORITHM=COPY'
    const [statement] = read(sql, mariadb).statements
    expect(statement?.problems).toEqual([])
    expect(statement?.commands).toMatchObject([
      {operations: [{kind: 'column.add', table: {name: 't'}}], clauses: {algorithm: 'COPY', wait: 3}}
    ])
    expect(operationsOf('SET STATEMENT a = (1 + 1) FOR DELETE FROM t LIMIT 1', mariadb)).toMatchObject([
      {kind: 'rows.delete', limit: '1'}
    ])
  })

  it('is refused where it is broken', () => {
    expect(problemsOf('SET STATEMENT a = 5 FOR', mariadb)).toHaveLength(1)
    expect(problemsOf('SET STATEMENT a = FOR SELECT 1', mariadb)).toHaveLength(1)
    expect(problemsOf('SET STATEMENT a = 5 FOR ALTER TABLE', mariadb)).toHaveLength(1)
  })
})

it('refuses `DELETE` from parentheses, as the servers do', () => {
  expect(problemsOf('DELETE FROM ((t))')).toEqual([expect.stringMatching(/^syntax: .*expected a table/)])
})
