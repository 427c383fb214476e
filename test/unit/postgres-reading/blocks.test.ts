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

describe('EXECUTE of what variables hold', () => {
  const made = (declarations: string, body: string): string => `DO $$ DECLARE ${declarations} BEGIN ${body} END $$`
  const shown = (sql: string): string[] => [kindsOf(sql).join(), ...problemsOf(sql).map(({reason}) => reason)]

  test.each([
    ["a text := 'DROP TABLE b';", 'EXECUTE a;'],
    ['a text;', "a := 'DROP TABLE b'; EXECUTE a;"],
    ['a varchar;', "SELECT lower('DROP TABLE B') INTO a; EXECUTE a;"],
    ["a text := 'b';", "EXECUTE 'DROP TABLE ' || a;"],
    ["a text := 'b'; c text := format('DROP TABLE %I', a);", 'EXECUTE c;'],
    ['a text;', "a := 'b'; IF x() THEN EXECUTE format('DROP TABLE %1$I', a); END IF;"],
    ['n int := 1; a text;', "a := concat('DROP TABLE b', n); EXECUTE a;"]
  ])('%s %s is known', (declarations, body) => {
    expect(shown(made(declarations, body)).at(-1)).toMatch(/table\.drop$/)
  })

  test.each([
    ['a text;', 'EXECUTE a;'],
    ['a text;', "EXECUTE a; a := 'DROP TABLE b';"],
    ["a text := 'DROP TABLE b';", "a := 'DROP TABLE c'; EXECUTE a;"],
    ['a text;', "IF x() THEN a := 'DROP TABLE b'; END IF; EXECUTE a;"],
    ['a text;', "BEGIN a := 'DROP TABLE b'; EXCEPTION WHEN OTHERS THEN NULL; END; EXECUTE a;"],
    ['a text;', "LOOP EXECUTE a; a := 'DROP TABLE b'; END LOOP;"],
    ['a text;', "LOOP a := 'DROP TABLE b'; EXECUTE a; END LOOP;"],
    ['a text;', "SELECT 'DROP TABLE b' INTO a FROM c; EXECUTE a;"],
    ['a text;', "SELECT 'DROP TABLE b' INTO a WHERE false; EXECUTE a;"],
    ['a text;', "SELECT 'DROP TABLE b' UNION SELECT 'DROP TABLE c' INTO a; EXECUTE a;"],
    ["a text := 'DROP TABLE b';", 'CALL p(a); EXECUTE a;'],
    ["a text := 'DROP TABLE b';", 'SELECT x FROM y INTO a; EXECUTE a;'],
    ["a text := 'DROP TABLE b'; c int;", 'SELECT 1, x INTO c, a FROM y; EXECUTE a;'],
    ["a text := 'DROP TABLE b';", "EXECUTE 'SELECT x()' INTO a; EXECUTE a;"],
    ["a text := 'DROP TABLE b';", 'FOR a IN SELECT x FROM y LOOP NULL; END LOOP; EXECUTE a;'],
    ["a text := 'DROP TABLE b';", 'FOREACH a IN ARRAY y() LOOP NULL; END LOOP; EXECUTE a;'],
    ["a text := 'DROP TABLE b';", 'GET STACKED DIAGNOSTICS a = MESSAGE_TEXT; EXECUTE a;'],
    ["a text := 'DROP TABLE b'; r refcursor;", 'FETCH r INTO a; EXECUTE a;'],
    ["a text := 'DROP TABLE b';", 'DECLARE a text := x(); BEGIN EXECUTE a; END;'],
    ["a text := 'DROP TABLE b';", 'DECLARE c ALIAS FOR a; BEGIN c := x(); END; EXECUTE a;'],
    ["a varchar(12) := 'DROP TABLE bcd';", 'EXECUTE a;'],
    ["a char := 'DROP TABLE b';", 'EXECUTE a;'],
    ["a name := 'DROP TABLE b';", 'EXECUTE a;'],
    ["a text := 'DROP TABLE É';", 'EXECUTE lower(a);'],
    ["a text := my.format('DROP TABLE b');", 'EXECUTE a;'],
    ["a text := format(VARIADIC ARRAY['DROP TABLE %s', 'b']);", 'EXECUTE a;'],
    ["a text := format('DROP TABLE %-3s', 'b');", 'EXECUTE a;'],
    ["a text := format('DROP TABLE %s', true);", 'EXECUTE a;'],
    ["a text := 'DROP TABLE bcd'::varchar(12);", 'EXECUTE a;'],
    ["a int := '007';", "EXECUTE 'DROP TABLE t' || a;"],
    ['a text := 1e3;', "EXECUTE 'DROP TABLE t' || a;"],
    ['a text := .5;', "EXECUTE 'DROP TABLE t' || a;"],
    ["a text := '007'::int;", "EXECUTE 'DROP TABLE t' || a;"],
    ["a text := 'public.t'::regclass;", "EXECUTE 'DROP TABLE ' || a;"]
  ])('%s %s is dynamic', (declarations, body) => {
    expect(problemsOf(made(declarations, body)).map(({reason}) => reason)).toContain('dynamic')
    expect(kindsOf(made(declarations, body))).not.toContain('table.drop')
  })
})

