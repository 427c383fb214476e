/** What is said of lengths where nothing names a character set: MariaDB before 11.6 has one that few servers keep. */
import {expect, test} from 'vitest'
import {judgeMysql} from '../../../src/knowledge/mysql/judge.js'
import {createMysqlReader} from '../../../src/operations/mysql/read.js'
import {Catalog} from '../../../src/schema/catalog.js'
import {change} from '../../../src/schema/change.js'
import {Session} from '../../../src/schema/session.js'
import type {Version} from '../../../src/server/server.js'

function foretell(version: Version, setup: string, statement: string, settings: Record<string, string> = {}) {
  const server = {dialect: 'mariadb', version} as const
  const catalog = new Catalog()
  const session = new Session(server, {database: 'app', ...settings})
  const commands = (sql: string) => createMysqlReader(server)(sql).statements.flatMap((each) => each.commands)
  for (const command of commands(setup)) change(command, catalog, session, undefined)
  const [command] = commands(statement)
  if (!command) throw new Error(`Cannot read ${statement}`)
  const {algorithm, because, confidence} = judgeMysql(command, {catalog, session}).effects[0] ?? {}
  return {algorithm, because, confidence}
}

const made = (length: number, options = '') => `CREATE TABLE t (id INT PRIMARY KEY, v VARCHAR(${length})) ${options}`
const longer = (length: number) => `ALTER TABLE t MODIFY v VARCHAR(${length})`

test('a length that crosses 255 bytes in some character set is the worst, and said not to be known', () => {
  expect(foretell([10, 11], made(60), longer(100))).toEqual({
    algorithm: 'COPY',
    confidence: 'unknown',
    because: 'perhaps the length in bytes crosses 255; nothing names a character set'
  })
})

test('a length that crosses it in none, or in each, is known', () => {
  expect(foretell([10, 11], made(10), longer(60))).toMatchObject({algorithm: 'INSTANT', confidence: 'observed'})
  expect(foretell([10, 11], made(20), longer(300))).toMatchObject({algorithm: 'INSTANT', confidence: 'observed'})
})

test.each([
  ['the shortest characters', 128, 256, 255],
  ['characters of two bytes', 100, 128, 127],
  ['characters of three bytes', 80, 86, 85],
  ['the longest characters', 40, 64, 63]
])('a length that crosses it in %s alone is not known', (_, from, unsure, sure) => {
  const sureness = (length: number) => foretell([10, 11], made(from), longer(length)).confidence
  expect([sureness(unsure), sureness(sure)]).toEqual(['unknown', 'observed'])
})

test('room for a longer length is left in as few bytes as the longest characters may take', () => {
  const shortest = (length: number) => foretell([10, 6], made(length), longer(300)).confidence
  expect([shortest(31), shortest(32)]).toEqual(['documented', 'unknown'])
})

test('a unique key that is too long for an index in some character set is not known to be kept by a hash', () => {
  const keyed = (length: number) => `CREATE TABLE t (id INT PRIMARY KEY, v VARCHAR(${length}), UNIQUE (v))`
  const added = (version: Version, length: number) => foretell(version, keyed(length), 'ALTER TABLE t ADD c INT')
  expect(added([10, 11], 768)).toMatchObject({algorithm: 'INSTANT', confidence: 'observed'})
  expect(added([10, 11], 769)).toMatchObject({algorithm: 'COPY', confidence: 'unknown'})
  expect(added([10, 11], 769).because).toMatch(/perhaps a unique key too long for an index/)
  expect(added([10, 11], 3073)).toMatchObject({algorithm: 'COPY', confidence: 'observed'})
  expect(added([11, 8], 769)).toMatchObject({algorithm: 'COPY', confidence: 'observed'})
})

test('what is named is taken at its word', () => {
  const latin1 = 'DEFAULT CHARSET=latin1'
  expect(foretell([10, 11], made(60, latin1), longer(100))).toMatchObject({
    algorithm: 'INSTANT',
    confidence: 'observed'
  })
  const configured = {character_set_server: 'utf8mb4'}
  expect(foretell([10, 11], made(60), longer(100), configured)).toMatchObject({
    algorithm: 'COPY',
    confidence: 'observed'
  })
  const renamed = `${made(60)}; ALTER TABLE t CONVERT TO CHARACTER SET latin1`
  expect(foretell([10, 11], renamed, longer(100))).toMatchObject({algorithm: 'INSTANT', confidence: 'observed'})
})

test('a name that comes to a column without one may be another', () => {
  expect(foretell([10, 11], made(60), `${longer(60)} CHARACTER SET latin1`)).toMatchObject({algorithm: 'COPY'})
})

test('MariaDB 11.6 and later have utf8mb4', () => {
  expect(foretell([11, 8], made(60), longer(100))).toMatchObject({algorithm: 'COPY', confidence: 'observed'})
})
