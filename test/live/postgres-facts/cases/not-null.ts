import {rows, type CaseGroup} from './case.js'

const checks = [
  'a IS NOT NULL',
  'NOT (a IS NULL)',
  'NOT a IS NULL',
  'a IS NOT NULL AND b IS NOT NULL',
  'a IS NOT NULL AND a > 0',
  '(a IS NOT NULL AND b > 0) AND a > 0',
  'a IS NOT NULL OR b IS NOT NULL',
  'a IS NOT NULL OR a IS NOT NULL',
  '(a IS NOT NULL AND b > 0) OR (a IS NOT NULL AND b < 9)',
  'a > 0',
  'a IS DISTINCT FROM NULL',
  'NOT (a IS NOT DISTINCT FROM NULL)',
  'NULL IS DISTINCT FROM a',
  'ROW(a, b) IS NOT NULL',
  '(a, b) IS NOT NULL',
  '(a IS NOT NULL) IS TRUE',
  '(a IS NOT NULL) = true',
  'true = (a IS NOT NULL)',
  '(a IS NULL) = false',
  '(a IS NOT NULL) <> false',
  '(a IS NULL) IS FALSE',
  '(a IS NULL) IS NOT TRUE',
  'num_nulls(a) = 0',
  'coalesce(a, 0) > 0',
  'coalesce(a, -1) > 0',
  'a = a',
  'a::text IS NOT NULL',
  'a + 0 IS NOT NULL',
  'b IS NOT NULL',
  'NOT (a IS NULL OR b IS NULL)',
  'NOT (a IS NULL AND b IS NULL)',
  'true AND a IS NOT NULL',
  'a IS NOT NULL OR false',
  'a IS NOT NULL AND NULL',
  'a IS NOT NULL OR NULL',
  `CASE WHEN a IS NULL THEN false ELSE true END`,
  't.a IS NOT NULL',
  '(a) IS NOT NULL',
  '((a IS NOT NULL))',
  'a BETWEEN 0 AND 5000',
  'a IN (1, 2) OR a > 0',
  `note <> 'a IS NOT NULL'`,
  'NOT NOT (a IS NOT NULL)',
  '(a IS NOT NULL)::int = 1',
  'NOT (ROW(a, b) IS NULL)',
  'ROW(a) IS NOT NULL'
]

