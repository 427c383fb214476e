import {describe, expect, it} from 'vitest'
import {check} from '../../../src/library/check.js'
import type {Configuration} from '../../../src/core/configuration/configuration.js'
import type {Dialect} from '../../../src/server/server.js'
import {fillPlaceholders} from '../../../src/migrations/reading/placeholders.js'
import {readProperties, readToml} from '../../../src/migrations/reading/settings.js'

const indexes = new Set(['no-blocking-index', 'no-index-gap', 'syntax-error', 'unreadable-template'])

interface Given {
  files: Record<string, string>
  configuration?: Configuration
  dialect?: Dialect
}

/** Findings about indexes and reading, as path, line, column, rule and what is underlined. */
async function found({configuration, dialect = 'postgres', files}: Given): Promise<string[]> {
  const result = await check({cwd: '/p', paths: ['.'], files, dialect, configuration: configuration ?? {}})
  return result.files.flatMap(({messages, path, text}) =>
    messages
      .filter(({ruleId}) => indexes.has(ruleId))
      .map(({place, reason, ruleId}) => {
        const before = text.slice(0, place.start).split('\n')
        const at = `${path}:${String(before.length)}:${String((before.at(-1) ?? '').length + 1)}`
        return `${at} ${ruleId} ${/(?:reads|copies) [^`]*`([^`]+)`/.exec(reason)?.[1] ?? ''} ${text.slice(place.start, place.end)}`
      })
  )
}

describe('a value is put in the place of', () => {
  it.each([
    ['${ name }', 'value'],
    ['#{name}', 'value'],
    ['%{name}', 'value'],
    ['{{name}}', 'value'],
    ['{{ .name }}', 'value'],
    ['<%= name %>', 'value'],
    ['$(name)', 'value'],
    ['@name@', 'value'],
    ['%(name)s', 'value'],
    ['{name}', 'value'],
    ['{$name}', 'value'],
    [':name', 'value'],
    [":'name'", "'value'"],
    [':"name"', '"value"']
  ])('%s', (written, put) => {
    expect(fillPlaceholders(`a ${written} b`, {name: 'value'})?.text).toBe(`a ${put} b`)
  })

  it('nothing else', () => {
    expect(
      fillPlaceholders("SELECT a::name, x[1:name], ':name', ${other}, {{toString}}", {name: 'value'})
    ).toBeUndefined()
  })

  it.each([
    '${name}',
    '%{name}',
    '{{name}}',
    '{{ .name }}',
    '<%= name %>',
    '$(name)',
    '@name@',
    '%(name)s',
    '%(name)s_of_it',
    '{name}',
    '{$name}',
    '{$name}_of_it',
    ':name'
  ])('%s is a name of which nothing is known, where no value is', async (name) => {
    const files = {'1.sql': `CREATE INDEX i ON ${name}.account (a);`}
    for (const dialect of ['postgres', 'mysql', 'mariadb'] as const) {
      expect(await found({files, dialect}), dialect).toEqual(dialect === 'postgres' ? [expect.any(String)] : [])
    }
  })

  it.each(['${db.schema}', '{{ index .Options "Namespace" }}'])(
    'a table in %s is new where it is made',
    async (schema) => {
      const files = {'1.sql': `CREATE TABLE ${schema}.account (a int); CREATE INDEX i ON ${schema}.account (a);`}
      expect(await found({files})).toEqual([])
    }
  )

  it('psql quotes as it does itself', () => {
    expect(fillPlaceholders(`:'name' :"name"`, {name: `o'b"c`})?.text).toBe(`'o''b"c' "o'b""c"`)
  })

  it('a place knows the way back, and an edit of a value has none', () => {
    const filled = fillPlaceholders('CREATE INDEX ON ${t} (a)', {t: 'account'})
    expect(filled?.text).toBe('CREATE INDEX ON account (a)')
    expect(filled?.toSource({start: 16, end: 23})).toEqual({start: 16, end: 20})
    expect(filled?.toSource({start: 24, end: 27})).toEqual({start: 21, end: 24})
    expect(filled?.toSourceFix({edits: [{range: {start: 12, end: 12}, text: ' CONCURRENTLY'}]})).toEqual({
      edits: [{range: {start: 12, end: 12}, text: ' CONCURRENTLY'}]
    })
    expect(filled?.toSourceFix({edits: [{range: {start: 16, end: 23}, text: 'post'}]})).toBeUndefined()
    const beside = (text: string) => ({edits: [], files: [{path: '2.sql', text}]})
    expect(filled?.toSourceFix(beside('-- none'))).toEqual(beside('-- none'))
    expect(filled?.toSourceFix(beside('ANALYZE account;'))).toBeUndefined()
  })
})

