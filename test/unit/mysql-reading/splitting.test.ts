import {describe, expect, it} from 'vitest'
import {commandsOf, mariadb, mysql, operationsOf, problemsOf, read, textsOf} from './read.js'

describe('cutting a file into statements', () => {
  it('gives statements without delimiters and outer comments', () => {
    expect(textsOf('\uFEFF-- a\nDROP TABLE a; /* b; */ DROP /* c */ TABLE b ;;\r\n# d\r\nDROP TABLE c')).toEqual([
      'DROP TABLE a',
      'DROP /* c */ TABLE b',
      'DROP TABLE c'
    ])
  })

  it('keeps comments with their places', () => {
    const sql = '-- sqlsafe-disable x\nDROP TABLE a; # é\n/* two\nlines */'
    const {comments} = read(sql)
    expect(comments.map(({text}) => text)).toEqual(['sqlsafe-disable x', 'é', 'two\nlines'])
    expect(comments.map(({range}) => sql.slice(range.start, range.end))).toEqual([
      '-- sqlsafe-disable x',
      '# é',
      '/* two\nlines */'
    ])
  })

  it('counts characters', () => {
    const sql = "INSERT INTO t VALUES ('日本 😀'); DROP TABLE été"
    const [, drop] = commandsOf(sql)
    const range = drop?.operations[0]?.range
    expect(sql.slice(range?.start, range?.end)).toBe('été')
  })

  it('sees no delimiter inside of quotes', () => {
    expect(textsOf("SELECT ';', \"a\\\";\", 'it'';s', `b;``c`; SELECT 2")).toHaveLength(2)
  })

  it('follows DELIMITER', () => {
    const sql = `DELIMITER $$
CREATE PROCEDURE p() BEGIN SELECT 1; SELECT 2; END$$
delimiter //
CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW BEGIN SET @a = 4 / 2; END //
DELIMITER ;
DROP TABLE a;`
    expect(operationsOf(sql)).toMatchObject([{kind: 'function.create'}, {kind: 'trigger.create'}, {kind: 'table.drop'}])
  })

  it('follows DELIMITER on a line of its own, as Flyway does', () => {
    const sql = 'DELIMITER\n$$\nCREATE PROCEDURE p() BEGIN SELECT 1; SELECT 2; END\n$$\nDELIMITER ;\nDROP TABLE a;'
    expect(operationsOf(sql)).toMatchObject([{kind: 'function.create'}, {kind: 'table.drop'}])
  })

  it('takes a column called delimiter for what it is', () => {
    expect(operationsOf('CREATE TABLE t (\n  delimiter varchar(5),\n  a int)')).toMatchObject([
      {columns: [{name: 'delimiter'}, {name: 'a'}]}
    ])
  })

  it('keeps a routine whole where no DELIMITER is written', () => {
    const sql = `CREATE PROCEDURE p() BEGIN
  IF a THEN SELECT CASE WHEN b THEN 1 ELSE 2 END; END IF;
  CASE x WHEN 1 THEN BEGIN END; END CASE;
  WHILE c DO SET c = IF(c, 0, 1); END WHILE;
END;
CREATE TRIGGER g AFTER UPDATE ON t FOR EACH ROW IF NEW.a THEN SET @a = 1; END IF;
CREATE EVENT IF NOT EXISTS e ON SCHEDULE EVERY 1 DAY DO BEGIN DELETE FROM t; END;
DROP TABLE a;`
    expect(operationsOf(sql).map((operation) => (operation as {kind: string}).kind)).toEqual([
      'function.create',
      'trigger.create',
      'object.create',
      'table.drop'
    ])
  })

  it('cuts a routine without END as the client does, and finds the next', () => {
    const sql = 'CREATE PROCEDURE p() BEGIN DROP TABLE a; CREATE PROCEDURE q() BEGIN DROP TABLE b; END; DROP TABLE c'
    expect(textsOf(sql)).toEqual([
      'CREATE PROCEDURE p() BEGIN DROP TABLE a',
      'CREATE PROCEDURE q() BEGIN DROP TABLE b; END',
      'DROP TABLE c'
    ])
  })

  it('looks for no delimiter in JavaScript', () => {
    const sql = 'CREATE FUNCTION f() RETURNS int LANGUAGE JAVASCRIPT AS $js$ let a = 1; return a $js$; DROP TABLE a'
    expect(operationsOf(sql)).toMatchObject([{kind: 'function.create'}, {kind: 'table.drop'}])
  })

  it('ends a USE line without a delimiter', () => {
    expect(textsOf('USE d\nDROP TABLE a')).toEqual(['USE d', 'DROP TABLE a'])
  })

  it('reports client commands that bring in SQL', () => {
    expect(problemsOf('source other.sql\n\\. more.sql\nDROP TABLE a;')).toEqual([
      'client: Unexpected command of the client program, expected the SQL that it runs @ source other.sql',
      'client: Unexpected command of the client program, expected the SQL that it runs @ \\. more.sql'
    ])
  })

  it('lets no broken statement hide others', () => {
    const sql = 'DROP TABLE a; ALTER TABLE; DROP TABLE b;'
    expect(problemsOf(sql)).toEqual(['syntax: Unexpected end of statement, expected a table @ TABLE'])
    expect(read(sql).statements).toHaveLength(3)
  })

  it('ends a string without end with its line', () => {
    const sql = "INSERT INTO t VALUES ('a);\nDROP TABLE b;"
    expect(problemsOf(sql)).toEqual(["syntax: Unexpected string without end, expected `'` @ 'a);"])
  })

  it('reports a comment without end', () => {
    expect(problemsOf('DROP TABLE a; /* b')).toEqual(['syntax: Unexpected comment without end, expected `*/` @ /* b'])
  })
})

