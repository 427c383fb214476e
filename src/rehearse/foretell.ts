import {analyze} from '../core/analyze.js'
import type {Step} from '../core/analyze.js'
import type {Effect} from '../knowledge/effect.js'
import {mergeEffects} from '../core/merge-effects.js'
import {placesOf} from '../core/place.js'
import type {Place} from '../core/place.js'
import type {Project} from '../core/project.js'
import type {Migration} from '../migrations/migration.js'
import type {Statement} from '../operations/script.js'
import type {Range} from '../parse/source.js'
import {keyOf} from '../schema/objects.js'
import {readingsOf} from '../schema/relation-name.js'
import type {ForetoldMigration, ForetoldStatement} from './rehearsal.js'
import {transactionsOf} from './transactions.js'

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
      toPlace = placesOf(migration)
      foretold.push(withoutStatements(migration))
    }
    unconditional.clear()
    const {start, end} = statement.range
    foretold.at(-1)?.statements.push({
      file: migration.path,
      sql: migration.text.slice(start, end),
      place: toPlace(statement.range),
      effects: [],
      known: new Set(),
      conditional: new Set(),
      data: isData(statement),
      refusal: undefined,
      problem: statement.problems[0]?.message ?? dynamicIn(statement),
      control: controlOf(statement)
    })
  }

  function add({catalog, command, judgement, session}: Step): void {
    const statement = foretold.at(-1)?.statements.at(-1)
    if (statement === undefined) return
    statement.refusal ??= judgement.refusal ?? judgement.failure
    statement.effects = mergeEffects([...statement.effects, ...judgement.effects])
    const own = session.server.dialect === 'postgres' ? 'public' : session.creationSchema()
    const knows = ({relation}: Effect): boolean =>
      readingsOf(relation, own).some((name) => catalog.tables.has(keyOf(name)))
    statement.known = new Set([...statement.known, ...judgement.effects.filter(knows).map(({relation}) => relation)])
    if (command.conditional !== true && !catches(statement.sql))
      for (const {relation} of judgement.effects) unconditional.add(relation)
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
  // One without statements has nothing to say, and its place all the same.
  const byPath = new Map(foretold.map((each) => [each.path, each]))
  return project.migrations
    .filter(({checked}) => checked)
    .map((migration) => byPath.get(migration.path) ?? withoutStatements(migration))
}

function withoutStatements(migration: Migration): ForetoldMigration {
  const {path, transaction} = migration
  return {path, transaction, transactions: transactionsOf(migration), statements: []}
}

/** What a handler catches is rolled back to the beginning of its block, with the locks that it took. */
function catches(sql: string): boolean {
  return /^do\b/i.test(sql) && /\bexception\s+when\b/i.test(sql)
}

/** What such a statement does stands in no file. */
function dynamicIn({commands}: Statement): string | undefined {
  const kinds = commands.flatMap(({operations}) => operations.map(({kind}) => kind))
  const isUnnamed = commands.some(({unnamed}) => unnamed === true)
  return isUnnamed || kinds.some((kind) => kind === 'dynamic.execute' || kind === 'procedure.call')
    ? 'what it runs is known only when it runs'
    : undefined
}

function isData({commands}: Statement): boolean {
  const kinds = commands.flatMap(({operations}) => operations.map(({kind}) => kind))
  return kinds.length > 0 && kinds.every((kind) => kind.startsWith('rows.'))
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
