import {expect, it} from 'vitest'
import {check} from '../../../src/index.js'

const rows = "INSERT INTO category (id, name) VALUES (1, 'books');"

/** Whether the sequence is told as left behind where a body, with a variable `m` and a record `r`, follows the rows. */
async function isBehind(body: string): Promise<boolean> {
  const text = `${rows}\nDO $$ DECLARE m bigint; q text; r record; BEGIN SELECT max(id) INTO m FROM category; ${body} END $$;`
  const {files} = await check({
    cwd: '/p',
    dialect: 'postgres',
    files: {'1.sql': 'CREATE TABLE category (id bigserial PRIMARY KEY, name text);', '2.sql': text},
    paths: ['2.sql'],
    history: ['1.sql']
  })
  return files.some(({messages}) => messages.some(({ruleId}) => ruleId === 'no-unadvanced-sequence'))
}

it('sees in SQL that is built at run time that it sets a sequence', async () => {
  expect(await isBehind("EXECUTE 'ALTER SEQUENCE category_id_seq RESTART WITH ' || m;")).toBe(false)
  expect(await isBehind("EXECUTE format('SELECT pg_catalog.setval(%L, %s)', 'category_id_seq', m);")).toBe(false)
  expect(await isBehind("q := 'ALTER TABLE category ALTER id RESTART WITH ' || m; EXECUTE q;")).toBe(false)
  const loop = "SELECT 'SELECT SETVAL(' || quote_literal(relname) || ', 9)' AS q FROM pg_class WHERE relkind = 'S'"
  expect(await isBehind(`FOR r IN ${loop} LOOP EXECUTE r.q; END LOOP;`)).toBe(false)
})

it('takes for it neither SQL that does something else nor comments', async () => {
  expect(await isBehind("EXECUTE 'ANALYZE ' || m;")).toBe(true)
  expect(await isBehind("-- setval(…) is not needed\nEXECUTE 'ANALYZE ' || m;")).toBe(true)
  expect(
    await isBehind("RAISE NOTICE 'no setval(%) yet', m USING HINT = $$setval(…)$$; EXECUTE 'ANALYZE ' || m;")
  ).toBe(true)
  expect(await isBehind("RAISE NOTICE '%', m; EXECUTE 'SELECT setval(' || m;")).toBe(false)
  expect(await isBehind("EXECUTE 'ALTER TABLE category ADD restart int; ANALYZE ' || m || ' /* restart */';")).toBe(
    true
  )
})
