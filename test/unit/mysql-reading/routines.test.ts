import {describe, expect, it} from 'vitest'
import {mariadb, problemsOf, read} from './read.js'

/** Kinds of the operations of the last statement, with the text that each points at. */
function last(sql: string, server?: typeof mariadb): Array<[kind: string, text: string, conditional: boolean]> {
  const commands = read(sql, server).statements.at(-1)?.commands ?? []
  return commands.flatMap(({conditional = false, operations}) =>
    operations.map(({kind, range}): [string, string, boolean] => [kind, sql.slice(range.start, range.end), conditional])
  )
}

/** The tables that the last statement drops. */
function dropped(sql: string): string[] {
  const operations =
    read(sql)
      .statements.at(-1)
      ?.commands.flatMap((command) => command.operations) ?? []
  return operations.flatMap((each) => (each.kind === 'table.drop' ? [each.table.name] : []))
}

describe('called procedures', () => {
  it('do what stands in them', () => {
    const sql = `DROP PROCEDURE IF EXISTS p;
CREATE PROCEDURE p()
BEGIN
  DECLARE n int DEFAULT 0;
  DECLARE CONTINUE HANDLER FOR SQLEXCEPTION, 1060 BEGIN DROP TABLE h; END;
  ALTER TABLE t ADD a int;
  IF NOT EXISTS (SELECT 1 FROM information_schema.columns WHERE table_name = 't') THEN
    ALTER TABLE t ADD b int;
  END IF;
  WHILE n < 5 DO DELETE FROM t LIMIT 1; END WHILE;
  DROP TABLE u;
END;
CALL p();`
    expect(last(sql)).toEqual([
      ['table.drop', 'h', true],
      ['column.add', 'ADD a int', false],
      ['column.add', 'ADD b int', true],
      ['rows.delete', 'DELETE FROM t LIMIT 1', true],
      ['table.drop', 'u', false]
    ])
  })

  it('may have been left before their end', () => {
    const sql = 'CREATE PROCEDURE p() x: BEGIN IF a THEN LEAVE x; END IF; DROP TABLE t; END; CALL p()'
    expect(last(sql)).toEqual([['table.drop', 't', true]])
  })

  it('are followed into one another, and not for ever', () => {
    const sql =
      'CREATE PROCEDURE p() BEGIN CALL q(); END; CREATE PROCEDURE q() BEGIN CALL p(); DROP TABLE t; END; CALL p'
    expect(last(sql)).toEqual([
      ['procedure.call', 'CALL p()', false],
      ['table.drop', 't', false]
    ])
  })

  it('are not looked into where they are only defined', () => {
    expect(last('CREATE PROCEDURE p() BEGIN DROP TABLE t; END;').map(([kind]) => kind)).toEqual(['function.create'])
    expect(last('CALL elsewhere()')).toEqual([['procedure.call', 'CALL elsewhere()', false]])
  })

  it('report what is broken in them', () => {
    expect(problemsOf('CREATE PROCEDURE p() BEGIN ALTER TABLE t FROB; END; CALL p()')).toEqual([
      'syntax: Unexpected `FROB`, expected a clause of `ALTER TABLE` @ FROB'
    ])
  })

  it('know the values that they are called with', () => {
    const sql = `CREATE PROCEDURE p(IN name varchar(64)) BEGIN
  SET @s = CONCAT('DROP TABLE ', name);
  PREPARE s FROM @s; EXECUTE s;
END;
CALL p('t');`
    expect(last(sql).map(([kind]) => kind)).toEqual(['session.set', 'other', 'table.drop'])
  })

  it('forget in a branch what was built before it', () => {
    const sql = `CREATE PROCEDURE p(IN name varchar(64)) BEGIN
  IF EXISTS (SELECT 1 FROM t WHERE a = name) THEN
    SET @s = CONCAT('DROP TABLE ', name);
    PREPARE s FROM @s; EXECUTE s;
  END IF;
  EXECUTE s;
END;
CALL p('t'); CALL p('u'); CALL p('v');`
    // In the branch the last; behind it one of all, as it may not have been taken.
    expect(dropped(sql)).toEqual(['v', 't', 'u', 'v'])
  })

  it.each([
    ['an ELSE', "IF a THEN SET @s = 'DROP TABLE t'; ELSE SET @s = 'DROP TABLE u'; END IF;", ['t', 'u']],
    ['a loop', "SET @s = 'DROP TABLE t'; WHILE a DO SET @s = 'DROP TABLE u'; END WHILE;", ['t', 'u']],
    [
      'a handler',
      "SET @s = 'DROP TABLE t'; BEGIN DECLARE EXIT HANDLER FOR 1 SET @s = 'DROP TABLE u'; END;",
      ['t', 'u']
    ],
    ['a block', "SET @s = 'DROP TABLE t'; BEGIN SET @s = 'DROP TABLE u'; END;", ['u']],
    [
      'a block that may have been left',
      "SET @s = 'DROP TABLE t'; x: BEGIN IF a THEN LEAVE x; END IF; SET @s = 'DROP TABLE u'; END;",
      ['t', 'u']
    ]
  ])('know what a variable may hold behind %s', (_name, body, tables) => {
    const sql = `CREATE PROCEDURE p() BEGIN ${body} PREPARE s FROM @s; EXECUTE s; END; CALL p()`
    expect(dropped(sql)).toEqual(tables)
  })

  it('run at once as compound statements of MariaDB', () => {
    expect(last('BEGIN NOT ATOMIC DROP TABLE a; IF x THEN DROP TABLE b; END IF; END', mariadb)).toEqual([
      ['table.drop', 'a', false],
      ['table.drop', 'b', true]
    ])
  })
})

