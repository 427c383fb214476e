/** Kinds of edits: what people, generators and templates do to SQL, and what nobody should. */

/** What an edit may use: numbers that are 0 or more, and a statement from elsewhere. */
export interface Choice {
  at: number
  length: number
  pick: number
  other: readonly string[]
}

/** Changes the tokens of a statement; white space and comments are tokens too. */
type Edit = (tokens: readonly string[], choice: Choice) => string[]

const token =
  /\s+|--[^\n]*|\/\*[^]*?\*\/|\$\w*\$|'(?:[^'\\]|''|\\.)*'|"[^"]*"|`[^`]*`|@{0,2}[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*|\d[\w.]*|[<>=!:|&]+|[^]/g

/** Cut into tokens; put together again they are the text. */
export function tokensOf(sql: string): string[] {
  return sql.match(token) ?? []
}

const keywords =
  `ADD ALL ALTER AND AS ATOMIC BEGIN BY CALL CASE CHANGE CHECK COLUMN CONCURRENTLY CONSTRAINT CREATE DATABASE
DECLARE DEFAULT DELETE DO DROP ELSE END EXECUTE EXISTS FALSE FOR FOREIGN FROM FUNCTION GENERATED HANDLER IF IN INDEX
INSERT INTO IS JOIN KEY LANGUAGE LIKE LOCK LOOP MODIFY NOT NULL ON ONLY OR ORDER PARTITION PREPARE PRIMARY PROCEDURE
REFERENCES RENAME REPEAT REPLACE SELECT SET TABLE TEMPORARY THEN TO TRIGGER TYPE UNION UNIQUE UPDATE USING VALUES VIEW
WHEN WHERE WHILE WITH`.split(/\s+/)

const names = [
  '"a""b"',
  '`a``b`',
  '"größe"',
  'größe',
  '日本',
  '😀',
  '"😀"',
  '\ud800',
  '_',
  '$1',
  'a$b',
  '1a',
  '`1`',
  '@a',
  '@@sql_mode',
  'U&"d\\0061t"',
  '""',
  '``',
  'x'.repeat(70),
  'a.b.c.d',
  '*',
  'pg_catalog.pg_class',
  '__proto__',
  'constructor',
  'toString',
  '${name}',
  '{{ name }}',
  ':name',
  '?',
  '%s'
]

const literals = [
  '0',
  '-1',
  '1e400',
  '99999999999999999999999999',
  '0x',
  '0xFG',
  "x'zz'",
  "b'2'",
  "E'\\'",
  "'\\'",
  "''",
  "'''",
  "N'a'",
  "_utf8mb4'é'",
  '$$a$$',
  '$a$ $$ $b$ $a$',
  "'😀'",
  "U&'\\+01F600'",
  'NULL',
  "DATE '2026-01-01'",
  "'a' 'b'",
  '.5',
  '1.',
  "'2026-99-99'",
  'TRUE',
  'now()'
]

const blanks = [
  '/* /* */ */',
  '/* ',
  ' */',
  '/*!',
  '/*!50100 ',
  '/*!99999 ',
  '/*M!100000 ',
  '-- x\n',
  '--',
  '#x\n',
  '\u00a0',
  '\u2028',
  '\u0001',
  '\0',
  '\ufeff',
  '\f',
  '\r',
  '\r\n',
  '\n\n',
  '-- sqlsafe-disable\n',
  '-- sqlsafe-disable-next-line\n',
  '/* sqlsafe-enable: x */'
]

const breaks = [
  ';',
  "'",
  '"',
  '`',
  '(',
  ')',
  ',',
  '.',
  '\\',
  '$$',
  '$a$',
  '[',
  ']',
  '{',
  '::',
  ':=',
  '\nDELIMITER $$\n',
  '\nDELIMITER ;\n',
  '$$\n',
  '\\g',
  '\n\\.\n',
  '\n\\i x\n',
  '\n\\if\n',
  '\nGO\n'
]

/** What a statement may stand in, as text before and after it. */
const frames = [
  ['DO $$ BEGIN ', '; END $$'],
  ['DO $$ DECLARE r record; BEGIN FOR r IN SELECT 1 LOOP ', '; END LOOP; EXCEPTION WHEN OTHERS THEN NULL; END $$'],
  ["DO $a$ BEGIN EXECUTE '", "'; END $a$"],
  [
    'CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$ BEGIN ',
    "; END $$; SELECT f(); DO 'BEGIN PERFORM f(); END'"
  ],
  ['CREATE FUNCTION f() RETURNS int LANGUAGE sql BEGIN ATOMIC ', '; SELECT 1; END'],
  ['CREATE PROCEDURE p() LANGUAGE sql AS $$ ', ' $$; CALL p()'],
  ['CREATE RULE r AS ON INSERT TO t DO (', '; SELECT 1)'],
  ['EXPLAIN ANALYZE ', ''],
  ['WITH x AS (', ') SELECT * FROM x'],
  ['CREATE VIEW v AS ', ''],
  ['CREATE SCHEMA s ', ''],
  ['PREPARE s AS ', '; EXECUTE s'],
  ["PREPARE s FROM '", "'; EXECUTE s; DEALLOCATE PREPARE s"],
  ["SET @s = CONCAT('", "', @t); PREPARE s FROM @s; EXECUTE s"],
  ["EXECUTE IMMEDIATE '", "'"],
  ['DELIMITER $$\nCREATE PROCEDURE p() BEGIN ', '; END$$\nCALL p()$$\nDELIMITER ;\n'],
  ['CREATE PROCEDURE p() IF @a THEN ', '; ELSE CALL p(); END IF; CALL p()'],
  [
    'CREATE PROCEDURE p(a int) BEGIN DECLARE CONTINUE HANDLER FOR 1060 BEGIN END; WHILE a DO ',
    '; END WHILE; END; CALL p(1)'
  ],
  ['CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW ', ''],
  ['BEGIN NOT ATOMIC ', '; END'],
  ['SET STATEMENT lock_wait_timeout=1 FOR ', ''],
  ['/*!50100 ', ' */'],
  ['/*M!100000 ', ' */'],
  ['BEGIN; ', '; ROLLBACK'],
  ['SAVEPOINT a; ', '; ROLLBACK TO a'],
  ["SET sql_mode = 'ANSI_QUOTES'; ", ''],
  ['\\if :x\n', '\n\\endif\n'],
  ['COPY t FROM stdin;\n', '\n\\.\n']
] as const

