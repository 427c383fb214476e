// Records the SQL that migration libraries send for the calls of `fixtures/scripts/<library>.json`, on real servers, where a
// folder has the libraries installed (knex, sequelize, kysely, typeorm, drizzle-orm, @prisma/client, pg, mysql2):
// `node scripts/record-libraries.mjs <folder> <URL of PostgreSQL> <URL of MySQL> [library …]`. It makes databases of its own
// there, and drops them. A call that a server refuses has no SQL of that dialect.
import {readFileSync, writeFileSync} from 'node:fs'
import {createRequire} from 'node:module'
import {join, resolve} from 'node:path'
import process from 'node:process'
import {URL} from 'node:url'

const [folder = '.', postgresUrl, mysqlUrl, ...only] = process.argv.slice(2)
const load = createRequire(join(resolve(folder), 'package.json'))
const pg = load('pg')
const mysql = load('mysql2/promise')
const database = `sqlsafe_record_${process.pid}`

const setup = {
  postgres: [
    `CREATE TABLE account (id bigserial PRIMARY KEY, email varchar(100) NOT NULL, name varchar(50), age integer DEFAULT 1,
     note text, active boolean, created timestamptz)`,
    'CREATE TABLE orders (id bigserial PRIMARY KEY, account_id bigint, total numeric(10, 2), state varchar(20))',
    'CREATE SCHEMA app',
    'CREATE TABLE app.item (id bigserial PRIMARY KEY, name varchar(50))'
  ],
  mysql: [
    `CREATE TABLE account (id bigint AUTO_INCREMENT PRIMARY KEY, email varchar(100) NOT NULL, name varchar(50),
     age int DEFAULT 1, note text, active tinyint(1), created datetime)`,
    'CREATE TABLE orders (id bigint AUTO_INCREMENT PRIMARY KEY, account_id bigint, total decimal(10, 2), state varchar(20))'
  ]
}

/** Opens a library on a database; `log` is given each statement. Answers with what calls are given, by name. */
const libraries = {
  knex({dialect, log, url}) {
    const knex = load('knex')({client: dialect === 'postgres' ? 'pg' : 'mysql2', connection: url})
    knex.on('query', ({sql}) => log(sql))
    return {given: {knex}, close: () => knex.destroy()}
  },
  sequelize({dialect, log, url}) {
    const {Sequelize} = load('sequelize')
    const logging = (text) => log(text.replace(/^Executing \([^)]*\): /, ''))
    const sequelize = new Sequelize(url, {dialect, logging})
    return {given: {queryInterface: sequelize.getQueryInterface(), Sequelize}, close: () => sequelize.close()}
  },
  kysely({dialect, log, url}) {
    const {Kysely, MysqlDialect, PostgresDialect, sql} = load('kysely')
    const own =
      dialect === 'postgres'
        ? new PostgresDialect({pool: new pg.Pool({connectionString: url})})
        : new MysqlDialect({pool: load('mysql2').createPool(url)})
    const db = new Kysely({dialect: own, log: ({query}) => log(query.sql)})
    return {given: {db, sql}, close: () => db.destroy()}
  },
  async typeorm({dialect, log, url}) {
    const typeorm = load('typeorm')
    const silent = () => {}
    const logger = {
      logQuery: log,
      logQueryError: silent,
      logQuerySlow: silent,
      logSchemaBuild: silent,
      logMigration: silent,
      log: silent
    }
    const source = new typeorm.DataSource({type: dialect, url, logger, logging: true, installExtensions: false})
    await source.initialize()
    const queryRunner = source.createQueryRunner()
    return {given: {queryRunner, ...typeorm}, close: () => source.destroy()}
  },
  async 'drizzle-orm'({dialect, log, url}) {
    const {sql} = load('drizzle-orm')
    const {drizzle} = load(dialect === 'postgres' ? 'drizzle-orm/node-postgres' : 'drizzle-orm/mysql2')
    const client = dialect === 'postgres' ? new pg.Pool({connectionString: url}) : await mysql.createPool(url)
    return {given: {db: drizzle({client, logger: {logQuery: log}}), sql}, close: () => client.end()}
  },
  async '@prisma/client'({dialect, log, url}) {
    // What its client does with a template, without the models that nobody has here.
    const {Sql, empty, join: joined, raw, sqltag} = load('@prisma/client/runtime/client')
    const client = dialect === 'postgres' ? new pg.Client({connectionString: url}) : await mysql.createConnection(url)
    if (dialect === 'postgres') await client.connect()
    const send = async (text, values) => {
      log(text)
      await client.query(text, values)
    }
    const tagged = (first, ...rest) => {
      const sql = first instanceof Sql ? first : sqltag(first, ...rest)
      return send(dialect === 'postgres' ? sql.text : sql.sql, [...sql.values])
    }
    const unsafe = (text, ...values) => send(text, values)
    const prisma = {$executeRaw: tagged, $queryRaw: tagged, $executeRawUnsafe: unsafe, $queryRawUnsafe: unsafe}
    return {given: {prisma, Prisma: {sql: sqltag, raw, join: joined, empty}}, close: () => client.end()}
  }
}

