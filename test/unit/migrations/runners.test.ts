/**
 * What runners do where their documentation says little: each case shows what the program itself was seen to do on
 * PostgreSQL 18, where rows that noted the transaction that they were written in told which statements had shared one.
 * Those of goose follow its source, 3.27.3, those of tern 2.4, Play and MyBatis their sources, and the wording of Django 4.1 as well. sql-migrate is
 * that of Debian 12, of December 2019.
 */
import {expect, test} from 'vitest'
import {findProject} from '../../../src/core/project.js'

/** The first word and the last of each statement that goes up, by transaction; `alone`: it commits by itself. */
async function transactionsOf(files: Record<string, string>): Promise<string[]> {
  const project = await findProject({paths: ['.'], cwd: '/project', files, dialect: 'postgres'})
  await project.open()
  return project.migrations.flatMap(({path, script, text, transaction, transactions}) => {
    const whole = transaction === 'none' ? [] : [{start: 0, end: text.length}]
    const groups = new Map<unknown, string[]>()
    for (const {range} of script.statements) {
      const inside = (transactions ?? whole).find(({end, start}) => range.start >= start && range.start < end)
      const name = /\d+|\w+$/.exec(text.slice(range.start, range.end))?.[0] ?? '?'
      groups.set(inside ?? range, [...(groups.get(inside ?? range) ?? []), `${inside ? '' : 'alone '}${name}`])
    }
    return [...groups.values()].map((group) => `${path}: ${group.join(', ')}`)
  })
}

