import {describe, expect, test} from 'vitest'
import {factCases} from '../../live/mysql-facts/cases/index.js'
import {readRecording} from '../../live/mysql-facts/recording.js'
import {factServers} from '../../live/mysql-facts/servers.js'
import {foretell, inWords, recordedCases} from './foretold.js'

describe.each(factServers)('facts about $name', (server) => {
  test('every case was put to the server', () => {
    expect(Object.keys(readRecording(server.name)).sort()).toEqual(factCases.map((each) => each.name).sort())
  })

  test('say what the server did', () => {
    const differences = recordedCases(server).flatMap((each) => {
      const said = foretell(each)
      return each.agrees(said) ? [] : [`${each.name}: ${inWords(said)}, the server: ${each.recorded}`]
    })
    expect(differences).toEqual([])
  })
})
