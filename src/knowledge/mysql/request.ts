/** What `ALGORITHM=` and `LOCK=` make of a statement: another way, or a refusal. */
import {inVersions} from '../../server/server.js'
import type {AlterClauses, Operation} from '../../operations/operation.js'
import {algorithms, mysqlLocks} from '../effect.js'
import type {Algorithm, MysqlLock} from '../effect.js'
import {asAsked, considerTable} from './finding.js'
import type {Finding} from './finding.js'
import type {Outcome} from './outcomes.js'
import type {Knowledge} from './knowledge.js'
import type {Refusal} from './refusals.js'
import type {Subject} from './subject.js'

export interface Answer {
  finding: Finding
  refusal?: Refusal
}

const pages = {
  mysql: 'https://dev.mysql.com/doc/refman/8.4/en/alter-table.html#alter-table-performance',
  mariadb: 'https://mariadb.com/kb/en/alter-table/#algorithm'
}

/** MariaDB before 11.2 accepts a clause here that it does not heed: it copies, as it does any temporary table. */
const heedless = {
  versions: '<11.2',
  operations: new Set<Operation['kind']>([
    'table.partition-by',
    'table.remove-partitioning',
    'table.set-engine',
    'table.order-by'
  ])
}

interface Request {
  algorithm: Algorithm | undefined
  lock: MysqlLock | undefined
}

function requestOf({algorithm, lock, online}: AlterClauses): Request {
  return {
    algorithm: algorithm === 'DEFAULT' ? undefined : algorithm,
    lock: lock === 'DEFAULT' ? undefined : (lock ?? (online === true ? 'NONE' : undefined))
  }
}

function refuse(subject: Subject, message: string): Refusal {
  const {dialect} = subject.context.session.server
  return {message, reason: 'clause', source: {url: pages[dialect === 'mariadb' ? 'mariadb' : 'mysql']}}
}

function exceeds(finding: Finding, algorithm: Algorithm): boolean {
  return finding.algorithm !== undefined && algorithms.indexOf(finding.algorithm) > algorithms.indexOf(algorithm)
}

/** Only names of tables, or the switch of keys: the server wants to be alone, or not be asked. */
function isAlone(finding: Finding): boolean {
  return finding.work.every((work) => work === 'table-name' || work === 'keys-switch')
}

function isHeedless(subject: Subject, finding: Finding, algorithm: Algorithm | undefined): boolean {
  const {dialect, version} = subject.context.session.server
  if (dialect !== 'mariadb' || !inVersions(version, heedless.versions) || finding.algorithm !== 'COPY') return false
  return (
    (algorithm === 'INSTANT' || algorithm === 'NOCOPY') &&
    (isTemporary(subject) ||
      replacesPartitionedKey(subject) ||
      subject.operations.some(({kind}) => heedless.operations.has(kind)))
  )
}

/** Another primary key of a partitioned table. */
function replacesPartitionedKey({operations, table}: Subject): boolean {
  return (
    table?.partitionBy !== undefined &&
    operations.some((operation) => operation.kind === 'constraint.drop' && operation.type === 'primary-key')
  )
}

function isTemporary({table}: Subject): boolean {
  return table?.persistence === 'temporary'
}

/** Virtual columns beside stored ones: MySQL does it at once, or by a copy. */
function isInstantOnly({algorithm, work}: Finding): boolean {
  return (
    algorithm === 'INSTANT' &&
    work.some((each) => each === 'virtual-added' || each === 'virtual-dropped') &&
    work.some((each) => each === 'column' || each === 'column-dropped')
  )
}

/** The way that the statement goes when it names an algorithm. */
function withAlgorithm(knowledge: Knowledge, subject: Subject, finding: Finding, algorithm: Algorithm): Finding {
  const {server} = subject.context.session
  if (algorithm === 'COPY') {
    if (finding.algorithm === 'COPY') return finding
    return considerTable(knowledge, subject, asAsked(finding, 'copy', server, 'ALGORITHM=COPY'))
  }
  if (algorithm !== 'INPLACE' || exceeds(finding, 'INPLACE')) return finding
  const comesOrGoes = finding.work.some((work) => work === 'column' || work === 'column-dropped')
  if (server.dialect === 'mysql' && finding.algorithm === 'INSTANT' && comesOrGoes) {
    return considerTable(knowledge, subject, asAsked(finding, 'rebuild', server, 'ALGORITHM=INPLACE forgoes INSTANT'))
  }
  return {...finding, algorithm: 'INPLACE'}
}

const outcomeOf: Record<Algorithm, Outcome> = {
  INSTANT: 'instant',
  NOCOPY: 'nocopy',
  INPLACE: 'rebuild',
  COPY: 'copy'
}

