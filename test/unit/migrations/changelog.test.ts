/** What a changelog of Liquibase says of the files that it names, in the three ways to write one. */
import {mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {dirname, join} from 'node:path'
import {expect, test} from 'vitest'
import {checkProject} from '../../../src/core/check.js'
import {findProject} from '../../../src/core/project.js'
import {verdictOf} from '../../../src/report/check-words.js'

const sql = {'db/a.sql': 'SELECT 1;', 'db/b.sql': 'SELECT 1;', 'db/back.sql': 'SELECT 1;', 'db/all/c.sql': 'SELECT 1;'}

const changelogs = {
  'changelog.yaml': `databaseChangeLog:
  - changeSet:
      id: 1
      changes:
        - sqlFile: {path: db/b.sql}
      rollback:
        - sqlFile:
            path: db/back.sql
      runInTransaction: false
  - include:
      file: db/a.sql
  - includeAll: # runInTransaction: false
      path: 'db/all/' # - changeSet: {changes: [{sql: "#"}]}
  - changeSet:
      id: 2
      changes:
        - addColumn: {tableName: account}
# - changeSet: {changes: [{sqlFile: {path: db/b.sql}}, {addColumn: {}}]}`,
  'changelog.xml': `<databaseChangeLog>
    <changeSet id="1" runInTransaction="false">
      <sqlFile path="db/b.sql"/><rollback><sqlFile path="db/back.sql"/></rollback>
    </changeSet>
    <!-- <changeSet id="0"><sql/></changeSet>
    <include file="db/back.sql"/> -->
    <include file="db/a.sql"/><includeAll path="db/all"/>
    <changeSet id="2"><addColumn tableName="account"/></changeSet>
  </databaseChangeLog>`,
  'changelog.json': `{"databaseChangeLog": [
    {"changeSet": {"id": 1, "changes": [{"sqlFile": {"path": "db/b.sql"}}],
      "rollback": [{"sqlFile": {"path": "db/back.sql"}}], "runInTransaction": false}},
    {"include": {"file": "db/a.sql"}}, {"includeAll": {"path": "db/all"}},
    {"changeSet": {"id": 2, "changes": [{"addColumn": {"tableName": "account"}}]}}]}`
}

test.each(Object.entries(changelogs))('%s', async (name, text) => {
  const files = {...sql, [name]: text}
  const project = await findProject({paths: ['.'], cwd: '/project', files, dialect: 'postgres'})
  const result = checkProject(await project.open())
  expect(project.migrations.map(({path, transaction}) => `${path} ${transaction}`)).toEqual([
    'db/b.sql none',
    'db/a.sql migration',
    'db/all/c.sql migration'
  ])
  expect(project.unread).toEqual([`1 changeset of ${name} is in no SQL file: liquibase update-sql | sqlsafe check -`])
  expect(verdictOf(result)).toEqual({grade: 'doubtful', text: 'Nothing found, but not all was read'})
})

/** What `check` reads of a project, in its order; `none`: outside of a transaction. */
async function read(files: Record<string, string>, dialect: 'postgres' | 'mysql' = 'postgres'): Promise<string[]> {
  const project = await findProject({paths: ['.'], cwd: '/project', files, dialect})
  await project.open()
  return project.migrations.flatMap(({path, script, transaction, transactions}) =>
    script.statements.map(({range: {start}}) => {
      const isIn = transactions?.some((range) => start >= range.start && start < range.end) ?? transaction !== 'none'
      return `${path} ${String(start)}${isIn ? '' : ' none'}`
    })
  )
}

const one = 'SELECT 1;'
const two = 'SELECT 1;\nSELECT 2;'

// As Liquibase 4.28.0 has run them on PostgreSQL 16.
test('a tree of changelogs is run as Liquibase runs it', async () => {
  const files = {
    'liquibase.properties': 'changelogFile=db/start.json\nurl=jdbc:postgresql://127.0.0.1/shop\n',
    'db/start.json': `{"databaseChangeLog": [
      {"include": {"file": "v2/changelog.yaml", "relativeToChangelogFile": true}},
      {"include": {"file": "db/v1/changelog-v1.xml"}},
      {"includeAll": {"path": "db/sql", "maxDepth": 1}},
      {"changeSet": {"id": 1, "author": "a", "runOrder": "first", "changes": [{"sqlFile": {"path": "db/z.sql"}}]}}]}`,
    'db/v2/changelog.yaml': `databaseChangeLog:
# - include: {file: no.sql, relativeToChangelogFile: true}
- property: {name: place, value: here}
- include: {file: two.sql, relativeToChangelogFile: true}
- includeAll:
    path: all
    relativeToChangelogFile: true`,
    'db/v2/all/p.yml': 'databaseChangeLog:\n- include: {file: ../beside/n.sql, relativeToChangelogFile: true}\n',
    'db/v1/changelog-v1.xml': `<?xml version="1.0"?><databaseChangeLog xmlns="http://www.liquibase.org/xml/ns/dbchangelog">
      <!-- <include file="no.sql" relativeToChangelogFile="true"/> -->
      <include file="\${place}/one.sql" relativeToChangelogFile="true"/>
      <include relativeToChangelogFile="true"
        file='one2.sql'
      />
      <changeSet id="1" author="a"><sqlFile path="x&amp;y.sql" relativeToChangelogFile="true"/><rollback/></changeSet>
      <changeSet id="2" author="a" ignore="true"><sqlFile path="db/ignored.sql"/></changeSet>
      <changeSet id="3" author="a"><sqlFile dbms="mysql" path="db/mysql.sql"/></changeSet>
      <changeSet id="4" author="a" runInTransaction="false"><sqlFile path="db/alone.sql"/></changeSet>
      <changeSet id="5" author="a" runInTransaction="false">
        <sqlFile path="db/query.sql" splitStatements="false"/>
      </changeSet>
      <changeSet id="6" author="a"><sqlFile path="db/marks.sql" endDelimiter="//"/></changeSet>
    </databaseChangeLog>`,
    'db/v2/two.sql': one,
    'db/v2/beside/n.sql': one,
    ...Object.fromEntries(
      ['1', '10', '2', 'B', 'Sub2/0', 'V1_10__x', 'V1_9__x', '_x', 'a', 'sub-a', 'sub', 'sub/0'].map((name) => [
        `db/v2/all/${name}.sql`,
        one
      ])
    ),
    'db/v1/here/one.sql': one,
    'db/v1/one2.sql': one,
    'db/v1/x&y.sql': one,
    'db/ignored.sql': one,
    'db/mysql.sql': one,
    'db/alone.sql': two,
    'db/query.sql': two,
    'db/marks.sql': "SELECT ';//' // SELECT 2 //",
    'db/sql/s.sql': one,
    'db/sql/deep/d.sql': one,
    'db/z.sql': one
  }
  const run = [
    'db/z.sql 0',
    'db/v2/two.sql 0',
    ...['1', '10', '2', 'B', 'Sub2/0', 'V1_10__x', 'V1_9__x', '_x', 'a'].map((name) => `db/v2/all/${name}.sql 0`),
    'db/v2/beside/n.sql 0',
    ...['sub-a', 'sub', 'sub/0'].map((name) => `db/v2/all/${name}.sql 0`),
    'db/v1/here/one.sql 0',
    'db/v1/one2.sql 0',
    'db/v1/x&y.sql 0',
    'db/alone.sql 0 none',
    'db/alone.sql 10 none',
    'db/query.sql 0',
    'db/query.sql 10',
    'db/marks.sql 0',
    'db/marks.sql 16',
    'db/sql/s.sql 0'
  ]
  // What no changelog runs comes last, as a file of no framework.
  expect(await read(files)).toEqual([...run, 'db/sql/deep/d.sql 0 none'])
  expect(await read(files, 'mysql')).toContain('db/mysql.sql 0 none')
})

// The same program on the same server.
test.each([
  ['go and / on lines of their own', '', 'SELECT 1\n/\nSELECT 4/2\nGO\nSELECT 3', [0, 11, 25]],
  ['one query of one statement', 'runInTransaction:false splitStatements:false', 'VACUUM;', ['0 none']],
  ['one query of two', 'runInTransaction:false splitStatements:false', 'SELECT 1;\nSELECT 2;', [0, 10]],
  ['signs anywhere', 'endDelimiter://', "SELECT 'http://x' // SELECT 2 //", [0, 21]],
  ['signs that quote elsewhere', 'endDelimiter:$$', "SELECT ';'$$\nSELECT 2\n$$", [0, 13]],
  ['words in any case', 'endDelimiter:go', 'SELECT 1\ngo\nSELECT 2\nGO', [0, 12]],
  ['an expression', 'endDelimiter:\\n/\\s*\\n|\\n/\\s*$', 'SELECT 1\n/\nSELECT 4/2\n/', [0, 11]],
  [
    'lines that are passed over',
    '',
    '--ignoreLines:1\nSELEC 1;\nSELECT 2;\n--ignoreLines:start\nX;\nY;\n--ignoreLines:end',
    [25]
  ],
  ['bodies', '', "DO $$BEGIN PERFORM 1;\n/* '\n*/ PERFORM 2; END$$;\nSELECT 2;", [0, 48]]
])('formatted SQL with %s', async (_name, attributes, body, expected) => {
  const head = `--liquibase formatted sql\n--changeset a:1 ${attributes}\n`
  const tail = '\n--changeset a:2\nSELECT 5;\n'
  const found = await read({'a.sql': `${head}${body}${tail}`})
  expect(found.slice(0, -1)).toEqual(
    expected.map((each) => {
      const [offset, ...rest] = String(each).split(' ')
      return ['a.sql', head.length + Number(offset), ...rest].join(' ')
    })
  )
})

test('a changelog that is no YAML is told', async () => {
  const files = {
    'a.sql': '--liquibase formatted sql\n--changeset a:1\nSELECT 1;\n',
    'changelog.yaml': 'databaseChangeLog: [\n'
  }
  const project = await findProject({paths: ['.'], cwd: '/project', files, dialect: 'postgres'})
  expect(project.unread[0]).toMatch(/^changelog\.yaml, which cannot be read as YAML: /)
})

test('anchors and what leads back to itself are read', async () => {
  const files = {
    'changelog.yaml': `databaseChangeLog:
- changeSet: &alone
    id: 1
    runInTransaction: false
    changes: [{sqlFile: {path: b.sql}}]
    labels: [*alone]
- changeSet: {<<: *alone, id: 2, changes: [{sqlFile: {path: a.sql}}]}`,
    'a.sql': one,
    'b.sql': one
  }
  expect(await read(files)).toEqual(['b.sql 0 none', 'a.sql 0 none'])
})

test.each([
  ['dbms="h2"', ''],
  ['ignore="true"', ''],
  ['', 'dbms="h2"']
])(
  'a file that one changeset passes over (%s%s) and another runs is run, in the place of the other',
  async (on, of) => {
    const files = {
      'changelog.xml': `<databaseChangeLog>
      <changeSet id="1" ${on} runInTransaction="false"><sqlFile path="a.sql" ${of}/></changeSet>
      <changeSet id="2"><sqlFile path="b.sql"/></changeSet>
      <changeSet id="3" dbms="postgresql"><sqlFile path="a.sql" endDelimiter="//"/></changeSet>
      <changeSet id="4" dbms="mysql"><sqlFile path="c.sql"/></changeSet>
      <changeSet id="5" dbms="h2"><addColumn tableName="account"/></changeSet>
    </databaseChangeLog>`,
      'a.sql': 'SELECT 1// SELECT 2//',
      'b.sql': one,
      'c.sql': one
    }
    expect(await read(files)).toEqual(['b.sql 0', 'a.sql 0', 'a.sql 11'])
    expect(await unreadOf(files)).toEqual([])
  }
)

test('a path has the value of a property that is for the database', async () => {
  const files = {
    'changelog.yaml': `databaseChangeLog:
- property: {name: dir, value: h2, dbms: h2}
- property: {name: dir, value: my, dbms: mysql}
- property: {name: dir, value: pg}
- include: {file: '\${dir}/b.sql'}
- changeSet: {id: 1, runInTransaction: false, changes: [{sqlFile: {path: '\${dir}/a.sql'}}]}`,
    ...{'my/a.sql': one, 'my/b.sql': one, 'pg/a.sql': one, 'pg/b.sql': one}
  }
  expect(await read(files)).toEqual(['pg/b.sql 0', 'pg/a.sql 0 none'])
  expect(await read(files, 'mysql')).toEqual(['my/b.sql 0 none', 'my/a.sql 0 none'])
})

test('includeAll enters a folder once, whatever links lead to it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sqlsafe-changelog-'))
  try {
    const files = {
      'changelog.yaml': 'databaseChangeLog:\n- includeAll: {path: sql}\n- include: {file: a.sql}\n',
      ...{'a.sql': one, 'sql/z.sql': one, 'sql/x/y.sql': one, 'other/o.sql': one}
    }
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), {recursive: true})
      writeFileSync(join(folder, path), text)
    }
    const links = {self: '.', self2: '.', 'a-x': 'x', 'x/back': '..', far: '../other', far2: '../other'}
    for (const [path, target] of Object.entries(links)) symlinkSync(target, join(folder, 'sql', path))
    const project = await findProject({paths: ['sql', 'a.sql'], cwd: folder, dialect: 'postgres'})
    // Those of links come in the order of their paths, too.
    expect(project.migrations.map(({path}) => path)).toEqual(['sql/far/o.sql', 'sql/x/y.sql', 'sql/z.sql', 'a.sql'])
  } finally {
    rmSync(folder, {recursive: true})
  }
})