describe('the configuration says what the runner puts in', () => {
  const files = {
    '1.sql': 'CREATE TABLE account (id bigint, email text); CREATE TABLE shop_order (id bigint);',
    '2.sql': '-- a comment\nSELECT 1; CREATE INDEX ON ${prefix}order (id);\nCREATE INDEX ON {{ table }} (email);',
    '3.sql': '{{ statement }};'
  }

  it('and the tables are those that it means, at the places where the placeholders stand', async () => {
    const configuration = {placeholders: {prefix: 'shop_', table: 'account', statement: 'CREATE INDEX ON account (id)'}}
    expect(await found({files, configuration})).toEqual([
      '2.sql:2:11 no-blocking-index shop_order CREATE INDEX ON ${prefix}order (id)',
      '2.sql:3:1 no-blocking-index account CREATE INDEX ON {{ table }} (email)',
      '3.sql:1:1 no-blocking-index account {{ statement }}'
    ])
  })

  it('without it, what cannot be read is said', async () => {
    expect(await found({files: {'3.sql': '{{ statement }};'}})).toEqual([
      '3.sql:1:1 unreadable-template  {{ statement }}'
    ])
  })

  it('on MySQL as well', async () => {
    const given = {'1.sql': 'CREATE TABLE account (id int);', '2.sql': 'ALTER TABLE ${t} ADD SPATIAL INDEX (g);'}
    const configuration = {placeholders: {t: 'account'}}
    expect(await found({files: given, configuration, dialect: 'mysql'})).toEqual([
      '2.sql:1:18 no-blocking-index account ADD SPATIAL INDEX (g)'
    ])
  })
})

describe('Flyway', () => {
  const sql = {
    'sql/V1__a.sql': 'CREATE TABLE app.account (id bigint, email text);',
    'sql/V2__b.sql': 'CREATE INDEX ON ${Owner}.account (email);'
  }
  const expected = ['sql/V2__b.sql:1:1 no-blocking-index app.account CREATE INDEX ON ${Owner}.account (email)']

  it.each([
    ['flyway.conf', 'flyway.url=jdbc:postgresql://127.0.0.1/shop\nflyway.placeholders.owner = app\n'],
    ['flyway.toml', '[flyway]\nlocations = ["filesystem:sql"]\n\n[flyway.placeholders]\nowner = "app" # us\n'],
    ['flyway.toml', "[flyway]\nplaceholders = { other = 'a', \"owner\" = 'app' }\n"],
    ['flyway.toml', '[flyway]\nplaceholders.owner = "x"\n[environments.default.flyway.placeholders]\nowner = "app"\n']
  ])('takes values of %s', async (name, text) => {
    expect(await found({files: {...sql, [name]: text}})).toEqual(expected)
  })

  it('is told other values by the configuration', async () => {
    const files = {...sql, 'flyway.conf': 'flyway.placeholders.owner=nobody\n'}
    expect(await found({files, configuration: {placeholders: {Owner: 'app'}}})).toEqual(expected)
  })

  it('has marks of its own, and values of its own', async () => {
    const conf = 'flyway.placeholderPrefix=<<\nflyway.placeholderSuffix=>>\nflyway.schemas=app,other\n'
    const files = {
      ...sql,
      'sql/V2__b.sql': 'CREATE INDEX ON <<flyway:defaultSchema>>.account (email);',
      'flyway.conf': conf
    }
    expect(await found({files})).toEqual([
      'sql/V2__b.sql:1:1 no-blocking-index app.account CREATE INDEX ON <<flyway:defaultSchema>>.account (email)'
    ])
  })

  it('puts nothing in where it is told so', async () => {
    const text = "SELECT '${owner}'; CREATE INDEX ON app.account (email);"
    const conf = "flyway.placeholders.owner=it's\n"
    const files = {
      ...sql,
      'sql/V2__b.sql': text,
      'flyway.conf': conf,
      'sql/V2__b.sql.conf': 'placeholderReplacement=false\n'
    }
    expect(await found({files})).toEqual([
      'sql/V2__b.sql:1:20 no-blocking-index app.account CREATE INDEX ON app.account (email)'
    ])
  })
})

