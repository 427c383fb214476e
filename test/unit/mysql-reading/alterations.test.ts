import {describe, expect, it} from 'vitest'
import {commandsOf, mariadb, operationsOf, problemsOf} from './read.js'

const table = {name: 't'}

describe('clauses of ALTER TABLE', () => {
  it.each<[string, ...object[]]>([
    ['ADD a int FIRST', {kind: 'column.add', column: {name: 'a'}, position: 'first'}],
    ['ADD COLUMN (a int, KEY (a))', {kind: 'column.add'}, {kind: 'index.create', index: {elements: [{column: 'a'}]}}],
    ['CHANGE a b int AFTER c', {kind: 'column.modify', column: 'a', definition: {name: 'b'}, position: {after: 'c'}}],
    ['MODIFY a bigint NOT NULL', {kind: 'column.modify', column: 'a', definition: {name: 'a', nullable: false}}],
    ['DROP a, DROP COLUMN b', {kind: 'column.drop', column: 'a'}, {kind: 'column.drop', column: 'b'}],
    ['ALTER a SET DEFAULT (1 + 1)', {kind: 'column.set-default', column: 'a', default: {text: '(1 + 1)'}}],
    ['ALTER COLUMN a DROP DEFAULT', {kind: 'column.drop-default', column: 'a'}],
    ['ALTER COLUMN a SET INVISIBLE', {kind: 'column.set-visibility', column: 'a', invisible: true}],
    ['RENAME COLUMN a TO b', {kind: 'column.rename', column: 'a', to: 'b'}],
    ['ADD UNIQUE u (a)', {kind: 'constraint.add', constraint: {type: 'unique', name: 'u', columns: ['a']}}],
    ['ADD PRIMARY KEY (a)', {kind: 'constraint.add', constraint: {type: 'primary-key'}}],
    ['DROP PRIMARY KEY', {kind: 'constraint.drop', type: 'primary-key'}],
    ['DROP FOREIGN KEY f', {kind: 'constraint.drop', name: 'f', type: 'foreign-key'}],
    ['DROP CONSTRAINT c', {kind: 'constraint.drop', name: 'c'}],
    ['ALTER CHECK c NOT ENFORCED', {kind: 'constraint.alter', name: 'c', enforced: false}],
    ['DROP INDEX i', {kind: 'index.drop', index: {name: 'i'}, table}],
    ['RENAME INDEX a TO b', {kind: 'index.rename', index: {name: 'a'}, to: 'b'}],
    ['ALTER INDEX i INVISIBLE', {kind: 'index.set-visibility', index: 'i', invisible: true}],
    ['RENAME TO d.u', {kind: 'table.rename', to: {schema: 'd', name: 'u'}}],
    ['CONVERT TO CHARACTER SET utf8mb4', {kind: 'table.convert-charset', charset: 'utf8mb4'}],
    [
      'DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin',
      {kind: 'table.set-default-charset', charset: 'utf8mb4', collation: 'utf8mb4_bin'}
    ],
    ["ENGINE=InnoDB, COMMENT='x'", {kind: 'table.set-engine', engine: 'innodb'}, {option: 'comment', value: 'x'}],
    ['ROW_FORMAT=COMPRESSED', {kind: 'table.set-row-format', option: 'row_format', value: 'compressed'}],
    ['FORCE', {kind: 'table.force'}],
    ['ORDER BY a DESC, b', {kind: 'table.order-by', columns: ['a', 'b']}],
    ['DISABLE KEYS', {kind: 'table.enable-keys', enable: false}],
    ['DISCARD TABLESPACE', {kind: 'table.discard-tablespace'}],
    ['WITHOUT VALIDATION', {kind: 'table.set-validation', validation: false}],
    ['PARTITION BY HASH (a) PARTITIONS 4', {kind: 'table.partition-by', partitionBy: {strategy: 'hash', count: 4}}],
    ['REMOVE PARTITIONING', {kind: 'table.remove-partitioning'}],
    ['ADD PARTITION (PARTITION p VALUES IN (1))', {kind: 'partition.add', partitions: ['p']}],
    ['DROP PARTITION p, q', {kind: 'partition.drop', partitions: ['p', 'q']}],
    ['COALESCE PARTITION 2', {kind: 'partition.coalesce', count: 2}],
    [
      'EXCHANGE PARTITION p WITH TABLE u WITHOUT VALIDATION',
      {kind: 'partition.exchange', partition: 'p', with: {name: 'u'}, validation: false}
    ],
    ['TRUNCATE PARTITION ALL', {kind: 'partition.maintain', action: 'truncate', partitions: []}],
    ['', {kind: 'table.alter-nothing'}]
  ])('%s', (clauses, ...expected) => {
    expect(operationsOf(`ALTER TABLE t ${clauses}`)).toMatchObject(expected.map((each) => ({table, ...each})))
  })

  it.each<[string, object]>([
    ['ADD COLUMN IF NOT EXISTS a int', {kind: 'column.add', ifNotExists: true}],
    ['DROP COLUMN IF EXISTS a', {kind: 'column.drop', ifExists: true}],
    ['ADD INDEX IF NOT EXISTS i (a)', {kind: 'index.create', ifNotExists: true}],
    ['ALTER INDEX i NOT IGNORED', {kind: 'index.set-visibility', invisible: false}],
    ['ADD SYSTEM VERSIONING', {kind: 'table.add-system-versioning'}],
    ['ADD PERIOD FOR p (a, b)', {kind: 'table.add-period', name: 'p', columns: ['a', 'b']}],
    ['CONVERT PARTITION p TO TABLE u', {kind: 'partition.convert', direction: 'to-table'}]
  ])('%s is read for MariaDB and refused for MySQL', (clauses, expected) => {
    expect(operationsOf(`ALTER TABLE t ${clauses}`, mariadb)).toMatchObject([expected])
    expect(problemsOf(`ALTER TABLE t ${clauses}`)).toHaveLength(1)
  })

  it('gives each clause its own range', () => {
    const sql = 'ALTER TABLE t ADD `ä b` int, ALGORITHM=INSTANT,\n  DROP c, LOCK=NONE'
    const [command] = commandsOf(sql)
    expect(command?.operations.map(({range}) => sql.slice(range.start, range.end))).toEqual(['ADD `ä b` int', 'DROP c'])
    expect(command?.clauses).toMatchObject({algorithm: 'INSTANT', lock: 'NONE'})
  })

  it('reads what MariaDB asks for', () => {
    const [command] = commandsOf('ALTER ONLINE IGNORE TABLE IF EXISTS t WAIT 5 ADD a int', mariadb)
    expect(command?.clauses).toMatchObject({online: true, ignore: true, wait: 5})
    expect(command?.operations).toMatchObject([{kind: 'column.add', ifTableExists: true}])
  })

  it.each([
    ['ALTER TABLE t ADD a int ADD b int', 'syntax: Unexpected `ADD`, expected `,` or end of statement @ ADD'],
    ['ALTER TABLE t ADD', 'syntax: Unexpected end of statement, expected a column @ ADD'],
    ['ALTER TABLE t ADD key int', 'syntax: Unexpected `int`, expected `(` @ int'],
    ['ALTER TABLE t FROB', 'syntax: Unexpected `FROB`, expected a clause of `ALTER TABLE` @ FROB'],
    [
      'ALTER TABLE t ADD a int, ALGORITHM=NOCOPY',
      'syntax: Unexpected `NOCOPY`, expected `DEFAULT`, `INSTANT`, `INPLACE` or `COPY`, or `--dialect mariadb`, which takes it @ NOCOPY'
    ]
  ])('refuses %s', (sql, problem) => {
    expect(problemsOf(sql)).toEqual([problem])
  })
})
