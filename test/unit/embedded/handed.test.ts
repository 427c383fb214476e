/** What a script does with what its library hands over to it: nothing that may send SQL is left without a word. */
import {describe, expect, test} from 'vitest'
import {findProject} from '../../../src/core/project.js'

/** A script of a library whose `up` does this, with what stands above it. */
const scripts: Readonly<Record<string, (body: string, above: string) => string>> = {
  knex: (body, above) =>
    `import {helper, Shared} from './shared.js'\n${above}\nexports.up = async (knex) => {\n${body}\n}`,
  sequelize: (body, above) =>
    `const {helper, User} = require('./shared')\n${above}\nmodule.exports = {async up(queryInterface) {\n${body}\n}}`,
  typeorm: (body, above) =>
    `import {helper, dataSource} from './shared.js'\n${above}\nexport class X {\nasync up(queryRunner) {\n${body}\n}}`,
  kysely: (body, above) =>
    `import {CompiledQuery, Migrator, sql} from 'kysely'\nimport {helper} from './shared.js'\n${above}\nexport async function up(db) {\n${body}\n}`,
  drizzle: (body, above) =>
    `import {drizzle} from 'drizzle-orm/node-postgres'\nimport {helper} from './shared.js'\n${above}\nconst db = drizzle(url)\nawait db.execute(sql\`\`)\n${body}`
}

/** What is sent, and `?` with what is told to be known only when the script runs. */
async function sentBy(library: string, body: string, above = ''): Promise<string[]> {
  const files = {'migrations/1.ts': scripts[library]?.(body, above) ?? ''}
  const project = await findProject({paths: ['migrations/1.ts'], cwd: '/project', files, dialect: 'postgres'})
  await project.open()
  return project.migrations.flatMap(({script, text}) =>
    script.statements.map(({problems: [problem], range}) =>
      problem
        ? `? ${/`(.*)`, known/.exec(problem.message)?.[1] ?? problem.message}`
        : text.slice(range.start, range.end)
    )
  )
}

describe('what is handed on to other code is told', () => {
  test.each([
    ['knex', 'await helper(knex.schema)', 'helper(knex.schema)'],
    ['knex', 'await helper([knex])', 'helper([knex])'],
    ['knex', 'await helper({to: {knex}})', 'helper({to: {knex}})'],
    ['knex', 'await helper(...[knex])', 'helper(...[knex])'],
    ['knex', 'await knex.transaction(helper)', 'knex.transaction(helper)'],
    ['knex', 'await knex.transaction(Shared.run)', 'knex.transaction(Shared.run)'],
    ['knex', 'await helper.bind(knex)()', 'helper.bind(knex)'],
    ['knex', "await knex('a').insert({id: await helper(knex)})", 'helper(knex)'],
    ['knex', "await knex.schema.table('a', helper)", 'helper'],
    ['knex', "await knex.schema.createTable('a', (table) => { helper(table) })", 'helper(table)'],
    ['sequelize', 'await helper(queryInterface.sequelize)', 'helper(queryInterface.sequelize)'],
    ['sequelize', 'await queryInterface.sequelize.transaction(helper)', 'queryInterface.sequelize.transaction(helper)'],
    [
      'sequelize',
      'const transaction = await queryInterface.sequelize.transaction()\nawait User.destroy({transaction})',
      'User.destroy({transaction})'
    ],
    ['typeorm', 'await helper(queryRunner.manager)', 'helper(queryRunner.manager)'],
    ['typeorm', 'await queryRunner.manager.transaction(helper)', 'queryRunner.manager.transaction(helper)'],
    ['kysely', 'await helper(db.schema)', 'helper(db.schema)'],
    ['kysely', "await helper(db.schema.dropTable('a'))", "helper(db.schema.dropTable('a'))"],
    ['kysely', 'await db.transaction().execute(helper)', 'db.transaction().execute(helper)'],
    ['kysely', 'await db.connection().execute(helper)', 'db.connection().execute(helper)'],
    ['drizzle', 'await db.transaction(helper)', 'db.transaction(helper)']
  ])('%s: %s', async (library, body, shown) => {
    expect((await sentBy(library, body)).at(0)).toBe(`? ${shown}`)
  })
})

