import {describe, expect, it} from 'vitest'
import {mariadb, operationOf, operationsOf} from './read.js'

function column(definition: string, server?: typeof mariadb) {
  return operationOf('table.create', `CREATE TABLE t (${definition})`, server).columns[0]
}

describe('columns', () => {
  it.each([
    ['a bool', {name: 'tinyint', modifiers: ['1']}],
    ['a integer', {name: 'int', modifiers: []}],
    ['a dec(5, 2)', {name: 'decimal', modifiers: ['5', '2']}],
    ['a double precision', {name: 'double'}],
    ['a float(30)', {name: 'double', modifiers: []}],
    ['a bigint(20) unsigned', {name: 'bigint', modifiers: ['20'], unsigned: true}],
    ['a int zerofill', {name: 'int', unsigned: true, zerofill: true}],
    ['a character varying(9)', {name: 'varchar', modifiers: ['9']}],
    ['a nvarchar(9)', {name: 'varchar', charset: 'utf8mb3'}],
    ['a varchar(9) character set UTF8MB4', {name: 'varchar', charset: 'utf8mb4'}],
    ['a varchar(9) charset latin1 binary', {charset: 'latin1', collation: 'latin1_bin'}],
    ['a varchar(9) character set binary', {name: 'varbinary', modifiers: ['9']}],
    ['a text byte', {name: 'blob'}],
    ['a long varbinary', {name: 'mediumblob'}],
    ["a enum('x', 'it''s', 'a\\nb')", {name: 'enum', values: ['x', "it's", 'a\nb']}],
    ['a point srid 4326', {name: 'point', srid: '4326'}]
  ])('%s', (definition, type) => {
    expect(column(definition)?.type).toMatchObject(type)
  })

  it('reads attributes in any order', () => {
    const sql = "a int COMMENT 'x' DEFAULT 5 NOT NULL UNIQUE AUTO_INCREMENT INVISIBLE CHECK (a > 0) NOT ENFORCED"
    expect(column(sql)).toMatchObject({
      comment: 'x',
      default: {text: '5'},
      nullable: false,
      autoIncrement: true,
      invisible: true,
      constraints: [
        {type: 'unique', columns: ['a']},
        {type: 'check', expression: {text: 'a > 0'}, notEnforced: true}
      ]
    })
  })

  it('expands SERIAL', () => {
    expect(column('a serial')).toMatchObject({
      type: {name: 'bigint', unsigned: true},
      nullable: false,
      autoIncrement: true,
      constraints: [{type: 'unique', columns: ['a']}]
    })
  })

  it.each([
    ['(uuid())', '(uuid())'],
    ["'x'", "'x'"],
    ['-5', '-5'],
    ['CURRENT_TIMESTAMP(3)', 'CURRENT_TIMESTAMP(3)'],
    ['NULL', 'NULL']
  ])('keeps the default %s as written', (written, text) => {
    expect(column(`a char(36) DEFAULT ${written} COMMENT 'c'`)?.default).toEqual({text})
  })

  it('reads generated columns', () => {
    expect(column('a int GENERATED ALWAYS AS (b + (c)) STORED NOT NULL')).toMatchObject({
      generated: {expression: {text: '(b + (c))'}, storage: 'stored'},
      nullable: false
    })
    expect(column('a int AS (b) PERSISTENT', mariadb)?.generated?.storage).toBe('stored')
    expect(column('a int AS (b)')?.generated?.storage).toBeUndefined()
  })

  it('reads ON UPDATE and inline references', () => {
    expect(column('a timestamp(3) DEFAULT NOW(3) ON UPDATE NOW(3)')?.onUpdate).toEqual({text: 'NOW(3)'})
    expect(column('a int REFERENCES u (id) ON DELETE SET NULL')?.constraints).toMatchObject([
      {type: 'foreign-key', columns: ['a'], references: {table: {name: 'u'}, columns: ['id'], onDelete: 'set null'}}
    ])
  })
})

describe('keys', () => {
  it('tells constraints from indexes', () => {
    const sql = `CREATE TABLE d.t (
      a int, b text,
      PRIMARY KEY (a),
      CONSTRAINT c UNIQUE KEY u (a, b(5) DESC),
      KEY k ((lower(b))) INVISIBLE,
      FULLTEXT KEY f (b) WITH PARSER ngram,
      CONSTRAINT fk FOREIGN KEY i (a) REFERENCES d.u (id) ON UPDATE CASCADE,
      CONSTRAINT positive CHECK (a > 0)
    )`
    expect(operationOf('table.create', sql)).toMatchObject({
      table: {schema: 'd', name: 't'},
      constraints: [
        {type: 'primary-key', columns: ['a']},
        {type: 'unique', name: 'u', columns: ['a', 'b'], index: {elements: [{}, {length: 5, descending: true}]}},
        {type: 'foreign-key', name: 'fk', references: {table: {schema: 'd', name: 'u'}, onUpdate: 'cascade'}},
        {type: 'check', name: 'positive', expression: {text: 'a > 0'}}
      ],
      indexes: [
        {name: 'k', unique: false, invisible: true, elements: [{expression: {text: 'lower(b)'}}]},
        {name: 'f', method: 'fulltext', parser: 'ngram'}
      ]
    })
  })

  it('reads what only MariaDB has', () => {
    const sql = 'CREATE OR REPLACE TABLE t (v vector(3) NOT NULL, VECTOR KEY (v) M=8, KEY k (v) IGNORED)'
    expect(operationOf('table.create', sql, mariadb)).toMatchObject({
      orReplace: true,
      indexes: [
        {method: 'vector', options: {m: '8'}},
        {name: 'k', invisible: true}
      ]
    })
  })
})

describe('the rest of the table', () => {
  it('reads options and partitions', () => {
    const sql = `CREATE TABLE t (a int) ENGINE=InnoDB, DEFAULT CHARSET utf8mb4 ROW_FORMAT=COMPRESSED COMMENT 'it''s'
      PARTITION BY RANGE (a) (PARTITION p0 VALUES LESS THAN (10), PARTITION p1 VALUES LESS THAN MAXVALUE)`
    expect(operationOf('table.create', sql)).toMatchObject({
      options: {engine: 'InnoDB', 'default charset': 'utf8mb4', row_format: 'compressed', comment: "it's"},
      partitionBy: {strategy: 'range', key: [{column: 'a'}], partitions: ['p0', 'p1']}
    })
  })

  it('reads LIKE and queries', () => {
    expect(operationOf('table.create', 'CREATE TABLE t LIKE d.u').like).toMatchObject([
      {source: {schema: 'd', name: 'u'}}
    ])
    expect(operationOf('table.create', 'CREATE TABLE t AS SELECT a, b AS c FROM u JOIN w USING (id)').asQuery).toEqual({
      reads: [{name: 'u'}, {name: 'w'}],
      columns: ['a', 'c'],
      withData: true
    })
  })

  it('unquotes names', () => {
    expect(operationsOf('DROP TABLE `a``b`, d.`select`')).toEqual([
      {kind: 'table.drop', table: {name: 'a`b'}},
      {kind: 'table.drop', table: {schema: 'd', name: 'select'}}
    ])
  })
})
