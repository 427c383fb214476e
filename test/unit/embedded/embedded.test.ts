import {describe, expect, it} from 'vitest'
import {findEmbeddedSql} from '../../../src/migrations/embedded/find-embedded-sql.js'
import {drizzleOrm} from '../../../src/migrations/embedded/libraries/drizzle-orm.js'
import {knex} from '../../../src/migrations/embedded/libraries/knex/knex.js'
import {kysely} from '../../../src/migrations/embedded/libraries/kysely/kysely.js'
import {prismaClient} from '../../../src/migrations/embedded/libraries/prisma-client.js'
import {sequelize} from '../../../src/migrations/embedded/libraries/sequelize/sequelize.js'
import type {EmbeddedSql} from '../../../src/migrations/embedded/text/assemble.js'
import type {Library} from '../../../src/migrations/embedded/library.js'
import {loadReader} from '../../../src/operations/read.js'

const read = await loadReader({dialect: 'postgres', version: [18]})

const find = (text: string, library: Library = knex): EmbeddedSql =>
  findEmbeddedSql(text, '0001.ts', library, 'postgres')

const linesOf = ({text}: EmbeddedSql): string[] => text.split('\n').filter((line) => line !== '')

/** What is said to be unknown, as it stands in the script. */
function unknownIn(text: string, library: Library = knex): string[] {
  const found = find(text, library)
  const {statements} = found.complete(read(found.text))
  return statements.flatMap(({problems}) =>
    problems.map(({range, reason}) => {
      const {end, start} = found.toSource(range)
      return `${reason}: ${text.slice(start, end)}`
    })
  )
}

