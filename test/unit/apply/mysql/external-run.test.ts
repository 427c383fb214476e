import {spawn} from 'node:child_process'
import {existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {setTimeout as sleep} from 'node:timers/promises'
import {afterEach, beforeEach, expect, test} from 'vitest'
import {runProgram} from '../../../../src/apply/mysql/external/run.js'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sqlsafe-run-'))
})
afterEach(() => {
  rmSync(folder, {recursive: true})
})

const run = (script: string, signal = new AbortController().signal, onLine = (_: string): void => undefined) =>
  runProgram({command: 'sh', parameters: ['-c', script, 'sh', folder], signal, onLine})

/** Begins, and says so in a file when it is asked to end. */
const waits = `trap 'echo asked > "$1/asked"; exit 3' TERM; echo begun; while :; do sleep 0.05; done`

async function appears(name: string): Promise<void> {
  while (!existsSync(join(folder, name))) await sleep(10)
}

test('a program is heard, and ends with its own code', async () => {
  const lines: string[] = []
  await run('echo one; echo two >&2', undefined, (line) => lines.push(line))
  expect(lines.sort()).toEqual(['one', 'two'])
  await expect(run('echo why; exit 5')).rejects.toThrow('(5), expected 0; it said last: why')
})

test('a program that is to be stopped is asked to', async () => {
  const stop = new AbortController()
  const end = run(waits, stop.signal, () => {
    stop.abort()
  })
  await expect(end).rejects.toThrow('Unexpected end of `sh` (3)')
  expect(readFileSync(join(folder, 'asked'), 'utf8')).toBe('asked\n')
})

test('a program does not outlive who started it', async () => {
  const path = join(folder, 'starts.ts')
  const own = new URL('../../../../src/apply/mysql/external/run.ts', import.meta.url).href
  writeFileSync(
    path,
    `import {runProgram} from ${JSON.stringify(own)}
void runProgram({command: 'sh', parameters: ['-c', ${JSON.stringify(waits)}, 'sh', ${JSON.stringify(folder)}],
  signal: new AbortController().signal, onLine: (line) => console.log(line)})`
  )
  const starter = spawn(process.execPath, ['--import', 'tsx', path], {stdio: ['ignore', 'pipe', 'inherit']})
  await new Promise<void>((resolve) => starter.stdout.once('data', () => resolve()))
  starter.kill('SIGKILL')
  await appears('asked')
}, 60_000)
