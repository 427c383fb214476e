import {rmSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {expect, test} from 'vitest'
import {checkProject} from '../../../src/core/check.js'
import type {Configuration} from '../../../src/core/configuration/configuration.js'
import {openProject} from '../../../src/core/project.js'
import {describeDuration, inBytes, workOf} from '../../../src/core/sizes/duration.js'
import type {TableSize} from '../../../src/core/sizes/sizes.js'
import {readStats, statsText} from '../../../src/core/sizes/stats-file.js'
import type {Effect} from '../../../src/knowledge/effect.js'
import type {Operation} from '../../../src/operations/operation.js'
import {writeProject} from '../../helpers/cli.js'

interface Found {
  ruleId: string
  severity: string
  duration: string | undefined
}

/** Findings about a scan of `account`, with what is known of its size. */
async function check(size: TableSize | undefined, configuration: Configuration = {}): Promise<Found[]> {
  const folder = writeProject({
    '1.sql': 'CREATE TABLE account (id bigint PRIMARY KEY, email text);',
    '2.sql': 'ALTER TABLE account ALTER COLUMN email SET NOT NULL;',
    'stats.json': statsText({dialect: 'postgres', version: [18]}, new Date(), new Map(size && [['account', size]]))
  })
  const rules = {...configuration.rules, 'require-lock-timeout': 'off' as const}
  try {
    const options = {paths: [folder], dialect: 'postgres' as const, stats: join(folder, 'stats.json')}
    const {files} = checkProject(await openProject(options), {...configuration, rules})
    return files.flatMap(({messages}) => messages.map(({duration, ruleId, severity}) => ({ruleId, severity, duration})))
  } finally {
    rmSync(folder, {recursive: true})
  }
}

test('a table of unknown size is not small', async () => {
  expect(await check(undefined)).toEqual([{ruleId: 'no-scanning-set-not-null', severity: 'error', duration: undefined}])
})

test.each([
  ['account', 'account', 'postgres', []],
  ['shop.account', 'shop.account', 'postgres', []],
  ['account', 'other', 'postgres', ['no-blocking-index']],
  ['account', 'account', 'mysql', []]
] as const)('the size of %s is known where only `--stats` knows %s, on %s', async (name, known, dialect, expected) => {
  const statement =
    dialect === 'mysql'
      ? `ALTER TABLE ${name} ADD PRIMARY KEY (id);`
      : `SET lock_timeout = '5s';\nCREATE INDEX email ON ${name} (email);`
  const folder = writeProject({
    '1.sql': statement,
    'stats.json': statsText({dialect, version: [9]}, new Date(), new Map([[known, {rows: 10, bytes: 8192}]]))
  })
  try {
    const project = await openProject({paths: [folder], dialect, stats: join(folder, 'stats.json')})
    const {files} = checkProject(project, {runner: {transaction: 'none'}})
    expect(files.flatMap(({messages}) => messages.map(({ruleId}) => ruleId))).toEqual(expected)
  } finally {
    rmSync(folder, {recursive: true})
  }
})

test('a small table is worked on before anybody notices', async () => {
  expect(await check({rows: 200, bytes: 16_384})).toEqual([])
  expect(await check({rows: 200})).toEqual([])
})

test.each([
  ['rows', {rows: 10_000, bytes: 0}],
  ['bytes', {rows: 200, bytes: 10_000_000}],
  ['only bytes known', {bytes: 100}]
])('it is not small by its %s', async (_name, size) => {
  expect(await check(size)).toHaveLength(1)
})

test('the configuration says what is small', async () => {
  expect(await check({rows: 200_000, bytes: 1}, {sizes: {smallRows: 200_001}})).toEqual([])
})

test('a warning about a huge table is an error', async () => {
  const rules = {'no-scanning-set-not-null': 'warning' as const}
  expect(await check({rows: 9_999_999, bytes: 9_999_999_999}, {rules})).toMatchObject([{severity: 'warning'}])
  expect(await check({bytes: 10_000_000_000}, {rules})).toMatchObject([{severity: 'error'}])
  expect(await check({rows: 10_000_000}, {rules})).toMatchObject([{severity: 'error'}])
  expect(await check({rows: 20_000}, {rules, sizes: {hugeRows: 20_000}})).toMatchObject([{severity: 'error'}])
})

test('how long it takes, and what that assumes', async () => {
  expect(await check({rows: 900_000_000, bytes: 108_000_000_000, writesPerSecond: 340})).toMatchObject([
    {duration: 'About 4 to 9 minutes for the 110 GB of `account` at 200 to 500 MB/s, while 340 writes a second wait'}
  ])
})

const effect = {relation: 'account', scan: 'none', rewrite: 'none', rebuildsIndexes: [] as string[]}

const unique = {type: 'unique', columns: ['a']}

test.each([
  [{rewrite: 'table'}, {kind: 'index.create'}, 'write'],
  [{algorithm: 'COPY', rewrite: 'table'}, {kind: 'column.alter-type'}, 'copy'],
  [{algorithm: 'INPLACE', rewrite: 'table'}, {kind: 'column.drop'}, 'write'],
  [{rebuildsIndexes: ['i']}, {kind: 'index.reindex'}, 'build'],
  [{scan: 'table'}, {kind: 'index.create'}, 'build'],
  [{scan: 'table'}, {kind: 'constraint.add', constraint: unique}, 'build'],
  [{scan: 'table'}, {kind: 'constraint.add', constraint: {type: 'foreign-key', columns: ['a']}}, 'build'],
  [{scan: 'table'}, {kind: 'column.add', column: {constraints: [unique]}}, 'build'],
  [{scan: 'table'}, {kind: 'column.add', column: {constraints: [{type: 'check', columns: []}]}}, 'read'],
  [{scan: 'table'}, {kind: 'constraint.add', constraint: {...unique, usingIndex: 'i'}}, 'read'],
  [{scan: 'maybe'}, {kind: 'column.set-not-null'}, 'read'],
  [{}, {kind: 'index.create'}, undefined]
])('%j by %j', (done, operation, work) => {
  expect(workOf({...effect, ...done} as unknown as Effect, [operation as unknown as Operation])).toBe(work)
})

test.each([
  ['write', 108_000_000_000, 'About 18 minutes to 3 hours for the 110 GB of `account` at 10 to 100 MB/s'],
  ['copy', 6_000_000_000, 'About 2 to 100 minutes for the 6 GB of `account` at 1 to 60 MB/s'],
  ['build', 20_000_000_000, 'About 2 to 17 minutes for the 20 GB of `account` at 20 to 300 MB/s'],
  ['read', 20_000_000, 'Less than a second for the 20 MB of `account` at 200 to 500 MB/s'],
  ['read', 300_000_000, 'About 1 to 2 seconds for the 300 MB of `account` at 200 to 500 MB/s'],
  ['read', undefined, undefined]
] as const)('to %s %s bytes', (work, bytes, said) => {
  expect(describeDuration(work, 'account', {bytes})).toBe(said)
})

test.each([
  [0, '0 bytes'],
  [999, '1000 bytes'],
  [98_304, '98 kB'],
  [1_500_000_000_000, '1.5 TB']
])('%d bytes are %s', (bytes, said) => {
  expect(inBytes(bytes)).toBe(said)
})

test.each([
  ['[]', 'expected `{"version": 1, "tables": …}`'],
  ['{', 'expected JSON'],
  ['{"version":1,"tables":{"a":{"rows":"many"}}}', 'Unexpected `a` in `stats.json`'],
  ['{"version":1,"tables":{"a":{"row":1}}}', 'Unexpected `a` in `stats.json`']
])('%s is refused', (text, message) => {
  const folder = writeProject({'stats.json': ''})
  writeFileSync(join(folder, 'stats.json'), text)
  expect(() => readStats(join(folder, 'stats.json'), folder)).toThrow(message)
  rmSync(folder, {recursive: true})
})

test.each([
  ['postgres', [16, 4], undefined, [16, 4]],
  ['postgres', [16, 4], '15', [15]]
] as const)('statistics of %s %j tell the version where %s is named', async (dialect, version, named, expected) => {
  const folder = writeProject({
    '1.sql': 'SELECT 1;',
    'stats.json': statsText({dialect, version: [...version]}, new Date(), new Map())
  })
  try {
    const options = {paths: [folder], dialect: 'postgres' as const, stats: join(folder, 'stats.json')}
    const {server} = await openProject({...options, ...(named !== undefined && {serverVersion: named})})
    expect(server.version).toEqual(expected)
  } finally {
    rmSync(folder, {recursive: true})
  }
})

test('statistics of another engine are refused: a table of that name may be another', async () => {
  const folder = writeProject({
    '1.sql': 'SELECT 1;',
    'stats.json': statsText({dialect: 'mariadb', version: [10, 11]}, new Date('2026-01-02'), new Map())
  })
  try {
    const options = {paths: [folder], stats: join(folder, 'stats.json')}
    await expect(openProject({...options, dialect: 'postgres'})).rejects.toThrow(
      /stats of MariaDB in .* of PostgreSQL$/
    )
    expect(await openProject({...options, dialect: 'mysql'})).toMatchObject({sizesDay: '2026-01-02'})
  } finally {
    rmSync(folder, {recursive: true})
  }
})
