/** That a fact was seen must be true: a case that is run on servers has it decide. */
import {expect, it} from 'vitest'
import {inVersions} from '../../../src/server/server.js'
import {judge} from '../../../src/knowledge/judge.js'
import {matchesOf} from '../../../src/knowledge/postgres/effects.js'
import type {PostgresFact} from '../../../src/knowledge/postgres/fact.js'
import {facts} from '../../../src/knowledge/postgres/facts/index.js'
import type {Command} from '../../../src/operations/script.js'
import {loadReader} from '../../../src/operations/read.js'
import {type Reader} from '../../../src/operations/script.js'
import {Catalog} from '../../../src/schema/catalog.js'
import {change} from '../../../src/schema/change.js'
import {Session} from '../../../src/schema/session.js'
import {groups} from '../../live/postgres-facts/cases/index.js'

const versions = [14, 15, 16, 17, 18]

/** The rows that alone decide about a relation in a case. */
function decidingRows(commandsOf: (script: string) => readonly Command[], version: number): Set<PostgresFact> {
  const deciding = new Set<PostgresFact>()
  const run = (setup: string, statement: string, inTransaction: boolean): void => {
    const catalog = new Catalog()
    const session = new Session({dialect: 'postgres', version: [version]})
    for (const command of commandsOf(setup)) change(command, catalog, session, undefined)
    if (inTransaction) {
      session.transaction = {byRunner: true, mark: catalog.mark(), settings: new Map(), savepoints: []}
    }
    for (const command of commandsOf(statement)) {
      // What a server refuses shows nothing of its locks.
      if (judge(command, {catalog, session}).refusal === undefined) {
        for (const operation of command.operations) {
          for (const {candidates} of matchesOf({operation, command, catalog, session, version})) {
            const [row, ...others] = candidates
            if (row && others.length === 0) deciding.add(row)
          }
        }
      }
      change(command, catalog, session, 1)
    }
  }
  for (const {outside = [], setup, statements} of groups) {
    for (const statement of statements) run(setup, statement, true)
    for (const [index, statement] of outside.entries()) {
      run([setup, ...outside.slice(0, index)].join(';\n'), statement, false)
    }
  }
  return deciding
}

/** Scripts come again with each statement of their group: read once. */
function cached(read: Reader): (script: string) => readonly Command[] {
  const known = new Map<string, readonly Command[]>()
  return (script) => {
    const commands = known.get(script) ?? read(script).statements.flatMap((statement) => statement.commands)
    known.set(script, commands)
    return commands
  }
}

/** They touch no relation: there is nothing that could be seen. */
const touchesNothing = ({on}: PostgresFact): boolean => on === 'nothing'

it('facts that are said to be observed decide a case', async () => {
  const unproved = new Set(
    Object.values(facts)
      .flat()
      .filter((row) => row.proof === 'observed' && !touchesNothing(row))
  )
  // What is read does not depend on the version.
  const commandsOf = cached(await loadReader({dialect: 'postgres', version: [18]}))
  for (const version of versions) {
    const deciding = decidingRows(commandsOf, version)
    for (const row of deciding) if (inVersions([version], row.versions)) unproved.delete(row)
  }
  expect(
    [...unproved].map(({because, on, operation, versions, when}) =>
      [operation, on, versions, when.join(' '), because].join(' | ')
    )
  ).toEqual([])
})
