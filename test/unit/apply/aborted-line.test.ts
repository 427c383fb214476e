import {expect, it} from 'vitest'
import type {RunRecord} from '../../../src/apply/journal.js'
import type {Reversal} from '../../../src/apply/run/abort.js'
import {abortedLine} from '../../../src/report/apply/abort-pretty.js'
import {planOf} from '../../helpers/plan-of.js'

it('names what the migration itself took away, which does not come back with the run', async () => {
  const plan = await planOf(
    'ALTER TABLE t DROP CONSTRAINT positive; ALTER TABLE t ADD CONSTRAINT positive CHECK (n > 9);',
    {schema: 'CREATE TABLE t (id int PRIMARY KEY, n int CONSTRAINT positive CHECK (n > 0))'}
  )
  const all = plan.phases.flatMap(({steps}) => steps)
  const line = (how: Reversal['how']): string =>
    abortedLine(
      {id: 'r'} as RunRecord,
      all.map((planned) => ({planned, how: planned.undo.length > 0 ? 'undo' : how}) as Reversal)
    )
  expect(line('stays')).toBe('Run r is taken back, but for 1-transaction: by the migration’s own down part.\n')
  expect(line('clean')).toBe('Run r is taken back.\n')
})
