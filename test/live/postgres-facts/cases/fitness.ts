import {rows, type CaseGroup} from './case.js'

/** Indexes that are there already, and such as only look like it. */
export const fitnessCases: readonly CaseGroup[] = [
  {
    name: 'keys made again',
    setup: `CREATE TABLE k (id int PRIMARY KEY, a int UNIQUE, b int4range, EXCLUDE USING gist (b WITH &&)); ${rows('k', 'g, g, int4range(g, g + 1)')}`,
    statements: [
      'ALTER TABLE k DROP CONSTRAINT k_a_key, ADD UNIQUE (a)',
      'ALTER TABLE k DROP CONSTRAINT k_b_excl, ADD EXCLUDE USING gist (b WITH &&)',
      'ALTER TABLE k ADD UNIQUE (a)'
    ]
  },
  {
    name: 'indexes of a partition',
    setup: `CREATE TABLE p (k int, t text) PARTITION BY LIST (k); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1);
      CREATE INDEX p1_k ON p1 USING hash (k); CREATE INDEX p1_t ON p1 (t COLLATE "C"); ${rows('p1', '1, g', 1)} ALTER TABLE p1 ADD UNIQUE (k);`,
    statements: [
      'CREATE INDEX ON p (k)',
      'CREATE INDEX ON p USING hash (k)',
      'CREATE INDEX ON p USING hash (k) WHERE k = 1',
      'CREATE INDEX ON p (t)',
      'CREATE INDEX ON p (t COLLATE "C") INCLUDE (k)',
      'ALTER TABLE p ADD UNIQUE (k) INCLUDE (t)',
      'CREATE INDEX ON p USING btree (t COLLATE "C")'
    ]
  },
  {
    name: 'indexes of a table to attach',
    setup: `CREATE TABLE p (k int, t text) PARTITION BY LIST (k); CREATE INDEX ON p USING hash (k); CREATE INDEX ON p (lower(t));
      ${[
        ['fit', 'USING hash (k)', 'lower(t)'],
        ['tree', '(k)', 'lower(t)'],
        ['other', 'USING hash (k)', 'upper(t)']
      ]
        .map(
          ([name = '', key, expression]) =>
            `CREATE TABLE ${name} (k int NOT NULL CHECK (k = 1), t text); ${rows(name, '1, g')} CREATE INDEX ON ${name} ${key}; CREATE INDEX ON ${name} (${expression});`
        )
        .join('\n      ')}`,
    statements: ['fit', 'tree', 'other'].map((name) => `ALTER TABLE p ATTACH PARTITION ${name} FOR VALUES IN (1)`)
  },
  {
    name: 'other indexes of a table to attach',
    setup: `CREATE TABLE c (t text) PARTITION BY LIST (t); CREATE INDEX ON c (t); CREATE TABLE c1 (t text NOT NULL CHECK (t = 'x')); CREATE INDEX ON c1 (t COLLATE "C");
      CREATE TABLE o (t text) PARTITION BY LIST (t); CREATE INDEX ON o (t text_pattern_ops); CREATE TABLE o1 (t text NOT NULL CHECK (t = 'x')); CREATE INDEX ON o1 (t);
      CREATE TABLE w (t text) PARTITION BY LIST (t); CREATE INDEX ON w (t) WHERE t > 'a'; CREATE TABLE w1 (t text NOT NULL CHECK (t = 'x')); CREATE INDEX ON w1 (t); CREATE TABLE w2 (t text NOT NULL CHECK (t = 'x')); CREATE INDEX ON w2 (t) WHERE t > 'a';
      CREATE TABLE u (t text UNIQUE) PARTITION BY LIST (t); CREATE TABLE u1 (t text NOT NULL CHECK (t = 'x')); CREATE UNIQUE INDEX ON u1 (t); CREATE TABLE u2 (t text NOT NULL UNIQUE CHECK (t = 'x'));
      CREATE TABLE d (t text) PARTITION BY LIST (t); CREATE INDEX ON d (t DESC); CREATE TABLE d1 (t text NOT NULL CHECK (t = 'x')); CREATE INDEX ON d1 (t);
      CREATE TABLE i (t text, n int) PARTITION BY LIST (t); CREATE INDEX ON i (t) INCLUDE (n); CREATE TABLE i1 (t text NOT NULL CHECK (t = 'x'), n int); CREATE INDEX ON i1 (t);
      ${rows('c1', `'x'`)} ${rows('o1', `'x'`)} ${rows('w1', `'x'`)} ${rows('w2', `'x'`)} ${rows('d1', `'x'`)} ${rows('i1', `'x', g`)} ${rows('u1', `'x'`, 1)} ${rows('u2', `'x'`, 1)}`,
    statements: ['c1', 'o1', 'w1', 'w2', 'u1', 'u2', 'd1', 'i1'].map(
      (name) => `ALTER TABLE ${name.charAt(0)} ATTACH PARTITION ${name} FOR VALUES IN ('x')`
    )
  },
  {
    name: 'bounds of two columns',
    setup: `CREATE TABLE p (a int NOT NULL, b int NOT NULL) PARTITION BY RANGE (a, b);
      ${[
        '(a > 1 OR (a = 1 AND b >= 10)) AND (a < 3 OR (a = 3 AND b < 20))',
        'a >= 1 AND (a < 3 OR (a = 3 AND b < 20))',
        '(a > 1 OR (a = 1 AND b >= 10)) AND a <= 3'
      ]
        .map(
          (check, index) =>
            `CREATE TABLE t${String(index)} (a int NOT NULL, b int NOT NULL, CHECK (${check})); ${rows(`t${String(index)}`, '2, g')}`
        )
        .join('\n      ')}`,
    statements: [0, 1, 2].map(
      (index) => `ALTER TABLE p ATTACH PARTITION t${String(index)} FOR VALUES FROM (1, 10) TO (3, 20)`
    )
  },
  {
    name: 'there, with IF EXISTS',
    setup: `CREATE TABLE t (id int PRIMARY KEY); CREATE RULE r AS ON INSERT TO t DO ALSO NOTHING; CREATE POLICY p ON t; ${rows('t', 'g')}`,
    statements: ['DROP RULE IF EXISTS r ON t', 'DROP POLICY IF EXISTS p ON t', 'DROP POLICY IF EXISTS q ON t']
  }
]
