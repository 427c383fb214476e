/** A table and its twin, an application at work on both, and what both are in the end. */
import {expect} from 'vitest'
import type {RecipeCase} from './recipe-cases.js'
import {fill, rows, tables} from './recipe-cases.js'
import {dumpCatalog} from './shadow/catalog-dump.js'
import {createWorld} from './world.js'
import type {World} from './world.js'
import {startWriters} from './writers.js'
import type {Writers} from './writers.js'

/** What the plan is for, and the twin, which the plain statement changes in the end. */
const schemas = ['public', 'twin'] as const

/** One database with both, each with what the case needs. */
export function createTwins(server: string, {setup = []}: RecipeCase): Promise<World> {
  const statements = [...tables, ...setup, fill]
  return createWorld(server, [
    'CREATE SCHEMA twin',
    ...schemas.flatMap((schema) => [`SET search_path = ${schema}`, ...statements]),
    'RESET search_path'
  ])
}

/** An application that says everything to both; `release` is asked anew for each statement. */
export function startApplication(world: World, {writes}: RecipeCase, release: () => number): Promise<Writers> {
  let fresh = rows
  return startWriters(world, schemas, 2, (random) => {
    const id = random(rows) + 1
    const statement = writes({random, fresh: ++fresh, id})
    return {
      key: id,
      write: (schema) => ({
        sql: `SET LOCAL search_path = ${schema}; ${statement(schema === 'public' ? release() : 0)}`,
        values: []
      })
    }
  })
}

/** Do to the twin what the plan was for; then nobody can tell the two apart. */
export async function expectTwins(world: World, each: RecipeCase): Promise<void> {
  const {atTheEnd = false, change, rows: compared = 'SELECT * FROM account', settle = ''} = each
  await world.query(`SET search_path = twin; ${change}`)
  const ends: Array<{catalog: unknown; rows: Set<string>}> = []
  for (const schema of schemas) {
    await world.query(`SET search_path = ${schema}; ${settle}`)
    const found = await world.query(`SELECT to_jsonb(r)::text AS row FROM (${compared}) AS r`)
    const catalog = await dumpCatalog(world, schema)
    if (atTheEnd) forgetPlaces(catalog)
    ends.push({catalog, rows: new Set(found.map(({row}) => row as string))})
  }
  await world.query('RESET search_path')
  const [own, twin] = ends
  if (!own || !twin) throw new TypeError('Unexpected lack of an end')
  expect(own.catalog).toEqual(twin.catalog)
  const only = (a: Set<string>, b: Set<string>): string[] => [...a].filter((row) => !b.has(row))
  expect([only(own.rows, twin.rows), only(twin.rows, own.rows)]).toEqual([[], []])
}

/** Where columns stand, and what indexes call theirs: that is the name that the column had when they were built. */
function forgetPlaces(catalog: Record<string, unknown>): void {
  const indexes = new Set((catalog['indexes'] as Array<{name: string}>).map(({name}) => name))
  const columns = catalog['columns'] as Array<{name: string; attname: string; place: unknown}>
  catalog['columns'] = columns
    .filter(({name}) => !indexes.has(name))
    .map(({place: _, ...column}) => column)
    .sort((a, b) => (`${a.name}.${a.attname}` < `${b.name}.${b.attname}` ? -1 : 1))
}