/** The worst that the server may do of what the clause leaves it. */
function asToldOrRefused(subject: Subject, finding: Finding, algorithm: Algorithm, clause: string): Finding {
  const {server} = subject.context.session
  return asAsked(finding, outcomeOf[algorithm], server, `${clause}, or refused: ${finding.because}`)
}

function withLock(finding: Finding, lock: MysqlLock): Finding {
  return mysqlLocks.indexOf(lock) > mysqlLocks.indexOf(finding.lock) ? {...finding, lock} : finding
}

function answerLock(subject: Subject, finding: Finding, {algorithm, lock}: Request): Answer {
  const {server} = subject.context.session
  // Nobody else can see a temporary table.
  if (lock === undefined || isTemporary(subject)) return {finding}
  if (finding.heedless === true && algorithm !== 'INPLACE') return {finding: withLock(finding, lock)}
  if (isAlone(finding) && lock !== 'EXCLUSIVE' && finding.algorithm !== 'COPY') {
    return {
      finding,
      refusal: refuse(subject, `Unexpected \`LOCK=${lock}\`, expected \`LOCK=EXCLUSIVE\` for this change`)
    }
  }
  if (mysqlLocks.indexOf(lock) >= mysqlLocks.indexOf(finding.lock)) return {finding: withLock(finding, lock)}
  const online = asAsked(finding, 'copy', server, 'LOCK=NONE, which only a copy allows')
  if (algorithm === undefined && finding.algorithm !== 'COPY' && online.lock === 'NONE') return {finding: online}
  if (finding.confidence === 'unknown' && finding.algorithm === 'COPY' && algorithm !== 'COPY') {
    return {finding: withLock(asToldOrRefused(subject, finding, 'INPLACE', `LOCK=${lock}`), lock)}
  }
  return {
    finding,
    refusal: refuse(subject, `Unexpected \`LOCK=${lock}\`, expected \`LOCK=${finding.lock}\`: ${finding.because}`)
  }
}

/** Changes beside which `VALIDATION` may stand: https://dev.mysql.com/doc/refman/8.4/en/alter-table-generated-columns.html */
const validated = new Set<Operation['kind']>(['column.add', 'column.modify', 'column.rename'])

function isValidated({kind}: Operation): boolean {
  return validated.has(kind)
}

/** Apply the clauses to what the statement would do without them. */
export function answerRequest(
  knowledge: Knowledge,
  subject: Subject,
  plain: Finding,
  clauses: AlterClauses | undefined
): Answer {
  if (subject.operations.some(({kind}) => kind === 'table.set-validation') && !subject.operations.some(isValidated)) {
    return {finding: plain, refusal: refuse(subject, 'Unexpected `VALIDATION` alone, expected a change that it checks')}
  }
  if (!clauses || plain.algorithm === undefined) return {finding: plain}
  const request = requestOf(clauses)
  const {algorithm, lock} = request
  const isMysql = subject.context.session.server.dialect === 'mysql'

  if (isMysql && algorithm === 'NOCOPY') {
    return {finding: plain, refusal: refuse(subject, 'Unexpected `ALGORITHM=NOCOPY`, expected an algorithm of MySQL')}
  }
  if (isMysql && algorithm === 'INSTANT' && lock !== undefined) {
    return {
      finding: plain,
      refusal: refuse(subject, `Unexpected \`LOCK=${lock}\` with \`ALGORITHM=INSTANT\`, expected none`)
    }
  }
  if (algorithm === undefined) return answerLock(subject, plain, request)
  if (isMysql && algorithm === 'INPLACE' && isInstantOnly(plain)) {
    return {
      finding: plain,
      refusal: refuse(
        subject,
        'Unexpected `ALGORITHM=INPLACE`, expected `ALGORITHM=INSTANT`: virtual and stored columns'
      )
    }
  }
  if (exceeds(plain, algorithm) && !isHeedless(subject, plain, algorithm)) {
    // Where it is not known what the server can do, it does as it is told, or nothing.
    if (plain.confidence === 'unknown') {
      return answerLock(subject, asToldOrRefused(subject, plain, algorithm, `ALGORITHM=${algorithm}`), request)
    }
    const needed = plain.algorithm
    return {
      finding: plain,
      refusal: refuse(
        subject,
        `Unexpected \`ALGORITHM=${algorithm}\`, expected \`ALGORITHM=${needed}\`: ${plain.because}`
      )
    }
  }
  return answerLock(subject, withAlgorithm(knowledge, subject, plain, algorithm), request)
}
