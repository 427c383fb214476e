/** The program, killed in the middle of its work. */
import {spawn} from 'node:child_process'

export interface Kill {
  /** It is killed when it has said this so often; `Infinity`: not at all. */
  text: string
  times: number
  /** And so much later, whatever it does then; where it has ended before, it is not killed. */
  momentMs: number
}

export interface Ended {
  code: number | null
  killed: boolean
  said: string
}

/** Run it until it ends, or is killed as by the kernel. */
export function runAndKill(path: string, args: readonly string[], {momentMs, text, times}: Kill): Promise<Ended> {
  const itself = times === Infinity ? [] : ['--import', new URL('kill-itself.mjs', import.meta.url).href]
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [...itself, path, ...args], {
      env: {...process.env, SQLSAFE_TEST_KILL: JSON.stringify({momentMs, text, times})}
    })
    let said = ''
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk.toString()))
    child.on('error', reject)
    child.on('close', (code, signal) => {
      resolve({code, killed: signal === 'SIGKILL', said})
    })
  })
}
