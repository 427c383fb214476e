import {describe, expect, it} from 'vitest'
import {combinations} from '../../../src/rehearse/rows/combinations.js'
import {literalsOf, numberCandidates, textCandidates} from '../../../src/rehearse/rows/literals.js'
import {orderTables} from '../../../src/rehearse/rows/order.js'
import type {FillKey, FillTable} from '../../../src/rehearse/rows/table.js'

function table(name: string, targets: readonly string[], nullable = false): FillTable {
  const columns = targets.map((target) => ({
    name: `${target}_id`,
    type: 'int',
    nullable,
    hasDefault: false,
    automatic: false,
    candidates: ['n']
  }))
  const foreignKeys: FillKey[] = targets.map((target) => ({columns: [`${target}_id`], target, targetColumns: ['id']}))
  return {name, label: name, into: name, source: name, columns, checks: [], foreignKeys}
}

const orderOf = (tables: readonly FillTable[]): string[] =>
  orderTables(tables).map(({late, table: {name}}) => [name, ...late.map(({target}) => `late ${target}`)].join(' '))

describe('the order of tables', () => {
  it('has each after those that it references', () => {
    expect(
      orderOf([
        table('line', ['purchase', 'item']),
        table('purchase', ['customer']),
        table('customer', []),
        table('item', [])
      ])
    ).toEqual(['customer', 'item', 'purchase', 'line'])
  })

  it('says which references come too early', () => {
    expect(orderOf([table('tree', ['tree'])])).toEqual(['tree late tree'])
  })

  it('begins a circle where a key may be NULL', () => {
    expect(orderOf([table('a', ['b']), table('b', ['a'], true)])).toEqual(['b late a', 'a'])
  })

  it('does not wait for a table that is not there', () => {
    expect(orderOf([table('a', ['gone'])])).toEqual(['a late gone'])
  })
})

describe('literals of a condition', () => {
  it('finds texts and numbers, not digits in names', () => {
    expect(literalsOf(`kind IN ('a', 'it''s') AND col2 > 17 AND t1.x < -2.5`)).toEqual({
      texts: ['a', "it's"],
      numbers: [17, -2.5]
    })
  })

  it('takes lengths out of patterns', () => {
    expect(literalsOf(String.raw`VALUE ~ '^\d{5}$'`).numbers).toEqual([5])
  })

  it('makes numbers between two bounds come first', () => {
    expect(numberCandidates({numbers: [17, 100], texts: []})[0]).toBe('18 + mod(n, 82)')
  })

  it('makes texts come in turn, then each, then of a length', () => {
    const candidates = textCandidates({numbers: [3], texts: ['a', 'b']}, (all) => `pick ${all.join()}`)
    expect(candidates).toEqual(['pick a,b', `'a'`, `'b'`, `lpad(concat('', n), 3, 'a')`, `lpad(concat('', n), 3, '0')`])
  })
})

describe('combinations', () => {
  it('begin with the first of each, and go away from it step by step', () => {
    expect([...combinations([2, 3], 100)]).toEqual([
      [0, 0],
      [1, 0],
      [0, 1],
      [1, 1],
      [0, 2],
      [1, 2]
    ])
  })

  it('are no more than asked for, and none where there is nothing to choose from', () => {
    expect([...combinations([10, 10, 10], 7)]).toHaveLength(7)
    expect([...combinations([2, 0], 7)]).toEqual([])
  })
})
