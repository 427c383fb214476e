import type {Server} from '../../core/server.js'
import type {Reader} from '../read.js'

export function createMysqlReader(_server: Server): Reader {
  throw new Error('to be written')
}