describe('EXECUTE of what a call gives', () => {
  const called = (parameters: string, body: string, call: string): string =>
    `CREATE FUNCTION f(${parameters}) RETURNS int LANGUAGE plpgsql AS $$ BEGIN ${body} RETURN 1; END $$; ${call};`
  const drop = "EXECUTE format('DROP TABLE %I', a);"

  test.each([
    ['a text', "SELECT f('b')"],
    ['a text', "SELECT f('b'::text)"],
    ["a text DEFAULT 'b'", 'SELECT f()'],
    ['a text', "DO $$ DECLARE c text := 'b'; BEGIN PERFORM f(c); END $$"],
    ['a int', 'SELECT f(1)']
  ])('(%s) by %s is known', (parameters, call) => {
    const sql = called(parameters, drop, call)
    expect(problemsOf(sql)).toEqual([])
    expect(kindsOf(sql)).toContain('table.drop')
  })

  test.each([
    ['a text', drop, 'SELECT f(x) FROM y'],
    ['a text', drop, "SELECT f('b'), f('c')"],
    ['a text, c text', drop, "SELECT f(c => 'x', a => 'b')"],
    ['VARIADIC a text[]', drop, "SELECT f('b')"],
    ['a text', drop, "SELECT f(VARIADIC ARRAY['b'])"],
    ['a text', `a := x(); ${drop}`, "SELECT f('b')"],
    ['a name', drop, "SELECT f('b')"],
    ['a text', `${drop} CALL p(a);`, "SELECT f('b')"],
    ['a text', `${drop} IF a = 'b' THEN PERFORM f('c'); END IF;`, "SELECT f('b')"],
    ['a text', drop, 'SELECT f(1)'],
    ['a int', "EXECUTE 'DROP TABLE t' || a;", "SELECT f('1')"],
    ['a bigint', "EXECUTE 'DROP TABLE t' || a;", 'SELECT f(1)'],
    ['a text', drop, "DO $$ DECLARE c varchar := 'b'; BEGIN PERFORM f(c); END $$"],
    ['a text', drop, "CREATE FUNCTION f(a varchar) RETURNS int LANGUAGE sql AS 'SELECT 1'; SELECT f('b')"],
    ['a text', drop, "DO $$ DECLARE c text := 'b'; BEGIN PERFORM f(c) FROM d; END $$"],
    ['a text', drop, "PREPARE p(text) AS SELECT f($1); EXECUTE p('b')"]
  ])('(%s) %s by %s is dynamic', (parameters, body, call) => {
    const sql = called(parameters, body, call)
    expect(kindsOf(sql)).not.toContain('table.drop')
    if (!call.startsWith('CREATE')) expect(problemsOf(sql).map(({reason}) => reason)).toContain('dynamic')
  })
})

test('what a routine with a search path of its own executes is dynamic', () => {
  const sql = `CREATE FUNCTION f(a text) RETURNS void LANGUAGE plpgsql SET search_path = public AS $$ BEGIN EXECUTE format('DROP TABLE %I', a); END $$; SELECT f('b');`
  expect(problemsOf(sql).map(({reason}) => reason)).toEqual(['dynamic'])
})