/** What changes nothing, or is the library's own. */
const reads = /^\s*(?:SELECT|SHOW|SET|START|BEGIN|COMMIT|ROLLBACK|WITH|VALUES)\b/i

async function withServer(dialect, work) {
  if (dialect === 'postgres') {
    const client = new pg.Client(postgresUrl)
    await client.connect()
    await work((sql) => client.query(sql))
    await client.end()
  } else {
    const client = await mysql.createConnection(mysqlUrl)
    await work((sql) => client.query(sql))
    await client.end()
  }
}

async function begin(dialect) {
  const url = new URL(dialect === 'postgres' ? postgresUrl : mysqlUrl)
  url.pathname = `/${database}`
  await withServer(dialect, async (run) => {
    await run(`DROP DATABASE IF EXISTS ${database}`)
    if (dialect === 'mysql') await run('DROP DATABASE IF EXISTS more')
    await run(`CREATE DATABASE ${database}`)
    if (dialect === 'mysql') {
      await run(`USE ${database}`)
      for (const sql of setup.mysql) await run(sql)
    }
  })
  if (dialect === 'postgres') {
    const client = new pg.Client(url.href)
    await client.connect()
    for (const sql of setup.postgres) await client.query(sql)
    await client.end()
  }
  return url.href
}

async function record(library, dialect, call) {
  const url = await begin(dialect)
  const sent = []
  let isOn = false
  const log = (sql) => {
    if (isOn && !reads.test(sql)) sent.push(sql)
  }
  const {close, given} = await libraries[library]({dialect, log, url})
  try {
    isOn = true
    const AsyncFunction = Object.getPrototypeOf(async () => {}).constructor
    await new AsyncFunction(...Object.keys(given), call)(...Object.values(given))
    return sent
  } catch (error) {
    console.log(`${library} ${dialect}: ${call}\n    ${error.message}`)
    return undefined
  } finally {
    isOn = false
    await close()
  }
}

for (const library of only.length > 0 ? only : Object.keys(libraries)) {
  const file = new URL(`../fixtures/scripts/${library.replace('@', '').replace('/', '-')}.json`, import.meta.url)
  const {calls} = JSON.parse(readFileSync(file, 'utf8'))
  const {version} = JSON.parse(readFileSync(join(folder, 'node_modules', library, 'package.json'), 'utf8'))
  const recorded = []
  for (const {call} of calls) {
    const postgres = await record(library, 'postgres', call)
    const mysqlSql = await record(library, 'mysql', call)
    recorded.push({call, postgres, mysql: mysqlSql})
  }
  writeFileSync(file, `${JSON.stringify({library, version, calls: recorded}, null, 2)}\n`)
}
for (const dialect of ['postgres', 'mysql']) {
  await withServer(dialect, (run) => run(`DROP DATABASE IF EXISTS ${database}`))
}
