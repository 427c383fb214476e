/**
 * What a block may take back. Seen on PostgreSQL 14 and 18: `ROLLBACK` takes back what the block has done since it began
 * or has committed, settings too, as an exception handler does; in a transaction either end of one fails (2D000).
 */
import {beforeAll, expect, it} from 'vitest'
import {judge} from '../../../src/knowledge/judge.js'
import {lockTimeoutMs} from '../../../src/knowledge/lock-timeout.js'
import {loadReader} from '../../../src/operations/read.js'
import {type Reader} from '../../../src/operations/script.js'
import {Catalog} from '../../../src/schema/catalog.js'
import {change} from '../../../src/schema/change.js'
import {Session} from '../../../src/schema/session.js'

let read: Reader

beforeAll(async () => {
  read = await loadReader({dialect: 'postgres', version: [18]})
})

/** What is foretold of the last command of a script, and how long it waits for its lock. */
function last(script: string) {
  const catalog = new Catalog()
  const session = new Session({dialect: 'postgres', version: [18]})
  const commands = read(script).statements.flatMap((statement) => statement.commands)
  const command = commands.pop()
  if (!command) throw new Error('Unexpected empty script')
  for (const each of commands) change(each, catalog, session, undefined)
  const {confidence, rewrite, scan} = judge(command, {catalog, session}).effects[0] ?? {}
  return {scan, rewrite, confidence, wait: lockTimeoutMs(command, session)}
}

const table = 'CREATE TABLE t (id int PRIMARY KEY, a int, v timestamp);'
const proof = 'ALTER TABLE t ADD CONSTRAINT c CHECK (a IS NOT NULL);'
const notNull = 'ALTER TABLE t ALTER a SET NOT NULL'

it.each([
  ['in the end', `DO $$ BEGIN ${proof} ROLLBACK; END $$;`],
  ['in a branch', `DO $$ BEGIN ${proof} IF random() > 0.5 THEN ROLLBACK; END IF; END $$;`],
  ['in a procedure', `CREATE PROCEDURE p() LANGUAGE plpgsql AS $$ BEGIN ${proof} ROLLBACK; END $$; CALL p();`],
  ['in a loop', `DO $$ BEGIN FOR i IN 1..2 LOOP IF i = 2 THEN ROLLBACK; END IF; ${proof} END LOOP; END $$;`],
  ['after a branch commits', `DO $$ BEGIN ${proof} IF random() > 0.5 THEN COMMIT; END IF; ROLLBACK; END $$;`]
])('what a block takes back %s is not believed', (_, block) => {
  expect(last(table + block + notNull)).toMatchObject({scan: 'table', confidence: 'unknown'})
})

it('what a block has committed before is', () => {
  const committed = `DO $$ BEGIN ${proof} COMMIT; UPDATE t SET a = 1; ROLLBACK; END $$;`
  expect(last(table + committed + notNull)).toMatchObject({scan: 'none', confidence: 'observed'})
})

it('a transaction that a branch of a block may end goes on: else the block fails', () => {
  const block = 'DO $$ BEGIN IF random() > 0.5 THEN ROLLBACK; END IF; END $$;'
  expect(last(`${table} BEGIN; ${proof} ${block} ${notNull}`)).toMatchObject({scan: 'none', confidence: 'observed'})
})

it.each([
  ['an exception handler may take back', `DO $$ BEGIN SET x; PERFORM f(); EXCEPTION WHEN OTHERS THEN NULL; END $$;`],
  ['stands in a branch', 'DO $$ BEGIN IF random() > 0.5 THEN SET x; END IF; END $$;'],
  ['a block takes back', 'DO $$ BEGIN SET x; ROLLBACK; END $$;']
])('a setting that %s is not believed', (_, block) => {
  const set = (setting: string) => table + block.replace('SET x', `SET ${setting}`)
  expect(last(`${set("lock_timeout = '2s'")} ALTER TABLE t ADD COLUMN b int`).wait).toBeUndefined()
  expect(last(`${set("timezone = 'UTC'")} ALTER TABLE t ALTER v TYPE timestamptz`)).toMatchObject({
    rewrite: 'table',
    confidence: 'unknown'
  })
})

it('a setting holds for what runs in the same branch', () => {
  const attempt = `BEGIN SET lock_timeout = '2s'; ALTER TABLE t ADD COLUMN b int; EXCEPTION WHEN OTHERS THEN NULL; END`
  expect(last(`${table} DO $$ BEGIN ${attempt}; END $$;`).wait).toBe(2000)
})
