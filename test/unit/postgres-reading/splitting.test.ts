import {describe, expect, test} from 'vitest'
import {commandsOf, kindsOf, operationsOf, problemsOf, read, statementTexts, textAt} from './reader.js'

describe('splitting', () => {
  test.each([
    [`SELECT 'a;b', 'it''s;'`],
    [String.raw`SELECT E'a\';b', e'\\'`],
    [`SELECT U&'\\0061;' , B'1;', X'1;'`.replace("B'1;', X'1;'", "B'1', X'1'")],
    ['SELECT $$a;b$$, $tag$c;$$;d$tag$'],
    ['SELECT "a;b", "c"";d", U&"e;f"'],
    ['SELECT 1 /* ; /* ; */ ; */ + 2'],
    ['SELECT 1 -- ; '.trimEnd() + '\n+ 2'],
    ['SELECT a$b$c, d$b$ FROM e'],
    ["SELECT name'x;'".replace("name'x;'", "nameE 'x;'")],
    ['CREATE RULE r AS ON INSERT TO v DO INSTEAD (INSERT INTO a VALUES (1); DELETE FROM b)'],
    ['CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT CASE WHEN true THEN 1 ELSE 2 END; SELECT 3; END'],
    ['CREATE OR REPLACE PROCEDURE p() LANGUAGE sql BEGIN ATOMIC INSERT INTO a VALUES (1); DELETE FROM b; END']
  ])('keeps %s whole', (sql) => {
    const file = `SELECT 0; ${sql}; SELECT 9;`
    expect(statementTexts(file)).toEqual(['SELECT 0', sql, 'SELECT 9'])
    expect(problemsOf(file)).toEqual([])
  })

  test('finds nothing in files without statements', () => {
    for (const sql of ['', ' \n\t', '\ufeff', ';;;', '-- only a comment', '/* a */ ; /* b */']) {
      expect(read(sql).statements).toEqual([])
    }
  })
})

describe('broken statements', () => {
  test.each([
    ['a misspelt word', 'CRATE TABLE a (b int)', 'Unexpected `CRATE`', 'CRATE'],
    ['an open bracket', 'CREATE TABLE a (b int', 'Unexpected end of the statement, expected more', 't'],
    [
      'an open string',
      "UPDATE a SET b = 'c",
      'Unexpected end of a quoted string, expected its end to be written',
      undefined
    ],
    ['a backtick', 'DROP TABLE `t`', 'Unexpected backtick, expected double quotes around names', '`'],
    ['a second bracket', 'CREATE TABLE a (b int))', 'Unexpected `)`', ')'],
    ['nothing after a word', 'ALTER TABLE', 'Unexpected end of the statement, expected more', 'E']
  ])('with %s hide no other', (_name, broken, message, at) => {
    const file = `SELECT 1;\n${broken};\nCREATE TABLE x (y int);\nALTER TABLE x ADD z text DEFAULT 'q';\n`
    expect(kindsOf(file)).toEqual(['rows.select', 'table.create', 'column.add'])
    const problems = problemsOf(file)
    expect(problems.map((problem) => [problem.reason, problem.message])).toEqual([['syntax', message]])
    if (at !== undefined) expect(problems[0]?.at).toBe(at)
  })

  test('without an end run to the end of the file', () => {
    for (const sql of ["SELECT 'a", 'SELECT $$a', 'SELECT /* a', 'SELECT "a', 'SELECT $tag$ $$']) {
      expect(problemsOf(sql)).toHaveLength(1)
    }
  })

  test('name what the server has against them', () => {
    expect(
      problemsOf('ALTER TABLE a ADD FOREIGN KEY (b) REFERENCES c NOT DEFERRABLE INITIALLY DEFERRED')
    ).toMatchObject([
      {reason: 'syntax', message: expect.stringContaining('INITIALLY DEFERRED must be DEFERRABLE') as string}
    ])
  })
})

