import {describe, expect, it} from 'vitest'
import {lossOf} from '../../../src/knowledge/narrowing.js'
import {comparesWithNull} from '../../../src/knowledge/null-comparison.js'
import {rowVersionLimit} from '../../../src/schema/mysql/row-versions.js'
import type {DataType} from '../../../src/operations/definitions.js'
import {loadReader} from '../../../src/operations/read.js'

function type(text: string): DataType {
  const [, name = '', modifiers = '', rest = ''] = /^(\w+)(?:\(([^)]*)\))?(.*)$/.exec(text) ?? []
  const written = modifiers === '' ? [] : modifiers.split(',')
  const isList = name === 'enum' || name === 'set'
  return {
    name,
    modifiers: isList ? [] : written,
    arrayDimensions: 0,
    ...(isList && {values: written}),
    ...(rest.includes('unsigned') && {unsigned: true})
  }
}

describe('what a change of type loses', () => {
  const sizes = [['tinyint'], ['smallint', 'int2'], ['mediumint'], ['int', 'integer', 'int4'], ['bigint', 'int8']]

  it('is told by the size of whole numbers, whatever their name', () => {
    const all = sizes.flatMap((names, size) => names.map((name) => ({name, size})))
    for (const before of all) {
      for (const after of all) {
        const loss = after.size < before.size ? 'larger numbers do not fit' : undefined
        expect(lossOf(type(before.name), type(after.name), false), `${before.name} to ${after.name}`).toBe(loss)
      }
    }
  })

  it('is told by the size of floating numbers, whatever their name', () => {
    const all = [
      ['float4', 'float', 'real'],
      ['float8', 'double']
    ].flat()
    const isWide = (name: string) => name === 'float8' || name === 'double' || name === 'real'
    for (const before of all) {
      for (const after of all) {
        const loss = isWide(before) && !isWide(after) ? 'digits are lost' : undefined
        expect(lossOf(type(before), type(after), false), `${before} to ${after}`).toBe(loss)
      }
    }
  })

  it.each([
    ['int8', 'int4', 'larger numbers do not fit'],
    ['numeric(10,4)', 'numeric(10,2)', 'digits after the point are rounded'],
    ['numeric(12,2)', 'numeric(10,2)', 'larger numbers do not fit'],
    ['numeric', 'int4', 'fractions are rounded'],
    ['float8', 'float4', 'digits are lost'],
    ['text', 'varchar(10)', 'longer values do not fit'],
    ['varchar(20)', 'varchar(10)', 'longer values do not fit'],
    ['timestamptz', 'date', 'the time of day is lost'],
    ['timestamp(6)', 'timestamp(3)', 'fractions of seconds are lost'],
    ['enum(a,b)', 'enum(b)', "no value for 'a'"]
  ])('on PostgreSQL: %s to %s', (before, after, loss) => {
    expect(lossOf(type(before), type(after), true)).toBe(loss)
  })

  it.each([
    ['int4', 'int8'],
    ['varchar(10)', 'varchar(20)'],
    ['varchar(10)', 'text'],
    ['varchar(10)', 'varchar'],
    ['numeric(10,2)', 'numeric(12,2)'],
    ['numeric(10,2)', 'numeric'],
    ['float4', 'float8'],
    ['date', 'timestamptz'],
    ['int4', 'text'],
    ['enum(a)', 'enum(a,b)']
  ])('nothing on PostgreSQL: %s to %s', (before, after) => {
    expect(lossOf(type(before), type(after), true)).toBeUndefined()
  })

  it.each([
    ['bigint', 'int', 'larger numbers do not fit'],
    ['int', 'int unsigned', 'negative numbers do not fit'],
    ['int unsigned', 'int', 'larger numbers do not fit'],
    ['mediumtext', 'text', 'longer values do not fit'],
    ['text', 'varchar(100)', 'longer values do not fit'],
    ['datetime(6)', 'datetime(0)', 'fractions of seconds are lost']
  ])('on MySQL: %s to %s', (before, after, loss) => {
    expect(lossOf(type(before), type(after), false)).toBe(loss)
  })

  it.each([
    ['int unsigned', 'bigint'],
    ['varchar(100)', 'text'],
    ['text', 'longtext'],
    ['tinyint', 'smallint']
  ])('nothing on MySQL: %s to %s', (before, after) => {
    expect(lossOf(type(before), type(after), false)).toBeUndefined()
  })
})

describe('comparisons with NULL', () => {
  it.each(['a = NULL', 'NOT (b <> NULL)', 'a = 1 AND NULL != c'])(
    'are seen by the tree of PostgreSQL: %s',
    async (where) => {
      const read = await loadReader({dialect: 'postgres', version: [18]})
      const [operation] = read(`DELETE FROM t WHERE ${where}`).statements[0]?.commands[0]?.operations ?? []
      expect(operation?.kind === 'rows.delete' && operation.where && comparesWithNull(operation.where)).toBe(true)
    }
  )

  it.each([
    ['a = NULL', true],
    ['a<>null', true],
    ['a IS NULL', false],
    ["a = 'x = NULL'", false],
    ['a <=> NULL', false],
    ['a >= nullable', false]
  ])('are seen in the text of MySQL: %s', (text, expected) => {
    expect(comparesWithNull({text})).toBe(expected)
  })
})

it('row versions are limited by MySQL since 8.0.29, and more are allowed since 9.1', () => {
  expect(rowVersionLimit({dialect: 'mysql', version: [8, 0, 28]})).toBeUndefined()
  expect(rowVersionLimit({dialect: 'mysql', version: [8, 0, 29]})).toBe(64)
  expect(rowVersionLimit({dialect: 'mysql', version: [8, 4]})).toBe(64)
  expect(rowVersionLimit({dialect: 'mysql', version: [9, 7]})).toBe(255)
  expect(rowVersionLimit({dialect: 'mariadb', version: [11, 8]})).toBeUndefined()
})
