/** From migrations to what is to be done, statement by statement: by a recipe, or as it stands there. */
import type {Step} from '../core/analyze.js'
import {analyze} from '../core/analyze.js'
import {createRetirement, noteRetirement} from '../core/deployment/retirement.js'
import type {Project} from '../core/project.js'
import {ChangeSet} from '../core/rules/change-set.js'
import {viewOperation} from '../core/rules/rule-context.js'
import type {Surroundings} from '../core/rules/rule-context.js'
import {limitsOf} from '../core/sizes/sizes.js'
import type {Migration} from '../migrations/migration.js'
import type {Operation} from '../operations/operation.js'
import type {Command, Statement} from '../operations/script.js'
import type {CatalogState} from '../schema/catalog.js'
import type {Table} from '../schema/objects.js'
import type {Session} from '../schema/session.js'
import type {Change} from './change.js'
import type {PlanEngine} from './engine.js'
import {createHandCopies} from './hand-copy/plan-copies.js'
import {carryDefaults} from './carry-defaults.js'
import {mergeRewrites, originOf} from './merge-rewrites.js'
import {createNames} from './new-name.js'
import {createOldTables} from './old-tables.js'
import type {PlanRemark, RefusedByOld} from './plan.js'
import type {Outcome, Recipe, RecipeView} from './recipe.js'
import {recipes} from './recipes.generated.js'
import {plainParts} from './plain-parts.js'
import {splitCommand} from './split-command.js'

/** What a user says of what is too big. */
export interface PlanLimits {
  /** MySQL and MariaDB: bytes from which on a table is not rebuilt in place, which replicas would wait for. */
  rebuildBytes?: number | undefined
}

export interface ReadChanges {
  changes: Change[]
  remarks: PlanRemark[]
  /** Statements that fail where the old table of a copy before them is kept. */
  refusedByOld: RefusedByOld[]
  /** The checked migrations, as `Change.source` counts them. */
  files: Migration[]
  /** The schema before the first of them. */
  before: CatalogState
}

/** Walk over the migrations of a project, and make of each statement a change. */
export function readChanges(project: Project, engine: PlanEngine, limits: PlanLimits = {}): ReadChanges {
  const {catalog, createSession, migrations, sizes} = project
  const sizeLimits = limitsOf(project.sizesConfiguration)
  const changeSet = new ChangeSet(migrations, sizes, sizeLimits)
  const retirement = createRetirement()
  const surroundings = {changeSet, deployment: {}, retirement, sizes, limits: sizeLimits}
  const names = createNames()
  const result: ReadChanges = {changes: [], remarks: [], refusedByOld: [], files: [], before: catalog.save()}
  const oldTables = createOldTables(result.remarks, result.refusedByOld)
  /** Statements that stand in the plan as they are: each once, however many commands are in it. */
  const kept = new Set<Statement>()
  /** The connection that the statements before were sent on. */
  let session: Session | undefined
  const copies = createHandCopies(result, oldTables.add)

  analyze(migrations, catalog, createSession, {
    begin(migration, number) {
      if (!migration.checked) return
      if (result.files.length === 0) result.before = catalog.save()
      changeSet.begin(number)
      result.files.push(migration)
      copies.begin(migration, catalog)
      session = undefined
    },
    statement(statement, migration) {
      if (!migration.checked || statement.problems.length === 0) return
      kept.add(statement)
      noteProblems(statement, migration, session, engine, result)
    },
    command(step) {
      session = step.session
      if (step.migration.checked) {
        const look = lookAt(
          step,
          surroundings,
          names,
          engine,
          {...limits, versionAssumed: project.versionAssumed},
          result
        )
        if (isPlain(step)) {
          const alone = (): Pick<ReadChanges, 'changes' | 'remarks'> => planCommand(step, look, engine)
          const asWritten = (): Change => blockOf(step, engine, result)
          if (!kept.has(step.statement) && !copies.take(step, look, alone, asWritten)) {
            if (!oldTables.leavesOut(step, statementOf(step), look.source)) add(result, alone())
            noteCopies(look, oldTables.add)
          }
        } else {
          if (!kept.has(step.statement)) result.changes.push(blockOf(step, engine, result))
          kept.add(step.statement)
          warnOfBlock(look, result)
        }
      }
      noteRetirement(retirement, step)
      if (step.migration.checked) changeSet.note(step)
    }
  })
  return {...result, changes: carryDefaults(mergeRewrites(result.changes, result.remarks))}
}

