/** What MySQL and MariaDB do for a command: its operations, each by the facts, together as the server runs them. */
import type {Dialect} from '../../server/server.js'
import type {Name} from '../../operations/definitions.js'
import type {Operation} from '../../operations/operation.js'
import type {Command} from '../../operations/script.js'
import {keyOf} from '../../schema/objects.js'
import type {Effect, Judgement} from '../effect.js'
import type {Situation} from '../situation.js'
import {mariadbKnowledge} from '../mariadb/facts/index.js'
import {mysqlKnowledge} from './facts/index.js'
import {untouching} from './facts/statements.js'
import {combine, considerTable, findFact, isWorse} from './finding.js'
import type {Finding} from './finding.js'
import type {Knowledge} from './knowledge.js'
import {existingTable, otherRelations, relationName} from './relations.js'
import {answerRequest} from './request.js'
import {failingByName, refusedByTable} from './refused.js'
import {refusalOf} from './refusals.js'
import type {Refusal} from './refusals.js'
import {subjectOf, tableNameOf} from './subject.js'
import type {Subject} from './subject.js'

/** An operation and what it does to the table that it names. */
interface Part {
  operation: Operation
  subject: Subject
  finding: Finding
  relation: string
}

const unknown: Omit<Finding, 'because'> = {
  algorithm: undefined,
  lock: 'EXCLUSIVE',
  rewrite: 'table',
  scan: 'table',
  work: ['copy'],
  source: {url: 'https://dev.mysql.com/doc/refman/8.4/en/innodb-online-ddl-operations.html'},
  confidence: 'unknown'
}

function effectOf(finding: Finding, relation: string, role: string): Effect {
  const {algorithm, because, confidence, lock, rewrite, scan, source} = finding
  return {relation, role, lock, scan, rewrite, rebuildsIndexes: [], algorithm, source, confidence, because}
}

/** The existing table that an operation works on; a table that it makes is none. */
function targetOf(operation: Operation, situation: Situation): Name | undefined {
  if (untouching.has(operation.kind)) return undefined
  if (operation.kind !== 'table.create') return tableNameOf(operation)
  return operation.orReplace === true && existingTable(operation, situation) ? operation.table : undefined
}

/** The tables that the command makes as it writes them: there may be something that the server does not make. */
function made(operations: readonly Operation[], situation: Situation): Subject[] {
  return operations.flatMap((operation) =>
    operation.kind === 'table.create' &&
    operation.like.length === 0 &&
    operation.asQuery === undefined &&
    (operation.ifNotExists !== true || !existingTable(operation, situation))
      ? [subjectOf(operation, [operation], situation)]
      : []
  )
}

/** Names that an earlier operation of the command has made or taken away. */
function namesGone(operations: readonly Operation[], {catalog, session}: Situation): Set<string> {
  const full = (name: Name) =>
    keyOf(session.resolve(name, (candidate) => catalog.tables.has(keyOf(candidate)), catalog))
  return new Set(operations.flatMap((operation) => (operation.kind === 'table.rename' ? [full(operation.to)] : [])))
}

function partsOf(knowledge: Knowledge, command: Command, situation: Situation): Array<Part | undefined> {
  const {operations} = command
  // Statements with a thousand operations are about one table: its name is looked up once for each.
  const targets = operations.map((operation) => {
    const name = targetOf(operation, situation)
    return name && {operation, name, relation: relationName(name, situation)}
  })
  const byRelation = new Map<string, Operation[]>()
  for (const target of targets) {
    if (!target) continue
    const siblings = byRelation.get(target.relation)
    if (siblings) siblings.push(target.operation)
    else byRelation.set(target.relation, [target.operation])
  }
  return targets.map((target, position) => {
    if (!target) return undefined
    const {name, operation, relation} = target
    const {catalog, session} = situation
    const key = keyOf(session.resolve(name, (candidate) => catalog.tables.has(keyOf(candidate)), catalog))
    // `RENAME a TO b, c TO a`: this is what the statement itself has made.
    if (operation.kind === 'table.rename' && namesGone(operations.slice(0, position), situation).has(key))
      return undefined
    const subject = subjectOf(operation, byRelation.get(relation) ?? [], situation, command)
    const finding = findFact(knowledge, subject, 'table') ?? {...unknown, because: `no fact about ${operation.kind}`}
    return {operation, subject, finding, relation}
  })
}

