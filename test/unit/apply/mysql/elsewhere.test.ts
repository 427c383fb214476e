import {describe, expect, test} from 'vitest'
import type {Connection, Row} from '../../../../src/apply/connection/connection.js'
import {checks} from '../../../../src/apply/mysql/preflight.generated.js'
import {urlOf} from '../../../../src/apply/mysql/reach.js'
import {throttles} from '../../../../src/apply/mysql/throttle.generated.js'
import type {PreflightView} from '../../../../src/apply/preflight.js'
import {defaultSettings, withoutSecrets} from '../../../../src/apply/settings.js'
import type {PlannedStep} from '../../../../src/plan/plan.js'

/** A server that nobody can start here: what it answers, by a part of the question. */
function serverOf(variables: Record<string, string>, answers: Record<string, Row[]> = {}): Connection {
  return {
    query: <Result extends Row>(sql: string, values: ReadonlyArray<string | number | null> = []) => {
      const known = Object.entries(variables).map(([name, value]) => ({Variable_name: name, Value: value}))
      const asked = sql.startsWith('SHOW GLOBAL VARIABLES')
        ? known.filter(({Variable_name}) => values.includes(Variable_name))
        : (Object.entries(answers).find(([part]) => sql.includes(part))?.[1] ?? [])
      return Promise.resolve(asked as Row[] as Result[])
    },
    execute: () => Promise.resolve(0)
  }
}

function step(kind: 'batch' | 'shadow-copy' | 'ddl'): PlannedStep {
  const table = {schema: '', name: 't'}
  const inputs = {
    batch: {table, verb: 'update', set: 'n = 1', idempotent: false},
    'shadow-copy': {table, changes: [], columns: {}},
    ddl: {statement: 'ALTER TABLE t ADD c int', tables: [table]}
  } as const
  const rest = {settings: {}, sql: [], locks: [], undo: [], source: {file: 0, line: 1}}
  return {id: '1', kind, title: 'a step', input: inputs[kind], ...rest}
}

async function look(name: string, connection: Connection, kinds: ReadonlyArray<'batch' | 'shadow-copy' | 'ddl'>) {
  const steps = kinds.map(step)
  const view: PreflightView = {
    connection,
    plan: {
      ...{version: 1, dialect: 'mysql', serverVersion: '8.0.36', sources: [], assumes: []},
      ...{phases: [], remarks: [], digest: ''}
    },
    settings: defaultSettings,
    ...{serverMajor: 8, steps, tables: [{schema: '', name: 't'}], fresh: true},
    ...{beside: (work) => work(), handshakePid: undefined}
  }
  const found = await checks.find((check) => check.name === name)?.check(view)
  return found?.map(({severity, text}) => `${severity}: ${text}`)
}

