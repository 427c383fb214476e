/** That each fact about MySQL and MariaDB is proved by a recorded case, and a wrong one contradicted. */
import {describe, expect, test} from 'vitest'
import {nameOf, rowsOf, saysWhatItsWorkDoes, survivors, tryFacts} from './mysql-mutants.js'

describe.each(['mysql', 'mariadb'] as const)('facts about %s', (dialect) => {
  const trial = tryFacts(dialect)
  const observed = rowsOf(dialect).filter(({row}) => row.proof === 'observed')

  test('hold in a recorded case where they are said to be observed, and do not in another', () => {
    const unproved = observed.flatMap((each) => {
      const decided = trial.decided.get(each.row)
      if (!decided) return [`${nameOf(each)}: no case`]
      const other = (each.row.when ?? []).length === 0 || (trial.looked.get(each.row) ?? []).length > decided.size
      return other ? [] : [`${nameOf(each)}: no case where its condition does not hold`]
    })
    expect(unproved).toEqual([])
  })

  test('say an algorithm unless they are about a statement that takes none', () => {
    const wrong = rowsOf(dialect).filter(({row}) => !saysWhatItsWorkDoes(row, trial.servers))
    expect(wrong.map(nameOf)).toEqual([])
  })

  test('are contradicted by a case when they are changed', () => {
    const alive = observed.flatMap((each) =>
      survivors(trial, each.table, each.index, each.row).map((what) => `${nameOf(each)} → ${what}`)
    )
    expect(alive).toEqual([])
  })
})
