import {rows, type CaseGroup} from './case.js'

/** A table with a check, attached to a parent by range of `at`. */
const attachRange = (
  type: string,
  from: string,
  to: string,
  value: string,
  checks: readonly string[],
  column = `at ${type} NOT NULL`
): CaseGroup[] =>
  checks.map((check) => ({
    name: `ATTACH by ${type} from ${from} to ${to} with ${check}, ${column}`,
    setup: `CREATE TABLE p (id int, ${column}) PARTITION BY RANGE (at); CREATE TABLE c (id int, ${column}); ${rows('c', `g, ${value}`)} ${check ? `ALTER TABLE c ADD CHECK (${check});` : ''}`,
    statements: [`ALTER TABLE p ATTACH PARTITION c FOR VALUES FROM (${from}) TO (${to})`]
  }))

const attachList = (bound: string, checks: readonly string[], column = 'k text NOT NULL'): CaseGroup[] =>
  checks.map((check) => ({
    name: `ATTACH ${bound} with ${check}, ${column}`,
    setup: `CREATE TABLE p (id int, ${column}) PARTITION BY LIST (k); CREATE TABLE c (id int, ${column}); INSERT INTO c VALUES (1, 'a'); ${check ? `ALTER TABLE c ADD CHECK (${check});` : ''}`,
    statements: [`ALTER TABLE p ATTACH PARTITION c FOR VALUES IN (${bound})`]
  }))

const withDefault = (check: string): CaseGroup => ({
  name: `default partition with ${check}`,
  setup: `CREATE TABLE p (id int, at int) PARTITION BY RANGE (at); CREATE TABLE other PARTITION OF p DEFAULT; ${rows('other', 'g, g + 5000')}
    ${check ? `ALTER TABLE other ADD CHECK (${check});` : ''} CREATE TABLE c (id int, at int NOT NULL CHECK (at >= 0 AND at < 10)); CREATE TABLE one PARTITION OF p FOR VALUES FROM (100) TO (110);`,
  statements: [
    'CREATE TABLE x PARTITION OF p FOR VALUES FROM (0) TO (10)',
    'ALTER TABLE p ATTACH PARTITION c FOR VALUES FROM (0) TO (10)',
    'ALTER TABLE p DETACH PARTITION one',
    'ALTER TABLE p DETACH PARTITION other',
    'DROP TABLE one',
    'DROP TABLE other'
  ]
})

