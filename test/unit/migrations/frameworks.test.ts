import {readdirSync} from 'node:fs'
import {fileURLToPath} from 'node:url'
import {expect, test} from 'vitest'
import {checkProject} from '../../../src/core/check.js'
import {placesIn, placesOf} from '../../../src/core/place.js'
import {openProject} from '../../../src/core/project.js'
import {mayBeMigration} from '../../../src/migrations/embedded/scripts.js'
import {layouts} from '../../../src/migrations/layouts.generated.js'
import {layoutOf} from '../../../src/migrations/layout-of.js'
import type {DownPart, Migration} from '../../../src/migrations/migration.js'
import {createProjectFiles} from '../../../src/migrations/project-files.js'
import type {Range} from '../../../src/parse/source.js'

/** One project of each framework, as its own tools lay it out. */
const fixtures = fileURLToPath(new URL('../../../fixtures/layouts/', import.meta.url))

/** The first lines of what stands in a range. */
function excerpt({path, range, text}: DownPart): string {
  const lines = text.slice(range.start, range.end).split('\n')
  return `${path}: ${lines.filter((line) => line.trim() !== '' && !/^\s*--/.test(line)).join(' ')}`
}

function linesOf(text: string, range: Range): string {
  const {end, start} = placesIn(text)(range)
  return `${String(start.line)}-${String(end.line)}`
}

function describeMigration(migration: Migration): unknown {
  const {down, origin, path, script, text, transaction, transactions} = migration
  const toPlace = placesOf(migration)
  const lines = (range: Range): string => `${String(toPlace(range).start.line)}-${String(toPlace(range).end.line)}`
  return {
    path,
    transaction: transactions?.map(lines) ?? transaction,
    statements: script.statements.map(({range}) => lines(range)),
    // What stands in a script is what it sends.
    ...(origin !== undefined && {sql: text.split('\n').filter((line) => line !== '')}),
    ...(down !== undefined && {down: down.map(excerpt)})
  }
}

/** Everything that the layout decides, and what the rules say because of it. */
async function describeProject(name: string): Promise<unknown> {
  const cwd = `${fixtures}${name}`
  // A folder for several engines is checked for one of them.
  const dialect = name === 'popx' ? 'postgres' : undefined
  const project = await openProject({paths: ['.'], cwd, dialect})
  const migrations = project.migrations.map(describeMigration)
  const {files} = checkProject(project)
  return {
    dialect: project.server.dialect,
    guessedFrom: project.guessedFrom,
    migrations,
    findings: files.flatMap(({messages, path, text}) =>
      // Who needs a timeout depends on no framework.
      messages
        .filter(({ruleId}) => ruleId !== 'require-lock-timeout')
        .map(({place, ruleId}) => `${path}:${linesOf(text, place)} ${ruleId}`)
    )
  }
}

const names = readdirSync(fixtures)

test('every layout has a project', () => {
  const found = readdirSync(fixtures, {recursive: true, encoding: 'utf8'})
    .filter((path) => path.endsWith('.sql') || mayBeMigration(path))
    .map((path) => {
      const absolutePath = `${fixtures}${path}`
      const project = createProjectFiles()
      return layoutOf({path, absolutePath, project, text: () => project.read(absolutePath)?.text ?? ''}).name
    })
  expect([...new Set(found)].sort()).toEqual(layouts.map((layout) => layout.name).sort())
})

// `npx vitest run --project unit test/unit/migrations/frameworks.test.ts -u` writes what is expected: read its diff.
test.each(names)('%s', async (name) => {
  const found = `${JSON.stringify(await describeProject(name), null, 2)}\n`
  await expect(found).toMatchFileSnapshot(`${fixtures}${name}/expected.json`)
})

test.each([
  [
    'Alembic',
    "BEGIN;\n\n-- Running upgrade 1975ea83b712 -> ae1027a6acf\n\nCREATE INDEX CONCURRENTLY ix_account_name ON account (name);\n\nUPDATE alembic_version SET version_num='ae1027a6acf' WHERE alembic_version.version_num = '1975ea83b712';\n\nCOMMIT;\n\n",
    ['5-5 no-concurrently-in-transaction']
  ],
  [
    'Django',
    'BEGIN;\n--\n-- Add field phone to customer\n--\nALTER TABLE "shop_customer" ADD COLUMN "phone" varchar(20) NULL;\n--\n-- Raw SQL operation\n--\nUPDATE "shop_customer" SET "phone" = \'\';\nCOMMIT;\n',
    ['9-9 no-work-under-exclusive-lock']
  ]
])('what %s prints says by itself where its transaction ends', async (_name, stdin, expected) => {
  const {files} = checkProject(await openProject({paths: ['-'], stdin, cwd: fixtures, dialect: 'postgres'}))
  const found = files.flatMap(({messages, text}) =>
    messages.map(({place, ruleId}) => `${linesOf(text, place)} ${ruleId}`)
  )
  expect(found).toEqual(expect.arrayContaining(expected))
})

test.each([
  ['', ['a', 'b'], 1],
  ['', ['a', 'b, c', 'd'], 1],
  ['a', ['b', 'c'], 0],
  ['', [], 0]
])('what Alembic prints from “%s” on to %j says whether tables in use are known', async (from, revisions, unread) => {
  const stdin = [from, ...revisions].map(
    (each, index) => `-- Running upgrade ${each} -> r${String(index)}\n\nSELECT 1;\n`
  )
  const project = await openProject({paths: ['-'], stdin: stdin.join('\n'), cwd: fixtures, dialect: 'postgres'})
  expect(project.unread).toHaveLength(unread)
})
