/** What sqlsafe foretells of a case. */
import {mergeEffects} from '../../../src/core/merge-effects.js'
import type {Effect, Judgement} from '../../../src/knowledge/effect.js'
import {judge} from '../../../src/knowledge/judge.js'
import type {Situation} from '../../../src/knowledge/situation.js'
import type {Command, Reader} from '../../../src/operations/script.js'
import {Catalog} from '../../../src/schema/catalog.js'
import {change} from '../../../src/schema/change.js'
import {Session} from '../../../src/schema/session.js'
import type {FactCase} from './cases/case.js'
import type {FactVersion} from './recording.js'

export interface Foretold {
  effects: Effect[]
  /** Where it runs as the case runs it. */
  refusal: Judgement['refusal']
  /** Refused in a transaction, for that alone. */
  alone: boolean
}

/** The commands of a script. What cannot be read fails: then the case is wrong, or we are. */
export type ReadCommands = (script: string) => readonly Command[]

/** Read each script once: they come again with each statement of their group. */
export function readOnce(read: Reader): ReadCommands {
  const known = new Map<string, readonly Command[]>()
  return (script) => {
    const commands = known.get(script) ?? commandsOf(read, script)
    known.set(script, commands)
    return commands
  }
}

function commandsOf(read: Reader, script: string): readonly Command[] {
  const {statements} = read(script)
  const problem = statements.flatMap(({problems}) => problems)[0]
  if (problem) throw new Error(`Cannot read ${script}: ${problem.message}`)
  return statements.flatMap(({commands}) => commands)
}

/** One command of a case, on what it meets. */
export interface Met {
  command: Command
  situation: Situation
}

/** Go through the commands of a case; each is changed into the catalog before the next. */
export function* meet(each: FactCase, version: FactVersion, read: ReadCommands): Generator<Met> {
  const catalog = new Catalog()
  const session = new Session({dialect: 'postgres', version: [version]})
  for (const command of [each.setup, ...each.before].flatMap(read)) change(command, catalog, session, undefined)
  if (!each.outside) {
    session.transaction = {byRunner: true, mark: catalog.mark(), settings: new Map(session.settings), savepoints: []}
  }
  for (const command of read(each.statement)) {
    yield {command, situation: {catalog, session}}
    change(command, catalog, session, 1)
  }
}

/** Judge a case on the schema that its setup makes. */
export function foretell(each: FactCase, version: FactVersion, read: ReadCommands): Foretold {
  return foretellMet(each, meet(each, version, read))
}

/** Judge the commands of a case on what they meet. */
export function foretellMet(each: FactCase, all: Iterable<Met>): Foretold {
  const effects: Effect[] = []
  let refusal: Judgement['refusal']
  let alone = false
  for (const {command, situation} of all) {
    const judgement = judge(command, situation)
    effects.push(...judgement.effects)
    refusal ??= judgement.refusal
    alone ||= each.outside && isAlone(command, situation)
  }
  return {effects: mergeEffects(effects), refusal, alone}
}

/** Judge it again as in a transaction. */
function isAlone(command: Command, {catalog, session}: Situation): boolean {
  session.transaction = {byRunner: true, mark: catalog.mark(), settings: new Map(session.settings), savepoints: []}
  const {refusal} = judge(command, {catalog, session})
  session.transaction = undefined
  return refusal?.reason === 'transaction'
}