describe('EXECUTE of digits of a date', () => {
  const daily = (declarations: string, ...texts: string[]): string =>
    `DO $$ DECLARE d date := CURRENT_DATE; ${declarations} BEGIN ${texts.map((text) => `EXECUTE ${text};`).join(' ')} END $$`
  const day = "n text := 't_' || to_char(d, 'YYYYMMDD');"
  const create = "format('CREATE TABLE %s (LIKE t)', n)"

  test('in the name of a table that is made here are known', () => {
    const sql = daily(
      `${day} e text := to_char(d + INTERVAL '1 day', 'YYYY-MM-DD');`,
      create,
      "format('ALTER TABLE %I SET (fillfactor = 80)', n)",
      "format('CREATE INDEX ON %I (a)', n)",
      "format('ALTER TABLE t ATTACH PARTITION %s FOR VALUES FROM (%L) TO (''%s'')', n, d::text, e)",
      "format('ALTER TABLE t ATTACH PARTITION %s FOR VALUES FROM (''%s'') TO (''%s'')', n, e, e)"
    )
    // What a date looks like as a text is a setting.
    expect(problemsOf(sql).map(({at}) => at)).toEqual([
      "format('ALTER TABLE t ATTACH PARTITION %s FOR VALUES FROM (%L) TO (''%s'')', n, d::text, e)"
    ])
    const commands = commandsOf(sql)
    expect(commands.map(({operations, unnamed}) => [operations[0]?.kind, unnamed])).toEqual([
      ['rows.select', undefined],
      ['rows.select', undefined],
      ['table.create', true],
      ['table.set-parameters', true],
      ['index.create', true],
      ['partition.attach', true]
    ])
    expect(JSON.stringify(commands)).toContain('"t_yyyymmdd"')
  })

  test('of two dates are two names', () => {
    const sql = daily(`${day} o text := 't_' || to_char(d + INTERVAL '1 day', 'YYYYMMDD');`, create)
    const other = "format('ALTER TABLE %s SET (fillfactor = 80)', o)"
    expect(problemsOf(sql.replace('END $$', () => `EXECUTE ${other}; END $$`)).map(({at}) => at)).toEqual([other])
  })

  test.each([
    [day, "format('ALTER TABLE %s SET (fillfactor = 80)', n)"],
    [day, "format('CREATE TABLE IF NOT EXISTS %s (a int)', n)"],
    [day, "format('DROP TABLE %s', n)"],
    [day, "format('CREATE TABLE a (LIKE %s)', n)"],
    [day, "format('CREATE TABLE a (b int DEFAULT %s)', to_char(d, 'YYYY'))"],
    [day, "format('CREATE TABLE a%sb; DROP TABLE c', to_char(d, 'YYYY'))"],
    [day, "format('CREATE TABLE %s (a int)', to_char(d, 'YYYY'))"],
    [day, "format('CREATE TABLE t_%s (a int)', to_char(d, 'YYYY-MM'))"],
    [day, "format('CREATE TABLE t_%s (a int)', to_char(d, 'YYYY Mon'))"],
    [day, "format('CREATE TABLE t_%s (a int)', to_char(d, 'FMMM'))"],
    [day, "format('CREATE TABLE t_%s (a int)', to_char(INTERVAL '-1 year', 'YYYY'))"],
    [day, "format('CREATE TABLE t_%s (a int)', to_char(d - x(), 'YYYY'))"],
    ['m numeric := 1;', "format('CREATE TABLE t_%s (a int)', to_char(m, 'DD'))"],
    [day, "format('CREATE TABLE \"t_%s\" (a int)', to_char(d, 'YYYY'))"],
    [day, "format('CREATE TABLE b (a int) -- %s', to_char(d, 'YYYY'))"],
    [day, "format('ALTER TABLE t ATTACH PARTITION p FOR VALUES FROM (E''\\%s'') TO (''b'')', to_char(d, 'YYYY'))"]
  ])('%s %s is dynamic', (declarations, text) => {
    expect(problemsOf(daily(declarations, text)).map(({at}) => at)).toEqual([text])
  })

  test('in the same name in another schema are dynamic', () => {
    const index = "format('CREATE INDEX ON b.%s (a)', n)"
    expect(problemsOf(daily(day, "format('CREATE TABLE a.%s (a int)', n)", index)).map(({at}) => at)).toEqual([index])
  })

  test('in the name of a table that may not be made here are dynamic', () => {
    const alter = "format('ALTER TABLE %s SET (fillfactor = 80)', n)"
    const sql = daily(day).replace('END $$', () => `IF x() THEN EXECUTE ${create}; END IF; EXECUTE ${alter}; END $$`)
    expect(problemsOf(sql).map(({at}) => at)).toEqual([alter])
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
