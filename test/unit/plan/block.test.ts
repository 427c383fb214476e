import {describe, expect, it} from 'vitest'
import {planBlock} from '../../../src/report/plan/plan-block.js'
import {planOf} from '../../helpers/plan-of.js'

const schema = 'CREATE TABLE account (id bigint PRIMARY KEY, email text);'
const statements = Array.from({length: 40}, (_, index) => `CREATE INDEX account_${String(index)} ON account (email);`)
const steps = (text: string): number => text.match(/^-- Step /gm)?.length ?? 0

describe('the plan in a comment', () => {
  it('is whole where there is room for it', async () => {
    const plan = await planOf(statements.join('\n'), {schema})
    const text = planBlock(plan, 65_536)
    expect(steps(text)).toBe(40)
    expect(text).not.toContain('✂️')
    expect(text).toMatch(/^\n<details>\n<summary>Plan: 40 steps in 1 phase<\/summary>\n\n```sql\n/)
    expect(text).toMatch(/\n```\n\n[^`]+\n\n<\/details>\n\n$/)
  })

  it.each([5_000, 3_000, 1_500])('is cut between steps at %i characters, and says so', async (maximumLength) => {
    const plan = await planOf(statements.join('\n'), {schema})
    const text = planBlock(plan, maximumLength)
    expect(text.length).toBeLessThanOrEqual(maximumLength)
    expect(text.length).toBeGreaterThan(maximumLength - 300)
    const shown = steps(text)
    expect(shown).toBeGreaterThan(0)
    expect(text).toContain(`✂️ ${String(shown)} of 40 steps shown`)
    expect(text.match(/CREATE INDEX CONCURRENTLY \S+ ON [^;]*;/g)).toHaveLength(shown)
    expect(text).toMatch(/<\/details>\n\n$/)
  })

  it('is left out where not even a step fits', async () => {
    expect(planBlock(await planOf(statements.join('\n'), {schema}), 400)).toBe('')
  })
})