function pickFrom<Item>(items: readonly Item[], number: number): Item {
  const item = items[number % items.length]
  if (item === undefined) throw new TypeError('Unexpected empty list, expected something to pick from')
  return item
}

/** A place between tokens. */
function placeIn(tokens: readonly string[], at: number): number {
  return at % (tokens.length + 1)
}

/** Put something in the place of as many tokens. */
function replace(tokens: readonly string[], from: number, count: number, ...by: readonly string[]): string[] {
  return [...tokens.slice(0, from), ...by, ...tokens.slice(from + count)]
}

/** Put something in the place of a token that is a word, a name or a literal. */
function substitute(items: readonly string[], which: RegExp): Edit {
  return (tokens, {at, pick}) => {
    const places = tokens.flatMap((each, index) => (which.test(each) ? [index] : []))
    if (places.length === 0) return [...tokens, ' ', pickFrom(items, pick)]
    return replace(tokens, pickFrom(places, at), 1, pickFrom(items, pick))
  }
}

function insert(items: readonly string[]): Edit {
  return (tokens, {at, pick}) => replace(tokens, placeIn(tokens, at), 0, pickFrom(items, pick))
}

/** Levels of nesting, most often few. */
const depths = [1, 2, 3, 5, 9, 40]

const isWord = /^[\w@"`\u0080-\uffff]/
const isLiteral = /^['\d]|^(?:NULL|TRUE|FALSE)$/i

/** By name, the mildest first: a smaller input is looked for in this order. */
export const edits = {
  delete: (tokens, {at, length}) => replace(tokens, placeIn(tokens, at), 1 + (length % 4)),
  duplicate: (tokens, {at, length}) => {
    const from = placeIn(tokens, at)
    return replace(tokens, from, 0, ...tokens.slice(from, from + 1 + (length % 8)), ' ')
  },
  swap: (tokens, {at, pick}) => {
    const [one, other] = [at % Math.max(1, tokens.length), pick % Math.max(1, tokens.length)]
    return tokens.map((each, index) => (index === one ? tokens[other] : index === other ? tokens[one] : each) ?? each)
  },
  keyword: substitute(keywords, isWord),
  name: substitute(names, isWord),
  literal: substitute(literals, isLiteral),
  splice: (tokens, {at, length, other, pick}) => {
    const from = placeIn(other, pick)
    const clause = other.slice(from, from + 1 + (length % 12))
    return replace(tokens, placeIn(tokens, at), length % 3, ' ', ...clause, ' ')
  },
  another: (tokens, {other, pick}) => [...tokens, pickFrom([', ', '; ', ' ', '\n'], pick), ...other],
  parentheses: (tokens, {at, length, pick}) => {
    const from = placeIn(tokens, at)
    const depth = pickFrom(depths, pick)
    const inner = tokens.slice(from, from + 1 + (length % 6))
    return replace(tokens, from, inner.length, '('.repeat(depth), ...inner, ')'.repeat(depth))
  },
  repeat: (tokens, {at, length, pick}) => {
    const from = placeIn(tokens, at)
    const part = `${tokens.slice(from, from + 1 + (length % 6)).join('')} `
    return replace(tokens, from, 0, part.repeat(pickFrom(depths, pick)))
  },
  blank: insert(blanks),
  break: insert(breaks),
  frame: (tokens, {pick}) => {
    const [before, after] = pickFrom(frames, pick)
    return [before, ...tokens, after]
  },
  quote: (tokens, {pick}) => {
    const text = tokens.join('')
    return [
      pickFrom([`'${text.replaceAll("'", "''")}'`, `$$${text}$$`, `"${text}"`, `\`${text}\``, `$q$${text}`], pick)
    ]
  },
  lines: (tokens, {pick}) => {
    const text = tokens.join('')
    return [pickFrom([text.replaceAll('\n', '\r\n'), text.replaceAll(' ', '\r'), text.replaceAll(' ', '\r\n\t')], pick)]
  },
  case: (tokens, {pick}) => [pick % 2 === 0 ? tokens.join('').toLowerCase() : tokens.join('').toUpperCase()],
  cut: (tokens, {at, pick}) => {
    const bytes = Buffer.from(tokens.join(''))
    const place = at % (bytes.length + 1)
    return [(pick % 2 === 0 ? bytes.subarray(0, place) : bytes.subarray(place)).toString()]
  }
} satisfies Record<string, Edit>
