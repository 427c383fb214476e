import {describe, expect, it} from 'vitest'
import {commandsOf, mariadb, mysql, operationsOf, problemsOf} from './read.js'

describe('statements', () => {
  it.each<[string, ...object[]]>([
    [
      'CREATE UNIQUE INDEX i ON t (a)',
      {kind: 'index.create', table: {name: 't'}, index: {name: 'i', unique: true, elements: [{column: 'a'}]}}
    ],
    ['DROP INDEX i ON t', {kind: 'index.drop', index: {name: 'i'}, table: {name: 't'}}],
    ['DROP INDEX `PRIMARY` ON t', {kind: 'constraint.drop', type: 'primary-key'}],
    ['DROP TABLE IF EXISTS a, b', {kind: 'table.drop', table: {name: 'a'}, ifExists: true}, {table: {name: 'b'}}],
    ['RENAME TABLE a TO b, c TO d', {kind: 'table.rename', to: {name: 'b'}}, {table: {name: 'c'}, to: {name: 'd'}}],
    ['TRUNCATE d.t', {kind: 'table.truncate', table: {schema: 'd', name: 't'}}],
    [
      'CREATE OR REPLACE VIEW v (x) AS SELECT a FROM t',
      {kind: 'view.create', orReplace: true, reads: [{name: 't'}], columns: ['x']}
    ],
    ['DROP VIEW v', {kind: 'view.drop', view: {name: 'v'}}],
    ['CREATE DATABASE d CHARSET utf8mb4', {kind: 'schema.create', schema: 'd', charset: 'utf8mb4'}],
    ['DROP DATABASE IF EXISTS d', {kind: 'schema.drop', schema: 'd', ifExists: true}],
    ['USE `d e`', {kind: 'session.use', schema: 'd e'}],
    [
      "SET @x = 1, GLOBAL a = 5, @@session.lock_wait_timeout = 3, sql_mode = ''",
      {kind: 'session.set', name: '@x', value: '1'},
      {name: 'a', scope: 'global', value: '5'},
      {name: 'lock_wait_timeout', scope: 'session', value: '3'},
      {name: 'sql_mode', value: ''}
    ],
    ['SET NAMES utf8mb4', {kind: 'session.set', name: 'names', value: 'utf8mb4'}],
    ['START TRANSACTION', {kind: 'transaction.begin'}],
    ['ROLLBACK TO SAVEPOINT s', {kind: 'transaction.rollback', to: 's'}],
    ['LOCK TABLES a READ, b AS c WRITE', {kind: 'table.lock', mode: 'READ'}, {table: {name: 'b'}, mode: 'WRITE'}],
    ['UNLOCK TABLES', {kind: 'table.unlock'}],
    ['OPTIMIZE TABLE a, b', {kind: 'table.optimize', table: {name: 'a'}}, {kind: 'table.optimize', table: {name: 'b'}}],
    ["GRANT SELECT, INSERT ON d.* TO 'u'@'%'", {kind: 'privilege.grant', privileges: ['select', 'insert']}],
    ["LOAD DATA INFILE 'x' INTO TABLE t", {kind: 'rows.copy', table: {name: 't'}, direction: 'from'}],
    ["CREATE USER 'u'@'%' IDENTIFIED BY 'x'", {kind: 'object.create', objectType: 'user'}],
    ['FLUSH TABLES', {kind: 'other', statement: 'flush tables'}],
    ['CALL p(1, @a)', {kind: 'procedure.call', procedure: {name: 'p'}, arguments: [{text: '1'}, {text: '@a'}]}]
  ])('%s', (sql, ...expected) => {
    expect(operationsOf(sql)).toMatchObject(expected)
  })

  it('reads algorithm and lock of index statements', () => {
    expect(commandsOf('CREATE INDEX i ON t (a) ALGORITHM=INPLACE LOCK NONE')[0]?.clauses).toMatchObject({
      algorithm: 'INPLACE',
      lock: 'NONE'
    })
    expect(problemsOf('DROP INDEX i ON t ALGORITHM=INPLACE', mariadb)).toHaveLength(1)
  })

  it('reads sequences for MariaDB', () => {
    expect(operationsOf('CREATE SEQUENCE s START WITH 5', mariadb)).toMatchObject([{kind: 'sequence.create'}])
    expect(problemsOf('CREATE SEQUENCE s')).toHaveLength(1)
  })
})