test.each([
  [
    'dbmate 2.36: a marker in capitals is a comment, and what follows is run',
    '1.sql',
    '-- migrate:up\nSELECT 1;\n-- MIGRATE:DOWN\nSELECT 2;\n-- migrate:down\nSELECT 3;\n',
    ['1, 2']
  ],
  [
    'dbmate 2.36: so is one that goes on',
    '1.sql',
    '-- migrate:up\nSELECT 1;\n-- migrate:down-later\nSELECT 2;\n-- migrate:down\nSELECT 3;\n',
    ['1, 2']
  ],
  [
    'dbmate 2.36: markers may stand close to their sign, and end in CR',
    '1.sql',
    '--migrate:up transaction:false\r\nSELECT 1;\r\n--migrate:down\r\nSELECT 2;\r\n',
    ['alone 1']
  ],
  [
    'dbmate 2.36: other words are no option',
    '1.sql',
    '-- migrate:up transaction:FALSE\nSELECT 1;\n-- migrate:down\n',
    ['1']
  ],
  [
    'Supabase 3.1: REINDEX with CONCURRENTLY in parentheses is not run by itself',
    'supabase/migrations/1_a.sql',
    'SELECT 1;\nREINDEX (CONCURRENTLY) TABLE t2;\nREINDEX TABLE\n CONCURRENTLY t3;\nSELECT 4;\nSELECT 5;\n',
    ['1, t2', 'alone t3', '4, 5']
  ],
  [
    'goose 3.27.3: what is between annotations is one query, whatever the file says of transactions',
    '1_a.sql',
    '-- +goose NO TRANSACTION\n-- +goose Up\nSELECT 1;\n-- +goose StatementBegin\nSELECT 2;\nSELECT 3;\n-- +goose StatementEnd\nSELECT 4;\n-- +goose Down\nSELECT 5;SELECT 6;\n',
    ['alone 1', '2, 3', 'alone 4']
  ],
  [
    'goose 3.27.3: so is what a line ends',
    '1_a.sql',
    '-- +goose Up\n-- +goose NO TRANSACTION\nSELECT 1; SELECT 2; -- both\n\n-- a comment;\nSELECT\n3;\nSELECT 4; /* goes on */\nSELECT 5;\n',
    ['1, 2', 'alone 3', '4, 5']
  ],
  [
    'sql-migrate: what a line ends and what is between annotations is one query, also where several parts go up',
    '1.sql',
    '-- +migrate Up notransaction\nSELECT 1; SELECT 2; -- both\n\n-- a comment;\nSELECT\n3;\nSELECT 4; /* goes on */\nSELECT 5;\n-- +migrate StatementBegin\nSELECT 6;\nSELECT 7;\n-- +migrate StatementEnd\nSELECT 8;\n-- +migrate Down\nSELECT 9;\n-- +migrate Up\nSELECT 10;\n',
    ['1, 2', 'alone 3', '4, 5', '6, 7', 'alone 8', 'alone 10']
  ],
  [
    'sql-migrate: what the way back says of transactions is not said of the way up',
    '2.sql',
    '-- +migrate Up\nSELECT 21;\n-- +migrate Down notransaction\nSELECT 22;\n-- +migrate Up\nSELECT 23;\n',
    ['21, 23']
  ],
  [
    'sql-migrate: other letters, places and words are comments, and what follows is of the part that it is in',
    '3.sql',
    '--+migrate Up\nSELECT 1;\n-- +migrate up\nSELECT 2;\n  -- +migrate Up\nSELECT 3;\n-- +migrate   Up\nSELECT 4;\n-- +migrate Upward\nSELECT 5;\n',
    ['4, 5']
  ],
  [
    'Postgrator 8: a file is one query, whose title may have points or not be there',
    '12.do.sql',
    'SELECT 1;\nSELECT 2;\n',
    ['1, 2']
  ],
  ['Postgrator 8: one statement commits by itself', '13.do.a.b.sql', 'SELECT 1;\n', ['alone 1']],
  [
    'tern 2.4: only the part that goes up may ask for no transaction',
    '001_a.sql',
    'SELECT 1;\nSELECT 2;\n---- create above / drop below ----\n---- tern: disable-tx ----\nSELECT 3;\n',
    ['1, 2']
  ],
  [
    'tern 2.4: who asks for none has the statements sent one by one',
    '001_a.sql',
    'SELECT 1;\n---- tern: disable-tx ----\nSELECT 2;\n---- create above / drop below ----\nSELECT 3;\n',
    ['alone 1', 'alone 2']
  ],
  [
    'tern 2.4: a line that ends in CR asks for nothing',
    '001_a.sql',
    '---- tern: disable-tx ----\r\nSELECT 1;\r\nSELECT 2;\r\n---- create above / drop below ----\r\n',
    ['1, 2']
  ],
  [
    'Play evolutions: two semicolons end no statement, markers may stand in, and what is before the first is not run',
    'conf/evolutions/default/1.sql',
    'SELECT 1;\n  # --- !Ups\nDO $$ BEGIN PERFORM 2;; END;; $$;\nSELECT 3;\n#!Downs\nSELECT 4;\n-- again !Ups\nSELECT 5;\n',
    ['alone 2', 'alone 3', 'alone 5']
  ],
  [
    'MyBatis Migrations: what is behind the first mark takes the change back',
    '20240110093000_a.sql',
    '--// first\nSELECT 1;\nSELECT 2;\n  --  //  @UNDO of it\nSELECT 3;\n-- //@UNDO\nSELECT 4;\n',
    ['1, 2']
  ],
  [
    'Knex 3.3: what a comment says does not count',
    'migrations/1.js',
    "// exports.config = {transaction: false}\nexports.up = async (knex) => {\n  await knex.raw('SELECT 1')\n  await knex.raw('SELECT 2')\n}\n",
    ['1, 2']
  ],
  [
    'Knex 3.3: nor does the setting of something else',
    'migrations/1.js',
    "const config = {url: 'http://here'}\nconst other = {transaction: false}\nexports.up = async (knex) => {\n  await knex.raw('SELECT 1')\n  await knex.raw('SELECT 2')\n}\n",
    ['1, 2']
  ],
  [
    'Knex 3.3: without a transaction, several statements of one call are one all the same',
    'migrations/1.js',
    "exports.config = {\n  'transaction': false\n}\nexports.up = async (knex) => {\n  await knex.raw('SELECT 1;SELECT 2')\n  await knex.raw('SELECT 3')\n}\n",
    ['1, 2', 'alone 3']
  ],
  [
    'node-pg-migrate 9.0: so they are to its SQL',
    'migrations/1.js',
    "exports.up = (pgm) => {\n  pgm.noTransaction()\n  pgm.sql('SELECT 1;SELECT 2')\n  pgm.sql('SELECT 3')\n}\n",
    ['1, 2', 'alone 3']
  ],
  [
    'node-pg-migrate 9.0: a comment asks for nothing',
    'migrations/1.js',
    "exports.up = (pgm) => {\n  // pgm.noTransaction()\n  pgm.sql('SELECT 1')\n  pgm.sql('SELECT 2')\n}\n",
    ['1, 2']
  ]
])('%s', async (_name, path, text, expected) => {
  expect(await transactionsOf({[path]: text})).toEqual(expected.map((group) => `${path}: ${group}`))
})

