/** The facts about PostgreSQL, held against what the servers did. */
import {beforeAll, describe, expect, it} from 'vitest'
import {loadReader} from '../../../src/operations/read.js'
import {casesOf} from '../../live/postgres-facts/cases/case.js'
import {differences} from '../../live/postgres-facts/compare.js'
import {foretell, readOnce, type ReadCommands} from '../../live/postgres-facts/foretell.js'
import {fromWords} from '../../live/postgres-facts/observation.js'
import {factVersions, groupsOf, readRecording} from '../../live/postgres-facts/recording.js'

let read: ReadCommands

beforeAll(async () => {
  read = readOnce(await loadReader({dialect: 'postgres', version: [18]}))
})

describe.each(factVersions)('facts about PostgreSQL %i', (version) => {
  const recording = readRecording(version)

  it('were asked in every case', () => {
    const asked = groupsOf(version).map((group): [string, string[]] => [group.name, casesOf(group).map(({key}) => key)])
    expect(Object.entries(recording).map(([name, cases]) => [name, Object.keys(cases)])).toEqual(asked)
  })

  it('say what the server did', () => {
    const found = groupsOf(version)
      .flatMap(casesOf)
      .flatMap((each) => {
        const words = recording[each.group]?.[each.key] ?? ''
        const whys = differences(foretell(each, version, read), fromWords(words), each.unsure)
        return whys.map((why) => `${each.group}: ${each.key}\n    ${why}`)
      })
    expect(found.join('\n')).toBe('')
  })
})
