import {expect, it} from 'vitest'
import {stepsOf} from '../../helpers/plan-faults.js'
import {planOf} from '../../helpers/plan-of.js'

const schema = 'CREATE TABLE account (id int PRIMARY KEY, mail text); CREATE TABLE post (id int PRIMARY KEY);'
const rename = 'ALTER TABLE account RENAME TO person'
const view = 'CREATE VIEW account AS SELECT * FROM person'

async function plan(...statements: string[]): Promise<{steps: string[][]; unsafe: string[]; notes: string[]}> {
  const found = await planOf(`${statements.join(';\n')};`, {schema})
  const remarks = (wanted: string): string[] =>
    found.remarks.filter(({severity}) => severity === wanted).map(({text}) => text)
  return {steps: stepsOf(found).map(({sql}) => [...sql]), unsafe: remarks('unsafe'), notes: remarks('note')}
}

it('lets a migration that renames a table and leaves a view do both at once, and makes no view of its own', async () => {
  expect(await plan('BEGIN', rename, view, 'COMMIT')).toEqual({
    steps: [[rename, view]],
    unsafe: [],
    notes: [
      'The migration grants nobody the view `account`: releases that do not run as its owner need the rights that they had on the table'
    ]
  })
})

it('takes along what stands between them and what is said of the view, and leaves the rest to its recipe', async () => {
  const key = 'ALTER INDEX account_pkey RENAME TO person_pkey'
  const grant = 'GRANT SELECT ON account TO PUBLIC'
  const {notes, steps} = await plan(rename, key, view, grant, 'CREATE INDEX person_mail ON person (mail)')
  expect(steps).toEqual([[rename, key, view, grant], ['CREATE INDEX CONCURRENTLY person_mail ON person (mail)']])
  expect(notes).toEqual([])
})

it('takes two tables of one transaction together, also where it is committed between', async () => {
  const [other, otherView] = ['ALTER TABLE post RENAME TO entry', 'CREATE VIEW post AS SELECT * FROM entry']
  expect((await plan('BEGIN', rename, other, view, otherView, 'COMMIT')).steps).toEqual([
    [rename, other, view, otherView]
  ])
  expect((await plan('BEGIN', rename, 'COMMIT', 'BEGIN', view, 'COMMIT')).steps).toEqual([[rename, view]])
})

it('makes a view where the migration has none, or one of another name', async () => {
  for (const statements of [[rename], [rename, 'CREATE VIEW accounts AS SELECT * FROM person']]) {
    const {steps} = await plan(...statements)
    expect(steps[0]?.join(';')).toContain('CREATE VIEW public.account')
  }
  const {steps} = await plan(rename, view, 'ALTER TABLE post RENAME TO entry')
  expect(steps[0]).toEqual([rename, view])
  expect(steps[1]?.join(';')).toContain('CREATE VIEW public.post')
})

it('says where the view shows rows that policies hide', async () => {
  const guarded = 'ALTER TABLE account ENABLE ROW LEVEL SECURITY'
  const safe = view.replace('account', 'account WITH (security_invoker = true)')
  expect((await plan(guarded, rename, view)).unsafe.join()).toContain('row-level security')
  expect((await plan(guarded, rename, safe)).unsafe).toEqual([])
})
