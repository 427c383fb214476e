import {describe, expect, test} from 'vitest'
import {onlyOperation, operationsOf, problemsOf, read, statementTexts, textAt} from './reader.js'

const alter = 'ALTER TABLE account ALTER COLUMN email SET NOT NULL, DROP COLUMN name'
const clauses = ['ALTER COLUMN email SET NOT NULL', 'DROP COLUMN name']

function clauseTexts(sql: string): string[] {
  return operationsOf(sql).map(({range}) => textAt(sql, range))
}

describe('positions', () => {
  test.each([
    ['alone', `${alter};`],
    ['after text that is wider in bytes', `-- größer, 日本, 😀\nSELECT 'é😀';\n${alter};`],
    ['after a byte order mark', `\ufeff${alter};`],
    ['with CRLF', `-- first\r\n\r\n${alter};\r\n`],
    ['without a terminator', `SELECT 1;\n${alter}`]
  ])('of clauses, %s', (_name, sql) => {
    expect(clauseTexts(sql)).toEqual(expect.arrayContaining(clauses))
    expect(statementTexts(sql).at(-1)).toBe(alter)
  })

  test('inside a statement with wide text', () => {
    const sql = `ALTER TABLE "größe" ADD "日本" text DEFAULT '😀é' NOT NULL CHECK ("日本" <> 'ü'), DROP "é"`
    const [added] = operationsOf(sql)
    expect(clauseTexts(sql)).toEqual([`ADD "日本" text DEFAULT '😀é' NOT NULL CHECK ("日本" <> 'ü')`, 'DROP "é"'])
    expect(added?.kind === 'column.add' && added.column.default?.text).toBe(`'😀é'`)
    expect(added?.kind === 'column.add' && added.column.constraints[0]?.expression?.text).toBe(`"日本" <> 'ü'`)
  })

  test('of clauses with commas and brackets of their own', () => {
    const sql = `ALTER TABLE ONLY s."a,b" ADD c numeric(10, 2) DEFAULT round(1, 2), ADD CHECK (c IN (1, 2)), /* , */ DROP d`
    expect(clauseTexts(sql)).toEqual(['ADD c numeric(10, 2) DEFAULT round(1, 2)', 'ADD CHECK (c IN (1, 2))', 'DROP d'])
  })

  test('of columns and constraints of a new table', () => {
    const sql = `CREATE TABLE t (a int PRIMARY KEY, CONSTRAINT positive CHECK (a > 0), LIKE other)`
    const {columns, constraints, like} = onlyOperation(sql, 'table.create')
    expect(columns.map(({range}) => range && textAt(sql, range))).toEqual(['a int PRIMARY KEY'])
    expect(columns[0]?.constraints.map(({range}) => range && textAt(sql, range))).toEqual(['PRIMARY KEY'])
    expect(constraints.map(({range}) => range && textAt(sql, range))).toEqual(['CONSTRAINT positive CHECK (a > 0)'])
    expect(like).toEqual([{source: {name: 'other'}, including: [], excluding: []}])
  })

  test('of problems', () => {
    expect(problemsOf(`SELECT '😀é';\nALTER TABLE é ADD COLUM b int;`)).toEqual([
      {message: 'Unexpected `int`', reason: 'syntax', at: 'int'}
    ])
  })

  test('of comments', () => {
    const sql = '-- é one\nSELECT 1 /* two /* nested */ */;\r\n-- three\r\nDO $$ BEGIN -- four\nNULL; END $$'
    const {comments} = read(sql)
    expect(comments.map(({text}) => text)).toEqual(['é one', 'two /* nested */', 'three', 'four'])
    expect(comments.map(({range}) => textAt(sql, range))).toEqual([
      '-- é one',
      '/* two /* nested */ */',
      '-- three',
      '-- four'
    ])
  })
})
