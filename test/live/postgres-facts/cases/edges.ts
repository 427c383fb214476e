/** Numbers and signs in conditions: a case on each side of them. */
import {rows, type CaseGroup} from './case.js'

/** From an interval that ends in one field to those that end one field before and after it. */
const interval = (from: string, to: readonly string[]): CaseGroup => ({
  name: `edge of interval ${from}`,
  setup: `CREATE TABLE t (id int PRIMARY KEY, v interval ${from}); ${rows('t', `g, '1 day'`)}`,
  statements: to.map((field) => `ALTER TABLE t ALTER v TYPE interval ${field}`)
})

/** A new partition beside a default one whose rows a check keeps out of it, or does not. */
const beside = (key: string, bound: string, checks: readonly string[]): CaseGroup[] =>
  checks.map((check) => ({
    name: `edge of a default partition by ${key} with ${check}`,
    setup: `CREATE TABLE p (a int NOT NULL, b int NOT NULL) PARTITION BY ${key}; CREATE TABLE other PARTITION OF p DEFAULT; ${rows('other', 'g + 5000, g')}
      DELETE FROM other WHERE NOT (${check}); ALTER TABLE other ADD CHECK (${check});`,
    statements: [`CREATE TABLE x PARTITION OF p FOR VALUES ${bound}`]
  }))

/** A table whose times are known to be in the range that it becomes. */
const during = (from: string, to: string, check: string, before = '', type = 'timestamptz'): CaseGroup => ({
  name: `edge of ${type} from ${from} to ${to} with ${check}${before && ` after ${before}`}`,
  setup: `${before} CREATE TABLE p (id int, at ${type} NOT NULL) PARTITION BY RANGE (at); CREATE TABLE c (id int, at ${type} NOT NULL);
    ${rows('c', `g, '2026-05-05 00:00:00+00'::${type}`)} ALTER TABLE c ADD CHECK (${check});`,
  statements: [`ALTER TABLE p ATTACH PARTITION c FOR VALUES FROM ('${from}') TO ('${to}')`]
})

/** A table whose rows are known to be in the range by two columns that it becomes. */
const within = (check: string): CaseGroup => ({
  name: `edge of two columns with ${check}`,
  setup: `CREATE TABLE p (a int NOT NULL, b int NOT NULL) PARTITION BY RANGE (a, b); CREATE TABLE c (a int NOT NULL, b int NOT NULL); ${rows('c', '5, g')}
    ALTER TABLE c ADD CHECK (${check});`,
  statements: ['ALTER TABLE p ATTACH PARTITION c FOR VALUES FROM (0, 0) TO (10, 10)']
})

const end = `at < '2027-01-01 00:00:00+00'`

export const edgesCases: readonly CaseGroup[] = [
  interval('year', ['year', 'month', 'year to month']),
  interval('month', ['year', 'month', 'day']),
  interval('day', ['month', 'day', 'hour']),
  interval('hour', ['day', 'hour', 'minute', 'day to hour']),
  interval('minute', ['hour', 'minute', 'second', 'hour to minute', 'second(3)']),
  interval('second(3)', ['minute', 'second', 'second(2)', 'second(4)']),
  ...beside('RANGE (a, b)', 'FROM (0, 0) TO (10, 10)', [
    'a < 0',
    'a <= 0',
    'a <= -1',
    'a < 1',
    'a > 10',
    'a >= 10',
    'a >= 11',
    'a > 9',
    'a = -1',
    'a = 0',
    'a = 10',
    'a = 11',
    'a = 10 AND b >= 10',
    'a = 10 AND b > 9',
    'a = 0 AND b < 0',
    'a = 0 AND b <= 0',
    'a >= 10 AND b >= 10',
    'a >= 10 AND b > 10',
    'a <= 0 AND b < 0'
  ]),
  ...beside('LIST (a)', 'IN (5)', [
    'a = 5000',
    'a = 5001',
    'a <> 5',
    'a <> 6',
    'a > 5',
    'a > 4',
    'a >= 5',
    'a >= 6',
    'a < 5',
    'a < 6',
    'a <= 5',
    'a <= 4'
  ]),
  ...beside('RANGE (a)', 'FROM (0) TO (10)', [
    'a >= 10',
    'a > 10',
    'a > 9',
    'a >= 9',
    'a < 0',
    'a <= 0',
    'a = 10',
    'a = 9',
    'a = 0'
  ]),
  ...[
    'a > 0 AND a < 10',
    'a > -1 AND a < 10',
    'a >= 1 AND a < 10',
    'a >= 0 AND a < 10',
    'a > 0 AND a <= 9',
    'a > 0 AND a <= 10',
    'a > 0 AND a < 11',
    'a = 5'
  ].map(within),
  during('2026-01-01 00:00:00.5+00', '2027-01-01 00:00:00+00', `at >= '2026-01-01 00:00:00.500000+00' AND ${end}`),
  during('2026-01-01 00:00:00.5+00', '2027-01-01 00:00:00+00', `at >= '2026-01-01 00:00:00.499999+00' AND ${end}`),
  during('2026-01-01 00:00:00.5+00', '2027-01-01 00:00:00+00', `at >= '2026-01-01 00:00:01+00' AND ${end}`),
  during('2026-01-01 00:00:00Z', '2027-01-01 00:00:00Z', `at >= '2026-01-01 00:00:00+00' AND ${end}`),
  during('2026-01-01 00:00:00Z', '2027-01-01 00:00:00Z', `at >= '2025-12-31 23:59:59+00' AND ${end}`),
  during('2026-01-01', '2027-01-01', `at >= '2026-01-01' AND at < '2027-01-01'`),
  // Which instant a bound without a zone is, the session decides.
  ...[
    during(
      '2026-01-01',
      '2027-01-01',
      `at >= '2026-01-01 00:00:00+00' AND ${end}`,
      `SET timezone = 'America/New_York';`
    ),
    during('2026-01-01', '2027-01-02', `at >= '2026-01-01 00:00:00+00' AND ${end}`, `SET timezone = 'Europe/Berlin';`)
  ].map((group): CaseGroup => ({...group, unsure: true})),
  during('2026-01-01 00:00:00', '2027-01-01', `at >= '2026-01-01 00:00:00+05' AND at < '2027-01-01'`, '', 'timestamp'),
  during('2026-01-01 00:00:00', '2027-01-01', `at >= '2025-12-31 23:00:00-05' AND at < '2027-01-01'`, '', 'timestamp'),
  during('2026-01-01 10:00:00', '2027-01-01', `at >= '2026-01-01' AND at < '2027-01-01'`, '', 'date'),
  during('2026-01-02', '2027-01-01', `at >= '2026-01-01 23:00:00' AND at < '2027-01-01'`, '', 'date')
]
