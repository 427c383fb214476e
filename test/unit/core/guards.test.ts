import {describe, expect, it} from 'vitest'
import {explain} from '../../../src/index.js'

const view = (name: string, conditions: string): string =>
  `SELECT 1 FROM information_schema.${name} WHERE TABLE_NAME = 'stock' AND TABLE_SCHEMA = (SELECT DATABASE())${conditions}`

/** The algorithms that the called procedure takes on a table that stands in the same history. */
async function algorithms(
  body: string,
  schema = 'CREATE TABLE stock (id INT PRIMARY KEY, place INT, KEY by_place (place));'
) {
  const stdin = [
    schema,
    'delimiter //',
    `CREATE PROCEDURE change_stock() BEGIN ${body} END //`,
    'delimiter ;',
    'CALL change_stock();'
  ].join('\n')
  const statements = await explain({paths: ['-'], stdin, dialect: 'mysql', serverVersion: '9.7'})
  return statements.at(-1)?.effects.map(({algorithm}) => algorithm)
}

describe('a branch that asks the schema', () => {
  it.each([
    [`IF EXISTS (${view('COLUMNS', " AND COLUMN_NAME = 'place'")})`, true],
    [`IF NOT EXISTS (${view('columns', " AND COLUMN_NAME = 'PLACE'")})`, false],
    [`IF EXISTS (${view('COLUMNS', " AND COLUMN_NAME = 'name'")})`, false],
    [`IF NOT EXISTS (${view('STATISTICS', " AND INDEX_NAME = 'by_place'")})`, false],
    [`IF NOT EXISTS (${view('STATISTICS', " AND INDEX_NAME = 'by_name'")})`, true],
    [`IF EXISTS (${view('TABLE_CONSTRAINTS', " AND CONSTRAINT_NAME = 'PRIMARY'")})`, true],
    [`IF NOT EXISTS (${view('TABLES', '')})`, false],
    [`IF (${view('TABLES', '').replace('1', 'COUNT(*)')}) = 0`, false],
    [`IF (${view('TABLES', '').replace('1', 'COUNT(*)')}) > 0`, true],
    // What is not read may hold.
    [`IF NOT EXISTS (${view('COLUMNS', " AND COLUMN_NAME = 'place' AND DATA_TYPE = 'bigint'")})`, true],
    [`IF NOT EXISTS (${view('COLUMNS', " AND COLUMN_NAME = 'place' OR 1")})`, true],
    [`IF NOT EXISTS (${view('COLUMNS', " AND COLUMN_NAME = 'place'")}) OR @force`, true]
  ])('%s runs: %s', async (head, runs) => {
    expect(await algorithms(`${head} THEN ALTER TABLE stock MODIFY place BIGINT; END IF;`)).toEqual(
      runs ? ['COPY'] : []
    )
  })

  it('takes the other branch where the condition does not hold', async () => {
    const head = `IF NOT EXISTS (${view('COLUMNS', " AND COLUMN_NAME = 'place'")})`
    const body = `${head} THEN ALTER TABLE stock FORCE; ELSE ALTER TABLE stock ADD COLUMN name INT; END IF;`
    expect(await algorithms(body)).toEqual(['INSTANT'])
  })

  it('asks once for all statements of the branch', async () => {
    const head = `IF NOT EXISTS (${view('COLUMNS', " AND COLUMN_NAME = 'name'")})`
    const body = `${head} THEN ALTER TABLE stock ADD COLUMN name INT; ALTER TABLE stock MODIFY place BIGINT; END IF;`
    expect(await algorithms(body)).toEqual(['COPY'])
  })

  it('runs where the table is not known', async () => {
    const head = `IF EXISTS (${view('COLUMNS', " AND COLUMN_NAME = 'place'")})`
    expect(await algorithms(`${head} THEN ALTER TABLE stock FORCE; END IF;`, 'SELECT 1;')).toEqual(['INPLACE'])
  })
})

describe('a text that is chosen by what the schema has', () => {
  const found = (column: string, rest = '> 0'): string =>
    `(SELECT COUNT(*) FROM information_schema.COLUMNS WHERE table_schema = DATABASE() AND table_name = 'stock' AND column_name = '${column}') ${rest}`
  const chosen = (column: string, statement: string): string[] => [
    `SET @s = (SELECT IF(${found(column)}, 'SELECT 1', '${statement}'));`,
    'PREPARE s FROM @s;',
    'EXECUTE s;'
  ]

  async function algorithmsOf(...lines: string[]) {
    const stdin = ['CREATE TABLE stock (id INT PRIMARY KEY, place INT UNSIGNED);', ...lines].join('\n')
    const statements = await explain({paths: ['-'], stdin, dialect: 'mysql', serverVersion: '9.7'})
    return statements.at(-1)?.effects.map(({algorithm}) => algorithm)
  }

  it.each([
    ['place', []],
    ['name', ['INSTANT']]
  ])('runs where the column %s is not there', async (column, algorithms) => {
    expect(await algorithmsOf(...chosen(column, `ALTER TABLE stock ADD COLUMN ${column} INT`))).toEqual(algorithms)
  })

  it('leaves a column as it is that is there already', async () => {
    const modify = 'ALTER TABLE stock MODIFY place INT;'
    expect(await algorithmsOf(...chosen('place', 'ALTER TABLE stock ADD COLUMN place INT'), modify)).toEqual(['COPY'])
  })

  it('may run where the schema has changed since the question', async () => {
    const [set = '', ...run] = chosen('name', 'ALTER TABLE stock ENGINE=InnoDB')
    expect(await algorithmsOf(set, 'ALTER TABLE stock ADD COLUMN name INT;', ...run)).toEqual(['INPLACE'])
  })

  it('is asked for what a procedure is given', async () => {
    const body = [
      'delimiter //',
      'CREATE PROCEDURE change_stock(IN wanted VARCHAR(64)) BEGIN',
      "IF NOT EXISTS (SELECT 1 FROM information_schema.COLUMNS WHERE table_name = 'stock' AND column_name = wanted)",
      'THEN ALTER TABLE stock ENGINE=InnoDB; END IF; END //',
      'delimiter ;'
    ]
    expect(await algorithmsOf(...body, "CALL change_stock('place');")).toEqual([])
    expect(await algorithmsOf(...body, "CALL change_stock('name');")).toEqual(['INPLACE'])
    expect(await algorithmsOf(...body, 'CALL change_stock(@name);')).toEqual(['INPLACE'])
  })

  it('is not asked by a parameter that hides the column of the view', async () => {
    const body = [
      'delimiter //',
      'CREATE PROCEDURE change_stock(IN column_name VARCHAR(64)) BEGIN',
      "IF NOT EXISTS (SELECT 1 FROM information_schema.COLUMNS WHERE table_name = 'stock' AND column_name = 'place')",
      'THEN ALTER TABLE stock ENGINE=InnoDB; END IF; END //',
      'delimiter ;'
    ]
    expect(await algorithmsOf(...body, "CALL change_stock('name');")).toEqual(['INPLACE'])
  })
})
