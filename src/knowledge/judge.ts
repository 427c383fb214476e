import type {Command} from '../operations/script.js'
import type {Judgement} from './effect.js'
import {judgeMysql} from './mysql/judge.js'
import {judgePostgres} from './postgres/judge.js'
import type {Situation} from './situation.js'

/** Say what the server of the session does for a command. Looks, never changes. */
export function judge(command: Command, situation: Situation): Judgement {
  return situation.session.server.dialect === 'postgres'
    ? judgePostgres(command, situation)
    : judgeMysql(command, situation)
}