/** What is known of a command before anything is made of it. */
interface Look {
  source: Change['source']
  settings: Change['settings']
  planned: Array<{operation: Operation; recipe?: Recipe; outcome?: Outcome}>
  unsafe: string[]
  /** Of its first operation. */
  view?: RecipeView
}

function lookAt(
  step: Step,
  surroundings: Surroundings,
  names: ReturnType<typeof createNames>,
  engine: PlanEngine,
  {rebuildBytes, versionAssumed}: PlanLimits & Pick<Project, 'versionAssumed'>,
  {files}: ReadChanges
): Look {
  const {catalog, command, migration, session} = step
  const source = {file: files.length - 1, line: lineOf(migration.text, command.range.start)}
  const look: Look = {source, settings: engine.settingsOf(session), planned: [], unsafe: []}
  const {server} = session
  for (const [index, operation] of command.operations.entries()) {
    const base = viewOperation(step, operation, index, surroundings)
    const text = textOf(operation, command, migration)
    const newName = (stem: string, ...words: string[]): string => names.make(catalog, stem, words)
    // The view works things out when it is asked for them: spreading it would ask for all.
    const own = {version: server.version, versionAssumed, text, newName, sizes: surroundings.sizes, rebuildBytes}
    const view = Object.assign(Object.create(base) as typeof base, own)
    look.view ??= view
    let done = false
    for (const recipe of recipes) {
      if (!recipe.on.includes(operation.kind) || !recipe.engines.includes(server.dialect)) continue
      const outcome = recipe.plan(operation, view)
      if (outcome === undefined) continue
      done = true
      const missing = 'unsafe' in outcome ? undefined : outcome.drafts.find(({kind}) => !knows(engine, kind))
      if (missing) {
        look.unsafe.push(
          `\`${firstWords(text)}\` would need the step \`${missing.kind}\`, which there is not for this server`
        )
        look.planned.push({operation})
      } else if ('unsafe' in outcome) {
        look.unsafe.push(outcome.unsafe)
        look.planned.push({operation})
      } else look.planned.push({operation, recipe, outcome})
      break
    }
    if (done) continue
    const [hard] = base.blocking
    if (hard) {
      look.unsafe.push(
        `\`${firstWords(text)}\` keeps others out of \`${hard.relation}\` while it works on it, and there is no recipe for it`
      )
    }
    look.planned.push({operation})
  }
  return look
}

function knows({steps}: PlanEngine, kind: string): boolean {
  return steps.some((step) => step.kind === kind)
}

function add({changes, remarks}: ReadChanges, more: Pick<ReadChanges, 'changes' | 'remarks'>): void {
  changes.push(...more.changes)
  remarks.push(...more.remarks)
}

/** What the recipes of a statement replace by a copy. */
function noteCopies({planned, view}: Look, note: (table: Table) => void): void {
  for (const {outcome} of planned) {
    const [first] = outcome !== undefined && 'drafts' in outcome ? outcome.drafts : []
    if (first?.kind !== 'shadow-create') continue
    const table = view?.table(first.input.table)
    if (table) note(table)
  }
}

