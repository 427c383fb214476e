import {rows, type CaseGroup} from './case.js'

/** One column `v` of a type, and what it is changed to. */
const change = (from: string, values: string, to: readonly string[], before = '', after = ''): CaseGroup => ({
  name: `TYPE from ${from}${after && ` with ${after}`}${before && ` after ${before}`}`,
  setup: `${before} CREATE TABLE t (id int PRIMARY KEY, v ${from}, w ${from}); ${rows('t', `g, ${values}, ${values}`)} ${after}`,
  statements: to.map((type) => `ALTER TABLE t ALTER v TYPE ${type}`)
})

const domains = `
  CREATE DOMAIN label AS text;
  CREATE DOMAIN short AS varchar(20);
  CREATE DOMAIN checked AS text CHECK (length(VALUE) > 0);
  CREATE DOMAIN number AS int;
  CREATE DOMAIN positive AS int CHECK (VALUE > 0);
  CREATE TYPE mood AS ENUM ('ok', 'sad');
`

export const typesCases: readonly CaseGroup[] = [
  change(
    'varchar(20)',
    `'a'`,
    [
      'varchar(20)',
      'varchar(50)',
      'varchar(10)',
      'varchar',
      'text',
      'char(20)',
      'bpchar',
      'citext',
      'name',
      'label',
      'short',
      'checked',
      'text USING v',
      'text USING v::text',
      'text USING trim(v)',
      'text USING w',
      'varchar(50) USING v::varchar(50)',
      'varchar(50) USING v::text',
      'varchar(50) USING (v)',
      'text USING v::varchar(10)',
      'text COLLATE "C"',
      'varchar(50) COLLATE "C"',
      'int USING v::text::int',
      'text USING v COLLATE "C"',
      'text USING coalesce(v, $$x$$)',
      'mood USING v::mood',
      'bytea USING v::bytea'
    ].filter((type) => !/int|mood/.test(type)),
    `CREATE EXTENSION IF NOT EXISTS citext; ${domains}`
  ),
  change(
    'text',
    `'5'`,
    [
      'text',
      'varchar',
      'varchar(50)',
      'bpchar',
      'char(50)',
      'citext',
      'label',
      'xml USING v::xml',
      'json USING v::json',
      'int USING v::int',
      'name',
      'text COLLATE "C"',
      'text COLLATE "default"'
    ],
    `CREATE EXTENSION IF NOT EXISTS citext; ${domains}`
  ),
  change('char(10)', `'a'`, ['char(10)', 'char(20)', 'bpchar', 'text', 'varchar', 'varchar(10)']),
  change('bpchar', `'a'`, ['char(10)', 'text', 'varchar', 'bpchar']),
  change('name', `'a'`, ['text', 'varchar', 'varchar(64)']),
  change('citext', `'a'`, ['text', 'varchar', 'varchar(9)', 'bpchar'], 'CREATE EXTENSION IF NOT EXISTS citext;'),
  change('xml', `'<a/>'::xml`, ['text', 'varchar', 'varchar(99)']),
  change(
    'int',
    'g',
    [
      'int',
      'bigint',
      'smallint',
      'oid',
      'numeric',
      'float8',
      'text',
      'int USING v',
      'int USING v + 0',
      'bigint USING v::bigint',
      'number',
      'positive',
      'int USING w',
      'regclass',
      'boolean USING v::boolean',
      'money'
    ],
    domains
  ),
  change('bigint', 'g', ['int', 'numeric', 'oid', 'float8']),
  change('oid', 'g::int::oid', ['int', 'bigint', 'regclass', 'regtype']),
  change('number', 'g', ['int', 'bigint', 'positive', 'number'], domains),
  change('positive', 'g', ['int', 'number', 'positive', 'bigint'], domains),
  change('short', `'a'`, ['varchar(20)', 'varchar(30)', 'varchar', 'text', 'varchar(10)', 'label'], domains),
  change('mood', `'ok'::mood`, ['text', 'mood', 'varchar(9)'], domains),
  change('numeric(10,2)', 'g', [
    'numeric(12,2)',
    'numeric(8,2)',
    'numeric(12,4)',
    'numeric(12,1)',
    'numeric(12)',
    'numeric',
    'numeric(10,2)',
    'int',
    'money'
  ]),
  change('numeric(10)', 'g', ['numeric(12)', 'numeric(12,0)', 'numeric(12,1)', 'numeric']),
  change('numeric', 'g', ['numeric(12,2)', 'numeric', 'float8']),
  change('bit(8)', `B'10101010'`, [
    'bit(8)',
    'bit varying',
    'bit varying(8)',
    'bit varying(9)',
    'bit(9) USING v::bit(9)'
  ]),
  change('varbit(8)', `B'1010'`, ['varbit(9)', 'varbit(7)', 'varbit', 'varbit(8)']),
  change('time(3)', `'10:00'::time`, ['time(4)', 'time(6)', 'time', 'time(2)', 'timetz', 'interval']),
  change('timetz(3)', `'10:00+00'::timetz`, ['timetz(4)', 'timetz', 'timetz(2)', 'time']),
  change('time', `'10:00'::time`, ['time(6)', 'time(5)', 'time(0)']),
  change('interval', `'1 day'::interval`, [
    'interval(6)',
    'interval(3)',
    'interval day',
    'interval second',
    'interval'
  ]),
  change('interval(3)', `'1 day'::interval`, [
    'interval(6)',
    'interval',
    'interval(2)',
    'interval(4)',
    'interval second(3)',
    'interval second(6)'
  ]),
  change('interval day', `'1 day'::interval`, [
    'interval',
    'interval hour',
    'interval month',
    'interval day to second',
    'interval second',
    'interval day to second(3)'
  ]),
  ...[
    'UTC',
    'Etc/UTC',
    'GMT',
    'Europe/London',
    'Atlantic/Reykjavik',
    'Europe/Berlin',
    'Etc/GMT+0',
    'Zulu',
    'UTC0',
    '0',
    '+00:00'
  ].flatMap((zone) => [
    change(
      'timestamp',
      `'2020-01-01'::timestamp`,
      [
        'timestamptz',
        'timestamptz(6)',
        'timestamptz(3)',
        `timestamptz USING v AT TIME ZONE 'UTC'`,
        'timestamptz USING v',
        'timestamptz USING v::timestamptz'
      ],
      `SET timezone = '${zone}';`,
      'CREATE INDEX t_v ON t (v);'
    ),
    change('timestamptz', `'2020-01-01'::timestamptz`, ['timestamp', 'date'], `SET timezone = '${zone}';`)
  ]),
  change(
    'timestamp(3)',
    `'2020-01-01'::timestamp`,
    ['timestamptz', 'timestamptz(3)', 'timestamptz(6)', 'timestamp', 'timestamp(6)', 'timestamp(4)', 'timestamp(2)'],
    `SET timezone = 'UTC';`
  ),
  change('date', `'2020-01-01'::date`, ['timestamp', 'date', 'timestamptz', 'text']),
  change('inet', `'1.1.1.1'::inet`, ['cidr', 'text', 'inet']),
  change('cidr', `'1.1.1.1'::cidr`, ['inet', 'text'], '', 'CREATE INDEX t_v ON t (v);'),
  change('json', `'{}'::json`, ['jsonb', 'text']),
  change('uuid', 'gen_random_uuid()', ['text', 'uuid', 'varchar(36)']),
  change('varchar(10)[]', `'{a}'::varchar[]`, ['varchar(20)[]', 'varchar[]', 'text[]', 'varchar(10)[]']),
  change('int[]', `ARRAY[g]`, ['bigint[]', 'int[]', 'int[][]', 'oid[]']),
  // Indexes
  ...[
    'CREATE INDEX t_v ON t (v);',
    'CREATE INDEX t_v ON t (v COLLATE "C");',
    'CREATE INDEX t_v ON t (v text_pattern_ops);',
    'CREATE INDEX t_v ON t (v varchar_pattern_ops);',
    'CREATE INDEX t_v ON t (lower(v));',
    'CREATE INDEX t_v ON t (v) WHERE v IS NOT NULL;',
    'CREATE INDEX t_v ON t (id) WHERE v IS NOT NULL;',
    'CREATE INDEX t_v ON t (v) WHERE id > 5;',
    'CREATE INDEX t_v ON t (id) WHERE id > 5;',
    'CREATE INDEX t_v ON t (id) INCLUDE (v);',
    'CREATE INDEX t_v ON t (v, lower(w));',
    'CREATE INDEX t_v ON t (id, v DESC);',
    'CREATE INDEX t_v ON t USING hash (v);',
    'CREATE INDEX t_v ON t USING brin (v);',
    'CREATE INDEX t_v ON t USING spgist (v);',
    'ALTER TABLE t ADD CONSTRAINT t_v UNIQUE (v, id);',
    'CREATE STATISTICS st ON v, w FROM t;',
    'ALTER TABLE t ADD CHECK (length(v) > 0);',
    'ALTER TABLE t ADD CHECK (length(v) > 0) NOT VALID;',
    'ALTER TABLE t ADD CHECK (length(w) > 0);',
    'ALTER TABLE t ALTER v SET NOT NULL;',
    `ALTER TABLE t ALTER v SET DEFAULT 'a';`
  ].map((after) =>
    change(
      'varchar(20)',
      `'a'`,
      ['varchar(50)', 'text', 'varchar(10)', 'text COLLATE "C"', 'bpchar', 'citext'],
      'CREATE EXTENSION IF NOT EXISTS citext;',
      after
    )
  ),
  change(
    'text COLLATE "C"',
    `'a'`,
    ['text', 'text COLLATE "C"', 'varchar', 'varchar(10)'],
    '',
    'CREATE INDEX t_v ON t (v);'
  ),
  change('int', 'g', ['oid', 'bigint', 'number'], domains, 'CREATE INDEX t_v ON t (v);'),
  change(
    'text',
    `'abc'`,
    ['varchar', 'varchar(9)', 'text COLLATE "C"'],
    'CREATE EXTENSION IF NOT EXISTS pg_trgm;',
    'CREATE INDEX t_v ON t USING gin (v gin_trgm_ops);'
  ),
  {
    name: 'TYPE of columns in foreign keys',
    setup:
      'CREATE TABLE country (code varchar(2) PRIMARY KEY, n int UNIQUE); INSERT INTO country SELECT g, g FROM generate_series(10, 99) g;' +
      'CREATE TABLE city (id int PRIMARY KEY, country varchar(2) REFERENCES country, n int REFERENCES country (n), up int REFERENCES city);' +
      rows('city', 'g, g % 90 + 10, g % 90 + 10, NULL'),
    statements: [
      'ALTER TABLE city ALTER country TYPE varchar(3)',
      'ALTER TABLE city ALTER country TYPE text',
      'ALTER TABLE country ALTER code TYPE varchar(3)',
      'ALTER TABLE country ALTER code TYPE text',
      'ALTER TABLE city ALTER n TYPE bigint',
      'ALTER TABLE country ALTER n TYPE bigint',
      'ALTER TABLE city ALTER id TYPE bigint',
      'ALTER TABLE city ALTER up TYPE bigint',
      'ALTER TABLE city ALTER country TYPE varchar(3), ALTER n TYPE bigint',
      'ALTER TABLE city ALTER country TYPE char(2)'
    ]
  },
  {
    name: 'TYPE together with others',
    setup:
      'CREATE TABLE t (id int PRIMARY KEY, v varchar(20), n int, CONSTRAINT long CHECK (length(v) > 0));' +
      rows('t', `g, 'a', g`) +
      'CREATE INDEX t_lower ON t (lower(v)); CREATE VIEW seen AS SELECT n FROM t;',
    statements: [
      'ALTER TABLE t ALTER v TYPE varchar(30), DROP CONSTRAINT long',
      'ALTER TABLE t ALTER v TYPE varchar(30), ADD COLUMN x int',
      'ALTER TABLE t ALTER v TYPE text, ALTER v SET NOT NULL',
      'ALTER TABLE t ALTER id TYPE bigint, DROP CONSTRAINT long',
      'ALTER TABLE t ALTER v DROP DEFAULT, ALTER v TYPE text',
      'ALTER TABLE t ALTER n TYPE bigint',
      'ALTER TABLE t ALTER nothing TYPE bigint',
      'ALTER TABLE t ALTER v TYPE varchar(30), ALTER v TYPE text'
    ]
  }
]
