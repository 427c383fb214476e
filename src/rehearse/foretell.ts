import {analyze} from '../core/analyze.js'
import type {Step} from '../core/analyze.js'
import {mergeEffects} from '../core/merge-effects.js'
import {placesIn} from '../core/place.js'
import type {Place} from '../core/place.js'
import type {Project} from '../core/project.js'
import type {Migration} from '../migrations/migration.js'
import type {Statement} from '../operations/script.js'
import type {Range} from '../parse/source.js'
import type {ForetoldMigration, ForetoldStatement} from './rehearsal.js'

/** Say for each statement of the checked migrations what the server will do, and how it is sent. */
export function foretell(project: Project): ForetoldMigration[] {
  const foretold: ForetoldMigration[] = []
  let current: Migration | undefined
  let toPlace: (range: Range) => Place = () => {
    throw new TypeError('Unexpected statement before its migration, expected `statement` to be called first')
  }
  const unconditional = new Set<string>()

  function begin(statement: Statement, migration: Migration): void {
    if (migration !== current) {
      current = migration
      toPlace = placesIn(migration.text)
      foretold.push({path: migration.path, transaction: migration.transaction, statements: []})
    }
    unconditional.clear()
    const {start, end} = statement.range
    foretold.at(-1)?.statements.push({
      file: migration.path,
      sql: migration.text.slice(start, end),
      place: toPlace(statement.range),
      effects: [],
      conditional: new Set(),
      refusal: undefined,
      problem: statement.problems[0]?.message,
      control: controlOf(statement)
    })
  }

  function add({command, judgement}: Step): void {
    const statement = foretold.at(-1)?.statements.at(-1)
    if (statement === undefined) return
    statement.refusal ??= judgement.refusal
    statement.effects = mergeEffects([...statement.effects, ...judgement.effects])
    if (command.conditional !== true) for (const {relation} of judgement.effects) unconditional.add(relation)
    const names = statement.effects.map(({relation}) => relation)
    statement.conditional = new Set(names.filter((name) => !unconditional.has(name)))
  }

  analyze(project.migrations, project.catalog, project.createSession, {
    statement(statement, migration) {
      if (migration.checked) begin(statement, migration)
    },
    command(step) {
      if (step.migration.checked) add(step)
    }
  })
  return foretold
}

/** Whether a statement begins or ends a transaction; savepoints do neither. */
export function controlOf({commands}: Statement): ForetoldStatement['control'] {
  for (const operation of commands.flatMap(({operations}) => operations)) {
    if (operation.kind === 'transaction.begin') return 'begin'
    if (operation.kind === 'transaction.commit') return operation.chain === true ? 'begin' : 'end'
    if (operation.kind === 'transaction.rollback' && operation.to === undefined) {
      return operation.chain === true ? 'begin' : 'end'
    }
    if (operation.kind === 'transaction.prepare') return 'end'
  }
  return undefined
}
