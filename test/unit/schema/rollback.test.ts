/** Whatever stands between a mark and its rollback leaves no trace. */
import {readFileSync} from 'node:fs'
import {describe, expect, it} from 'vitest'
import type {Dialect, Server} from '../../../src/server/server.js'
import {loadReader} from '../../../src/operations/read.js'
import type {Command} from '../../../src/operations/script.js'
import {Catalog} from '../../../src/schema/catalog.js'
import {change} from '../../../src/schema/change.js'
import {Session} from '../../../src/schema/session.js'

const folder = new URL('../../../fixtures/schema/', import.meta.url)
const servers: Record<Dialect, {server: Server; files: string[]}> = {
  postgres: {server: {dialect: 'postgres', version: [18]}, files: ['postgres.sql', 'postgres-18.sql']},
  mysql: {server: {dialect: 'mysql', version: [9, 4]}, files: ['mysql.sql', 'mysql-9.sql']},
  mariadb: {server: {dialect: 'mariadb', version: [11, 8]}, files: ['mysql.sql', 'mariadb.sql']}
}

/** Everything in a catalog, in an order that does not depend on how it came there. */
function contents(catalog: Catalog): Record<string, unknown> {
  const {children, constraintNames, extensions, indexes, ownedSequences, readers, referencing} = catalog
  const {routines, schemas, sequences, tables, temporary, triggerUsers, types, typeUsers} = catalog
  const maps = {children, constraintNames, extensions, indexes, ownedSequences, readers, referencing}
  const more = {routines, schemas, sequences, tables, temporary, triggerUsers, types, typeUsers}
  return Object.fromEntries(
    Object.entries({...maps, ...more}).map(([name, map]) => [name, new Map<string, unknown>(map.entries())])
  )
}

/** Small, seeded: the same sequences on every run. */
function createRandom(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

describe.each(Object.values(servers))('$server.dialect', ({files, server}) => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8])('is exact, seed %i', async (seed) => {
    const read = await loadReader(server)
    const all = files
      .flatMap((file) => read(readFileSync(new URL(file, folder), 'utf8')).statements)
      .flatMap(({commands}) => commands)
    const schemaOnly = (command: Command) => command.operations.every(({kind}) => !kind.startsWith('transaction.'))
    const commands = all.filter(schemaOnly)
    const random = createRandom(seed)
    const catalog = new Catalog()
    const session = new Session(server, {database: 'shop'})
    for (const command of commands.slice(0, random(commands.length))) change(command, catalog, session, 1)

    const before = contents(catalog)
    const snapshot = structuredClone(before)
    const mark = catalog.mark()
    for (let count = 0; count < 200; count++) {
      // In any order, so that many of them meet what they do not expect.
      const command = commands[random(commands.length)]
      if (command) change(command, catalog, session, 2)
    }
    expect(contents(catalog)).not.toEqual(snapshot)
    catalog.rollback(mark)
    expect(contents(catalog)).toEqual(snapshot)
  })
})