export const attachCases: readonly CaseGroup[] = [
  ...attachRange('date', `'2026-01-01'`, `'2027-01-01'`, `'2026-05-05'::date`, [
    '',
    `at >= '2026-01-01' AND at < '2027-01-01'`,
    `at >= '2026-01-01'::date AND at < '2027-01-01'::date`,
    `at >= DATE '2026-01-01' AND at < DATE '2027-01-01'`,
    `at >= '2026-02-01' AND at < '2026-12-01'`,
    `at >= '2025-01-01' AND at < '2027-01-01'`,
    `at > '2025-12-31' AND at <= '2026-12-31'`,
    `at BETWEEN '2026-01-01' AND '2026-12-31'`,
    `at BETWEEN '2026-01-01' AND '2027-01-01'`,
    `at = '2026-05-05'`,
    `at IN ('2026-05-05', '2026-05-06')`,
    `at IN ('2026-05-05', '2028-05-06')`,
    `at >= '2026-01-01'::timestamp AND at < '2027-01-01'::timestamp`,
    `at >= '2026-01-01'`,
    `'2026-01-01' <= at AND '2027-01-01' > at`,
    `NOT (at < '2026-01-01' OR at >= '2027-01-01')`,
    `at IS NOT NULL AND at >= '2026-01-01' AND at < '2027-01-01'`,
    `(at >= '2026-01-01' AND at < '2026-06-01') OR (at >= '2026-03-01' AND at < '2027-01-01')`,
    `extract(year FROM at) = 2026`,
    `at >= '2026-01-01' AND at < '2027-01-01' AND id > 0`
  ]),
  ...attachRange(
    'date',
    `'2026-01-01'`,
    `'2027-01-01'`,
    `'2026-05-05'::date`,
    ['', `at >= '2026-01-01' AND at < '2027-01-01'`, `at IS NOT NULL AND at >= '2026-01-01' AND at < '2027-01-01'`],
    'at date'
  ),
  ...attachRange('timestamptz', `'2026-01-01 00:00:00+00'`, `'2027-01-01 00:00:00+00'`, `'2026-05-05'::timestamptz`, [
    `at >= '2026-01-01 00:00:00+00' AND at < '2027-01-01 00:00:00+00'`,
    `at >= '2026-01-01 01:00:00+01' AND at < '2027-01-01 00:00:00+00'`
  ]),
  ...attachRange('int', '0', '5000', 'g', [
    'at >= 0 AND at < 5000',
    'at > 0 AND at < 5000',
    'at >= 0 AND at <= 4999',
    'at >= 0',
    'at >= -5 AND at < 5000',
    'at BETWEEN 1 AND 4000',
    'at > -1 AND at < 5000'
  ]),
  ...attachRange('int', 'MINVALUE', '5000', 'g', ['', 'at < 5000', 'at < 4000', 'at <= 5000']),
  ...attachRange('int', '0', 'MAXVALUE', 'g', ['', 'at >= 0', 'at > 5000 OR at >= 0']),
  ...attachRange('numeric', '0', '5000.5', 'g', [
    'at >= 0 AND at < 5000.5',
    'at >= 0.0 AND at < 5000',
    'at >= 0 AND at < 5001'
  ]),
  ...attachRange('text', `'a'`, `'b'`, `'a'`, ['', `at >= 'a' AND at < 'b'`]),
  ...attachList(`'a'`, [
    '',
    `k = 'a'`,
    `k IN ('a')`,
    `k = ANY (ARRAY['a'])`,
    `k = ANY ('{a}')`,
    `k IN ('a', 'b')`,
    `k = 'a' AND id > 0`,
    `k = 'a' OR k = 'b'`
  ]),
  ...attachList(`'a', 'b'`, [
    `k = 'a'`,
    `k IN ('a', 'b')`,
    `k IN ('b', 'a')`,
    `k IN ('a', 'c')`,
    `k = ANY (ARRAY['a', 'b'])`
  ]),
  ...attachList(`'a'`, [`k = 'a'`, `k IS NOT NULL AND k = 'a'`], 'k text'),
  ...attachList(`'a', NULL`, ['', `k = 'a'`, `k = 'a' OR k IS NULL`, `k IS NOT NULL AND k = 'a'`], 'k text'),
  ...[
    '',
    'at >= 5000',
    'at < 0 OR at >= 10',
    'at IS NULL OR at >= 10',
    'at >= 5',
    'at IS NOT NULL AND at > 9',
    'at > 10',
    'NOT (at >= 0 AND at < 10)'
  ].map(withDefault),
  {
    name: 'ATTACH and the rest of the parent',
    setup: `CREATE TABLE p (id int NOT NULL, k int NOT NULL, v int) PARTITION BY HASH (id); CREATE TABLE h (id int NOT NULL, k int NOT NULL, v int);
      CREATE TABLE q (id int NOT NULL, k int) PARTITION BY RANGE (id, k); CREATE TABLE qc (id int NOT NULL, k int NOT NULL, CHECK (id >= 0 AND id < 10)); INSERT INTO qc VALUES (1, 1);
      CREATE TABLE r (id int NOT NULL, k int, PRIMARY KEY (id)) PARTITION BY RANGE (id); CREATE TABLE rc (id int NOT NULL, k int, CHECK (id >= 0 AND id < 5000)); ${rows('rc', 'g, g')}
      CREATE TABLE rk (id int PRIMARY KEY, k int, CHECK (id >= 0 AND id < 5000)); ${rows('rk', 'g, g')}
      CREATE TABLE d (id int) PARTITION BY RANGE (id); CREATE TABLE dd (id int NOT NULL); CREATE TABLE d1 PARTITION OF d FOR VALUES FROM (100000) TO (200000); ${rows('dd', 'g')}
      CREATE TABLE e (id int) PARTITION BY RANGE (id); CREATE TABLE sub (id int NOT NULL) PARTITION BY LIST (id); CREATE TABLE sub1 PARTITION OF sub FOR VALUES IN (1);
      CREATE TABLE s (id int, x int) PARTITION BY RANGE (lower(x::text)); CREATE TABLE sc (id int, x int);`,
    statements: [
      'ALTER TABLE p ATTACH PARTITION h FOR VALUES WITH (MODULUS 2, REMAINDER 0)',
      'ALTER TABLE q ATTACH PARTITION qc FOR VALUES FROM (0, MINVALUE) TO (10, MINVALUE)',
      'ALTER TABLE r ATTACH PARTITION rc FOR VALUES FROM (0) TO (5000)',
      'ALTER TABLE r ATTACH PARTITION rk FOR VALUES FROM (0) TO (5000)',
      'ALTER TABLE r ATTACH PARTITION rk FOR VALUES FROM (0) TO (4000)',
      'ALTER TABLE d ATTACH PARTITION dd DEFAULT',
      'ALTER TABLE e ATTACH PARTITION dd DEFAULT',
      'ALTER TABLE e ATTACH PARTITION sub FOR VALUES FROM (0) TO (10)',
      'CREATE TABLE x PARTITION OF e FOR VALUES FROM (0) TO (10)',
      'CREATE TABLE x PARTITION OF p FOR VALUES WITH (MODULUS 2, REMAINDER 0)',
      'CREATE TABLE IF NOT EXISTS d1 PARTITION OF d FOR VALUES FROM (0) TO (10)'
    ],
    outside: ['ALTER TABLE d DETACH PARTITION d1 CONCURRENTLY']
  },
  {
    name: 'indexes of partitions',
    setup: `CREATE TABLE p (id int NOT NULL, v int) PARTITION BY RANGE (id); CREATE TABLE a PARTITION OF p FOR VALUES FROM (0) TO (2000); CREATE TABLE b PARTITION OF p FOR VALUES FROM (2000) TO (3000); ${rows('p', 'g, g')}
      CREATE INDEX a_v ON a (v); CREATE INDEX p_id ON p (id); CREATE INDEX p_only ON ONLY p (v, id); CREATE INDEX b_only ON b (v, id); CREATE UNIQUE INDEX a_uid ON a (id);
      CREATE TABLE empty_p (id int) PARTITION BY RANGE (id); CREATE FUNCTION tf() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'; CREATE TRIGGER rowed BEFORE INSERT ON p FOR EACH ROW EXECUTE FUNCTION tf(); CREATE TRIGGER stated BEFORE INSERT ON p EXECUTE FUNCTION tf();`,
    statements: [
      'CREATE INDEX ON p (v)',
      'CREATE INDEX ON ONLY p (v)',
      'CREATE UNIQUE INDEX ON p (id)',
      'CREATE INDEX ON empty_p (id)',
      'ALTER TABLE p ADD PRIMARY KEY (id)',
      'ALTER TABLE p ADD UNIQUE (id)',
      'ALTER TABLE ONLY p ADD UNIQUE (id)',
      'ALTER TABLE p ADD UNIQUE USING INDEX a_uid',
      'ALTER INDEX p_only ATTACH PARTITION b_only',
      'ALTER INDEX p_id RENAME TO p_ids',
      'DROP INDEX p_id',
      'DROP INDEX a_v',
      'DROP INDEX p_only',
      'REINDEX INDEX a_v',
      'REINDEX TABLE a',
      'ALTER TABLE p DISABLE TRIGGER rowed',
      'ALTER TABLE p DISABLE TRIGGER stated',
      'ALTER TABLE p DISABLE TRIGGER ALL',
      'ALTER TABLE ONLY p DISABLE TRIGGER rowed',
      'ALTER TRIGGER rowed ON p RENAME TO r2',
      'ALTER TRIGGER stated ON p RENAME TO r2',
      'DROP TRIGGER rowed ON p',
      'DROP TRIGGER stated ON p',
      'ALTER TABLE p ADD CHECK (v > 0) NOT VALID',
      'ALTER TABLE p ADD CONSTRAINT x CHECK (v > 0) NOT VALID, VALIDATE CONSTRAINT x',
      'ALTER TABLE p ADD COLUMN x int GENERATED ALWAYS AS IDENTITY',
      'ALTER TABLE p ADD COLUMN x int UNIQUE',
      'CLUSTER p USING p_id',
      'ALTER TABLE a ADD PRIMARY KEY (id)',
      'ALTER TABLE a SET (fillfactor = 50)',
      'ALTER TABLE a DROP CONSTRAINT IF EXISTS nothing',
      'UPDATE a SET v = 5',
      'DELETE FROM a',
      'DELETE FROM p WHERE id < 2000',
      'DELETE FROM p WHERE id >= 2000',
      'UPDATE p SET v = 1 WHERE id = 2500',
      'UPDATE p SET v = 1 WHERE v = 2500'
    ],
    outside: [
      'REINDEX TABLE p',
      'REINDEX INDEX p_id',
      'REINDEX TABLE CONCURRENTLY p',
      'REINDEX INDEX CONCURRENTLY p_id',
      'VACUUM (TRUNCATE off) p',
      'VACUUM FULL p',
      'CLUSTER p USING p_id'
    ]
  }
]
