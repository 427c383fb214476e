import {readFileSync} from 'node:fs'
import {describe, expect, it} from 'vitest'
import {findEmbeddedSql} from '../../../src/migrations/embedded/find-embedded-sql.js'
import type {Library} from '../../../src/migrations/embedded/library.js'
import {drizzleOrm} from '../../../src/migrations/embedded/libraries/drizzle-orm.js'
import {knex} from '../../../src/migrations/embedded/libraries/knex/knex.js'
import {kysely} from '../../../src/migrations/embedded/libraries/kysely/kysely.js'
import {prismaClient} from '../../../src/migrations/embedded/libraries/prisma-client.js'
import {sequelize} from '../../../src/migrations/embedded/libraries/sequelize/sequelize.js'
import {typeorm} from '../../../src/migrations/embedded/libraries/typeorm/typeorm.js'
import {loadReader} from '../../../src/operations/read.js'
import type {Script} from '../../../src/operations/script.js'

type Dialect = 'postgres' | 'mysql'

/** What the libraries themselves send, as `scripts/record-libraries.mjs` has recorded it on servers. */
interface Recorded {
  calls: Array<{call: string} & Partial<Record<Dialect, string[]>>>
}

interface Which {
  call: RegExp
  /** Default: on both. */
  dialect?: Dialect
}

interface Compared {
  library: Library
  /** What `up` is given. */
  parameters: string
  /** Calls that are said to be unknown; of all others, every operation is foretold. */
  unknown: Which[]
  /** What is foretold otherwise: what the library sends depends on what the server tells it of the table. */
  otherwise: Which[]
}

const libraries: Record<string, Compared> = {
  knex: {
    library: knex,
    parameters: 'knex',
    unknown: [{call: /create(?:Materialized)?View(?!.*raw\()/}, {call: /(?:set|drop)Nullable/, dialect: 'mysql'}],
    otherwise: [{call: /renameColumn/, dialect: 'mysql'}]
  },
  sequelize: {
    library: sequelize,
    parameters: 'queryInterface, Sequelize',
    unknown: [{call: /type: 'check'/}, {call: /dropAll/}],
    otherwise: [
      {call: /renameColumn/, dialect: 'mysql'},
      {call: /removeConstraint/, dialect: 'mysql'},
      {call: /addConstraint.*removeColumn/, dialect: 'mysql'}
    ]
  },
  kysely: {library: kysely, parameters: 'db', unknown: [{call: /\.as\(db/}], otherwise: []},
  typeorm: {
    library: typeorm,
    parameters: 'queryRunner',
    unknown: [{call: /changeColumn/}, {call: /dropPrimaryKey\('orders'\)/, dialect: 'postgres'}],
    otherwise: [
      // It asks itself what is there.
      {call: /dropTable\('\w+', true|\}\), true/},
      {call: /renameTable/, dialect: 'postgres'},
      {call: /renameColumn/, dialect: 'mysql'},
      // Which rows matters to nobody else.
      {call: /insert\(\)/}
    ]
  },
  'drizzle-orm': {library: drizzleOrm, parameters: 'db', unknown: [{call: /append/}], otherwise: []},
  'prisma-client': {library: prismaClient, parameters: 'prisma', unknown: [], otherwise: []}
}

const readers = {
  postgres: await loadReader({dialect: 'postgres', version: [18]}),
  mysql: await loadReader({dialect: 'mysql', version: [9, 7]})
}

/** Operations without their places, and without how their expressions are written. */
function operationsIn({statements}: Script): unknown[] {
  const places = new Set(['range', 'location', 'stmt_location', 'stmt_len', 'text', 'tree'])
  const operations = statements.flatMap(({commands}) => commands.flatMap((command) => command.operations))
  return JSON.parse(
    JSON.stringify(operations, (key, value: unknown) => (places.has(key) ? undefined : value))
  ) as unknown[]
}

describe.each(Object.entries(libraries))('%s', (name, {library, otherwise, parameters, unknown}) => {
  const file = new URL(`../../../fixtures/scripts/${name}.json`, import.meta.url)
  const {calls} = JSON.parse(readFileSync(file, 'utf8')) as Recorded
  const cases = calls.flatMap(({call, ...sent}) =>
    (['postgres', 'mysql'] as const).flatMap((dialect) => {
      const sql = sent[dialect]
      return sql === undefined ? [] : [{call, dialect, sql}]
    })
  )

  it.each(cases)('sends what it is foretold to on $dialect: $call', ({call, dialect, sql}) => {
    const read = readers[dialect]
    const found = findEmbeddedSql(`exports.up = async (${parameters}) => { ${call} }`, '1.js', library, dialect)
    const script = found.complete(read(found.text))
    const reasons = script.statements.flatMap(({problems}) => problems.map(({reason}) => reason))
    const isOf = (list: readonly Which[]): boolean =>
      list.some((which) => which.call.test(call) && (which.dialect ?? dialect) === dialect)
    if (isOf(unknown)) {
      expect(reasons).toContain('dynamic')
      return
    }
    expect(reasons).toEqual([])
    const sent = sql.flatMap((each) => operationsIn(read(each)))
    if (isOf(otherwise)) expect(operationsIn(script)).not.toEqual(sent)
    else expect(operationsIn(script)).toEqual(sent)
  })
})
