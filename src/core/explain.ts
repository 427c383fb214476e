import type {Effect} from '../knowledge/effect.js'
import type {Migration} from '../migrations/migration.js'
import type {Statement} from '../operations/script.js'
import type {Range} from '../parse/source.js'
import type {Step} from './analyze.js'
import {analyze} from './analyze.js'
import {mergeEffects} from './merge-effects.js'
import {placesOf} from './place.js'
import type {Place} from './place.js'
import type {Project} from './project.js'

/** What the server will do for one statement. */
export interface ExplainedStatement {
  file: string
  /** As it stands in the file. */
  sql: string
  range: Place
  /** One for each relation that existed before. */
  effects: Effect[]
  /** Why the statement could not be read, or not in full, or why the server will refuse it. */
  error: {message: string} | null
}

/** Say for each statement of the checked migrations what the server will do. */
export function explainProject(project: Project): ExplainedStatement[] {
  const explained: ExplainedStatement[] = []
  let toPlace: (range: Range) => Place = () => {
    throw new TypeError('Unexpected statement before its migration, expected `statement` to be called first')
  }
  let current: Migration | undefined

  function begin(statement: Statement, migration: Migration): void {
    if (migration !== current) {
      toPlace = placesOf(migration)
      current = migration
    }
    const [problem] = statement.problems
    explained.push({
      file: migration.path,
      sql: migration.text.slice(statement.range.start, statement.range.end),
      range: toPlace(statement.range),
      effects: [],
      error: problem === undefined ? null : {message: problem.message}
    })
  }

  function add({judgement}: Step): void {
    const last = explained.at(-1)
    if (last === undefined) return
    const {effects, failure, refusal} = judgement
    const message = (refusal ?? failure)?.message
    if (message !== undefined) last.error ??= {message}
    if (!refusal) last.effects = mergeEffects([...last.effects, ...effects])
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
