/** Where the names of a block or a routine are looked up: each case gives what PostgreSQL 14 and 18 were seen to do. */
import {expect, test} from 'vitest'
import {analyze} from '../../../src/core/analyze.js'
import {findProject} from '../../../src/core/project.js'

const tables = 'CREATE SCHEMA app;\nCREATE TABLE public.t (id int);\nCREATE TABLE app.t (id int);\n'
const routine = (text: string): string => `CREATE FUNCTION f() RETURNS void LANGUAGE ${text};\nSELECT f();\n`

test.each([
  ["DO $$ BEGIN PERFORM set_config('search_path', 'app', true); DROP TABLE t; END $$;\n", 'app', 'public'],
  ["DO $$ DECLARE x text; BEGIN x := set_config('search_path', 'app', true); DROP TABLE t; END $$;\n", 'app', 'public'],
  ['DO $$ BEGIN SET LOCAL search_path = app; DROP TABLE t; END $$;\n', 'app', 'public'],
  ['DO $$ BEGIN SET search_path = app; DROP TABLE t; END $$;\n', 'app', 'app'],
  [
    routine("plpgsql AS $$ BEGIN PERFORM set_config('search_path', 'app', true); DROP TABLE t; END $$"),
    'app',
    'public'
  ],
  [routine('plpgsql SET search_path = app AS $$ BEGIN DROP TABLE t; END $$'), 'app', 'public'],
  [routine("sql SET search_path TO app, public AS 'DROP TABLE t'"), 'app', 'public'],
  [
    routine(
      "plpgsql SET search_path = app AS $$ BEGIN PERFORM set_config('search_path', 'public', true); DROP TABLE t; END $$"
    ),
    'public',
    'public'
  ],
  [
    routine(
      "plpgsql SET search_path = public AS $$ BEGIN PERFORM set_config('search_path', 'app', false); DROP TABLE t; END $$"
    ),
    'app',
    'app'
  ]
])('%s', async (text, inside, after) => {
  const files = {'m/1.sql': tables, 'm/2.sql': `${text}CREATE TABLE next (id int);\n`}
  const project = await findProject({paths: ['m'], cwd: '/project', files, dialect: 'postgres'})
  await project.open()
  const {catalog, createSession, migrations} = project
  analyze(migrations, catalog, createSession, {})
  const left = [...catalog.tables.values()].map(({name, schema}) => `${schema}.${name}`).sort()
  const dropped = ['app', 'public'].filter((schema) => !left.includes(`${schema}.t`))
  const made = left.filter((name) => name.endsWith('.next'))
  expect([dropped, made]).toEqual([[inside], [`${after}.next`]])
})