test('node-pg-migrate 9.0: SQL without markers goes up in a transaction as well, with what stands below one for the way down', async () => {
  const files = {
    'migrations/1_a.sql': '-- Up Migration\nSELECT 1;\n-- Down Migration\nSELECT 2;\n',
    'migrations/2_b.sql': 'SELECT 3;\n',
    'migrations/3_c.sql': 'SELECT 4;\n-- Down Migration\nSELECT 5;\n'
  }
  expect(await transactionsOf(files)).toEqual([
    'migrations/1_a.sql: 1',
    'migrations/2_b.sql: 3',
    'migrations/3_c.sql: 4, 5'
  ])
})

test('a call with several statements in a transaction that the script has begun is part of that', async () => {
  const text =
    "exports.config = {transaction: false}\nexports.up = async (knex) => {\n  await knex.raw('BEGIN')\n  await knex.raw('SELECT 1;SELECT 2')\n  await knex.raw('COMMIT')\n  await knex.raw('SELECT 3;SELECT 4')\n}\n"
  expect(await transactionsOf({'migrations/1.js': text})).toEqual([
    'migrations/1.js: alone BEGIN',
    'migrations/1.js: alone 1',
    'migrations/1.js: alone 2',
    'migrations/1.js: alone COMMIT',
    'migrations/1.js: 3, 4'
  ])
})

/** A script of a library whose `up` does this. */
const scripts: Readonly<Record<string, (body: string) => string>> = {
  knex: (body) => `exports.config = Object.freeze({transaction: false})\nexports.up = async (knex) => {\n${body}\n}\n`,
  sequelize: (body) => `module.exports = {\n  async up(queryInterface, Sequelize) {\n${body}\n}}\n`,
  typeorm: (body) =>
    `export class X implements MigrationInterface {\n  transaction = false\n  async up(queryRunner: QueryRunner) {\n${body}\n}}\n`,
  kysely: (body) => `import {CompiledQuery, sql} from 'kysely'\nexport async function up(db) {\n${body}\n}\n`,
  prisma: (body) => `const prisma = new PrismaClient()\nasync function up() {\n${body}\n}\nup()\n`
}

test.each([
  [
    'Sequelize 6.37: what is told the transaction is in it, what comes after it is not',
    'sequelize',
    "const transaction = await queryInterface.sequelize.transaction()\nawait queryInterface.sequelize.query('SELECT 1', {transaction})\nawait queryInterface.sequelize.query('SELECT 2', {transaction})\nawait transaction.commit()\nawait queryInterface.sequelize.query('SELECT 3')\nawait queryInterface.sequelize.query('SELECT 4')",
    ['1, 2', 'alone 3', 'alone 4']
  ],
  [
    'Sequelize 6.37: two transactions are two',
    'sequelize',
    "const {sequelize} = queryInterface\nawait sequelize.transaction((t) => Promise.all([sequelize.query('SELECT 1', {transaction: t}), sequelize.query('SELECT 2', {transaction: t})]))\nconst options = (t) => ({transaction: t})\nawait sequelize.transaction({isolationLevel: 'SERIALIZABLE'}, async (t) => {\n  await sequelize.query('SELECT 3', options(t))\n  await sequelize.query({query: 'SELECT 4'}, {...options(t)})\n})",
    ['1, 2', '3, 4']
  ],
  [
    'Sequelize 6.37: what is not told the transaction is past it, also where a column is described with it',
    'sequelize',
    "await queryInterface.sequelize.transaction(async (transaction) => {\n  await queryInterface.sequelize.query('SELECT 1')\n  await queryInterface.addColumn('t', 'a', {type: Sequelize.INTEGER, transaction})\n})",
    ['alone 1', 'alone INTEGER']
  ],
  [
    'Knex 3.3: a transaction of the script, where its runner has none',
    'knex',
    "await knex.raw('SELECT 1')\nawait knex.transaction(async (trx) => {\n  await trx.raw('SELECT 2')\n  await trx.raw('SELECT 3;SELECT 4')\n})\nconst trx = await knex.transaction()\nawait trx.raw('SELECT 5')\nawait trx.raw('SELECT 6')\nawait trx.commit()\nawait knex.raw('SELECT 7')",
    ['alone 1', '2, 3, 4', '5, 6', 'alone 7']
  ],
  [
    'Prisma Client: a list of queries is one transaction, and so is what a function sends',
    'prisma',
    "await prisma.$transaction([prisma.$executeRawUnsafe('SELECT 1'), prisma.$executeRawUnsafe('SELECT 2')])\nawait prisma.$executeRawUnsafe('SELECT 3')\nawait prisma.$transaction(async (tx) => {\n  await tx.$executeRawUnsafe('SELECT 4')\n  await tx.$executeRawUnsafe('SELECT 5')\n})",
    ['1, 2', 'alone 3', '4, 5']
  ],
  [
    'Sequelize: what is kept under a name sends as what it is',
    'sequelize',
    "const own = queryInterface.sequelize\nawait own.query('SELECT 1')\nconst query = own.query.bind(own)\nawait query('SELECT 2')\nconst other = own.getQueryInterface()\nawait other.sequelize.query('SELECT 3')",
    ['alone 1', 'alone 2', 'alone 3']
  ],
  [
    'Knex: so does it there',
    'knex',
    "const {schema} = knex\nawait schema.raw('SELECT 1')\nconst {raw} = knex\nawait raw('SELECT 2')\nconst all = {knex}\nawait all.knex.raw('SELECT 3')",
    ['alone 1', 'alone 2', 'alone 3']
  ],
  [
    'TypeORM: so does it there',
    'typeorm',
    "const {manager} = queryRunner\nawait manager.query('SELECT 1')\nconst runner = queryRunner.connection.createQueryRunner()\nawait runner.query('SELECT 2')",
    ['alone 1', 'alone 2']
  ],
  [
    'Kysely: so does it there',
    'kysely',
    "const {schema} = db\nawait schema.dropTable('t1').execute()\nconst query = db.withSchema('s').schema.dropTable('t2')\nawait query.execute()\nawait db.executeQuery(CompiledQuery.raw('SELECT 3'))",
    ['1, 2, 3']
  ]
])('%s', async (_name, library, body, expected) => {
  const path = 'migrations/1.ts'
  const files = {[path]: scripts[library]?.(body) ?? ''}
  expect((await transactionsOf(files)).map((group) => group.slice(path.length + 2))).toEqual(expected)
})

