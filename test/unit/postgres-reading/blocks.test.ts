import {describe, expect, test} from 'vitest'
import {commandsOf, kindsOf, problemsOf, textAt} from './reader.js'

/** Kind, place and whether it may not run, of all commands. */
function runs(sql: string): Array<[kind: string, at: string, conditional: boolean]> {
  return commandsOf(sql).map(({conditional, operations, range}) => [
    operations[0]?.kind ?? '',
    textAt(sql, range),
    conditional ?? false
  ])
}

describe('DO', () => {
  test('runs what stands in it, where it stands', () => {
    const sql = `-- é
DO $body$
DECLARE
  total int := (SELECT count(*) FROM q);
BEGIN
  ALTER TABLE a ADD b int;
  IF NOT EXISTS (SELECT 1 FROM c) THEN
    DROP TABLE d;
  ELSE
    PERFORM f(1);
  END IF;
  FOR i IN 1..3 LOOP DELETE FROM e; COMMIT; END LOOP;
  SELECT x INTO total FROM g WHERE é;
  BEGIN
    INSERT INTO h VALUES (1);
  EXCEPTION WHEN OTHERS THEN
    TRUNCATE i;
  END;
END
$body$;`
    expect(runs(sql)).toEqual([
      ['rows.select', '(SELECT count(*) FROM q)', false],
      ['column.add', 'ALTER TABLE a ADD b int', false],
      ['rows.select', 'NOT EXISTS (SELECT 1 FROM c)', false],
      ['table.drop', 'DROP TABLE d', true],
      ['rows.select', 'PERFORM f(1)', true],
      ['rows.delete', 'DELETE FROM e', true],
      ['transaction.commit', 'COMMIT', true],
      ['rows.select', 'SELECT x INTO total FROM g WHERE é', false],
      ['rows.insert', 'INSERT INTO h VALUES (1)', false],
      ['table.truncate', 'TRUNCATE i', true]
    ])
    expect(problemsOf(sql)).toEqual([])
  })

  test('in a quoted string', () => {
    expect(runs(`DO 'BEGIN RAISE NOTICE ''x''; DROP TABLE "ä"; END'`)).toEqual([
      ['table.drop', 'DROP TABLE "ä"', false]
    ])
  })

  test('that only raises notices is not lost', () => {
    expect(kindsOf("DO $$ BEGIN RAISE NOTICE 'x'; END $$")).toEqual(['other'])
  })

  test('reads fields of rows of tables that nobody knows', () => {
    const sql = 'DO $$ DECLARE r a%ROWTYPE; s a.b%TYPE[]; BEGIN r.c := 1; DELETE FROM d; END $$'
    expect(runs(sql)).toEqual([['rows.delete', 'DELETE FROM d', false]])
  })

  test('says what it cannot read', () => {
    const broken = 'DO $$ BEGIN ALTER TABLE a ADD COLUM b int; DROP TABLE c; END $$'
    expect(problemsOf(broken)).toEqual([{message: 'Unexpected `int`', reason: 'syntax', at: 'int'}])
    // The server compiles the whole body before it runs any of it.
    expect(kindsOf(broken)).toEqual([])
    expect(problemsOf('DO $$ BEGIN foo; END $$')).toEqual([{message: 'Unexpected `foo`', reason: 'syntax', at: 'foo'}])
    expect(problemsOf("DO LANGUAGE plperl 'x'")).toMatchObject([{reason: 'dynamic'}])
  })
})

