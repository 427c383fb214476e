import {describe, expect, it} from 'vitest'
import type {Effect} from '../../../src/knowledge/effect.js'
import {compare} from '../../../src/rehearse/compare.js'
import type {ForetoldStatement, Observation, ObservedRelation} from '../../../src/rehearse/rehearsal.js'

const effect: Effect = {
  relation: 't',
  role: 'table',
  lock: 'ACCESS EXCLUSIVE',
  scan: 'table',
  rewrite: 'none',
  rebuildsIndexes: [],
  source: {url: 'https://www.postgresql.org/docs/current/sql-altertable.html'},
  confidence: 'observed',
  because: ''
}

const seen: ObservedRelation = {
  name: 't',
  lock: 'ACCESS EXCLUSIVE',
  heldBefore: [],
  scan: true,
  rewrite: false,
  indexes: [],
  algorithm: undefined,
  empty: false
}

function statement(effects: readonly Effect[], more: Partial<ForetoldStatement> = {}): ForetoldStatement {
  const start = {line: 1, column: 1, offset: 0}
  return {
    file: '1.sql',
    sql: 'SELECT 1',
    place: {start, end: start},
    effects,
    known: new Set(effects.map(({relation}) => relation)),
    conditional: new Set(),
    data: false,
    refusal: undefined,
    problem: undefined,
    control: undefined,
    ...more
  }
}

function observed(relations: readonly ObservedRelation[], error?: Observation['error']): Observation {
  return {relations: [...relations], error, milliseconds: 1, unseen: undefined}
}

function differ(foretold: ForetoldStatement, observation: Observation): string[] {
  return compare(foretold, observation).map(({aspect, foretold: said, happened}) => `${aspect}: ${said}, ${happened}`)
}

describe('compare', () => {
  it('finds nothing where all is as foretold', () => {
    expect(differ(statement([effect]), observed([seen]))).toEqual([])
  })

  it('finds each aspect that is not', () => {
    const other: ObservedRelation = {...seen, lock: 'SHARE', scan: false, rewrite: true, indexes: ['t_pkey']}
    expect(differ(statement([effect]), observed([other]))).toEqual([
      'lock: ACCESS EXCLUSIVE, SHARE',
      'scan: yes, no',
      'rewrite: no, yes',
      'indexes: none, t_pkey'
    ])
  })

  it('finds what nothing was foretold of', () => {
    expect(differ(statement([]), observed([{...seen, scan: false}]))).toEqual(['lock: none, ACCESS EXCLUSIVE'])
  })

  it('takes what cannot be seen, what is unknown and what the planner decides for no difference', () => {
    const hidden: ObservedRelation = {...seen, lock: undefined, scan: undefined, rewrite: undefined, indexes: undefined}
    expect(differ(statement([effect]), observed([hidden]))).toEqual([])
    expect(differ(statement([{...effect, confidence: 'unknown'}]), observed([{...seen, lock: 'SHARE'}]))).toEqual([])
    expect(differ(statement([{...effect, scan: 'maybe'}]), observed([{...seen, scan: false}]))).toEqual([])
  })

  it('does not ask for a scan of what is empty', () => {
    expect(differ(statement([effect]), observed([{...seen, scan: false, empty: true}]))).toEqual([])
    expect(differ(statement([{...effect, scan: 'none'}]), observed([{...seen, empty: true}]))).toEqual([
      'scan: no, yes'
    ])
  })

  it('knows that a transaction does not take again what it has', () => {
    const again: ObservedRelation = {...seen, lock: 'none', heldBefore: ['ACCESS EXCLUSIVE']}
    expect(differ(statement([effect]), observed([again]))).toEqual([])
    expect(differ(statement([effect]), observed([{...again, heldBefore: ['SHARE']}]))).toHaveLength(1)
  })

  it('allows a branch not to be taken, but not to do more', () => {
    const branch = statement([{...effect, lock: 'ROW EXCLUSIVE', scan: 'none'}], {conditional: new Set(['t'])})
    expect(differ(branch, observed([{...seen, lock: 'none', scan: false}]))).toEqual([])
    expect(differ(branch, observed([{...seen, lock: 'SHARE', scan: false}]))).toEqual(['lock: ROW EXCLUSIVE, SHARE'])
  })

  it('leaves to triggers what stops nobody, and nothing else', () => {
    const update = statement([], {data: true})
    expect(differ(update, observed([{...seen, lock: 'ROW EXCLUSIVE'}]))).toEqual([])
    expect(differ(update, observed([{...seen, lock: 'EXCLUSIVE'}]))).toEqual(['lock: none, EXCLUSIVE'])
  })

  it('finds a relation that should be there and is not', () => {
    expect(differ(statement([effect]), observed([]))).toEqual(['lock: ACCESS EXCLUSIVE, there is no such relation'])
    expect(differ(statement([effect], {known: new Set()}), observed([]))).toEqual([])
  })

  it('knows that an empty table is made anew in place of an INSTANT change', () => {
    const instant: Effect = {...effect, lock: 'NONE', scan: 'none', algorithm: 'INSTANT'}
    const anew: ObservedRelation = {
      ...seen,
      lock: 'NONE',
      scan: undefined,
      indexes: undefined,
      rewrite: true,
      algorithm: 'INPLACE'
    }
    expect(differ(statement([instant]), observed([{...anew, empty: true}]))).toEqual([])
    expect(differ(statement([instant]), observed([anew]))).toEqual(['algorithm: INSTANT, INPLACE', 'rewrite: no, yes'])
  })

  it('compares errors that files can tell', () => {
    const refusal = {message: 'no', reason: 'transaction' as const, source: effect.source}
    const syntax = {code: '42601', message: 'syntax error'}
    expect(differ(statement([]), observed([], syntax))).toEqual(['error: it runs, error 42601: syntax error'])
    expect(differ(statement([], {refusal}), observed([], {code: '25001', message: 'no'}))).toEqual([])
    expect(differ(statement([], {refusal}), observed([]))).toEqual(['error: no, it runs'])
    expect(differ(statement([]), observed([], {code: '23502', message: 'null value'}))).toEqual([])
  })
})