test.each([
  ['Sequelize 6.37', {}, '', ['alone 1', '2', 'alone 3', 'alone INTEGER', '5', 'alone 6']],
  ['Sequelize 6.37 with CLS', {}, 'Sequelize.useCLS(space)', ['1, 2, INTEGER', 'alone 3', '5', 'alone 6']],
  [
    'Sequelize 7.0.0-alpha.48',
    {'package.json': '{"dependencies": {"@sequelize/core": "7.0.0-alpha.48"}}'},
    '',
    ['1, 2, INTEGER', 'alone 3', '5', 'alone 6']
  ],
  [
    'Sequelize 7 under its old name',
    {'package.json': '{"dependencies": {"sequelize": "^7.0.0"}}'},
    '',
    ['1, 2, INTEGER', 'alone 3', '5', 'alone 6']
  ],
  [
    'another package of 6',
    {'package.json': '{"dependencies": {"sequelize": "~6.37.8", "sequelize-typescript": "^8.0.0"}}'},
    '// Sequelize.useCLS(space)',
    ['alone 1', '2', 'alone 3', 'alone INTEGER', '5', 'alone 6']
  ]
])('%s: what is not told the transaction whose function it stands in', async (_name, files, above, expected) => {
  const body = `${above}
await queryInterface.sequelize.transaction(async (transaction) => {
  await queryInterface.sequelize.query('SELECT 1')
  await queryInterface.sequelize.query('SELECT 2', {transaction})
  await queryInterface.addColumn('t', 'a', {type: Sequelize.INTEGER, transaction})
  await queryInterface.sequelize.query('SELECT 3', {transaction: null})
})
const own = await queryInterface.sequelize.startUnmanagedTransaction()
await queryInterface.sequelize.query('SELECT 5', {transaction: own})
await queryInterface.sequelize.query('SELECT 6')
await own.commit()`
  const path = 'migrations/1.ts'
  const groups = await transactionsOf({...files, [path]: scripts['sequelize']?.(body) ?? ''})
  expect(groups.map((group) => group.slice(path.length + 2)).sort()).toEqual([...expected].sort())
})