describe('files of psql and pg_dump', () => {
  test('COPY data are no statements', () => {
    const sql =
      "COPY a (b, c) FROM stdin;\n1\t;it's\n2\t$$\n\\.\n\nSELECT 1;\nCOPY d FROM STDIN WITH (FORMAT csv);\n'x;\n"
    expect(statementTexts(sql)).toEqual(['COPY a (b, c) FROM stdin', 'SELECT 1', 'COPY d FROM STDIN WITH (FORMAT csv)'])
    expect(operationsOf(sql)[0]).toMatchObject({kind: 'rows.copy', table: {name: 'a'}, direction: 'from'})
    expect(problemsOf(sql)).toEqual([])
  })

  test('COPY … TO STDOUT has no data', () => {
    expect(kindsOf('COPY a TO stdout;\nSELECT 1;')).toEqual(['rows.copy', 'rows.select'])
  })

  test('commands of the client are known', () => {
    const sql =
      '\\restrict abc\n\\set x 1\n\\connect shop\nSELECT 1\n\\g\n\\timing on\nSELECT 2 \\gset\n\\unrestrict abc\n'
    expect(statementTexts(sql)).toEqual(['\\connect shop', 'SELECT 1', 'SELECT 2'])
    expect(operationsOf(sql)[0]).toMatchObject({kind: 'session.use', schema: 'shop'})
    expect(problemsOf(sql)).toEqual([])
  })

  test('what they bring in from elsewhere is a problem', () => {
    expect(problemsOf("\\i other.sql\nSELECT 'DROP TABLE a' \\gexec\n")).toMatchObject([
      {reason: 'client', at: '\\i other.sql'},
      {reason: 'dynamic', at: '\\gexec'}
    ])
  })

  test('statements between \\if and \\endif run or not', () => {
    const {statements} = read('SELECT 1;\n\\if :x\nDROP TABLE a;\n\\endif\nSELECT 2;')
    expect(statements.map(({commands}) => commands[0]?.conditional ?? false)).toEqual([false, true, false])
  })

  test('DELIMITER lines of runners are followed', () => {
    const sql = 'delimiter d//\nDO $$ BEGIN NULL; END $$;\nd//\nSELECT f()\nd//\nDELIMITER ;\nSELECT 1;'
    expect(statementTexts(sql)).toEqual(['DO $$ BEGIN NULL; END $$', 'SELECT f()', 'SELECT 1'])
    expect(problemsOf(sql)).toEqual([])
  })

  test('a dump sets the search path by a function', () => {
    expect(operationsOf("SELECT pg_catalog.set_config('search_path', '', false);")).toMatchObject([
      {kind: 'session.set', name: 'search_path', value: '', scope: 'session'}
    ])
  })
})

