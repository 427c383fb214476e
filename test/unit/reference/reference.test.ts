import {describe, expect, it} from 'vitest'
import {referenceOf} from '../../../src/knowledge/reference/reference.js'
import {nameSegments, segmentsOf} from '../../../src/knowledge/reference/segments.js'
import {referencePretty} from '../../../src/report/reference-pretty.js'

describe('the reference', () => {
  it('has the cheapest case first', () => {
    const {cases} = referenceOf('column.set-not-null', 'postgres', [16])
    expect(cases.map(({scan}) => scan)).toEqual(['none', 'none', 'none', 'table'])
  })

  it('says which versions a case is about', () => {
    const {cases} = referenceOf('column.rename', 'mysql')
    expect(cases.map(({algorithm, versions}) => [versions, algorithm])).toEqual([
      ['all', 'INSTANT'],
      ['all', 'INPLACE'],
      ['before 8.0.28', 'INPLACE'],
      ['all', 'COPY']
    ])
  })

  it('leaves out what another version does', () => {
    const because = 'no INSTANT rename before 8.0.28'
    const old = referenceOf('column.rename', 'mysql', [8, 0, 20]).cases
    expect(old.filter((each) => each.because === because)).toMatchObject([
      {algorithm: 'INPLACE', confidence: 'documented', observedOn: []}
    ])
    const {cases} = referenceOf('column.rename', 'mysql', [8, 0, 28])
    expect(cases.filter((each) => each.because === because)).toEqual([])
  })

  it('cuts one outcome where it is another way on another version', () => {
    const {cases} = referenceOf('table.remove-partitioning', 'mariadb')
    expect(cases.map(({lock, versions}) => [versions, lock])).toEqual([
      ['11.2 and later', 'NONE'],
      ['before 11.2', 'SHARED']
    ])
  })

  it('tells the operation that does the same elsewhere', () => {
    const reference = referenceOf('column.set-not-null', 'mysql')
    expect(reference).toMatchObject({form: null, instead: 'column.modify', cases: []})
    expect(referencePretty([reference], undefined, {color: false, columns: 80})).toContain(
      'MySQL has no such operation; see column.modify.'
    )
  })

  it('says what nobody can know', () => {
    const text = referencePretty([referenceOf('procedure.call', 'mysql')], undefined, {color: false, columns: 80})
    expect(text).toContain('unknown: What the procedure does')
    expect(text).not.toContain('No relation')
  })

  it('says how to read the numbers, and no reason twice', () => {
    const text = referencePretty([referenceOf('column.rename', 'mysql')], [9, 7], {color: false, columns: 80})
    expect(text.replaceAll(/\s+/g, ' ')).toContain('Where several fit, the lowest number holds.')
    expect(text.split('\n')).toContain('    2. where a foreign key references the column')
  })

  it('breaks no line that has spaces', () => {
    const text = referencePretty([referenceOf('column.add', 'postgres')], [16], {color: false, columns: 80})
    const long = text.split('\n').filter((line) => line.length > 80 && !line.includes('https://'))
    expect(long).toEqual([])
  })
})

it('names versions in words', () => {
  const all = segmentsOf('postgres', ['>=15', '>=17'])
  const [first, second, third] = all
  expect(all.map(({from}) => from)).toEqual([[14], [15], [17]])
  if (!first || !second || !third) throw new Error('Unexpected segments')
  expect(nameSegments(all, all)).toBe('all')
  expect(nameSegments([first], all)).toBe('before 15')
  expect(nameSegments([second], all)).toBe('15 to before 17')
  expect(nameSegments([first, third], all)).toBe('before 15, 17 and later')
})
