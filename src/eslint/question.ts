/** What the rules and the language ask of the thread that does the work: ESLint wants answers at once, sqlsafe gives them later. */
import type {MessagePort} from 'node:worker_threads'
import type {EnabledRules} from '../core/open-file/file-findings.js'
import type {OpenFile} from '../core/open-file/file-project.js'
import type {Message} from '../core/rules/message.js'
import type {Comment, Range} from '../parse/source.js'

/** `read`: what stands in a file. `check`: what these rules find in it. */
export type Question = {kind: 'read'; file: OpenFile} | {kind: 'check'; file: OpenFile; enabled: EnabledRules}

/** What stands in a file; nothing where it is no migration that goes up. */
export interface ReadAnswer {
  statements: readonly Range[]
  comments: readonly Comment[]
}

/** `fault`: why there is no answer, for people. */
export type Answer<Value> = {value: Value; fault?: undefined} | {fault: string}

/** What is answered to each kind. */
export interface Answers {
  read: ReadAnswer
  check: readonly Message[]
}

/** What the thread begins with. */
export interface WorkerData {
  port: MessagePort
  /** Its only element becomes 1 with each answer. */
  signal: Int32Array
}
