/** Names that there are not, or that there are already: told only where all of the table is sure. */
import {describe, expect, it} from 'vitest'
import {judge} from '../../../src/knowledge/judge.js'
import {loadReader} from '../../../src/operations/read.js'
import {Catalog} from '../../../src/schema/catalog.js'
import {change, changeUnread} from '../../../src/schema/change.js'
import {Session} from '../../../src/schema/session.js'
import type {Server} from '../../../src/server/server.js'

const server: Server = {dialect: 'mariadb', version: [11, 8]}
const read = await loadReader(server)
const table = 'CREATE TABLE t (id INT PRIMARY KEY, a INT, KEY a_idx (a));'

/** Whether the last command fails by its names, after those before it. */
function fails(sql: string): boolean {
  const catalog = new Catalog()
  const session = new Session(server)
  let failed = false
  for (const {commands, problems} of read(sql).statements) {
    if (problems.length > 0) changeUnread(catalog, session)
    for (const command of commands) {
      failed = judge(command, {catalog, session}).failure !== undefined
      change(command, catalog, session, 1)
    }
  }
  return failed
}

describe('a name that there is not', () => {
  it.each([
    ['is told', table, true],
    ['is told of a table made after what is not known', `CALL elsewhere(); ${table}`, true],
    ['is not told of a table that is not known', '', false],
    ['is not told of a table made from a query', 'CREATE TABLE t AS SELECT 1;', false],
    ['is not told after the call of a procedure that is not known', `${table} CALL elsewhere();`, false],
    ['is not told after SQL that is not known', `${table} PREPARE s FROM @text; EXECUTE s;`, false],
    [
      'is not told after what may not have run',
      `${table} BEGIN NOT ATOMIC IF @x THEN ALTER TABLE t ADD z INT; END IF; END;`,
      false
    ]
  ])('%s', (_what, before, expected) => {
    expect(fails(`${before} ALTER TABLE t DROP COLUMN z;`)).toBe(expected)
  })

  it.each([
    ['in a branch', 'IF @x THEN ALTER TABLE t DROP COLUMN z; END IF;'],
    [
      'where a handler takes the error',
      'DECLARE CONTINUE HANDLER FOR SQLEXCEPTION BEGIN END; ALTER TABLE t DROP COLUMN z;'
    ]
  ])('is not told %s', (_where, body) => {
    const call = `DELIMITER //\nCREATE PROCEDURE p() BEGIN ${body} END//\nDELIMITER ;\nCALL p();`
    expect(fails(`${table}\n${call}`)).toBe(false)
  })

  it('is told where a handler is for the end of a cursor', () => {
    const body = 'DECLARE CONTINUE HANDLER FOR NOT FOUND SET @done = 1; ALTER TABLE t DROP COLUMN z;'
    expect(fails(`${table}\nDELIMITER //\nCREATE PROCEDURE p() BEGIN ${body} END//\nDELIMITER ;\nCALL p();`)).toBe(true)
  })
})

describe('CREATE OR REPLACE INDEX', () => {
  it('takes the place of the index of its name', () => {
    expect(fails(`${table} CREATE OR REPLACE INDEX a_idx ON t (id); ALTER TABLE t DROP INDEX a_idx;`)).toBe(false)
    expect(
      fails(`${table} CREATE OR REPLACE INDEX a_idx ON t (id); DROP INDEX a_idx ON t; DROP INDEX a_idx ON t;`)
    ).toBe(true)
  })
})
