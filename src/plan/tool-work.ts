/** From migrations to what another tool does of them, statement by statement, in their order. */
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
import type {Statement} from '../operations/script.js'
import {createNames} from './new-name.js'
import type {Names} from './new-name.js'
import type {RecipeView} from './recipe.js'
import {recipes} from './recipes.generated.js'
import type {Tool, ToolAnswer, ToolStatement} from './tool.js'

/** Of a statement: done by the tool, safe as it stands, or nothing for either. */
type Answer =
  | {kind: 'tool'; pieces: readonly unknown[]; notes: readonly string[]}
  | {kind: 'plain'}
  | {kind: 'cannot'; reason: string}

/** A statement, where it stands in its migration (from 1), and who does it. */
export type ToolWork = Answer & {line: number; sql: string}

/** What is to be done of one migration. */
export interface ToolMigration {
  migration: Migration
  work: ToolWork[]
}

/**
 * Walk over the checked migrations of a project, and ask the tool about each statement.
 *
 * @param rivals Tools for the same server, which are weighed against it.
 */
export function toolWork(tool: Tool, project: Project, rivals: readonly Tool[] = []): ToolMigration[] {
  const {catalog, createSession, migrations, sizes} = project
  const limits = limitsOf(project.sizesConfiguration)
  const changeSet = new ChangeSet(migrations, sizes, limits)
  const retirement = createRetirement()
  const surroundings = {changeSet, deployment: {}, retirement, sizes, limits}
  const names = createNames()
  const result: ToolMigration[] = []
  /** Statements that are told already: each once, however many commands are in it. */
  const told = new Set<Statement>()
  const tell = (statement: Statement, work: (line: number, sql: string) => ToolWork): void => {
    const last = result.at(-1)
    if (!last || told.has(statement)) return
    told.add(statement)
    const {text} = last.migration
    const {end, start} = statement.range
    last.work.push(work(text.slice(0, start).split('\n').length, text.slice(start, end)))
  }

  analyze(migrations, catalog, createSession, {
    begin(migration, number) {
      if (!migration.checked) return
      changeSet.begin(number)
      result.push({migration, work: []})
    },
    statement(statement, {checked}) {
      const [problem] = statement.problems
      if (!checked || !problem) return
      const reason = `${problem.message}: nobody can say what it does`
      tell(statement, (line, sql) => ({kind: 'cannot', line, sql, reason}))
    },
    command(step) {
      if (step.migration.checked && !isBetween(step)) {
        tell(step.statement, (line, sql) => ({...ask({tool, rivals}, step, sql, surroundings, names), line, sql}))
      }
      noteRetirement(retirement, step)
      if (step.migration.checked) changeSet.note(step)
    }
  })
  return result.filter(({work}) => work.length > 0)
}

/** Settings of the session, and where transactions begin and end: each piece has a session and transactions of its own. */
function isBetween({command, statement}: Step): boolean {
  const isOf = (prefix: string): boolean => command.operations.every(({kind}) => kind.startsWith(prefix))
  return statement.commands.length === 1 && (isOf('session.') || isOf('transaction.'))
}

interface Asked {
  tool: Tool
  rivals: readonly Tool[]
}

function ask({rivals, tool}: Asked, step: Step, sql: string, surroundings: Surroundings, names: Names): Answer {
  const {command, statement} = step
  const isWhole = statement.commands.length === 1 && command.range.start === statement.range.start
  if (!isWhole || command.conditional === true || (command.guards ?? []).length > 0) {
    return {kind: 'cannot', reason: 'it is a block: nobody can say what of it runs, and how often'}
  }
  const operations = command.operations.map((operation, index) => ({
    operation,
    view: viewFor(step, operation, index, surroundings, names)
  }))
  const answer = translate(tool, {sql, operations})
  if ('pieces' in answer) {
    const notes = [...(answer.notes ?? []), ...weigh(tool, rivals, {sql, operations})]
    return {kind: 'tool', pieces: answer.pieces, notes}
  }
  return isSafe({sql, operations}) ? {kind: 'plain'} : {kind: 'cannot', reason: answer.cannot}
}

function translate(tool: Tool, statement: ToolStatement): ToolAnswer<unknown> {
  const other = statement.operations.find(({operation}) => !tool.on.includes(operation.kind))
  if (other) return {cannot: `${tool.name} does nothing of the kind of \`${other.operation.kind}\``}
  return tool.translate(statement)
}

/** Why this one: what speaks for it, and what the others could or could not do with the same statement. */
function weigh({name, strength}: Tool, rivals: readonly Tool[], statement: ToolStatement): string[] {
  if (rivals.length === 0) return []
  const others = rivals.map((rival) => {
    const answer = translate(rival, statement)
    return `${rival.name} ${'cannot' in answer ? `cannot: ${answer.cannot}` : `could: ${rival.strength}`}`
  })
  return [`Why ${name}: ${strength}. Others: ${others.join('. ')}`]
}

/** Whether there is neither a recipe for anything of it nor work that keeps others out. */
function isSafe({operations}: ToolStatement): boolean {
  return operations.every(
    ({operation, view}) =>
      view.blocking.length === 0 &&
      recipes.every(
        (recipe) =>
          !recipe.on.includes(operation.kind) ||
          !recipe.engines.includes(view.dialect) ||
          recipe.plan(operation, view) === undefined
      )
  )
}

function viewFor(
  step: Step,
  operation: Operation,
  index: number,
  surroundings: Surroundings,
  names: Names
): RecipeView {
  const {catalog, command, migration, session} = step
  const {sizes} = surroundings
  const base = viewOperation(step, operation, index, surroundings)
  const own = migration.text.slice(operation.range.start, operation.range.end)
  const text = own === '' ? migration.text.slice(command.range.start, command.range.end) : own
  const newName = (stem: string, ...words: string[]): string => names.make(catalog, stem, words)
  // The view works things out when it is asked for them: spreading it would ask for all.
  return Object.assign(Object.create(base) as typeof base, {version: session.server.version, text, newName, sizes})
}