it('settings of files are read by their full names', () => {
  expect([...readProperties('# a=b\n! c=d\na.b = c = d \n\nempty=\n')]).toEqual([
    ['a.b', 'c = d'],
    ['empty', '']
  ])
  const toml = '# x\ntop = 1\n[a."b.c"]\nd = "say \\"x\\""\n[ e . f ]\ng = [\'h\', "i"]\n[[list]]\nj = true'
  expect(Object.fromEntries(readToml(toml))).toMatchObject({top: '1', 'a.b.c.d': 'say "x"', 'e.f.g': 'h'})
})

describe('Liquibase', () => {
  const table = '--liquibase formatted sql\n--changeset ada:a\nCREATE TABLE app.account (id bigint, email text);\n'
  const at = '${Owner}.account (email)'
  const index = `--liquibase formatted sql\n--changeset ada:b runInTransaction:false\nCREATE INDEX ON ${at};\n`
  const expected = [`db/b.sql:3:1 no-blocking-index app.account CREATE INDEX ON ${at}`]
  const sql = {'db/a.sql': table, 'db/b.sql': index}

  it.each([
    ['liquibase.properties', 'url=jdbc:postgresql://127.0.0.1/shop\nparameter.owner: app\n'],
    [
      'db/changelog.xml',
      '<databaseChangeLog>\n  <property name="owner" value="nobody" dbms="mysql"/>\n  <property  name="owner" value="app" dbms="postgresql, h2" global="false" />\n  <include file="a.sql"/><include file="b.sql"/></databaseChangeLog>'
    ],
    [
      'db/changelog.yaml',
      'databaseChangeLog:\n  - property:\n      dbms: "!postgresql"\n      name: owner\n      value: nobody\n  - property:\n      name: owner # who\n      value: app\n  - include:\n      file: a.sql\n  - include:\n      file: b.sql\n'
    ],
    [
      'db/changelog.json',
      '{"databaseChangeLog": [{"property": {"name": "owner", "value": "app"}}, {"include": {"file": "a.sql"}}, {"include": {"file": "b.sql"}}]}'
    ]
  ])('takes values of %s', async (name, text) => {
    expect(await found({files: {...sql, [name]: text}})).toEqual(expected)
  })

  it('takes those of a file of properties that the changelog names', async () => {
    const files = {
      ...sql,
      'db/changelog.xml': '<databaseChangeLog><property file="us.properties"/></databaseChangeLog>',
      'db/us.properties': 'owner=app\n'
    }
    expect(await found({files})).toEqual(expected)
  })

  it('takes those that a file sets itself, the first of them', async () => {
    const own = '--property name:owner value:app\n--property name:owner value:nobody\n'
    const file = index.replace('\n', `\n${own}`)
    expect(await found({files: {...sql, 'db/b.sql': file}})).toEqual([expected[0]?.replace(':3:', ':5:')])
  })

  it('does not choose between contexts', async () => {
    const own = '--property name:owner value:app context:prod\n--property name:owner value:test context:test\n'
    const file = index.replace('\n', `\n${own}`)
    expect(await found({files: {...sql, 'db/b.sql': file}})).toEqual([
      `db/b.sql:5:1 no-blocking-index \${Owner}.account CREATE INDEX ON ${at}`
    ])
  })

  it('takes the schema of its settings', async () => {
    const files = {
      ...sql,
      'db/b.sql': index.replace('Owner', 'database.defaultSchemaName'),
      'liquibase.properties': 'liquibase.command.defaultSchemaName=app\n'
    }
    expect(await found({files})).toEqual([expected[0]?.replace('Owner', 'database.defaultSchemaName')])
  })
})
