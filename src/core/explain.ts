import {location} from 'vfile-location'
import type {Effect} from '../knowledge/effect.js'
import type {Migration} from '../migrations/migration.js'
import type {Statement} from '../operations/script.js'
import type {Range} from '../parse/source.js'
import type {Step} from './analyze.js'
import {analyze} from './analyze.js'
import {mergeEffects} from './merge-effects.js'
import type {Project} from './project.js'

/** A place in a text: `line` and `column` from 1, `offset` from 0 in UTF-16 code units. */
export interface Point {
  line: number
  column: number
  offset: number
}

/** What the server will do for one statement. */
export interface ExplainedStatement {
  file: string
  /** As it stands in the file. */
  sql: string
  range: {start: Point; end: Point}
  /** One for each relation that existed before. */
  effects: Effect[]
  /** Why the statement could not be read, or not in full, or why the server will refuse it. */
  error: {message: string} | null
}

/** Say for each statement of the checked migrations what the server will do. */
export function explainProject(project: Project): ExplainedStatement[] {
  const explained: ExplainedStatement[] = []
  let toRange: (range: Range) => ExplainedStatement['range'] = () => {
    throw new TypeError('Unexpected statement before its migration, expected `statement` to be called first')
  }
  let migrationOfRange: Migration | undefined

  function begin(statement: Statement, migration: Migration): void {
    if (migration !== migrationOfRange) {
      toRange = rangesOf(migration.text)
      migrationOfRange = migration
    }
    const [problem] = statement.problems
    explained.push({
      file: migration.path,
      sql: migration.text.slice(statement.range.start, statement.range.end),
      range: toRange(statement.range),
      effects: [],
      error: problem === undefined ? null : {message: problem.message}
    })
  }

  function add({judgement}: Step): void {
    const current = explained.at(-1)
    if (current === undefined) return
    if (judgement.refusal) current.error ??= {message: judgement.refusal.message}
    else current.effects = mergeEffects([...current.effects, ...judgement.effects])
  }

  analyze(project.migrations, project.catalog, project.createSession, {
    statement(statement, migration) {
      if (migration.checked) begin(statement, migration)
    },
    command(step) {
      if (step.migration.checked) add(step)
    }
  })
  return explained
}

/** Make points of offsets in a text; an offset is always inside of it. */
export function rangesOf(text: string): (range: Range) => {start: Point; end: Point} {
  const places = location(text)
  const point = (offset: number): Point => {
    const found = places.toPoint(Math.min(Math.max(offset, 0), text.length))
    return {line: found?.line ?? 1, column: found?.column ?? 1, offset: found?.offset ?? 0}
  }
  return ({end, start}) => ({start: point(start), end: point(end)})
}