function otherEffects(knowledge: Knowledge, operation: Operation, situation: Situation): Effect[] {
  const subject = subjectOf(operation, [operation], situation)
  return otherRelations(operation).flatMap(({name, role}) => {
    const finding = findFact(knowledge, subject, role)
    return finding ? [effectOf(finding, relationName(name, situation), role)] : []
  })
}

/** One effect for each relation, the strongest first. */
function mergeByRelation(effects: readonly Effect[]): Effect[] {
  const merged = new Map<string, Effect>()
  for (const effect of effects) {
    const before = merged.get(effect.relation)
    if (!before || isWorse(wayIn(effect), wayIn(before))) merged.set(effect.relation, effect)
  }
  return [...merged.values()].sort((a, b) => (isWorse(wayIn(a), wayIn(b)) ? -1 : isWorse(wayIn(b), wayIn(a)) ? 1 : 0))
}

function wayIn({algorithm, lock, rewrite, scan}: Effect): Pick<Finding, 'algorithm' | 'lock' | 'rewrite' | 'scan'> {
  // Effects of this engine never carry another engine's lock.
  return {algorithm, lock: lock === 'SHARED' || lock === 'EXCLUSIVE' ? lock : 'NONE', rewrite, scan}
}

/** Say where a table was taken for an ordinary one, since the catalog does not know it. */
function sayAssumed(finding: Finding, {change, table}: Subject): Finding {
  if (change?.type === 'longer-perhaps-across')
    return {...finding, because: `${finding.because}; nothing names a character set`}
  const isKnown = table !== undefined && table.incomplete !== true
  if (isKnown || finding.algorithm === undefined || finding.algorithm === 'COPY') return finding
  return {...finding, because: `${finding.because}; table not known, taken for an ordinary one of InnoDB`}
}

interface Answer {
  effect: Effect
  refusal?: Refusal | undefined
  failure?: Judgement['failure']
}

/** The parts that work on one table, together. */
function together(knowledge: Knowledge, parts: readonly Part[], command: Command): Answer {
  const [first, ...others] = parts
  if (!first) throw new TypeError('Unexpected empty group of operations, expected at least one')
  const combined = combine(knowledge, first.subject, [first.finding, ...others.map(({finding}) => finding)])
  const plain = considerTable(knowledge, first.subject, combined)
  const {finding, refusal: answer} = answerRequest(knowledge, first.subject, plain, command.clauses)
  const subjects = parts.map(({subject}) => subject)
  const refusal = refusedByTable(knowledge, subjects, finding) ?? answer
  return {
    effect: effectOf(sayAssumed(finding, first.subject), first.relation, 'table'),
    refusal,
    failure: failingByName(knowledge, subjects, finding)
  }
}

/** The facts about MySQL or MariaDB. */
export function knowledgeOf(dialect: Dialect): Knowledge {
  return dialect === 'mariadb' ? mariadbKnowledge : mysqlKnowledge
}

/** Say what MySQL or MariaDB does for a command, by its facts or by others. Looks, never changes. */
export function judgeMysql(
  command: Command,
  situation: Situation,
  knowledge = knowledgeOf(situation.session.server.dialect)
): Judgement {
  const {operations} = command
  const parts = partsOf(knowledge, command, situation)
  const others = operations.map((operation) => otherEffects(knowledge, operation, situation))
  const groups = new Map<string, Part[]>()
  for (const part of parts) {
    if (part) groups.set(part.relation, [...(groups.get(part.relation) ?? []), part])
  }
  const answers = [...groups.values()].map((group) => together(knowledge, group, command))
  const refusal =
    refusalOf(operations, situation.session.server) ??
    answers.find((answer) => answer.refusal)?.refusal ??
    refusedByTable(knowledge, made(operations, situation), {algorithm: undefined})
  const failure = answers.find((answer) => answer.failure)?.failure

  return {
    effects: mergeByRelation([...answers.map(({effect}) => effect), ...others.flat()]),
    byOperation: parts.map((part, position) => [
      ...(part ? [effectOf(considerTable(knowledge, part.subject, part.finding), part.relation, 'table')] : []),
      ...(others[position] ?? [])
    ]),
    ...(refusal && {refusal}),
    ...(failure && {failure})
  }
}
