/** What the steps of a plan will do, told by the same knowledge that judges migrations. */
import {analyze} from '../core/analyze.js'
import type {Project} from '../core/project.js'
import {findRelation} from '../core/rules/relations.js'
import {describeDuration} from '../core/sizes/duration.js'
import {sizeOf} from '../core/sizes/sizes.js'
import {works} from '../knowledge/describe.js'
import type {Effect} from '../knowledge/effect.js'
import type {Reader} from '../operations/read.js'
import type {CatalogState} from '../schema/catalog.js'
import {Catalog} from '../schema/catalog.js'
import type {PlannedLock} from './plan.js'

/** Of one step. */
export interface Foretold {
  locks: PlannedLock[]
  duration: string | undefined
  /** Why the server will refuse it, or why nobody can say what it does. */
  problems: string[]
}

/** Tell it for each text: the SQL of a step, in one transaction or in none. */
export function foretell(
  texts: ReadonlyArray<{sql: readonly string[]; inTransaction: boolean; settings: Readonly<Record<string, string>>}>,
  before: CatalogState,
  {createSession, sizes}: Project,
  read: Reader
): Foretold[] {
  const catalog = new Catalog()
  catalog.load(structuredClone(before))
  const foretold: Foretold[] = texts.map(() => ({locks: [], duration: undefined, problems: []}))
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
        foretold[Number(path)]?.problems.push(...problems.map(({message}) => message))
      },
      command({catalog: now, judgement, number, session}) {
        const own = foretold[number]
        if (own === undefined) return
        if (judgement.refusal) own.problems.push(judgement.refusal.message)
        for (const effect of judgement.effects) {
          addLock(own.locks, effect)
          const table = findRelation(effect.relation, now, session)
          if (table) own.duration ??= describeDuration(effect, sizeOf(table, sizes, session))
        }
      }
    }
  )
  return foretold
}

function addLock(locks: PlannedLock[], effect: Effect): void {
  if (effect.lock === undefined) return
  const same = locks.find(({lock, relation}) => lock === effect.lock && relation === effect.relation)
  if (same) same.long ||= works(effect)
  else locks.push({relation: effect.relation, lock: effect.lock, long: works(effect)})
}