test('aliases of aliases that stand for more than can be read are told', async () => {
  const eight = (item: string): string => Array.from('abcdefgh', (key) => `${key}: ${item}`).join(', ')
  const levels = Array.from(
    {length: 9},
    (_, index) => `- l${String(index + 1)}: &l${String(index + 1)} {${eight(`*l${String(index)}`)}}`
  )
  const files = {
    'changelog.yaml': ['databaseChangeLog:', '- l0: &l0 {file: a.sql}', ...levels].join('\n'),
    'a.sql': one
  }
  expect(await unreadOf(files)).toEqual([
    'changelog.yaml, which cannot be read as YAML: its aliases stand for too much'
  ])
})

test('what a changelog includes and is not there is told', async () => {
  const files = {
    'changelog.yaml': `databaseChangeLog:
- include: {file: gone/changelog.yaml}
- includeAll: {path: nothing}
- include: {file: optional.yaml, errorIfMissing: false}
- includeAll: {path: empty, errorIfMissingOrEmpty: false}
- include: {file: b.yaml}
- include: {file: a.sql}`,
    'b.yaml': 'databaseChangeLog: []',
    'a.sql': one
  }
  const told = 'gone/changelog.yaml, which changelog.yaml names but where nothing is found, and 1 more'
  expect(await unreadOf(files)).toEqual([told])
  // It may name the files that no changelog names.
  expect(await unreadOf({...files, 'changelog.yaml': 'databaseChangeLog: [includeAll: {path: all}]'})).toEqual([
    'all, which changelog.yaml names but where nothing is found'
  ])
})

