/** The facts about PostgreSQL, held against what the servers did. */
import {beforeAll, describe, expect, it} from 'vitest'
import {loadReader} from '../../../src/operations/read.js'
import {casesOf} from '../../live/postgres-facts/cases/case.js'
import {groups} from '../../live/postgres-facts/cases/index.js'
import {differences} from '../../live/postgres-facts/compare.js'
import {foretell, readOnce, type ReadCommands} from '../../live/postgres-facts/foretell.js'
import {fromWords} from '../../live/postgres-facts/observation.js'
import {factVersions, readRecording} from '../../live/postgres-facts/recording.js'

let read: ReadCommands

beforeAll(async () => {
  read = readOnce(await loadReader({dialect: 'postgres', version: [18]}))
})

describe.each(factVersions)('facts about PostgreSQL %i', (version) => {
  const recording = readRecording(version)

  it('were asked in every case', () => {
    for (const group of groups) {
      const recorded = recording[group.name]
      if (typeof recorded === 'string') continue
      expect(Object.keys(recorded ?? {}), group.name).toEqual(casesOf(group).map(({key}) => key))
    }
    expect(Object.keys(recording)).toEqual(groups.map(({name}) => name))
  })

  it('say what the server did', {timeout: 60_000}, () => {
    const found = groups.flatMap(casesOf).flatMap((each) => {
      const recorded = recording[each.group]
      const words = typeof recorded === 'string' ? undefined : recorded?.[each.key]
      if (words === undefined) return []
      const whys = differences(foretell(each, version, read), fromWords(words))
      return whys.map((why) => `${each.group}: ${each.key}\n    ${why}`)
    })
    expect(found.join('\n')).toBe('')
  })
})
