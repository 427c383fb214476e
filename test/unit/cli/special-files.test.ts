import {execFileSync, spawnSync} from 'node:child_process'
import {rmSync, symlinkSync} from 'node:fs'
import {join} from 'node:path'
import {afterEach, beforeAll, beforeEach, expect, test} from 'vitest'
import {buildCli, writeProject} from '../../helpers/cli.js'
import type {BuiltCli} from '../../helpers/cli.js'

let cli: BuiltCli
let folder: string

beforeAll(async () => {
  cli = await buildCli()
})

beforeEach(() => {
  folder = writeProject({
    'db/1.sql': 'CREATE TABLE a (id bigint PRIMARY KEY);\n',
    'db/below/2.sql': 'CREATE TABLE b (id bigint PRIMARY KEY);\n'
  })
})

afterEach(() => {
  rmSync(folder, {recursive: true, force: true})
})

/** The paths that a check of a folder has read. */
async function checked(path: string): Promise<string[]> {
  const {stdout} = await cli.run(['check', path, '--format', 'json', '--dialect', 'postgres'], {cwd: folder})
  return (JSON.parse(stdout) as {files: Array<{path: string}>}).files.map((file) => file.path).sort()
}

test('links to folders that are searched, too, read no file twice', async () => {
  symlinkSync('..', join(folder, 'db/below/up'))
  symlinkSync('below', join(folder, 'db/beside'))
  expect(await checked('db')).toEqual(['db/1.sql', 'db/below/2.sql'])
})

test('a link to a folder elsewhere is followed, and one to a file has a name of its own', async () => {
  const other = writeProject({'3.sql': 'CREATE TABLE c (id bigint PRIMARY KEY);\n'})
  try {
    symlinkSync(other, join(folder, 'db/other'))
    symlinkSync('1.sql', join(folder, 'db/4.sql'))
    expect(await checked('db')).toEqual(['db/1.sql', 'db/4.sql', 'db/below/2.sql', 'db/other/3.sql'])
  } finally {
    rmSync(other, {recursive: true, force: true})
  }
})

test.each([
  ['db', 'a device behind a link', () => symlinkSync('/dev/zero', join(folder, 'db/3.sql')), 'device `db/3.sql`'],
  ['pipe.sql', 'a pipe with a name', () => execFileSync('mkfifo', [join(folder, 'pipe.sql')]), 'named pipe `pipe.sql`'],
  ['loop.sql', 'a link to itself', () => symlinkSync('loop.sql', join(folder, 'loop.sql')), 'path `loop.sql`']
])('`check %s` does not wait for %s', async (path, _what, make, expected) => {
  make()
  const {code, stderr, stdout} = await cli.run(['check', path], {cwd: folder})
  expect({code, stdout}).toEqual({code: 2, stdout: ''})
  expect(stderr).toMatch(/^sqlsafe: Unexpected [^\n]+\n$/)
  expect(stderr).toContain(`Unexpected ${expected}, expected a file`)
})

test('what a shell hands over as a file is read once, and all of it', () => {
  const command = `"$0" "$1" check <(cat db/1.sql) --schema <(cat db/below/2.sql) --dialect postgres`
  const {status, stdout} = spawnSync('bash', ['-c', command, process.execPath, cli.path], {
    cwd: folder,
    encoding: 'utf8'
  })
  expect({status, read: stdout.includes('1 file, 1 statement.')}).toEqual({status: 0, read: true})
})
