/** What a shadow table has to do with beside its table. */
import {expect, it} from 'vitest'
import {stepsOf} from '../../helpers/plan-faults.js'
import {planOf} from '../../helpers/plan-of.js'

const schema = `
  CREATE TABLE shop (id int PRIMARY KEY);
  CREATE TABLE account (id int PRIMARY KEY, shop int REFERENCES shop, boss int REFERENCES account, note text);
  CREATE TABLE payment (id int PRIMARY KEY, account int REFERENCES account);
  CREATE VIEW names AS SELECT id FROM account;
  CREATE VIEW others AS SELECT id FROM shop;`

const textsOf = async (sql: string, more = ''): Promise<string[]> =>
  (await planOf(sql, {schema: schema + more})).remarks.map(({severity, text}) => `${severity}: ${text}`)

it('says what the swap locks together with the table', async () => {
  expect(await textsOf('VACUUM FULL account;')).toContain(
    'note: the swap locks `names`, `payment`, `shop` together with `account`, for a moment'
  )
  expect(await textsOf('VACUUM FULL payment;', 'ALTER TABLE payment DROP COLUMN account;')).toHaveLength(1)
})

it('is none for a table that a materialized view reads', async () => {
  const totals = 'CREATE MATERIALIZED VIEW totals AS SELECT count(*) FROM account;'
  expect(await textsOf('VACUUM FULL account;', totals)).toEqual([
    expect.stringContaining('unsafe: `account` is read by the materialized view `totals`, which cannot follow')
  ])
  const made = await planOf('VACUUM FULL account;', {schema: schema + totals})
  expect(stepsOf(made).map(({kind}) => kind)).not.toContain('shadow-create')
})
