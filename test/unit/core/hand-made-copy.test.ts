import {expect, test} from 'vitest'
import {runRules} from '../../../src/core/rules/run-rules.js'
import {loadReader} from '../../../src/operations/read.js'
import {Catalog} from '../../../src/schema/catalog.js'
import {Session} from '../../../src/schema/session.js'

const servers = {
  postgres: {dialect: 'postgres', version: [18]},
  mysql: {dialect: 'mysql', version: [9, 7]},
  mariadb: {dialect: 'mariadb', version: [11, 8]}
} as const
const readers = {
  postgres: await loadReader(servers.postgres),
  mysql: await loadReader(servers.mysql),
  mariadb: await loadReader(servers.mariadb)
}

const history = 'CREATE TABLE event (id bigint PRIMARY KEY, note text);'
const make = 'CREATE TABLE event_new (id bigint PRIMARY KEY, note text);'
const copy = 'INSERT INTO event_new SELECT * FROM event;'
const away = 'ALTER TABLE event RENAME TO event_old;'
const rename = 'ALTER TABLE event_new RENAME TO event;'
const swap = `BEGIN; ${away} ${rename} COMMIT;`
const lock = 'LOCK TABLE event IN SHARE ROW EXCLUSIVE MODE;'
const follow = 'CREATE TRIGGER follow AFTER INSERT OR UPDATE OR DELETE ON event FOR EACH ROW EXECUTE FUNCTION f();'
const on = (what: string): string =>
  `CREATE TRIGGER t_${String(what.length)} ${what} ON event FOR EACH ROW EXECUTE FUNCTION f();`

/** What is underlined of each copy that loses rows. */
function lost(text: string, dialect: keyof typeof servers = 'postgres'): string[] {
  const migrations = [history, text].map((each, index) => {
    const checked = index > 0
    return {
      path: `${String(index)}.sql`,
      text: each,
      transaction: 'none' as const,
      checked,
      script: readers[dialect](each)
    }
  })
  const {files} = runRules({migrations, catalog: new Catalog(), createSession: () => new Session(servers[dialect], {})})
  return (files[0]?.messages ?? [])
    .filter(({ruleId}) => ruleId === 'no-hand-made-copy')
    .map(({place}) => `${text.slice(place.start, place.end)};`)
}

test.each([
  ['nothing keeps writers out', [make, copy, swap]],
  ['a trigger runs before the write', [make, on('BEFORE UPDATE'), copy, swap]],
  ['no trigger sees what is deleted', [make, on('AFTER INSERT'), on('AFTER UPDATE'), copy, swap]],
  ['it sees some columns only', [make, on('AFTER INSERT OR DELETE OR UPDATE OF note'), copy, swap]],
  ['the trigger is gone before the copy', [make, follow, 'DROP TRIGGER follow ON event;', copy, swap]],
  ['the trigger is gone after the copy', [make, follow, copy, 'DROP TRIGGER follow ON event;', swap]],
  ['the trigger is off', [make, follow, 'ALTER TABLE event DISABLE TRIGGER ALL;', copy, swap]],
  ['the trigger comes after the copy', [make, copy, follow, swap]],
  ['the lock ends before the tables change places', [make, 'BEGIN;', lock, copy, 'COMMIT;', swap]],
  ['the lock lets writers in', [make, 'BEGIN; LOCK TABLE event IN ROW EXCLUSIVE MODE;', copy, away, rename, 'COMMIT;']]
])('rows are lost where %s', (_, statements) => {
  expect(lost(statements.join('\n'))).toEqual([copy])
})

test.each(['CREATE TABLE event_new AS SELECT id, note FROM event;', 'SELECT id, note INTO event_new FROM event;'])(
  'rows are lost by %s',
  (statement) => {
    expect(lost(`${statement}\n${swap}`)).toEqual([statement])
  }
)

test.each([
  ['one transaction with a lock', [make, 'BEGIN;', lock, copy, away, rename, 'COMMIT;']],
  ['a lock that ends when nobody finds the table', [make, 'BEGIN;', lock, copy, away, 'COMMIT;', rename]],
  ['a lock, and the old table goes', [make, 'BEGIN;', lock, copy, 'DROP TABLE event; COMMIT;', rename]],
  ['triggers', [make, follow, copy, swap]],
  ['several triggers', [make, on('AFTER INSERT'), on('AFTER UPDATE OR DELETE'), copy, swap]],
  [
    'a trigger that goes as the tables change places',
    [make, follow, copy, 'BEGIN; DROP TRIGGER follow ON event;', away, rename, 'COMMIT;']
  ],
  ['a table without rows', ['CREATE TABLE event_new AS SELECT * FROM event WITH NO DATA;', swap]]
])('nothing is lost with %s', (_, statements) => {
  expect(lost(statements.join('\n'))).toEqual([])
})

const makeLike = 'CREATE TABLE event_new LIKE event;'
const exchange = 'RENAME TABLE event TO event_old, event_new TO event;'
const lockBoth = 'LOCK TABLES event WRITE, event_new WRITE;'
const byOne = ['INSERT', 'UPDATE', 'DELETE'].map(
  (event) => `CREATE TRIGGER t_${event} AFTER ${event} ON event FOR EACH ROW SET @seen = 1;`
)

test.each([
  ['nothing keeps writers out', [makeLike, copy, exchange]],
  ['one statement after the other renames', [makeLike, copy, away, rename]],
  // https://dev.mysql.com/doc/refman/9.4/en/implicit-commit.html
  ['the transaction ends before the tables change places', [makeLike, 'START TRANSACTION;', copy, exchange, 'COMMIT;']],
  ['the tables are unlocked before', [makeLike, lockBoth, copy, 'UNLOCK TABLES;', exchange]],
  ['other tables are locked', [makeLike, lockBoth, copy, 'LOCK TABLES event_new WRITE;', exchange]],
  ['a transaction lets go of the lock', [makeLike, lockBoth, copy, 'START TRANSACTION;', exchange]],
  ['the lock is one of readers', [makeLike, 'LOCK TABLES event READ, event_new WRITE;', copy, exchange]],
  ['no trigger sees what is deleted', [makeLike, ...byOne.slice(0, 2), copy, exchange]],
  ['a trigger is gone after the copy', [makeLike, ...byOne, copy, 'DROP TRIGGER t_DELETE;', exchange]]
])('on MySQL and MariaDB rows are lost where %s', (_, statements) => {
  expect(lost(statements.join('\n'), 'mysql')).toEqual([copy])
  expect(lost(statements.join('\n'), 'mariadb')).toEqual([copy])
})

test.each([
  ['locked tables', [makeLike, lockBoth, copy, exchange, 'UNLOCK TABLES;']],
  ['locked tables, one renamed after the other', [makeLike, lockBoth, copy, away, rename, 'UNLOCK TABLES;']],
  ['triggers', [makeLike, ...byOne, copy, exchange]]
])('on MySQL and MariaDB nothing is lost with %s', (_, statements) => {
  expect(lost(statements.join('\n'), 'mysql')).toEqual([])
  expect(lost(statements.join('\n'), 'mariadb')).toEqual([])
})
