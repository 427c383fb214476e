import {expect, it} from 'vitest'
import {judge} from '../../../src/knowledge/judge.js'
import {loadReader} from '../../../src/operations/read.js'
import {Catalog} from '../../../src/schema/catalog.js'
import {change} from '../../../src/schema/change.js'
import {Session} from '../../../src/schema/session.js'

const server = {dialect: 'postgres' as const, version: [18]}
const read = await loadReader(server)

const setup = `CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE audit (id int); CREATE TABLE t (id int, a int);
  CREATE FUNCTION f(i int) RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN LOCK TABLE audit; RETURN true; END $$;
  CREATE POLICY y ON t USING (f(id)); ALTER TABLE t ENABLE ROW LEVEL SECURITY; ALTER TABLE t FORCE ROW LEVEL SECURITY;`

// As PostgreSQL 18 did for an owner who is no superuser.
it.each([
  ['ALTER TABLE t ADD FOREIGN KEY (id) REFERENCES p', true],
  ['ALTER TABLE t ADD FOREIGN KEY (id) REFERENCES p NOT VALID', false],
  ['ALTER TABLE t ADD COLUMN q int DEFAULT 1 REFERENCES p', true],
  ['ALTER TABLE t ADD COLUMN q int REFERENCES p', false],
  ['ALTER TABLE t ADD COLUMN q int', false],
  ['ALTER TABLE t ADD CHECK (id > 0)', false],
  ['CREATE INDEX ON t (a)', false],
  ['ALTER TABLE t ALTER a SET NOT NULL', false],
  ['TRUNCATE t', false]
])('%s calls what policies of the table call: %s', (sql, calls) => {
  const catalog = new Catalog()
  const session = new Session(server)
  for (const {commands} of read(setup).statements) for (const each of commands) change(each, catalog, session, 0)
  const [command] = read(sql).statements.flatMap(({commands}) => commands)
  const relations = command && judge(command, {catalog, session}).effects.map(({relation}) => relation)
  expect(relations?.includes('audit')).toBe(calls)
})
