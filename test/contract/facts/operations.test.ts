import {describe, expect, test} from 'vitest'
import {dialects} from '../../../src/server/server.js'
import type {Dialect} from '../../../src/server/server.js'
import type {FactBase} from '../../../src/knowledge/effect.js'
import {mariadbKnowledge} from '../../../src/knowledge/mariadb/facts/index.js'
import {mysqlKnowledge} from '../../../src/knowledge/mysql/facts/index.js'
import {untouching} from '../../../src/knowledge/mysql/facts/statements.js'
import {facts as postgresFacts} from '../../../src/knowledge/postgres/facts/index.js'
import {mysqlSegments} from '../../../src/knowledge/reference/mysql.js'
import {postgresSegments} from '../../../src/knowledge/reference/postgres.js'
import {operationKinds, referenceOf} from '../../../src/knowledge/reference/reference.js'
import {covers} from '../../../src/knowledge/reference/segments.js'
import {unknowable} from '../../../src/knowledge/unknown.js'
import {forms} from '../../../src/operations/forms.js'
import type {OperationKind} from '../../../src/operations/operation.js'

type Fact = FactBase<string, string>

function factsOf(operation: OperationKind, dialect: Dialect): readonly Fact[] {
  if (dialect === 'postgres') return postgresFacts[operation]
  const {facts} = dialect === 'mysql' ? mysqlKnowledge : mariadbKnowledge
  return facts.filter((fact) => fact.operation === operation)
}

const segmentsOf = (dialect: Dialect) => (dialect === 'postgres' ? postgresSegments : mysqlSegments(dialect))

const pairs = dialects.flatMap((dialect) => operationKinds.map((operation) => ({dialect, operation})))
const written = pairs.filter(({dialect, operation}) => forms[operation][dialect] !== undefined)
const absent = pairs.filter(({dialect, operation}) => forms[operation][dialect] === undefined)

describe('every operation that an engine has', () => {
  test.each(written)('$operation on $dialect is told', ({dialect, operation}) => {
    const facts = factsOf(operation, dialect)
    const touchesNothing = dialect !== 'postgres' && untouching.has(operation)

    expect(facts.length > 0 || touchesNothing || unknowable[operation] !== undefined).toBe(true)
    // What touches nothing has no fact beside that.
    expect(touchesNothing && facts.length > 0).toBe(false)
  })

  test.each(written)('$operation on $dialect: on each version the last fact of a relation always holds', (pair) => {
    const facts = factsOf(pair.operation, pair.dialect)
    const open = segmentsOf(pair.dialect).flatMap((segment) =>
      [...new Set(facts.map(({on}) => on))].filter((role) => {
        const own = facts.filter(({on, versions}) => on === role && covers(versions, segment))
        return own.length > 0 && (own.at(-1)?.when.length ?? 0) > 0
      })
    )

    expect(open).toEqual([])
  })

  test.each(written)('$operation on $dialect: no fact is forestalled by those before it on every version', (pair) => {
    const told = referenceOf(pair.operation, pair.dialect).cases
    const dead = factsOf(pair.operation, pair.dialect).filter(
      ({because, on}) => on !== 'nothing' && !told.some((each) => each.because === because)
    )

    expect(dead.map(({because, when}) => `${when.join(' ')}: ${because}`)).toEqual([])
  })
})

test.each(absent)('$operation, which $dialect does not have, has no fact there', ({dialect, operation}) => {
  expect(factsOf(operation, dialect)).toEqual([])
})

test.each(pairs)('every fact about $operation on $dialect says where it is from', ({dialect, operation}) => {
  for (const {because, proof, source} of factsOf(operation, dialect)) {
    expect(source.url).toMatch(/^https:\/\/(www\.postgresql\.org\/docs|dev\.mysql\.com\/doc|mariadb\.com\/(kb|docs))\//)
    expect(['observed', 'documented']).toContain(proof)
    expect(because).toMatch(/\S{3}/)
  }
})

test.each(Object.entries(unknowable))('%s is unknown for a reason', (_operation, reason) => {
  expect(reason).toMatch(/^[A-Z].{20,}\.$/)
})

test.each(written)('the reference of $operation on $dialect has a sentence for each case', ({dialect, operation}) => {
  for (const {relation, replicas, versions, when} of referenceOf(operation, dialect).cases) {
    expect(when).toMatch(/^(always|otherwise|(where|unless) \S.*)$/)
    expect(`${relation}|${versions}|${replicas}`).toMatch(/^[^|]+\|[^|]+\|[^|]+$/)
  }
})