describe('SQL in scripts', () => {
  it('is put together where all of it is known', () => {
    const text = `
      const TABLE = 'account'
      const columns = {email: 'email'} as const
      export const up = async (k) => {
        const where = \`WHERE \${columns.email} IS NULL\`
        await k.raw('ALTER TABLE ' + TABLE + ' ADD x int')
        await k.raw(['UPDATE account', "SET email = ''", where].join(' '))
      }`
    expect(linesOf(find(text))).toEqual([
      'ALTER TABLE account ADD x int;',
      "UPDATE account SET email = '' WHERE email IS NULL;"
    ])
    expect(unknownIn(text)).toEqual([])
  })

  it('is what functions of the script put together', () => {
    const text = `
      const fill = ({table, value = '0'}, where) => \`UPDATE \${table} SET x = \${value} WHERE \${where}\`
      function index(name: string) {
        const table = \`"\${name}"\`
        return 'CREATE INDEX ' + name + '_x ON ' + table + ' (x)'
      }
      const chosen = (name) => { if (name) return 'DROP TABLE a'; return 'DROP TABLE b' }
      export const up = async (knex) => {
        await knex.raw(fill({table: 'account'}, 'y > 1'))
        await knex.raw(fill({table: 'account', value: '2'}, process.env.WHERE))
        await knex.raw(index('orders'))
        await knex.raw(chosen('x'))
      }`
    expect(linesOf(find(text)).slice(0, 3)).toEqual([
      'UPDATE account SET x = 0 WHERE y > 1;',
      'UPDATE account SET x = 2 WHERE where_;',
      'CREATE INDEX orders_x ON "orders" (x);'
    ])
    expect(unknownIn(text)).toEqual(['dynamic: where', "dynamic: knex.raw(chosen('x'))"])
  })

  it('of Sequelize has values that are imported stood in for', () => {
    const text = `
      import {Kind} from '../kind'
      export const up = (queryInterface, Sequelize) => queryInterface.createTable('thing', {
        kind: {type: Sequelize.ENUM(...Object.values(Kind)), allowNull: false},
        site: {type: Sequelize.STRING, defaultValue: Kind.SITE}
      })`
    expect(linesOf(find(text, sequelize)).at(-1)).toMatch(/^CREATE TABLE .* "site" VARCHAR\(255\) DEFAULT 'SITE_'/)
    expect(unknownIn(text, sequelize)).toEqual(['dynamic: ...Object.values(Kind)', 'dynamic: Kind.SITE'])
  })

  it('of Drizzle changes rows of tables that the script describes', () => {
    const text = `
      import {users} from './schema'
      const account = pgTable('account', {id: serial().primaryKey(), name: text('full_name').notNull()})
      export async function up(db) {
        await db.update(account).set({name: 'x', id: 3})
        await db.delete(account).where(eq(account.id, 3))
        await db.insert(account).values({name: 'x'})
        await db.delete(users)
      }`
    expect(linesOf(find(text, drizzleOrm)).slice(0, 3)).toEqual([
      'UPDATE "account" SET "full_name" = "full_name", "id" = "id";',
      'DELETE FROM "account" WHERE (SELECT true);',
      'INSERT INTO "account" DEFAULT VALUES;'
    ])
    expect(unknownIn(text, drizzleOrm)).toEqual(['dynamic: db.delete(users)'])
  })

  it('is read with its escapes, and stands where it is written', () => {
    const text = 'exports.up = (knex) => knex.raw("ALTER TABLE \\"a\\u0062\\" DROP \\x63")'
    const found = find(text)
    expect(found.text).toBe('ALTER TABLE "ab" DROP c;\n')
    const at = (sql: string): string => {
      const start = found.text.indexOf(sql)
      const range = found.toSource({start, end: start + sql.length})
      return text.slice(range.start, range.end)
    }
    expect(at('DROP c')).toBe('DROP \\x63')
    expect(at('"ab"')).toBe('\\"a\\u0062\\"')
    expect(at('TABLE')).toBe('TABLE')
  })

  it('is that of the way up only, through the functions that it calls', () => {
    const text = `
      async function drop(trx, name) { await trx.raw(\`DROP TABLE \${name}\`) }
      const unused = (knex) => knex.raw('DROP TABLE never')
      exports.up = async (knex) => {
        await knex.transaction(async (t) => { await drop(t, 'a') })
        for (const name of ['b', 'c']) await drop(knex, name)
        await Promise.all(['d'].map((name) => knex.schema.dropTable(name)))
      }
      exports.down = (knex) => knex.raw('DROP TABLE down')`
    expect(linesOf(find(text))).toEqual(['DROP TABLE a;', 'DROP TABLE b;', 'DROP TABLE c;', 'DROP TABLE "d";'])
  })

  it('may run never, once or often in branches and loops', () => {
    const text = `
      exports.up = async (knex) => {
        if (!(await knex.schema.hasTable('a'))) await knex.raw('DROP TABLE a')
        await knex.raw('DROP TABLE b')
      }`
    const found = find(text)
    const {statements} = found.complete(read(found.text))
    expect(statements.map(({commands}) => commands.map(({conditional}) => conditional === true))).toEqual([
      [true],
      [false]
    ])
  })

  it.each([
    ['a call', 'k.raw(makeSql())', ['dynamic: k.raw(makeSql())']],
    ['what is made of itself', 'k.raw(a); const a = `x ${a}`', ['dynamic: a']],
    ['a part', 'k.raw(`DROP TABLE ${name()} CASCADE`)', ['dynamic: name()']],
    ['a statement', 'k.raw(`${start} TABLE a`)', ['dynamic: start']],
    [
      'a method that nobody knows',
      "k.schema.createViewOrReplace('v', () => {})",
      ["dynamic: k.schema.createViewOrReplace('v', () => {})"]
    ],
    ['a column of an unknown type', "k.schema.alterTable('a', (t) => t.geometry('x'))", ["dynamic: t.geometry('x')"]]
  ])('is said to be unknown: %s', (_name, call, expected) => {
    expect(unknownIn(`exports.up = (k) => ${call}`)).toEqual(expected)
  })

  it('is no SQL where the script cannot be read', () => {
    expect(unknownIn('exports.up = (k) => {')).toEqual(['syntax: {'])
  })

  it('takes values that are sent beside it as values', () => {
    const text = 'export default async () => { await prisma.$executeRaw`UPDATE account SET name = ${process.argv[2]}` }'
    expect(linesOf(find(text, prismaClient))).toEqual(['UPDATE account SET name = $1;'])
    expect(unknownIn(text, prismaClient)).toEqual([])
    const names = 'export const up = (db) => sql`ALTER TABLE ${sql.table("s.a")} ADD ${sql.raw("x int")}`.execute(db)'
    expect(linesOf(find(names, kysely))).toEqual(['ALTER TABLE "s"."a" ADD x int;'])
    const named = "exports.up = (k) => k.raw('ALTER TABLE :t: ADD CHECK (a::int = :one)', {t: 'a', one: 1})"
    expect(linesOf(find(named))).toEqual(['ALTER TABLE "a" ADD CHECK (a::int = 1);'])
    const bound = "exports.up = (k) => k.raw('ALTER TABLE ?? ADD CHECK (a \\\\? ? AND b = ?)', ['s.a', 1, other])"
    expect(linesOf(find(bound))).toEqual(['ALTER TABLE "s"."a" ADD CHECK (a ? 1 AND b = $3);'])
  })

  it('is edited only where it stands letter by letter', () => {
    const text = "exports.up = (k) => k.raw('CREATE INDEX i ON a (b)').then(() => k.raw('DROP \\x54ABLE a'))"
    const found = find(text)
    const replaced = (sql: string, by: string): string | undefined => {
      const start = found.text.indexOf(sql)
      const [edit] = found.toSourceFix({edits: [{range: {start, end: start + sql.length}, text: by}]})?.edits ?? []
      return edit && text.slice(edit.range.start, edit.range.end)
    }
    expect(replaced('CREATE INDEX', 'CREATE INDEX CONCURRENTLY')).toBe('CREATE INDEX')
    expect(replaced('TABLE', 'INDEX')).toBeUndefined()
    // Another statement in the same call, or a quote in its text.
    expect(replaced('CREATE INDEX', 'SELECT 1; CREATE INDEX')).toBeUndefined()
    expect(replaced('CREATE INDEX', "CREATE INDEX '")).toBeUndefined()
  })
})
