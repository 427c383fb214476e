/** Which rows batches look for: those that the condition takes and that are not right yet. */
import {describe, expect, it} from 'vitest'
import {planOf} from '../../helpers/plan-of.js'

const schema = `
  CREATE FUNCTION upper(int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT NULL::int';
  CREATE TABLE account (id bigint PRIMARY KEY, email text, mail text, "Full Name" text, size int, more int,
    labels text[], data jsonb)`

async function whereOf(update: string): Promise<string | undefined> {
  const {phases} = await planOf(update, {schema})
  const inputs = phases.flatMap(({steps}) => steps.flatMap((step) => (step.kind === 'batch' ? [step.input] : [])))
  return (inputs[0] as {where?: string} | undefined)?.where
}

describe('the rows of an UPDATE in batches', () => {
  it.each([
    ['a function of a column', 'size = length(email)', '(target.size IS NULL) AND (target.email IS NOT NULL)'],
    ['a column', 'size = more', '(target.size IS NULL) AND (target.more IS NOT NULL)'],
    [
      'texts put together',
      `size = length("Full Name" || ' <' || email || '>')`,
      '(target.size IS NULL) AND (target."Full Name" IS NOT NULL AND target.email IS NOT NULL)'
    ],
    ['numbers that are none', 'size = -more', '(target.size IS NULL) AND (target.more IS NOT NULL)'],
    ['what is always there', `size = length('a' || 'b')`, '(target.size IS NULL) AND (true)'],
    [
      'two columns, one of which the condition tells',
      'size = more, mail = email',
      '(target.size IS NULL) AND ((target.more IS NOT NULL) OR (target.mail) IS DISTINCT FROM (CAST(target.email AS text)))'
    ],
    [
      'a function that may give NULL',
      'size = nullif(more, 5)',
      '(target.size IS NULL) AND (CAST(nullif(target.more, 5) AS int4) IS NOT NULL)'
    ],
    [
      'a function of the user by the name of one of the server',
      'size = upper(more)',
      '(target.size IS NULL) AND (CAST(upper(target.more) AS int4) IS NOT NULL)'
    ],
    [
      'an operator of arrays, which takes NULL',
      'size = cardinality(labels || mail)',
      '(target.size IS NULL) AND (CAST(cardinality(target.labels || target.mail) AS int4) IS NOT NULL)'
    ],
    ['a constant', 'size = 1', 'target.size IS NULL']
  ])('asks nothing twice of %s', async (_, set, where) => {
    expect(await whereOf(`UPDATE account SET ${set} WHERE size IS NULL`)).toBe(where)
  })

  it.each([
    ['another column is NULL', 'mail IS NULL', '(target.mail IS NULL)'],
    ['it may be NULL', 'size IS NULL OR mail IS NULL', '(target.size IS NULL OR target.mail IS NULL)']
  ])('are compared where %s', async (_, condition, written) => {
    expect(await whereOf(`UPDATE account SET size = length(email) WHERE ${condition}`)).toBe(
      `${written} AND ((target.size) IS DISTINCT FROM (CAST(length(target.email) AS int4)))`
    )
  })
})
