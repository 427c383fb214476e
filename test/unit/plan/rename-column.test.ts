/** A column that cannot have two names for a time stays as the statement says, and the plan says why. */
import {expect, it} from 'vitest'
import {planOf} from '../../helpers/plan-of.js'

const table = 'CREATE TABLE account (id bigint PRIMARY KEY, mail text)'
const see = 'CREATE FUNCTION see() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$'

it.each([
  ['the trigger `watch`', 'CREATE TRIGGER watch AFTER UPDATE OF mail ON account FOR EACH ROW EXECUTE FUNCTION see()'],
  ['the rule `noted`', 'CREATE RULE noted AS ON UPDATE TO account DO ALSO NOTIFY mails'],
  ['other tables inherit it', 'CREATE TABLE special () INHERITS (account)']
])('for %s', async (why, more) => {
  const schema = [table, see, more].join(';\n')
  const {remarks} = await planOf('ALTER TABLE account RENAME COLUMN mail TO email;', {schema})
  expect(remarks).toEqual([expect.objectContaining({severity: 'unsafe'})])
  expect(remarks[0]?.text).toContain(why)
})