describe('calls that send what nobody knows are told', () => {
  test.each([
    ['knex', 'await knex.migrate.rollback()', 'knex.migrate.rollback()'],
    ['knex', 'await knex.seed.run()', 'knex.seed.run()'],
    ['knex', "await knex.client.query('DROP TABLE a')", "knex.client.query('DROP TABLE a')"],
    ['knex', "await knex.schema[name]('a')", 'knex.schema'],
    [
      'knex',
      "await knex.with('x', (q) => q.from('a').del()).from('x')",
      "knex.with('x', (q) => q.from('a').del()).from('x')"
    ],
    [
      'sequelize',
      "await queryInterface.sequelize.define('a', {}).sync({force: true})",
      "queryInterface.sequelize.define('a', {}).sync({force: true})"
    ],
    ['sequelize', "const A = queryInterface.sequelize.model('a')\nawait A.findOrCreate({})", 'A.findOrCreate({})'],
    [
      'sequelize',
      'await queryInterface.sequelize.models.A.findOrCreate({})',
      'queryInterface.sequelize.models.A.findOrCreate({})'
    ],
    [
      'sequelize',
      'const row = await queryInterface.sequelize.models.A.findOne()\nawait row.destroy()',
      'row.destroy()'
    ],
    ['sequelize', "const {sequelize} = require('../models')\nawait sequelize.sync()", 'sequelize.sync()'],
    ['typeorm', 'await dataSource.synchronize(true)', 'dataSource.synchronize(true)'],
    ['typeorm', 'await dataSource.dropDatabase()', 'dataSource.dropDatabase()'],
    ['typeorm', 'await queryRunner.executeMemoryUpSql()', 'queryRunner.executeMemoryUpSql()'],
    ['kysely', 'const query = helper()\nawait db.executeQuery(query)', 'db.executeQuery(query)'],
    ['kysely', "await db.replaceInto('a').values({}).execute()", "db.replaceInto('a').values({}).execute()"],
    [
      'kysely',
      "await db.with('x', (d) => d.deleteFrom('a')).execute()",
      "db.with('x', (d) => d.deleteFrom('a')).execute()"
    ],
    ['drizzle', "await db.$client.query('DROP TABLE a')", "db.$client.query('DROP TABLE a')"]
  ])('%s: %s', async (library, body, shown) => {
    expect(await sentBy(library, body)).toEqual([`? ${shown}`])
  })
})

describe('what is sent by another name is read', () => {
  test.each([
    ['knex', 'await dropAll(knex.schema)', "const dropAll = (schema) => schema.dropTable('a')", 'DROP TABLE "a"'],
    ['knex', "let client\nclient = knex\nawait client.raw('DROP TABLE a')", '', 'DROP TABLE a'],
    ['knex', "const client = Shared.trx || knex\nawait client.raw('DROP TABLE a')", '', 'DROP TABLE a'],
    ['knex', "await (Shared.trx ?? knex).raw('DROP TABLE a')", '', 'DROP TABLE a'],
    ['knex', "this.client = knex\nawait this.client.raw('DROP TABLE a')", '', 'DROP TABLE a'],
    ['knex', "const schema = knex.schema.withSchema('s')\nawait schema.dropTable('a')", '', 'DROP TABLE "s"."a"'],
    ['knex', "const query = knex('a').where('id', 1)\nawait query.del()", '', 'DELETE FROM "a" WHERE (SELECT true)'],
    ['knex', 'await Shared.retry(run)', "const run = () => knex.raw('DROP TABLE a')", 'DROP TABLE a'],
    [
      'knex',
      "(await knex('a').select('id')).map(({id}) => knex('b').where({id}).del())",
      '',
      'DELETE FROM "b" WHERE (SELECT true)'
    ],
    [
      'knex',
      "await knex.schema.table('a', (table) => drop(table, 'b'))",
      'const drop = (table, name) => table.dropColumn(name)',
      'ALTER TABLE "a" DROP COLUMN "b"'
    ],
    ['sequelize', "await queryInterface.sequelize.getQueryInterface().dropTable('a')", '', 'DROP TABLE IF EXISTS "a"'],
    [
      'sequelize',
      "for (const row of (await queryInterface.sequelize.query('DELETE FROM a RETURNING id'))[0]) helper(row)",
      '',
      'DELETE FROM a RETURNING id'
    ],
    ['sequelize', "const {sequelize: own} = queryInterface\nawait own.query('DROP TABLE a')", '', 'DROP TABLE a'],
    ['typeorm', "await queryRunner.connection.createQueryRunner().dropTable('a')", '', 'DROP TABLE "a"'],
    ['typeorm', 'await queryRunner.sql`DELETE FROM a`', '', 'DELETE FROM a'],
    ['kysely', "const query = db.schema.dropTable('a').compile()\nawait db.executeQuery(query)", '', 'DROP TABLE "a"'],
    ['kysely', 'const query = sql`DROP TABLE a`\nawait db.executeQuery(query.compile(db))', '', 'DROP TABLE a'],
    ['kysely', "const query = CompiledQuery.raw('DROP TABLE a')\nawait db.executeQuery(query)", '', 'DROP TABLE a'],
    ['drizzle', 'const own = db\nawait own.execute(sql`DROP TABLE a`)', '', 'DROP TABLE a']
  ])('%s: %s', async (library, body, above, sql) => {
    expect(await sentBy(library, body, above)).toEqual([sql])
  })
})

