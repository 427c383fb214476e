/** What facts say about the recorded cases. */
import {judgeMysql} from '../../../src/knowledge/mysql/judge.js'
import type {Knowledge} from '../../../src/knowledge/mysql/knowledge.js'
import type {Situation} from '../../../src/knowledge/situation.js'
import type {Command} from '../../../src/operations/script.js'
import {factCases} from '../../live/mysql-facts/cases/index.js'
import {readRecording} from '../../live/mysql-facts/recording.js'
import type {FactServer} from '../../live/mysql-facts/servers.js'
import {expectationOf} from './expectation.js'
import type {Expectation, Said} from './expectation.js'
import {prepare} from './situation.js'

/** A case that a server has answered so that it says something about the facts. */
export interface RecordedCase {
  name: string
  recorded: string
  command: Command | undefined
  situation: Situation
  agrees: Expectation
}

/** Read every case on a server, with the schema that its set-up leaves. */
export function recordedCases({name, server}: FactServer): RecordedCase[] {
  const recording = readRecording(name)
  return factCases.flatMap((each) => {
    const recorded = recording[each.name] ?? 'nothing'
    const agrees = expectationOf(each, recorded, server.dialect)
    return agrees === undefined ? [] : [{name: each.name, recorded, agrees, ...prepare(each, server)}]
  })
}

/** What facts, those of the server or others, say about a case. */
export function foretell({command, situation}: RecordedCase, knowledge?: Knowledge): Said {
  if (!command) return {refused: true, unknown: false, effects: []}
  const {effects, failure, refusal} = judgeMysql(command, situation, knowledge)
  return {
    refused: (refusal ?? failure) !== undefined,
    unknown: effects.some(({confidence}) => confidence === 'unknown'),
    effects: effects.map(({algorithm, lock, relation, rewrite, scan}) => ({
      relation,
      algorithm,
      lock: lock ?? 'NONE',
      rewrite: rewrite === 'table',
      scan: scan === 'maybe' ? undefined : scan === 'table'
    }))
  }
}

/** In the words of the recordings, as far as they go. */
export function inWords({effects, refused, unknown}: Said): string {
  if (refused) return 'refused'
  if (unknown) return 'unknown'
  return effects
    .map(({algorithm = 'accepted', lock, relation, rewrite, scan}) =>
      [relation, algorithm, lock, ...(rewrite ? ['rebuild'] : scan ? ['scan'] : [])].join(' ')
    )
    .join(', ')
}