test.each([
  ['knex', "await require('./shared').go(knex)", "require('./shared').go(knex)"],
  ['knex', 'await new Change(knex).run()', 'new Change(knex)'],
  ['knex', 'await go({knex})', 'go({knex})'],
  ['typeorm', 'await super.up(queryRunner)', 'super.up(queryRunner)'],
  ['typeorm', 'await queryRunner.connection.synchronize()', 'queryRunner.connection.synchronize()'],
  ['typeorm', 'const a = queryRunner.manager.getRepository(A)\nawait a.update({}, {b: 1})', 'a.update({}, {b: 1})'],
  [
    'sequelize',
    'await queryInterface.sequelize.models.A.update({b: 1})',
    'queryInterface.sequelize.models.A.update({b: 1})'
  ],
  ['sequelize', 'await queryInterface.sequelize.sync()', 'queryInterface.sequelize.sync()']
])('%s: what other code may send with what is handed to it is told: %s', async (library, body, shown) => {
  expect(await problemsOf(scripts[library]?.(body) ?? '')).toEqual([
    `Unexpected \`${shown}\`, known only when the script runs, expected SQL or a call that sqlsafe knows`
  ])
})

test.each([
  ['another script', "import {up as go} from './shared.js'\nimport {Knex} from 'knex'\nexport const up = go\n", 'go'],
  ['another script, handed on', "import {Knex} from 'knex'\nexport {up} from './shared.js'\n", 'up'],
  ['a call', "import {Knex} from 'knex'\nexports.up = made('t')\n", "made('t')"]
])('a migration that goes up by %s is told, too', async (_name, text, shown) => {
  expect(await problemsOf(text)).toEqual([
    `Unexpected \`${shown}\`, known only when the script runs, expected SQL or a call that sqlsafe knows`
  ])
})

async function problemsOf(text: string): Promise<string[]> {
  const files = {'migrations/1.ts': text}
  const project = await findProject({paths: ['.'], cwd: '/project', files, dialect: 'postgres'})
  await project.open()
  return project.migrations.flatMap(({script}) =>
    script.statements.flatMap(({problems}) => problems.map(({message}) => message))
  )
}

test.each([
  ['an object that is frozen', 'exports.config = Object.freeze({transaction: false})', 'none'],
  ['a constant', 'const transaction = false\nexports.config = {transaction}', 'none'],
  ['an object under a name', 'const settings = {transaction: false}\nmodule.exports.config = settings', 'none'],
  ['true', 'exports.config = {transaction: true}', 'migration'],
  ['another object', 'exports.config = {other: {transaction: false}}', 'migration']
])('Knex 3.3: config of %s', async (_name, config, expected) => {
  const text = `${config}\nexports.up = async (knex) => {\n  await knex.raw('SELECT 1')\n}\n`
  expect(await modeOf(text)).toBe(expected)
})

test.each([
  ['a property', 'transaction = false', 'none'],
  ['a property in quotes', "'transaction' = false", 'none'],
  ['a getter', 'get transaction() { return false }', 'none'],
  ['the constructor', 'constructor() { this.transaction = false }', 'none'],
  ['a property of the class itself', 'static transaction = false', 'migration'],
  ['true', 'transaction = true', 'migration'],
  ['a text in another one', 'sql = `\ntransaction = false\n`', 'migration'],
  ['a comment', '/*\ntransaction = false\n*/', 'migration']
])('TypeORM 1.1: transaction by %s', async (_name, member, expected) => {
  const text = `class X1 {\n  ${member}\n  async up(queryRunner) {\n    await queryRunner.query('SELECT 1')\n  }\n}\n`
  expect(await modeOf(text)).toBe(expected)
})

async function modeOf(text: string): Promise<string | undefined> {
  const files = {'migrations/1.ts': text}
  const project = await findProject({paths: ['.'], cwd: '/project', files, dialect: 'postgres'})
  await project.open()
  return project.migrations[0]?.transaction
}

test('a migration that stands on one line is found in a folder', async () => {
  const text = "module.exports = {async up(queryInterface) { await queryInterface.sequelize.query('SELECT 1') }}\n"
  expect(await transactionsOf({'migrations/1.js': text})).toEqual(['migrations/1.js: alone 1'])
})

test.each([
  ['3.2', '-- MIGRATION NOW PERFORMS OPERATION THAT CANNOT BE WRITTEN AS SQL:\n-- Raw Python operation\n--\n'],
  ['4.1', '-- Raw Python operation\n--\n-- THIS OPERATION CANNOT BE WRITTEN AS SQL\n']
])('what Django %s prints of an operation in Python is told', async (_version, text) => {
  const files = {'0002.sql': `--\n${text}`}
  const project = await findProject({paths: ['.'], cwd: '/project', files, dialect: 'postgres'})
  expect(project.unread).toEqual(['one operation of Django that is no SQL'])
})