describe('what sends nothing is left in peace', () => {
  test.each([
    ['knex', "if (knex.client.config.client.includes('pg')) helper(knex.client.config)"],
    ['knex', "const rows = await knex('a').where(knex.raw('b > 1'))\nhelper(rows)"],
    ['knex', "knex.on('query', helper)\nawait knex.schema.hasTable('a')"],
    ['sequelize', "if (queryInterface.sequelize.getDialect() === 'postgres') helper(queryInterface.sequelize.options)"],
    ['sequelize', 'const rows = await queryInterface.sequelize.models.A.findAll()\nhelper(rows.map(({id}) => id))'],
    ['typeorm', "if (queryRunner.connection.options.type === 'postgres') helper(queryRunner.connection.driver)"],
    ['kysely', "const rows = await db.selectFrom('a').where(sql`b`).execute()\nhelper(rows)"],
    ['drizzle', 'const rows = await db.select().from(users)\nhelper(rows)']
  ])('%s: %s', async (library, body) => {
    expect(await sentBy(library, body)).toEqual([])
  })
})

test('a script beside migrations of a library is one, whatever it calls what it is given', async () => {
  const files = {
    'migrations/1.js': "module.exports = {up: async (queryInterface) => { await queryInterface.dropTable('a') }}",
    'migrations/2.js': "module.exports = {up: async (context) => { await context.dropTable('b') }}",
    'migrations/index.js': "module.exports = {run: () => require('./1')}"
  }
  const project = await findProject({paths: ['.'], cwd: '/project', files, dialect: 'postgres'})
  expect(project.migrations.map(({path, text}) => `${path}: ${text.trim()}`)).toEqual([
    'migrations/1.js: DROP TABLE IF EXISTS "a";',
    'migrations/2.js: DROP TABLE IF EXISTS "b";'
  ])
})

describe('what a function sends is read, wherever it stands', () => {
  test.each([
    [
      'in a promise',
      "async (knex) => { await new Promise((done, fail) => { knex.schema.dropTable('a').then(done, fail) }) }"
    ],
    [
      'in an object',
      "async (knex) => { await retry({run: () => knex.schema.dropTable('a'), down: () => knex.schema.dropTable('b')}) }"
    ],
    ['as a method', "async (knex) => { await retry({async run() { await knex.schema.dropTable('a') }}) }"],
    ['in a list', "async (knex) => { await all([() => knex.schema.dropTable('a')]) }"],
    ['with parts that are taken out of the parameter', "async ({schema}) => { await schema.dropTable('a') }"],
    ['with one under another name', "async ({schema: tables}) => { await tables.dropTable('a') }"]
  ])('%s', async (_name, up) => {
    const files = {'migrations/1.js': `// knex\nexports.up = ${up}`}
    const project = await findProject({paths: ['migrations/1.js'], cwd: '/project', files, dialect: 'postgres'})
    expect(project.migrations.map(({text}) => text.split('\n').filter((line) => /\w{3}.*;/.test(line)))).toEqual([
      ['DROP TABLE "a";']
    ])
  })
})
