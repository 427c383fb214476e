/** Running a program of others, and hearing what it says. */
import {spawn} from 'node:child_process'
import {chmod, mkdtemp, rm, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {createInterface} from 'node:readline'

/** Lines of the end of the output that an error shows. */
const shown = 8

/**
 * Do something while there is a file of options for clients with the user and the password of a URL: on a command line
 * everybody on the machine could read them.
 * https://dev.mysql.com/doc/refman/8.4/en/option-files.html
 */
export async function withOptionFile<Result>(url: string, work: (path: string) => Promise<Result>): Promise<Result> {
  const {password, username} = new URL(url)
  const folder = await mkdtemp(join(tmpdir(), 'sqlsafe-'))
  try {
    const path = join(folder, 'client.cnf')
    await writeFile(path, '', {mode: 0o600})
    await chmod(path, 0o600)
    const lines = [
      ['user', decodeURIComponent(username)],
      ...(password === '' ? [] : [['password', decodeURIComponent(password)]])
    ]
    await writeFile(
      path,
      `[client]\n${lines.map(([name = '', value = '']) => `${name}=${optionValue(value)}\n`).join('')}`
    )
    return await work(path)
  } finally {
    await rm(folder, {recursive: true})
  }
}

function optionValue(text: string): string {
  if (/[\r\n]/.test(text)) throw new Error('Unexpected line break in the user or the password, expected one line')
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`
}

export interface ExternalRun {
  command: string
  parameters: readonly string[]
  /** The program is asked to end. */
  signal: AbortSignal
  onLine: (line: string) => void
}

/**
 * The program must not outlive us: it would change places of tables that nobody expects any more. So it is started by a shell
 * that ends it when our end of the pipe is closed, which the system does too where we are killed.
 */
const guard = `exec 3<&0
"$@" </dev/null 3<&- &
program=$!
(read -r _ <&3; kill -TERM $program) >/dev/null 2>&1 &
watcher=$!
exec 3<&-
wait $program
ended=$?
kill -KILL $watcher 2>/dev/null
exit $ended`

/** https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html#tag_19_08_02 */
const notFound = 127

/**
 * Run it to its end.
 *
 * @throws {Error} When it cannot be started, or fails: with the end of what it said.
 */
export async function runProgram({command, onLine, parameters, signal}: ExternalRun): Promise<void> {
  const child = spawn('/bin/sh', ['-c', guard, 'sh', command, ...parameters], {
    // Of a key that the terminal sends to all of us we decide what is to become of it.
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe']
  })
  const last: string[] = []
  const hear = (line: string): void => {
    if (line.trim() === '') return
    last.push(line)
    if (last.length > shown) last.shift()
    onLine(line)
  }
  for (const stream of [child.stdout, child.stderr]) createInterface({input: stream}).on('line', hear)
  // It is sent SIGTERM then.
  const end = (): void => void child.stdin.end()
  signal.addEventListener('abort', end, {once: true})
  if (signal.aborted) end()
  child.once('exit', end)
  try {
    const code = await new Promise<number | NodeJS.Signals | null>((resolve, reject) => {
      child.on('error', reject)
      child.on('close', (status, killer) => {
        resolve(status ?? killer)
      })
    })
    if (code === notFound) throw new Error(`Unexpected lack of the program \`${command}\`, expected it on the PATH`)
    if (code !== 0) {
      throw new Error(
        `Unexpected end of \`${command}\` (${String(code)}), expected 0; it said last: ${last.join(' | ')}`
      )
    }
  } finally {
    signal.removeEventListener('abort', end)
  }
}