export const notNullCases: readonly CaseGroup[] = [
  ...checks.map((check): CaseGroup => ({
    name: `SET NOT NULL with CHECK (${check})`,
    setup: `CREATE TABLE t (id int, a int, b int, note text); ${rows('t', `g, g, 5, 'x'`)} ALTER TABLE t ADD CONSTRAINT proof CHECK (${check});`,
    statements: ['ALTER TABLE t ALTER a SET NOT NULL']
  })),
  {
    name: 'SET NOT NULL and the state of the check',
    setup:
      'CREATE TABLE t (id int PRIMARY KEY, a int, b int, "A" int, c int NOT NULL, d int, e int, f int);' +
      rows('t', 'g, g, g, g, g, g, g, g') +
      `ALTER TABLE t ADD CONSTRAINT b_set CHECK (b IS NOT NULL) NOT VALID; ALTER TABLE t ADD CONSTRAINT upper_set CHECK ("A" IS NOT NULL);
       ALTER TABLE t ADD CONSTRAINT d_set CHECK (d IS NOT NULL) NO INHERIT; ALTER TABLE t ADD CONSTRAINT e_set CHECK (e IS NOT NULL) NOT VALID;
       ALTER TABLE t VALIDATE CONSTRAINT e_set; ALTER TABLE t ADD CONSTRAINT f_set CHECK (f IS NOT NULL); ALTER TABLE t DROP CONSTRAINT f_set;
       CREATE UNIQUE INDEX t_a ON t (a); CREATE UNIQUE INDEX t_d ON t (d); CREATE UNIQUE INDEX t_c ON t (c); CREATE TABLE bare (a int, d int CHECK (d IS NOT NULL));
       CREATE UNIQUE INDEX bare_a ON bare (a); CREATE UNIQUE INDEX bare_d ON bare (d);`,
    statements: [
      'ALTER TABLE t ALTER a SET NOT NULL',
      'ALTER TABLE t ALTER b SET NOT NULL',
      'ALTER TABLE t ALTER "A" SET NOT NULL',
      'ALTER TABLE t ALTER c SET NOT NULL',
      'ALTER TABLE t ALTER d SET NOT NULL',
      'ALTER TABLE t ALTER e SET NOT NULL',
      'ALTER TABLE t ALTER f SET NOT NULL',
      'ALTER TABLE t ALTER id SET NOT NULL',
      'ALTER TABLE t VALIDATE CONSTRAINT b_set, ALTER b SET NOT NULL',
      'ALTER TABLE t DROP CONSTRAINT e_set, ALTER e SET NOT NULL',
      'ALTER TABLE t ALTER e SET NOT NULL, DROP CONSTRAINT e_set',
      'ALTER TABLE t ADD CHECK (a IS NOT NULL), ALTER a SET NOT NULL',
      'ALTER TABLE t ALTER d SET NOT NULL, ALTER e SET NOT NULL',
      'ALTER TABLE t ALTER d SET NOT NULL, ALTER a SET NOT NULL',
      'ALTER TABLE t ALTER d SET NOT NULL, ALTER a SET DEFAULT 5',
      'ALTER TABLE t ALTER c DROP NOT NULL',
      'ALTER TABLE t ADD CONSTRAINT a_nn NOT NULL a',
      'ALTER TABLE t ADD CONSTRAINT a_nn NOT NULL a NOT VALID',
      'ALTER TABLE t ADD NOT NULL d',
      'ALTER TABLE t ADD NOT NULL c',
      'ALTER TABLE bare ADD PRIMARY KEY USING INDEX bare_a',
      'ALTER TABLE bare ADD PRIMARY KEY USING INDEX bare_d',
      'ALTER TABLE bare ADD PRIMARY KEY (a)',
      'ALTER TABLE t ADD UNIQUE USING INDEX t_a',
      'ALTER TABLE t ADD CONSTRAINT other UNIQUE USING INDEX t_c'
    ]
  },
  {
    name: 'NOT NULL as a constraint',
    since: 18,
    setup:
      'CREATE TABLE t (id int, a int, b int, c int, d int);' +
      rows('t', 'g, g, g, g, g') +
      `ALTER TABLE t ADD CONSTRAINT a_nn NOT NULL a NOT VALID; ALTER TABLE t ADD CONSTRAINT b_nn NOT NULL b NOT VALID; ALTER TABLE t ADD CHECK (b IS NOT NULL);
       ALTER TABLE t ADD CONSTRAINT c_nn NOT NULL c NOT VALID; ALTER TABLE t VALIDATE CONSTRAINT c_nn; ALTER TABLE t ADD CONSTRAINT d_nn NOT NULL d NO INHERIT;`,
    statements: [
      'ALTER TABLE t ALTER a SET NOT NULL',
      'ALTER TABLE t ALTER b SET NOT NULL',
      'ALTER TABLE t ALTER c SET NOT NULL',
      'ALTER TABLE t ALTER d SET NOT NULL',
      'ALTER TABLE t VALIDATE CONSTRAINT a_nn',
      'ALTER TABLE t VALIDATE CONSTRAINT b_nn',
      'ALTER TABLE t VALIDATE CONSTRAINT c_nn',
      'ALTER TABLE t DROP CONSTRAINT a_nn',
      'ALTER TABLE t ALTER a DROP NOT NULL',
      'ALTER TABLE t ALTER CONSTRAINT d_nn INHERIT',
      'ALTER TABLE t ALTER CONSTRAINT c_nn NO INHERIT',
      'ALTER TABLE t ADD PRIMARY KEY (c)',
      'ALTER TABLE t ADD PRIMARY KEY (id)'
    ]
  }
]