async function unreadOf(files: Record<string, string>): Promise<readonly string[]> {
  return (await findProject({paths: ['.'], cwd: '/project', files, dialect: 'postgres'})).unread
}

// Liquibase 4.28.0 refuses the one and has, without its extension, no parser for the other.
test('a file of a changeset that is not there, and a changelog in Groovy, are told', async () => {
  const changelog = `databaseChangeLog:
- changeSet: {id: 1, author: a, changes: [{sqlFile: {path: a.sql}}, {sqlFile: {path: gone.sql}}]}
- changeSet: {id: 2, author: a, dbms: mysql, changes: [{sqlFile: {path: mysql.sql}}]}
- include: {file: more.groovy}
- includeAll: {path: all}`
  const files = {
    'changelog.yaml': changelog,
    'a.sql': one,
    'more.groovy': 'databaseChangeLog {}',
    'all/b.groovy': 'databaseChangeLog {}'
  }
  expect(await unreadOf(files)).toEqual([
    'more.groovy, which cannot be read as a changelog of YAML, XML or JSON',
    'b.groovy, which cannot be read as a changelog of YAML, XML or JSON',
    'gone.sql, which changelog.yaml names but where nothing is found'
  ])
})

// Rows that noted their transaction had the same one in Liquibase 4.28.0 on PostgreSQL 18.
test('files of one changeset are one transaction, which is told', async () => {
  const changeset = (id: number, more: string): string =>
    `- changeSet: {id: ${String(id)}, author: a, ${more}changes: [{sqlFile: {path: a.sql}}, {sqlFile: {path: b.sql}}]}\n`
  const files = {'a.sql': one, 'b.sql': two}
  const told = 'what a.sql and b.sql do together: they are one transaction, as they are of one changeset'
  expect(await unreadOf({...files, 'changelog.yaml': `databaseChangeLog:\n${changeset(1, '')}`})).toEqual([told])
  const apart = `databaseChangeLog:\n${changeset(1, 'runInTransaction: false, ')}`
  expect(await unreadOf({...files, 'changelog.yaml': apart})).toEqual([])
})