describe('rows', () => {
  it.each<[string, ...object[]]>([
    [
      'INSERT INTO t (a, b) VALUES (1, (2)), (3, DEFAULT) ON DUPLICATE KEY UPDATE a = VALUES(a)',
      {kind: 'rows.insert', source: 'values', columns: ['a', 'b'], rows: 2, conflict: 'update'}
    ],
    ['REPLACE t SELECT * FROM u LIMIT 5', {source: 'query', reads: [{name: 'u'}], conflict: 'replace', limit: '5'}],
    ['INSERT IGNORE INTO t SET a = 1', {columns: ['a'], rows: 1, conflict: 'ignore'}],
    [
      "UPDATE t SET a = 'x, y', b = b + 1 WHERE a IN (SELECT id FROM u) ORDER BY a LIMIT 10",
      {
        kind: 'rows.update',
        columns: ['a', 'b'],
        values: [{text: "'x, y'"}, {text: 'b + 1'}],
        where: {text: 'a IN (SELECT id FROM u)'},
        limit: '10',
        orderBy: true,
        reads: [{name: 'u'}]
      }
    ],
    [
      'UPDATE t AS x JOIN d.u y ON x.id = y.id SET x.a = y.a, y.b = 1',
      {table: {name: 't'}, columns: ['a'], reads: [{schema: 'd', name: 'u'}]},
      {table: {schema: 'd', name: 'u'}, columns: ['b'], reads: [{name: 't'}]}
    ],
    ['DELETE FROM t WHERE a = 1 LIMIT 5', {kind: 'rows.delete', where: {text: 'a = 1'}, limit: '5'}],
    ['DELETE a FROM t AS a JOIN u ON a.id = u.id', {table: {name: 't'}, reads: [{name: 'u'}]}],
    ['DELETE FROM a, b USING a JOIN b JOIN c', {table: {name: 'a'}, reads: [{name: 'c'}]}, {table: {name: 'b'}}],
    [
      'WITH c AS (SELECT id FROM u) DELETE FROM t WHERE id IN (SELECT id FROM c)',
      {kind: 'rows.delete', table: {name: 't'}, reads: [{name: 'u'}]}
    ],
    [
      "SELECT get_lock('x', 5) FROM a, (SELECT 1 FROM b) AS s WHERE EXTRACT(YEAR FROM d) = 1 LIMIT 5, 10 FOR UPDATE",
      {
        kind: 'rows.select',
        reads: [{name: 'a'}, {name: 'b'}],
        lock: 'update',
        limit: '10',
        offset: '5',
        calls: [{function: {name: 'get_lock'}, arguments: [{text: "'x'"}, {text: '5'}]}, {function: {name: 'EXTRACT'}}]
      }
    ]
  ])('%s', (sql, ...expected) => {
    expect(operationsOf(sql)).toMatchObject(expected)
  })

  it.each([
    ['UPDATE t SET a = 1 WHRE b = 2', 'syntax: Unexpected `WHRE`, expected an operator @ WHRE'],
    ['UPDATE t SET a = WHERE b = 1', 'syntax: Unexpected `WHERE`, expected a value @ WHERE'],
    ['DELETE FROM t WHERE', 'syntax: Unexpected end of statement, expected an expression @ WHERE'],
    ['INSERT INTO t (a VALUES (1)', 'syntax: Unexpected end of statement, expected `)` @ )'],
    ['SELECT (1', 'syntax: Unexpected end of statement, expected `)` @ 1']
  ])('refuses %s', (sql, problem) => {
    expect(problemsOf(sql)).toEqual([problem])
  })
})

it.each([
  ['DROP INDEX IF EXISTS i ON t', mysql, 'Unexpected `IF`, expected an index, or `--dialect mariadb`, which takes it'],
  ['ALTER TABLE t ALTER INDEX i INVISIBLE', mariadb, ', or `--dialect mysql`, which takes it'],
  ['DROP INDEX IF i ON t', mysql, 'Unexpected `IF`, expected an index @']
])('%s: what the other engine takes is no typo', (sql, server, message) => {
  const problems = problemsOf(sql, server)
  expect(problems).toHaveLength(1)
  expect(problems[0]).toContain(message)
})
