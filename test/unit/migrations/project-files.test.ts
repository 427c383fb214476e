import {spawnSync} from 'node:child_process'
import {chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {buildSync} from 'esbuild'
import {afterEach, beforeEach, expect, test} from 'vitest'
import {createProjectFiles} from '../../../src/migrations/project-files.js'
import type {Seen} from '../../../src/migrations/project-files.js'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sqlsafe-files-'))
})

afterEach(() => {
  rmSync(folder, {recursive: true, force: true})
})

const write = (name: string, text = ''): void => {
  writeFileSync(join(folder, name), text)
}
const isAsSeen = (seen: Seen): boolean => createProjectFiles().isAsSeen(seen)

test('of what a pattern looks for only what it finds is seen, and its text', () => {
  const files = createProjectFiles()
  expect(files.above(join(folder, 'migrations', '1.sql'), /^\.gmrc(?:\.c?js)?$/)).toBeUndefined()
  const without = files.seen()
  write('notes.txt')
  expect(isAsSeen(without)).toBe(true)
  write('.gmrc.js', 'one')
  expect(isAsSeen(without)).toBe(false)

  const again = createProjectFiles()
  expect(again.above(join(folder, '1.sql'), /^\.gmrc(?:\.c?js)?$/)?.text).toBe('one')
  const found = again.seen()
  write('more.txt')
  expect(isAsSeen(found)).toBe(true)
  write('.gmrc.js', 'two')
  expect(isAsSeen(found)).toBe(false)
  write('.gmrc.js', 'one')
  // It comes before the other.
  write('.gmrc', 'one')
  expect(isAsSeen(found)).toBe(false)
})

test('who asks for all names sees each that comes', () => {
  const files = createProjectFiles()
  write('1.sql')
  expect(files.names(folder)).toEqual(['1.sql'])
  const seen = files.seen()
  expect(isAsSeen(seen)).toBe(true)
  write('2.sql')
  expect(isAsSeen(seen)).toBe(false)
})

test('of a folder that nobody may list, files are found by their names', () => {
  const project = join(folder, 'project')
  mkdirSync(project)
  write('sqitch.plan', 'a plan')
  write('.gmrc', 'found by a pattern')
  const program = join(project, 'program.mjs')
  const source = join(import.meta.dirname, '../../../src/migrations/project-files.ts')
  buildSync({entryPoints: [source], bundle: true, platform: 'node', format: 'esm', outfile: join(project, 'files.mjs')})
  writeFileSync(
    program,
    `import {createProjectFiles} from './files.mjs'
    const {above} = createProjectFiles()
    const file = ${JSON.stringify(join(project, '1.sql'))}
    console.log(JSON.stringify([above(file, 'sqitch.plan')?.text, above(file, /^\\.gmrc$/)?.text ?? null, above(file, 'atlas.sum') ?? null]))`
  )
  chmodSync(folder, 0o711)
  // Root may list all folders.
  const nobody = process.getuid?.() === 0 ? {uid: 65_534, gid: 65_534} : {}
  if (process.getuid?.() !== 0) chmodSync(folder, 0o311)
  const {stderr, stdout} = spawnSync(process.execPath, [program], {encoding: 'utf8', cwd: project, ...nobody})
  chmodSync(folder, 0o755)
  expect(stderr).toBe('')
  expect(JSON.parse(stdout)).toEqual(['a plan', null, null])
})

test('a folder that is a file, is not there, or is a link to itself holds nothing', () => {
  write('file', 'no folder')
  symlinkSync('loop', join(folder, 'loop'))
  symlinkSync('sqitch.plan', join(folder, 'sqitch.plan'))
  const files = createProjectFiles()
  for (const name of ['file', 'missing', 'loop']) {
    expect(files.read(join(folder, name, 'atlas.sum'))).toBeUndefined()
    expect(files.names(join(folder, name))).toEqual([])
  }
  expect(files.read(join(folder, 'sqitch.plan'))).toBeUndefined()
})

test('how far up is looked depends on where it is asked, and not on who has asked before', () => {
  const steps = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j']
  mkdirSync(join(folder, ...steps), {recursive: true})
  write('known.txt')
  const [far, near] = [join(folder, ...steps, '1.sql'), join(folder, 'a', 'b', '1.sql')]
  const files = createProjectFiles()
  expect(files.above(far, 'known.txt')).toBeUndefined()
  expect(files.above(near, 'known.txt')).toBeDefined()
  expect(files.allAbove(far, /^known/)).toEqual([])
  expect(files.allAbove(near, /^known/)).toHaveLength(1)
})

test('one look at a folder of one migration stands for all that is not in it', () => {
  const migration = join(folder, '1_users')
  mkdirSync(migration)
  for (const name of ['up.sql', 'down.sql']) write(join('1_users', name), name)
  write('knexfile.js', 'above')
  const up = join(migration, 'up.sql')
  const ask = (): unknown[] => {
    const files = createProjectFiles()
    const found = [
      files.beside(up, 'atlas.sum')?.text,
      files.beside(up, 'meta/_journal.json')?.text,
      files.beside(up, 'down.sql')?.text,
      files.above(up, 'metadata.toml')?.text,
      files.above(up, 'knexfile.js')?.text,
      files.above(up, /^down/)?.text,
      files.allAbove(up, /^(?:knexfile|down)/).map(({text}) => text)
    ]
    return [found, files.seen()]
  }
  const [found, seen] = ask()
  expect(found).toEqual([undefined, undefined, 'down.sql', undefined, 'above', 'down.sql', ['down.sql', 'above']])
  const looks = (seen as Seen).filter(([, path]) => path.startsWith(migration)).map(([kind, path]) => [kind, path])
  expect(looks).toContainEqual(['names', migration])
  expect(looks).not.toContainEqual(['text', join(migration, 'atlas.sum')])
  expect(isAsSeen(seen as Seen)).toBe(true)

  write(join('1_users', 'metadata.toml'), 'of its own')
  expect(isAsSeen(seen as Seen)).toBe(false)
  expect(ask()[0]).toEqual([undefined, undefined, 'down.sql', 'of its own', 'above', 'down.sql', ['down.sql', 'above']])
  mkdirSync(join(migration, 'meta'))
  write(join('1_users', 'meta', '_journal.json'), 'a journal')
  expect(createProjectFiles().beside(up, 'meta/_journal.json')?.text).toBe('a journal')
})