describe('prepared statements', () => {
  const execute = 'PREPARE s FROM @s; EXECUTE s'

  it('do what their literal says', () => {
    expect(last("PREPARE s FROM 'ALTER TABLE t ADD a int'; EXECUTE s")).toEqual([['column.add', 'ADD a int', false]])
    expect(last(`SET @s = 'DROP TABLE t'; ${execute}`)).toEqual([['table.drop', 't', false]])
  })

  it('may do one of several things', () => {
    const sql = `SET @s = (SELECT IF((SELECT COUNT(*) FROM u) > 0, 'SELECT 1', CONCAT('DROP TABLE ', 't'))); ${execute}`
    expect(last(sql)).toEqual([
      ['rows.select', 'SELECT 1', true],
      ['table.drop', "'DROP TABLE ', 't'", true]
    ])
  })

  it('are dynamic where their text is not known', () => {
    const message = 'Unexpected SQL that is put together when it runs, expected SQL that can be read here'
    expect(problemsOf(`SET @s = CONCAT('DROP TABLE ', user()); ${execute}`)).toEqual([
      `dynamic: ${message} @ EXECUTE s`
    ])
    expect(problemsOf(`SELECT 'DROP TABLE t' INTO @s; ${execute}`)).toHaveLength(1)
    expect(problemsOf(`SET @s = 'DO 0'; SELECT a INTO @s FROM t; ${execute}`)).toHaveLength(1)
  })

  it('report what is broken in them, in its place', () => {
    expect(problemsOf(`SET @s = 'ALTER TABLE t FROB'; ${execute}`)).toEqual([
      'syntax: Unexpected `FROB`, expected a clause of `ALTER TABLE` @ FROB'
    ])
  })

  it('are read from EXECUTE IMMEDIATE of MariaDB', () => {
    expect(last("EXECUTE IMMEDIATE 'DROP TABLE t'", mariadb)).toEqual([['table.drop', 't', false]])
  })
})

describe('what would have no end', () => {
  it.each([
    ['prepared statements that execute themselves', "PREPARE s FROM 'EXECUTE s'; EXECUTE s;"],
    ['two that execute one another', "SET @a = 'EXECUTE s; EXECUTE s'; PREPARE s FROM @a; EXECUTE s;"]
  ])('%s: the server prepares none', (_name, sql) => {
    expect(problemsOf(sql)[0]).toMatch(/^syntax: Unexpected prepared statement in a prepared statement/)
  })

  it('procedures that call one another twice are followed for a while', () => {
    const calls = Array.from({length: 40}, (_, index) => {
      return `CREATE PROCEDURE p${String(index + 1)}() BEGIN CALL p${String(index)}(); CALL p${String(index)}(); END;`
    })
    const sql = `CREATE PROCEDURE p0() DROP TABLE t; ${calls.join(' ')} CALL p40(); CALL p1();`
    const {statements} = read(sql)
    expect(statements.at(-2)?.problems[0]?.message).toMatch(/^Unexpected number of calls/)
    expect(statements.at(-1)?.commands).toHaveLength(2)
  })

  it('expressions deeper than any stack are a problem', () => {
    const sql = `SET @a = ${'IF(1,'.repeat(20_000)}'a'${",'b')".repeat(20_000)}; SELECT 1;`
    const {statements} = read(sql)
    expect(statements).toHaveLength(2)
    expect(statements[1]?.problems).toEqual([])
  })
})

describe('a call of a procedure', () => {
  it.each([
    ['in another language', 'CREATE PROCEDURE p() LANGUAGE JAVASCRIPT AS $$ 1 $$; CALL p();', 'procedure.call'],
    ['that does nothing', 'CREATE PROCEDURE p() BEGIN END; CALL p();', 'other']
  ])('%s is an operation', (_name, sql, kind) => {
    expect(read(sql).statements.at(-1)?.commands[0]?.operations[0]?.kind).toBe(kind)
  })
})
