/** What a rule sees of one operation; what is dear to find out is found out when it is asked for. */
import {blocks, blocksOf, strongerLock} from '../../knowledge/blocks.js'
import {works} from '../../knowledge/describe.js'
import type {BlockingEffect, Effect} from '../../knowledge/effect.js'
import {judge} from '../../knowledge/judge.js'
import type {Name} from '../../operations/definitions.js'
import type {Operation} from '../../operations/operation.js'
import {keyOf} from '../../schema/objects.js'
import type {Table} from '../../schema/objects.js'
import type {Step} from '../analyze.js'
import type {Deployment} from '../deployment/deployment.js'
import {phaseOf} from '../../migrations/phase.js'
import {retiredBy} from '../deployment/retirement.js'
import type {Retirement} from '../deployment/retirement.js'
import {describeDuration, workOf} from '../sizes/duration.js'
import {isHuge, sizeOf} from '../sizes/sizes.js'
import type {SizeLimits, Sizes, TableSize} from '../sizes/sizes.js'
import type {ChangeSet} from './change-set.js'
import type {RuleContext} from '../define-rule.js'
import {findRelation, relationName, tableOf, unknownRelationName} from './relations.js'

/** All of a context but what differs from rule to rule. */
export interface OperationView extends Omit<RuleContext<string, unknown>, 'options' | 'report' | 'atEnd'> {
  /** What the sizes of the tables that it works on mean. */
  weigh: () => Weight
}

export interface Weight {
  /** Others are kept out of a table that is known to be huge. */
  huge: boolean
  /** How long the longest of its work takes, where that is known. */
  duration: string | undefined
}

/** What a run knows beside the step. */
export interface Surroundings {
  changeSet: ChangeSet
  deployment: Deployment
  retirement: Retirement
  sizes: Sizes
  limits: SizeLimits
}

/** Look at one operation of a command. */
export function viewOperation(
  step: Step,
  operation: Operation,
  index: number,
  {changeSet, deployment, limits, retirement, sizes}: Surroundings
): OperationView {
  const {catalog, command, held, judgement, migration, session, statement} = step
  const effects = judgement.byOperation[index] ?? []
  const table = (name: Name): Table | undefined => session.findTable(catalog, name)
  const hasTraffic = (relation: Name | string): boolean => changeSet.hasTraffic(relation, catalog, session)
  const isEmpty = (relation: Name | string): boolean =>
    changeSet.isEmpty(typeof relation === 'string' ? findRelation(relation, catalog, session) : table(relation))
  let blocking: readonly BlockingEffect[] | undefined
  const findBlocking = (): readonly BlockingEffect[] =>
    (blocking ??= effects.flatMap((effect) =>
      hasTraffic(effect.relation) && !isEmpty(effect.relation) ? blockingWork(effect, step) : []
    ))
  const sizeOfRelation = (relation: string): TableSize => {
    const found = findRelation(relation, catalog, session)
    return found ? sizeOf(found, sizes, session) : (sizes.get(relation) ?? {})
  }

  return {
    migration,
    dialect: session.server.dialect,
    effects,
    get effect() {
      return mainEffect(effects, operation, step)
    },
    get blocking() {
      return findBlocking()
    },
    weigh() {
      const kept = findBlocking().map((effect) => ({effect, size: sizeOfRelation(effect.relation)}))
      const [longest] = kept.sort((a, b) => (b.size.bytes ?? 0) - (a.size.bytes ?? 0))
      const work = longest && workOf(longest.effect, [operation])
      return {
        huge: kept.some(({size}) => isHuge(size, limits)),
        duration: work && describeDuration(work, longest.effect.relation, longest.size)
      }
    },
    judgement,
    command,
    statement,
    catalog,
    session,
    held,
    table,
    isNew: (name) => changeSet.isNew(table(name)),
    isEmpty,
    hasTraffic,
    keepsOut: (effect) => keepsOut(effect, step),
    isNewColumn: (name, column) => changeSet.isNewColumn(table(name), column),
    isRetired: (name, column) => {
      if (phaseOf(migration) === 'contract') return true
      const number = retiredBy(retirement, name, column, catalog, session)
      return number !== undefined && changeSet.isEarlierRelease(number)
    },
    deployment,
    get phase() {
      return phaseOf(migration)
    },
    judgeOn: (version) => judge(command, {catalog, session: session.onVersion(version)}),
    rows: (name) => {
      const found = table(name)
      return found ? sizeOf(found, sizes, session).rows : sizes.get(unknownRelationName(name, session))?.rows
    }
  }
}

/** The effect itself with the lock of the whole command, if it works while others cannot write. */
function blockingWork(effect: Effect, step: Step): readonly BlockingEffect[] {
  const {judgement} = step
  if (!works(effect)) return []
  const whole = judgement.effects.find(({relation}) => relation === effect.relation)
  const lock = strongerLock(effect.lock, whole?.lock)
  const underLock = {...effect, lock}
  return keepsOut(underLock, step) && !isDoneOnlineButFor(effect, step) ? [underHeldLock(underLock, step)] : []
}

/** What an earlier statement of the transaction has locked stays so, however weak the lock that this one needs is. */
function underHeldLock(effect: Effect, {held, session}: Step): BlockingEffect {
  const {dialect} = session.server
  const stronger = held.find(
    ({lock, relation}) =>
      relation === effect.relation && blocks(lock, dialect).reads && !blocksOf(effect, dialect).reads
  )
  return stronger ? {...effect, lock: stronger.lock, lockedBefore: true} : effect
}

/**
 * MySQL: one clause that needs a copy makes one of all that it stands beside. That clause is told; the others are done
 * online where they stand alone.
 */
function isDoneOnlineButFor(effect: Effect, step: Step): boolean {
  if (step.session.server.dialect === 'postgres' || keepsOut(effect, step)) return false
  return step.judgement.byOperation.some((each) =>
    each.some((other) => other.relation === effect.relation && works(other) && keepsOut(other, step))
  )
}

/** Nobody but `REFRESH` writes to a materialized view: there only readers can be kept out. */
function keepsOut(effect: Effect, {catalog, command, session}: Step): boolean {
  const {relation} = effect
  const {reads, writes} = blocksOf(effect, session.server.dialect)
  const known = findRelation(relation, catalog, session)
  const isView = known
    ? known.kind === 'materialized-view'
    : command.operations.some(({kind}) => kind === 'view.refresh')
  return isView ? reads : writes
}

function mainEffect(effects: readonly Effect[], operation: Operation, {catalog, session}: Step): Effect | undefined {
  const name = tableOf(operation)
  if (name !== undefined) {
    const resolved = session.resolve(name, (candidate) => catalog.tables.has(keyOf(candidate)), catalog)
    const relation = relationName(resolved, session)
    const own = effects.find((effect) => effect.relation === relation)
    if (own) return own
  }
  return effects[0]
}
