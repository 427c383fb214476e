import type {Command} from '../../operations/script.js'
import type {Judgement} from '../effect.js'
import type {Situation} from '../judge.js'

export function judgePostgres(_command: Command, _situation: Situation): Judgement {
  throw new Error('to be written')
}
