import {expect, it} from 'vitest'
import {mayExpire} from '../../../src/knowledge/postgres/expressions/expiry.js'
import {loadReader} from '../../../src/operations/read.js'

const read = await loadReader({dialect: 'postgres', version: [18]})

it.each([
  ['ends > now()', true],
  ['now() < ends', true],
  ['made <= now()', false],
  ['now() >= made', false],
  ["made < date_trunc('day', CURRENT_TIMESTAMP) + interval '1 day'", false],
  ['born < CURRENT_DATE AND ends >= CURRENT_DATE', true],
  ['born < CURRENT_DATE OR made < now()::date', false],
  ['NOT made <= now()', true],
  ['opens < LOCALTIME', true],
  ['EXTRACT(hour FROM now()) < 5', true],
  ["now() - made < interval '1 day'", true],
  ['made BETWEEN now() AND now()', true],
  ["age(born) > '18 years'", false],
  ["age(born) < '18 years'", true],
  ['EXTRACT(year FROM age(born)) >= 18', false],
  ["now() - made > interval '1 day'", false],
  ["age(ends, made) > '1 day'", false],
  ["made <= now() AT TIME ZONE 'utc'", false],
  ["ends > now() AT TIME ZONE 'utc'", true],
  ["made <= timezone('utc', now())::date", false],
  ["made BETWEEN '2000-01-01' AND now()", false],
  ["age(now(), born) >= '18 years'", false],
  ["age(now(), born) < '18 years'", true],
  ['NOT (made > now())', false],
  ['year <= EXTRACT(YEAR FROM CURRENT_DATE)::int', false],
  ['year >= EXTRACT(YEAR FROM CURRENT_DATE)::int', true],
  ['COALESCE(made <= now(), true)', false],
  ['(made <= CURRENT_DATE) IS TRUE', false],
  ['day = CURRENT_DATE', true],
  ['day <> CURRENT_DATE', false],
  ['owner = CURRENT_USER', false],
  ['now_utc > 0', false]
])('a row may fail %s later: %s', (condition, expected) => {
  const operations = read(`ALTER TABLE t ADD CHECK (${condition})`).statements.flatMap(({commands}) =>
    commands.flatMap((command) => command.operations)
  )
  const trees = operations.flatMap((each) => (each.kind === 'constraint.add' ? [each.constraint.expression?.tree] : []))
  expect(trees.map((tree) => mayExpire(tree))).toEqual([expected])
})