describe('EXECUTE', () => {
  test.each([
    ["'ALTER TABLE a ADD b int'", 'ALTER TABLE a ADD b int'],
    ["format('ALTER TABLE a ADD b int')", "format('ALTER TABLE a ADD b int')"],
    ["'ALTER TABLE ' || quote_ident('a') || ' ADD b int'", "'ALTER TABLE ' || quote_ident('a') || ' ADD b int'"],
    ["format('ALTER TABLE %I ADD b int', 'a')", "format('ALTER TABLE %I ADD b int', 'a')"]
  ])('of %s is known', (expression, at) => {
    const sql = `DO $$ BEGIN EXECUTE ${expression}; END $$`
    expect(runs(sql)).toEqual([['column.add', at, false]])
    expect(problemsOf(sql)).toEqual([])
  })

  test.each([["'DROP TABLE ' || name"], ["format('DROP TABLE %I', name)"], ['name']])(
    'of %s is dynamic',
    (expression) => {
      const sql = `DO $$ DECLARE name text; BEGIN EXECUTE ${expression}; DROP TABLE z; END $$`
      expect(problemsOf(sql)).toMatchObject([{reason: 'dynamic', at: expression}])
      expect(kindsOf(sql)).toEqual(['table.drop'])
    }
  )

  test('of a statement prepared elsewhere is dynamic', () => {
    expect(problemsOf('EXECUTE elsewhere(1)')).toMatchObject([{reason: 'dynamic'}])
    expect(problemsOf('EXPLAIN EXECUTE elsewhere(1)')).toMatchObject([{reason: 'dynamic'}])
    expect(problemsOf('CREATE TABLE a AS EXECUTE elsewhere')).toMatchObject([{reason: 'dynamic'}])
    expect(kindsOf('CREATE TABLE a AS EXECUTE elsewhere')).toEqual(['table.create'])
  })
})

describe('routines', () => {
  const procedure = 'CREATE PROCEDURE p() LANGUAGE plpgsql AS $$ BEGIN DROP TABLE a; END $$;'

  test('that are only defined run nothing', () => {
    expect(kindsOf(procedure)).toEqual(['function.create'])
  })

  test('run where the same file calls them', () => {
    expect(runs(`${procedure} CALL p();`).slice(1)).toEqual([
      ['procedure.call', 'CALL p()', false],
      ['table.drop', 'DROP TABLE a', false]
    ])
    expect(kindsOf(`CALL p(); ${procedure}`)).toEqual(['procedure.call', 'function.create'])
  })

  test('in SQL run their statements, for each row that calls them', () => {
    const sql = "CREATE FUNCTION f() RETURNS void LANGUAGE sql AS 'DELETE FROM a; DELETE FROM b'; SELECT f() FROM c"
    expect(runs(sql).slice(2)).toEqual([
      ['rows.delete', 'DELETE FROM a', true],
      ['rows.delete', 'DELETE FROM b', true]
    ])
    const atomic = 'CREATE FUNCTION f() RETURNS void BEGIN ATOMIC DELETE FROM a WHERE b; END; SELECT f();'
    expect(runs(atomic).slice(2)).toEqual([['rows.delete', 'DELETE FROM a WHERE b', false]])
  })

  test('that call themselves end', () => {
    const sql = `CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$ BEGIN PERFORM f(); DROP TABLE a; END $$; SELECT f();`
    expect(kindsOf(sql)).toEqual(['function.create', 'rows.select', 'rows.select', 'table.drop'])
  })
})

test('functions that call one another twice are followed for a while', () => {
  const functions = Array.from({length: 40}, (_, index) => {
    const call = `PERFORM f${String(index)}();`
    return `CREATE FUNCTION f${String(index + 1)}() RETURNS void LANGUAGE plpgsql AS $$ BEGIN ${call} ${call} END $$;`
  })
  const sql = `CREATE FUNCTION f0() RETURNS void LANGUAGE sql AS 'DROP TABLE t'; ${functions.join(' ')} SELECT f40();`
  expect(problemsOf(sql)[0]?.message).toMatch(/^Unexpected number of calls/)
  expect(problemsOf(sql.replace('SELECT f40()', 'SELECT f1()'))).toEqual([])
})

test('commands of psql in the middle of a statement come after it', () => {
  const problems = problemsOf('SELECT 1\n\\i x\n+ 2;')
  expect(problems).toMatchObject([{reason: 'client'}])
  expect(kindsOf('SELECT 1\n\\c other\n+ 2;')).toEqual(['rows.select', 'session.use'])
})
