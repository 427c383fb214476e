/** What the steps of a plan will do, told by the same knowledge that judges migrations. */
import {analyze} from '../core/analyze.js'
import type {Project} from '../core/project.js'
import {findRelation, relationName} from '../core/rules/relations.js'
import {describeDuration, workOf} from '../core/sizes/duration.js'
import {sizeOf} from '../core/sizes/sizes.js'
import {works} from '../knowledge/describe.js'
import type {Effect, Judgement} from '../knowledge/effect.js'
import type {OperationKind} from '../operations/operation.js'
import type {Reader} from '../operations/script.js'
import type {CatalogState} from '../schema/catalog.js'
import {Catalog} from '../schema/catalog.js'
import type {PlannedLock} from './plan.js'

/** Of one step. */
export interface Foretold {
  locks: PlannedLock[]
  duration: string | undefined
  /** Why the server will refuse it, or why nobody can say what it does. */
  problems: string[]
  /** Relations that it depends on beside those that it locks: what a dropped view reads, and the name that a view takes. */
  touches: string[]
  /** It drops what is no relation: nobody can say what hangs on it, so that it keeps its place. */
  keepsPlace: boolean
}

/** The SQL of a step. */
interface ForetoldText {
  sql: readonly string[]
  inTransaction: boolean
  settings: Readonly<Record<string, string>>
  /** It is of a recipe: SQL that it builds at run time is known to be right. */
  isOurs: boolean
}

/** Tell it for each text: the SQL of a step, in one transaction or in none. */
export function foretell(
  texts: readonly ForetoldText[],
  before: CatalogState,
  {createSession, sizes}: Project,
  read: Reader
): Foretold[] {
  const catalog = new Catalog()
  catalog.load(structuredClone(before))
  const foretold: Foretold[] = texts.map(() => ({
    locks: [],
    duration: undefined,
    problems: [],
    touches: [],
    keepsPlace: false
  }))
  /** By the number of the text: what it makes, nobody else uses yet. */
  const made = new Set<string>()
  const migrations = texts.map(({inTransaction, sql}, number) => {
    const text = sql.map((each) => `${each};`).join('\n')
    const transaction = inTransaction ? ('migration' as const) : ('none' as const)
    return {path: String(number), text, transaction, checked: true, script: read(text)}
  })
  analyze(
    migrations,
    catalog,
    (migration) => {
      const session = createSession()
      const {settings = {}} = texts[Number(migration.path)] ?? {}
      for (const [name, value] of Object.entries(settings)) session.settings.set(name, {value, local: false})
      return session
    },
    {
      statement({problems}, {path}) {
        const {isOurs = false} = texts[Number(path)] ?? {}
        const unknown = problems.filter(({reason}) => !(isOurs && reason === 'dynamic'))
        foretold[Number(path)]?.problems.push(...unknown.map(({message}) => message))
      },
      command({catalog: now, command: {operations}, judgement, number, session}) {
        const own = foretold[number]
        if (own === undefined) return
        for (const operation of operations) {
          own.keepsPlace ||= placed.has(operation.kind)
          if (operation.kind === 'table.create')
            made.add(
              `${String(number)} ${relationName(
                session.resolve(operation.table, () => false),
                session
              )}`
            )
          if (operation.kind === 'view.create')
            own.touches.push(
              relationName(
                session.resolve(operation.view, () => false),
                session
              )
            )
          if (operation.kind !== 'view.drop') continue
          const reads = session.findTable(now, operation.view)?.reads ?? []
          own.touches.push(...reads.map((name) => relationName(name, session)))
        }
        const isAsked = texts[number]?.isOurs === true && isOnlyUnknown(judgement)
        if (judgement.refusal && !isAsked) own.problems.push(judgement.refusal.message)
        for (const effect of isAsked ? judgement.effects.map(asAsked) : judgement.effects) {
          if (!made.has(`${String(number)} ${effect.relation}`)) addLock(own.locks, effect)
          const table = findRelation(effect.relation, now, session)
          const work = workOf(effect, operations)
          if (table && work) own.duration ??= describeDuration(work, effect.relation, sizeOf(table, sizes, session))
        }
      }
    }
  )
  return foretold
}

/**
 * MySQL and MariaDB: nothing but that a table is not known speaks against the clause. The server does what is asked for,
 * or refuses.
 */
function isOnlyUnknown({effects, refusal}: Judgement): boolean {
  return refusal?.reason === 'clause' && effects.every(({confidence}) => confidence === 'unknown')
}

function asAsked(effect: Effect): Effect {
  return {...effect, lock: 'NONE', rewrite: 'none', scan: 'none'}
}

/** Drops of what no relation is known to hang on. */
const placed: ReadonlySet<OperationKind> = new Set([
  'schema.drop',
  'type.drop',
  'domain.drop',
  'sequence.drop',
  'function.drop',
  'object.drop'
])

function addLock(locks: PlannedLock[], effect: Effect): void {
  if (effect.lock === undefined) return
  const same = locks.find(({lock, relation}) => lock === effect.lock && relation === effect.relation)
  if (same) same.long ||= works(effect)
  else locks.push({relation: effect.relation, lock: effect.lock, long: works(effect)})
}
