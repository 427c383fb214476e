import {describe, expect, test} from 'vitest'
import {judgeMysql} from '../../../src/knowledge/mysql/judge.js'
import {factCases} from '../../live/mysql-facts/cases/index.js'
import type {FactCase} from '../../live/mysql-facts/fact-case.js'
import {readRecording} from '../../live/mysql-facts/recording.js'
import {factServers} from '../../live/mysql-facts/servers.js'
import type {FactServer} from '../../live/mysql-facts/servers.js'
import {expectationOf} from './expectation.js'
import {prepare} from './situation.js'

/** What our facts say, in the words of the recording. */
function foretell(each: FactCase, server: FactServer['server']): string {
  const {command, situation} = prepare(each, server)
  if (!command) return 'refused'
  const {effects, refusal} = judgeMysql(command, situation)
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
