/**
 * Nothing that a server answered with a rewrite, or with work while others could not write, is left without a finding:
 * with the rules that are on for everybody, over all that was recorded.
 */
import {describe, expect, it} from 'vitest'
import {runRules} from '../../../src/core/rules/run-rules.js'
import {loadReader} from '../../../src/operations/read.js'
import type {Server} from '../../../src/server/server.js'
import type {Reader, Script} from '../../../src/operations/script.js'
import {Catalog} from '../../../src/schema/catalog.js'
import {Session} from '../../../src/schema/session.js'
import {casesOf} from '../../live/postgres-facts/cases/case.js'
import type {FactCase} from '../../live/postgres-facts/cases/case.js'
import {groupsOf, readRecording} from '../../live/postgres-facts/recording.js'
import {factCases} from '../../live/mysql-facts/cases/index.js'
import {readRecording as readMysqlRecording} from '../../live/mysql-facts/recording.js'
import {factServers} from '../../live/mysql-facts/servers.js'

const version = 18
/** As the recordings were made; `lock_timeout` so that nothing is said of a missing one. */
const settings = {
  postgres: {lock_timeout: '5s'},
  mysql: {lock_wait_timeout: '5', character_set_server: 'utf8mb4'},
  mariadb: {lock_wait_timeout: '5', character_set_server: 'utf8mb4'}
}

/** What is said of any statement says nothing of this one. */
const missingTimeouts = new Set(['require-lock-timeout', 'require-algorithm-clause'])

/** Who holds one of these lets nobody write: https://www.postgresql.org/docs/current/explicit-locking.html */
const blocking = ['SHARE', 'SHARE ROW EXCLUSIVE', 'EXCLUSIVE', 'ACCESS EXCLUSIVE']

/**
 * Relations that a recording says to be worked on while others cannot write. To a materialized view nobody writes but who
 * refreshes it: there readers count.
 */
function workedOn({setup}: FactCase, recorded: string): string[] {
  return recorded.split('; ').flatMap((each) => {
    const [relation = '', effect = ''] = each.split(': ')
    const [lock = '', ...work] = effect.split(', ')
    const isView = new RegExp(`MATERIALIZED VIEW ${relation}\\b`).test(setup)
    const keepsOut = isView ? lock === 'ACCESS EXCLUSIVE' : blocking.includes(lock)
    return keepsOut && work.some((word) => /^(?:scan|rewrite|indexes)/.test(word)) ? [relation] : []
  })
}

interface Told {
  history: string
  statement: string
  transaction: 'migration' | 'none'
}

/** Whether a rule reports a statement, told what was made before it. */
function isReported({history, statement, transaction}: Told, server: Server, read: Reader): boolean {
  const migrations = [history, statement].map((text, index) => ({
    ...{path: `${String(index)}.sql`, text, script: read(text), checked: index === 1},
    transaction: index === 1 ? transaction : ('none' as const)
  }))
  const createSession = (): Session => new Session(server, settings[server.dialect])
  const {files} = runRules({migrations, catalog: new Catalog(), createSession})
  return (files[0]?.messages ?? []).some(({ruleId}) => !missingTimeouts.has(ruleId))
}

/** Each script once: they come again with each statement of their group. */
async function readerOf(server: Server): Promise<Reader> {
  const read = await loadReader(server)
  const known = new Map<string, Script>()
  return (text) => {
    const script = known.get(text) ?? read(text)
    known.set(text, script)
    return script
  }
}

it(`PostgreSQL ${String(version)}`, async () => {
  const server: Server = {dialect: 'postgres', version: [version]}
  const read = await readerOf(server)
  const recording = readRecording(version)
  const dangerous = groupsOf(version)
    .flatMap(casesOf)
    .filter((each) => workedOn(each, recording[each.group]?.[each.key] ?? '').length > 0)
  expect(dangerous.length).toBeGreaterThan(500)
  const silent = dangerous.filter(({before, outside, setup, statement}) => {
    const history = [setup, ...before].join(';\n')
    return !isReported({history, statement, transaction: outside ? 'none' : 'migration'}, server, read)
  })
  expect(silent.map(({group, key}) => `${group}: ${key} → ${recording[group]?.[key] ?? ''}`)).toEqual([])
})

/** One of each engine: the versions of one differ in a few statements. */
const oldest = factServers.filter(({server}, index) =>
  factServers.slice(0, index).every((before) => before.server.dialect !== server.dialect)
)

/**
 * Done in a moment under their lock, at any size: an index goes, and nothing but the definition changes (10 ms at 300,000
 * rows, where building the index again takes 400).
 */
const brief = new Set(['spatial-and-dropped-index/add-column-and-index', 'spatial-and-dropped-index/move-and-index'])

describe('MySQL and MariaDB', () => {
  it.each(oldest)('$name', async ({name, server}) => {
    const read = await readerOf(server)
    const recording = readMysqlRecording(name)
    const dangerous = factCases.filter(
      // Nobody else sees a temporary table.
      ({name}) =>
        /SHARED|EXCLUSIVE|rebuild/.test(recording[name] ?? '') && !name.startsWith('temporary/') && !brief.has(name)
    )
    expect(dangerous.length).toBeGreaterThan(500)
    const silent = dangerous.filter(({setup, statement}) => {
      const history = `${setup.join(';\n')};`
      // What the set-up has chosen holds for its connection.
      const chosen = setup.filter((each) => each.startsWith('SET '))
      const checked = [...chosen, statement].map((each) => `${each};`).join('\n')
      return !isReported({history, statement: checked, transaction: 'none'}, server, read)
    })
    expect(silent.map((each) => `${each.name}: ${each.statement} → ${recording[each.name] ?? ''}`)).toEqual([])
  })
})