describe('version comments', () => {
  it('that begin in a statement end in it', () => {
    const statements = [
      'CREATE TABLE a (b int) /*!40000 ENGINE=InnoDB */ /*!40101 CHARACTER SET utf8 */',
      'ALTER TABLE a ADD c /* c */ int /*!80000 , /*!80001 ALGORITHM=INSTANT */ */',
      'DROP TABLE a'
    ]
    expect(textsOf(`${statements.join(';\n')} /* a */;\n/*!40101 SET NAMES utf8 */;`)).toEqual([
      ...statements,
      'SET NAMES utf8'
    ])
  })

  const added = (sql: string, server: typeof mysql) =>
    operationsOf(sql, server).flatMap((operation) => {
      const {columns} = operation as {columns: Array<{name: string}>}
      return columns.map(({name}) => name)
    })
  const sql = `CREATE TABLE t (a int /*!50100 , b int */ /*!80023 , c int */ /*!99999 , d int */ /*! , e int */
    /*M! , f int */ /*M!100000 , g int */ /*M!999999 , h int */ /*!50701 , /* nested */ i int */)`

  it.each([
    [mysql, ['a', 'b', 'c', 'e', 'i']],
    [{...mysql, version: [8, 0, 22]}, ['a', 'b', 'e', 'i']],
    [mariadb, ['a', 'b', 'e', 'f', 'g']]
  ])('are code or not for %o', (server, columns) => {
    expect(added(sql, server)).toEqual(columns)
  })

  it('read a dump', () => {
    const dump = `/*!40101 SET NAMES utf8mb4 */;
/*M!999999\\- enable the sandbox mode */
DELIMITER ;;
/*!50003 CREATE*/ /*!50017 DEFINER=\`root\`@\`localhost\`*/ /*!50003 TRIGGER g BEFORE INSERT ON t FOR EACH ROW BEGIN SET @a = 1; END */;;
DELIMITER ;
CREATE TABLE t (a int, KEY (a)) /*!50100 TABLESPACE innodb_system */ ENGINE=InnoDB;`
    expect(operationsOf(dump)).toMatchObject([
      {kind: 'session.set', name: 'names'},
      {kind: 'trigger.create', name: 'g', table: {name: 't'}},
      {kind: 'table.create', options: {engine: 'InnoDB', tablespace: 'innodb_system'}}
    ])
  })
})

describe('sql_mode', () => {
  it('makes double quotes names until it is taken back', () => {
    const sql = `SET @old = @@sql_mode, sql_mode = 'ANSI_QUOTES,TRADITIONAL';
DROP TABLE "a;b";
SET sql_mode = @old;
SELECT "x";
DROP TABLE "c";`
    expect(operationsOf(sql.replace('DROP TABLE "c";', ''))).toMatchObject([
      {kind: 'session.set'},
      {kind: 'session.set'},
      {kind: 'table.drop', table: {name: 'a;b'}},
      {kind: 'session.set'},
      {kind: 'rows.select'}
    ])
    expect(problemsOf(sql)).toEqual(['syntax: Unexpected `"c"`, expected a table @ "c"'])
  })

  it('keeps what CONCAT adds to', () => {
    expect(problemsOf('SET SESSION sql_mode = CONCAT(@@sql_mode, \',ANSI\'); DROP TABLE "a"')).toEqual([])
    expect(problemsOf('SET GLOBAL sql_mode = \'ANSI\'; DROP TABLE "a"')).toHaveLength(1)
  })

  it('follows NO_BACKSLASH_ESCAPES', () => {
    expect(textsOf("SET sql_mode = 'NO_BACKSLASH_ESCAPES'; SELECT '\\'; SELECT 2")).toHaveLength(3)
  })
})

describe('placeholders of runners', () => {
  it.each(['${x}', '{{ x }}', '<%= x %>', '@x@', ':x'])('%s stands for a name or a value', (placeholder) => {
    expect(operationsOf(`ALTER TABLE ${placeholder} ADD a int DEFAULT ${placeholder}`)).toMatchObject([
      {kind: 'column.add', table: {name: placeholder}, column: {default: {text: placeholder}}}
    ])
  })

  it('are glued to the rest of a name', () => {
    expect(operationsOf('DROP TABLE ${a}users_${b}, x_${c}y')).toMatchObject([
      {table: {name: '${a}users_${b}'}},
      {table: {name: 'x_${c}y'}}
    ])
  })

  it('make a template of what they leave no SQL', () => {
    expect(problemsOf('{{#if x}} ALTER TABLE t ADD a int; DROP TABLE b')).toEqual([
      'template: Unexpected `{{#if x}}`, expected a statement @ {{#if x}}'
    ])
  })
})
