/** What a changelog of Liquibase says of the files that it names, in the three ways to write one. */
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