describe('templates', () => {
  test.each([
    ['CREATE TABLE ${schema}.account (id int)', 'table.create'],
    ['CREATE TABLE {{.Prefix}}_account (id int)', 'table.create'],
    ['ALTER TABLE :GRAPHILE_WORKER_SCHEMA.jobs ADD COLUMN locked_by text', 'column.add'],
    [`ALTER TABLE :"schema".jobs ALTER COLUMN a SET DEFAULT :'value'`, 'column.set-default'],
    ['DROP TABLE <%= table %>', 'table.drop'],
    ['INSERT INTO $(target) VALUES (1)', 'rows.insert'],
    ['CREATE INDEX ON @prefix@account (id)', 'index.create'],
    ['SET statement_timeout = ${timeout}', 'session.set'],
    ['SELECT set_limit(%(limit)s)', 'rows.select']
  ])('%s is read', (sql, kind) => {
    expect(kindsOf(`${sql};`)).toEqual([kind])
    expect(problemsOf(sql)).toEqual([])
  })

  test('the same placeholder is the same name, and texts keep it', () => {
    const [created, altered] = operationsOf('CREATE TABLE ${s}.a (b int); ALTER TABLE ${s}.a ALTER b SET DEFAULT ${v}')
    expect(created).toMatchObject({table: altered?.kind === 'column.set-default' ? altered.table : undefined})
    expect(altered).toMatchObject({default: {text: '${v}'}})
  })

  test('quoted or bare, in capitals and with other blanks, it is the same name, shown as written', () => {
    const sql = `CREATE TABLE {{ index .Options "Namespace" }}.a (b int);
      ALTER TABLE "{{ index .Options "Namespace" }}"."a" DROP b;
      DROP TABLE {{index .Options "Namespace"}}.a;
      DROP TABLE \${db.Schema}.a;`
    expect(operationsOf(sql)).toMatchObject([
      {table: {schema: '{{index .Options "Namespace"}}', name: 'a'}},
      {table: {schema: '{{index .Options "Namespace"}}', name: 'a'}},
      {table: {schema: '{{index .Options "Namespace"}}', name: 'a'}},
      {table: {schema: '${db.Schema}', name: 'a'}}
    ])
  })

  test('in a body, which is a text for the server until it runs', () => {
    const sql = `DO $$ BEGIN
      IF NOT EXISTS (SELECT 1 FROM pg_tables WHERE schemaname = '{{ index .Options "Namespace" }}') THEN
        PERFORM {{ index .Options "Namespace" }}.f();
        ALTER TABLE "{{ index .Options "Namespace" }}"."a" ADD b int DEFAULT \${v} + 1;
      END IF;
    END $$;`
    expect(problemsOf(sql)).toEqual([])
    const [, , add] = operationsOf(sql)
    expect(add).toMatchObject({kind: 'column.add', table: {schema: '{{index .Options "Namespace"}}', name: 'a'}})
    expect(commandsOf(sql).map(({range}) => textAt(sql, range).slice(0, 40))).toEqual([
      'NOT EXISTS (SELECT 1 FROM pg_tables WHER',
      'PERFORM {{ index .Options "Namespace" }}',
      'ALTER TABLE "{{ index .Options "Namespac'
    ])
    expect(
      operationsOf("CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS 'BEGIN DROP TABLE ${s}.a; END'; SELECT f()")
    ).toContainEqual(expect.objectContaining({kind: 'table.drop', table: {schema: '${s}', name: 'a'}}))
  })

  test('in front of a statement, stand for others that nobody has read', () => {
    expect(
      problemsOf('{{ addColumnIfNeeded "account" "age" }}\nUPDATE account SET age = 1 WHERE id = 1;')
    ).toMatchObject([{reason: 'template', message: 'Unexpected `{{ addColumnIfNeeded "account" "age" }}`'}])
    expect(problemsOf('{{if .plugin}}\nUPDATE {{.prefix}}account SET age = 1 WHERE id = 1;')).toEqual([])
  })

  test('the end of a branch is no statement', () => {
    expect(problemsOf('{{if .plugin}}\nUPDATE a SET b = 1;\n{{else}}\nSELECT 1;\n{{end}}\n')).toEqual([])
    expect(problemsOf('SELECT 1;\n{{ createIndex "a" }}\n')).toMatchObject([
      {reason: 'template', message: 'Unexpected `{{ createIndex "a" }}`'}
    ])
  })

  test.each(['{% include "drop_all.sql" %}', '{% call purge("a") %}{% endcall %}', '{{block "extra" .}}{{end}}'])(
    '%s stands for SQL',
    (tag) => {
      expect(problemsOf(`${tag};`)).toMatchObject([{reason: 'template'}])
    }
  )

  test('what stays unreadable says that it is a template', () => {
    expect(problemsOf('ALTER TABLE ${table} FOO')).toMatchObject([{reason: 'template', message: 'Unexpected `FOO`'}])
    expect(problemsOf('ALTER TABLE account FOO')).toMatchObject([{reason: 'syntax'}])
  })

  test('casts and slices are no placeholders', () => {
    expect(problemsOf('SELECT a::int, b[1:2] FROM c WHERE d = foo :')).toMatchObject([{reason: 'syntax'}])
  })
})
