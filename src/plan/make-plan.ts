/** Make the plan for the migrations of a project. */
import type {Project} from '../core/project.js'
import type {Step} from '../apply/step.js'
import {loadReader} from '../operations/read.js'
import type {Reader} from '../operations/script.js'
import {contractLast, toItems} from './arrange.js'
import type {Item} from './arrange.js'
import {digestOf, sha256} from './digest.js'
import {loadPlanEngine} from './load-engine.js'
import {foretell} from './foretell.js'
import type {Foretold} from './foretell.js'
import type {Phase, Plan, PlannedStep} from './plan.js'
import {readChanges} from './read-changes.js'
import type {PlanLimits, ReadChanges} from './read-changes.js'
import {shapesOf} from './table-shape.js'

/** Plan all checked migrations of a project. */
export async function makePlan(project: Project, limits: PlanLimits = {}): Promise<Plan> {
  const {server} = project
  const read = await loadReader(server)
  const {steps, ...engine} = await loadPlanEngine(server.dialect)
  const {rebuildBytes = project.sizesConfiguration?.rebuildBytes} = limits
  const found = readChanges(project, {steps, ...engine}, {rebuildBytes})
  const items = toItems(found.changes)
  const inOrder = tellItems(items, found, project, read, steps)
  const touched = new Map(items.map((item, index) => [item, relationsOf(inOrder[index])]))
  const placed = new Set(items.filter((_item, index) => inOrder[index]?.keepsPlace === true))
  const arranged = contractLast(
    items,
    (item) => touched.get(item) ?? new Set(),
    (item) => placed.has(item)
  )
  const foretold = tellItems(arranged, found, project, read, steps)

  const plan: Omit<Plan, 'digest'> = {
    version: 1,
    dialect: server.dialect,
    serverVersion: server.version.join('.'),
    sources: found.files.map(({path, text}) => ({path, sha256: sha256(text)})),
    assumes: shapesOf(
      found.before,
      foretold.flatMap(({locks}) => locks.map(({relation}) => relation))
    ),
    phases: toPhases(arranged, foretold, steps),
    remarks: [...found.remarks, ...problemsOf(arranged, foretold, found.remarks)],
    refusedByOld: found.refusedByOld.length > 0 ? found.refusedByOld : undefined
  }
  return {...plan, digest: digestOf(plan)}
}

function stepOf({draft}: Item, steps: readonly Step[]): Step {
  const step = steps.find(({kind}) => kind === draft.kind)
  if (!step) throw new TypeError(`Unexpected step \`${draft.kind}\`, expected a file of that name`)
  return step
}

function tellItems(
  items: readonly Item[],
  {before}: ReadChanges,
  project: Project,
  read: Reader,
  steps: readonly Step[]
): Foretold[] {
  const texts = items.map((item) => {
    const step = stepOf(item, steps)
    return {
      sql: step.preview(item.draft.input),
      inTransaction: step.mode === 'transaction',
      settings: item.settings,
      isOurs: item.recipe !== undefined
    }
  })
  return foretell(texts, before, project, read)
}

function relationsOf(foretold: Foretold | undefined): ReadonlySet<string> {
  return new Set([...(foretold?.locks ?? []).map(({relation}) => relation), ...(foretold?.touches ?? [])])
}

function toPhases(items: readonly Item[], foretold: readonly Foretold[], steps: readonly Step[]): Phase[] {
  const phases: Phase[] = []
  for (const [index, item] of items.entries()) {
    const {draft} = item
    const before = phases.at(-1)
    const continues = before?.kind === draft.phase && (draft.gate === undefined || draft.gate === before.gate)
    const phase: Phase = continues ? before : {kind: draft.phase, gate: draft.gate, steps: []}
    if (!continues) phases.push(phase)
    phase.steps.push(toStep(item, index + 1, foretold[index], steps))
  }
  return phases
}

function toStep(item: Item, number: number, foretold: Foretold | undefined, steps: readonly Step[]): PlannedStep {
  const {draft, recipe, settings, source} = item
  return {
    id: `${String(number)}-${draft.kind}`,
    kind: draft.kind,
    title: draft.title,
    input: draft.input,
    settings,
    sql: stepOf(item, steps).preview(draft.input),
    locks: foretold?.locks ?? [],
    undo: draft.undo,
    undoNote: draft.undoNote,
    recipe,
    source,
    duration: foretold?.duration
  }
}

/** What the plan's own SQL meets, but what was said of the statement already. */
function problemsOf(items: readonly Item[], foretold: readonly Foretold[], said: Plan['remarks']): Plan['remarks'] {
  return items.flatMap(({source}, index) =>
    [...new Set(foretold[index]?.problems)]
      .filter((problem) => !said.some((remark) => isSame(remark.source, source) && remark.text.startsWith(problem)))
      .map((text) => ({severity: 'unsafe' as const, text, source}))
  )
}

function isSame(a: Item['source'] | undefined, b: Item['source']): boolean {
  return a?.file === b.file && a.line === b.line
}
