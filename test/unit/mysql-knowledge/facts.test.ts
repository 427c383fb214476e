import {describe, expect, test} from 'vitest'
import {watchStoredForm} from '../../../src/core/stored-form.js'
import {judgeMysql} from '../../../src/knowledge/mysql/judge.js'
import {createMysqlReader} from '../../../src/operations/mysql/read.js'
import {Catalog} from '../../../src/schema/catalog.js'
import {change} from '../../../src/schema/change.js'
import {Session} from '../../../src/schema/session.js'
import {factCases} from '../../live/mysql-facts/cases/index.js'
import type {FactCase} from '../../live/mysql-facts/fact-case.js'
import {readRecording} from '../../live/mysql-facts/recording.js'
import {factServers} from '../../live/mysql-facts/servers.js'
import type {FactServer} from '../../live/mysql-facts/servers.js'
import {expectationOf} from './expectation.js'

/** What our facts say, in the words of the recording. */
function foretell({setup, statement}: FactCase, server: FactServer['server']): string {
  const read = createMysqlReader(server)
  const catalog = new Catalog()
  const session = new Session(server, {database: 'facts', character_set_server: 'utf8mb4'})
  for (const sql of setup) {
    for (const {commands} of read(sql).statements) {
      for (const command of commands) {
        const note = watchStoredForm(command, judgeMysql(command, {catalog, session}), catalog, session)
        change(command, catalog, session, undefined)
        note()
      }
    }
  }
  const command = read(statement).statements[0]?.commands[0]
  if (!command) return 'refused'
  const {effects, refusal} = judgeMysql(command, {catalog, session})
  if (refusal) return 'refused'
  const [effect] = effects
  if (!effect) return 'accepted'
  if (effect.confidence === 'unknown') return `unknown: ${effect.because}`
  const way = effect.algorithm === undefined ? 'accepted' : `${effect.algorithm} ${effect.lock ?? 'NONE'}`
  return effect.rewrite === 'table' ? `${way} rebuild` : way
}

describe.each(factServers)('facts about $name', ({name, server}) => {
  const recorded = readRecording(name)

  test('every case was put to the server', () => {
    expect(Object.keys(recorded).sort()).toEqual(factCases.map((each) => each.name).sort())
  })

  test('say what the server did', () => {
    const differences = factCases.flatMap((each) => {
      const expected = expectationOf(each, recorded[each.name] ?? 'nothing', server)
      if (expected === undefined) return []
      const said = foretell(each, server)
      return expected(said) ? [] : [`${each.name}: ${said}, the server: ${recorded[each.name] ?? 'nothing'}`]
    })
    expect(differences).toEqual([])
  })
})