/** A plain statement: recipes take out what is theirs, the rest stays one statement. */
function planCommand(step: Step, look: Look, engine: PlanEngine): Pick<ReadChanges, 'changes' | 'remarks'> {
  const changes: Change[] = []
  const remarks: PlanRemark[] = []
  const planned = {changes, remarks}
  const {command, migration, session} = step
  const [first] = command.operations
  if (command.operations.every(({kind}) => kind.startsWith('session.'))) return planned
  if (first?.kind.startsWith('transaction.') === true) {
    if (first.kind === 'transaction.rollback' || first.kind === 'transaction.prepare') {
      const text = `Unexpected \`${firstWords(textOf(first, command, migration))}\`, expected statements that stay done`
      remarks.push({severity: 'unsafe', text, source: look.source})
    }
    return planned
  }

  const {source, settings} = look
  const leftOut = engine.leftOut(step)
  if (leftOut !== undefined) {
    remarks.push({severity: 'note', text: leftOut, source})
    return planned
  }
  const why = engine.whyNotAlone(step, statementOf(step))
  for (const text of [...look.unsafe, ...(why === undefined ? [] : [why])]) {
    remarks.push({severity: 'unsafe', text, source})
  }
  const common = {source, settings}
  /** All that one recipe makes of a statement of MySQL, it makes of it at once. */
  const partsOf = (operation: Operation, recipe: Recipe | undefined): Operation[] =>
    session.server.dialect === 'postgres'
      ? [operation]
      : look.planned.filter((each) => each.recipe === recipe).map((each) => each.operation)
  const own = look.planned.filter(({outcome}) => outcome !== undefined)
  const all = look.planned.map(({operation}) => operation)
  const groups = plainParts(
    all,
    own.map(({operation}) => operation)
  ).map((group) => ({
    ...group,
    texts: own.length === 0 ? [statementOf(step)] : splitCommand(command, group.operations, migration.text)
  }))
  if (groups.some(({texts}) => texts === undefined)) {
    const text = `Unexpected \`${firstWords(statementOf(step))}\` with several parts, expected one statement for each: it stays as it is`
    remarks.push({severity: 'unsafe', text, source})
    changes.push({...common, statement: statementOf(step), ...engine.formOf(step), strong: true})
    return planned
  }
  const places = look.planned.flatMap(({operation, outcome, recipe}, at) => {
    if (outcome === undefined) return []
    const origin = originOf(step, partsOf(operation, recipe))
    for (const text of outcome.notes ?? []) remarks.push({severity: 'note', text, source})
    return [
      {at, order: outcome.order ?? 0, changes: [{...common, origin, recipe: recipe?.name, drafts: outcome.drafts}]}
    ]
  })
  const plainPlaces = groups.map(({at, isLast, operations, texts = []}) => ({
    at,
    order: isLast ? Infinity : 0,
    changes: texts.map((statement) => ({
      ...common,
      origin: originOf(step, operations),
      statement,
      ...engine.formOf(step),
      transaction: transactionOf(step, session)
    }))
  }))
  const inOrder = [...places, ...plainPlaces].sort((a, b) => (a.order === b.order ? a.at - b.at : a.order - b.order))
  changes.push(...inOrder.flatMap((each): Change[] => each.changes))
  return planned
}

/** A block runs as it is: nobody can say where to cut it. */
function blockOf(step: Step, engine: PlanEngine, {files}: ReadChanges): Change {
  const {migration, session, statement} = step
  const source = {file: files.length - 1, line: lineOf(migration.text, statement.range.start)}
  const text = statementOf(step)
  const settings = engine.settingsOf(session)
  return {source, settings, statement: text, ...engine.formOf(step), strong: true}
}

function warnOfBlock({planned, source, unsafe}: Look, {remarks}: ReadChanges): void {
  for (const text of unsafe) remarks.push({severity: 'unsafe', text, source})
  for (const {recipe} of planned) {
    if (!recipe) continue
    const text = `Unexpected work for the recipe \`${recipe.name}\` inside a block, expected a statement of its own: it stays as it is`
    remarks.push({severity: 'unsafe', text, source})
  }
}

function noteProblems(
  {problems, range}: Statement,
  {text}: Migration,
  session: Session | undefined,
  engine: PlanEngine,
  {changes, files, remarks}: ReadChanges
): void {
  const source = {file: files.length - 1, line: lineOf(text, range.start)}
  for (const problem of problems) {
    remarks.push({severity: 'unsafe', text: `${problem.message}: nobody can say what it does`, source})
  }
  const statement = text.slice(range.start, range.end)
  const settings = session === undefined ? {} : engine.settingsOf(session)
  changes.push({source, settings, statement, ...engine.formOfUnread(statement)})
}

/** The command is all of its statement: nothing around it decides whether, or how often, it runs. */
function isPlain({command, statement}: Step): boolean {
  const isWhole = statement.commands.length === 1 && command.range.start === statement.range.start
  return isWhole && command.conditional !== true && command.unnamed !== true && (command.guards ?? []).length === 0
}

function statementOf({migration, statement: {range}}: Step): string {
  return migration.text.slice(range.start, range.end)
}

function textOf({range}: Operation, command: Command, {text}: Migration): string {
  const own = text.slice(range.start, range.end)
  return own === '' ? text.slice(command.range.start, command.range.end) : own
}

function firstWords(text: string): string {
  const words = text.replace(/\s+/g, ' ')
  return words.length > 60 ? `${words.slice(0, 57)}…` : words
}

function lineOf(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length
}

/** Statements of one transaction of the migrations commit together, where none keeps others out. */
function transactionOf({migration, number}: Step, session: Session): string | undefined {
  const {transaction} = session
  if (transaction === undefined) return undefined
  return `${migration.path}\0${String(number)}\0${String(transaction.mark)}`
}