describe('servers of services', () => {
  const aurora = {aurora_version: '3.05.2', log_bin: 'ON', lower_case_table_names: '0'}
  const lag = throttles.find(({name}) => name === 'aurora-lag')
  const readers = (...rows: Row[]): Connection => serverOf(aurora, {replica_host_status: rows})

  test('Aurora: what the binary log costs, and how long it is kept', async () => {
    await expect(look('managed-service', serverOf(aurora), ['batch'])).resolves.toEqual([
      expect.stringMatching(
        /^note: Every row of a batch is written to the binary log too.*`aurora_enhanced_binlog = 1`/
      )
    ])
    await expect(
      look(
        'managed-service',
        serverOf({...aurora, aurora_enhanced_binlog: '1'}, {rds_configuration: [{value: null}]}),
        ['batch']
      )
    ).resolves.toEqual([expect.stringContaining("CALL mysql.rds_set_configuration('binlog retention hours', 24)")])
    await expect(look('managed-service', serverOf({...aurora, log_bin: 'OFF'}), ['batch'])).resolves.toEqual([])
    await expect(look('managed-service', serverOf(aurora), ['ddl'])).resolves.toEqual([])
  })

  test('RDS and Cloud SQL: where triggers are allowed', async () => {
    const off = {log_bin: 'ON', log_bin_trust_function_creators: 'OFF', version: '8.0.36'}
    const rds = serverOf({...off, basedir: '/rdsdbbin/mysql/'}, {rds_configuration: [{value: '24'}]})
    await expect(look('managed-service', rds, ['batch'])).resolves.toEqual([])
    await expect(look('trigger-rights', rds, ['shadow-copy'])).resolves.toEqual([
      expect.stringMatching(/set it to 1 in the DB parameter group$/)
    ])
    const google = serverOf({...off, version: '8.0.31-google'})
    await expect(look('trigger-rights', google, ['shadow-copy'])).resolves.toEqual([
      expect.stringMatching(/set it to 1 in the database flags of the instance$/)
    ])
  })

  test('readers of Aurora that are behind, or silent', async () => {
    const ask = (connection: Connection, ignoreStandbys: string[] = []) =>
      lag?.create()({connection, settings: {...defaultSettings, ignoreStandbys}, tables: []})
    await expect(ask(readers({name: 'r1', lag: '0.02', silent: '0'}))).resolves.toBeUndefined()
    const late = readers({name: 'r1', lag: '0.02', silent: '0'}, {name: 'r2', lag: '12.3', silent: '1'})
    await expect(ask(late)).resolves.toBe('reader `r2` is 13 s behind, allowed are 10 s')
    await expect(ask(late, ['r2'])).resolves.toBeUndefined()
    await expect(ask(readers({name: 'r1', lag: '0', silent: '60'}))).resolves.toBe(
      'reader `r1` has said nothing for 60 s, allowed are 10 s'
    )
    await expect(ask(readers({name: 'r1', lag: '0', silent: null}))).resolves.toContain('has said nothing for ever')
    await expect(ask(serverOf({}))).resolves.toBeUndefined()
  })
})

describe('clusters', () => {
  test('Galera changes definitions everywhere at once', async () => {
    const galera = serverOf({wsrep_on: 'ON', wsrep_osu_method: 'TOI'})
    await expect(look('cluster', galera, ['ddl'])).resolves.toEqual([
      expect.stringMatching(/^warning: Unexpected Galera cluster.*stops all writes of the cluster as long as it takes$/)
    ])
    await expect(look('cluster', galera, ['batch'])).resolves.toEqual([])
  })

  test('a group with several primaries has no lock that all keep to; tables without a key are refused', async () => {
    const members = (...roles: string[]): Row[] => roles.map((role, index) => ({id: String(index), role}))
    const group = (rows: Row[], keyless: Row[] = []): Connection =>
      serverOf({lower_case_table_names: '0'}, {replication_group_members: rows, 'NOT EXISTS': keyless})
    await expect(look('cluster', group(members('PRIMARY', 'SECONDARY')), ['shadow-copy'])).resolves.toEqual([])
    await expect(look('cluster', group(members('PRIMARY', 'PRIMARY')), ['shadow-copy'])).resolves.toEqual([
      expect.stringMatching(/^warning: Unexpected group in multi-primary mode/)
    ])
    await expect(look('cluster', group(members('PRIMARY'), [{TABLE_NAME: 't'}]), ['batch'])).resolves.toEqual([
      expect.stringMatching(/^error: Unexpected `t` without a primary key/)
    ])
  })
})

test('other products that speak the protocol are refused', async () => {
  for (const version of ['8.0.11-TiDB-v7.5.0', '8.0.30-Vitess']) {
    const other = serverOf({}, {'version()': [{version, comment: ''}]})
    await expect(look('server-version', other, ['ddl'])).resolves.toEqual([
      expect.stringMatching(/^error: Unexpected (?:TiDB|Vitess), expected MySQL itself/)
    ])
  }
})

test('addresses of replicas take what they lack from the URL at hand', () => {
  const own = 'mysql://me:secret@source:3306/shop?ssl=%7B%7D'
  expect(urlOf('replica:3307', own)).toBe('mysql://me:secret@replica:3307/?ssl=%7B%7D')
  expect(urlOf('mysql://other@replica/', own)).toBe('mysql://other@replica/?ssl=%7B%7D')
  expect(urlOf('mysql://replica:1/?ssl=x', own)).toBe('mysql://me:secret@replica:1/?ssl=x')
})

test('replicas are kept out of what is journaled', () => {
  expect(withoutSecrets({...defaultSettings, replicas: ['mysql://a:b@c/']})).toEqual(defaultSettings)
})
