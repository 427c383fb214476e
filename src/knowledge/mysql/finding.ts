/** What facts say about one operation, or about all of a statement together. */
import {inVersions} from '../../server/server.js'
import type {Server} from '../../server/server.js'
import {algorithms, mysqlLocks} from '../effect.js'
import type {Confidence, Source} from '../effect.js'
import {checkAll} from './conditions/index.js'
import type {CombinationFact, MysqlFact, RebuildFact, Role, Work} from './fact.js'
import {factsAbout} from './knowledge.js'
import type {Knowledge} from './knowledge.js'
import {confidenceOn} from './observed.js'
import {wayOf} from './outcomes.js'
import type {Outcome, Way} from './outcomes.js'
import type {Subject} from './subject.js'

export interface Finding extends Way {
  work: readonly Work[]
  source: Source
  confidence: Confidence
  because: string
}

function rank(way: Way): number {
  const algorithm = way.algorithm === undefined ? -1 : algorithms.indexOf(way.algorithm)
  return (
    algorithm * 100 + (way.rewrite === 'table' ? 20 : 0) + (way.scan === 'none' ? 0 : 10) + mysqlLocks.indexOf(way.lock)
  )
}

/** The worse of two ways: the algorithm first, then whether the table is written anew, or read, then the lock. */
export function isWorse(a: Way, b: Way): boolean {
  return rank(a) > rank(b)
}

/** The same, with the weaker of two confidences. */
export function lessSure(a: Confidence, b: Confidence): Confidence {
  const order: readonly Confidence[] = ['observed', 'documented', 'unknown']
  return order.indexOf(a) > order.indexOf(b) ? a : b
}

function findingOf(
  fact: Pick<MysqlFact, 'does' | 'source' | 'proof' | 'because'>,
  work: readonly Work[],
  server: Server
): Finding {
  return {
    ...wayOf(fact.does, server),
    work,
    source: fact.source,
    confidence: confidenceOn(server, fact.proof),
    because: fact.because
  }
}

/** The facts that may hold: up to the first that surely does; whether there is one. */
function candidates<Fact extends {versions: string; when: MysqlFact['when']}>(
  facts: readonly Fact[],
  subject: Subject
): {found: Fact[]; sure: boolean} {
  const {version} = subject.context.session.server
  const found: Fact[] = []
  for (const fact of facts) {
    if (!inVersions(version, fact.versions)) continue
    const verdict = checkAll(fact.when, subject)
    if (verdict === false) continue
    found.push(fact)
    if (verdict === true) return {found, sure: true}
  }
  return {found, sure: false}
}

function differ(a: Way, b: Way): boolean {
  return a.algorithm !== b.algorithm || a.lock !== b.lock || a.rewrite !== b.rewrite
}

/** Of several findings the worst; they leave it open which is right. */
function worstOf(findings: readonly Finding[]): Finding | undefined {
  const [first, ...others] = findings
  if (!first) return undefined
  const worst = others.reduce((a, b) => (isWorse(b, a) ? b : a), first)
  const open = others.some((each) => differ(each, first))
  return open ? {...worst, confidence: 'unknown', because: `perhaps ${worst.because}`} : worst
}

/** What the facts say about an operation in a role; `undefined` where no fact speaks of it. */
export function findFact(knowledge: Knowledge, subject: Subject, role: Role): Finding | undefined {
  const {server} = subject.context.session
  const facts = factsAbout(knowledge, subject.operation.kind, role)
  return worstOf(candidates(facts, subject).found.map((fact) => findingOf(fact, fact.work, server)))
}

/** What the table makes of a change that would go so on an ordinary one. */
export function considerTable(knowledge: Knowledge, subject: Subject, finding: Finding): Finding {
  if (finding.algorithm === undefined) return finding
  const changed = worsen(knowledge.changes, subject, finding)
  if (changed.rewrite === 'none') return changed
  if (changed.algorithm === 'INPLACE') return worsen(knowledge.rebuilds, subject, changed)
  return changed.algorithm === 'COPY' ? worsen(knowledge.copies, subject, changed) : changed
}

function worsen(rows: readonly RebuildFact[], subject: Subject, finding: Finding): Finding {
  const {server} = subject.context.session
  const {found, sure} = candidates(rows, subject)
  const findings = found.map((fact) => findingOf(fact, finding.work, server))
  const worse = findings.filter((each) => isWorse(each, finding))
  // Where none of the worse surely holds, the change may as well go as on an ordinary table.
  const isOpen = worse.length > 0 && !(sure && worse.at(-1) === findings.at(-1))
  const worst = worstOf(isOpen ? [...worse, finding] : worse)
  if (!worst) return finding
  return {
    ...worst,
    confidence: lessSure(worst.confidence, finding.confidence),
    because: `${finding.because}; ${worst.because}`
  }
}

function someIn(finding: Finding, works: readonly Work[]): boolean {
  return finding.work.some((work) => works.includes(work))
}

function combines({and, any, only}: CombinationFact, findings: readonly Finding[]): boolean {
  const first = findings.find((finding) => someIn(finding, any))
  if (!first) return false
  if (only && !findings.every((finding) => finding.work.every((work) => only.includes(work)))) return false
  return (
    !and || findings.some((one) => someIn(one, any) && findings.some((other) => other !== one && someIn(other, and)))
  )
}

/** What several operations in one statement come to. */
export function combine(knowledge: Knowledge, subject: Subject, findings: readonly [Finding, ...Finding[]]): Finding {
  const [first, ...others] = findings
  const worst = others.reduce((a, b) => (isWorse(b, a) ? b : a), first)
  const work = [...new Set(findings.flatMap((finding) => finding.work))]
  const confidence = findings.map((finding) => finding.confidence).reduce(lessSure)
  const lock = findings
    .map((finding) => finding.lock)
    .reduce((a, b) => (mysqlLocks.indexOf(b) > mysqlLocks.indexOf(a) ? b : a))
  if (others.length === 0) return first

  const together: Finding = {...worst, work, confidence}
  const {server} = subject.context.session
  const fact = knowledge.combinations.find(
    (each) =>
      inVersions(server.version, each.versions) &&
      combines(each, findings) &&
      checkAll(each.when ?? [], subject) !== false
  )
  if (!fact || worst.algorithm === 'COPY') return copies(together) ? together : {...together, lock}
  const found = findingOf(fact, work, server)
  const sure = lessSure(found.confidence, confidence)
  return copies(found) || found.algorithm === 'INSTANT'
    ? {...found, confidence: sure}
    : {...found, lock: mysqlLocks.indexOf(lock) > mysqlLocks.indexOf(found.lock) ? lock : found.lock, confidence: sure}
}

/** A copy has its own lock, whatever the parts would need. */
function copies(way: Way): boolean {
  return way.algorithm === 'COPY'
}

/** An outcome that the statement itself asks for. */
export function asAsked(finding: Finding, outcome: Outcome, server: Server, because: string): Finding {
  return {...finding, ...wayOf(outcome, server), because}
}
