import {createInterface} from 'node:readline/promises'
import {UsageError} from '../usage-error.js'

/**
 * Ask a person.
 *
 * @throws {UsageError} When nobody is there to answer.
 */
export async function confirm(question: string): Promise<boolean> {
  if (!process.stdin.isTTY) throw new UsageError('Unexpected end of input, expected an answer: give `--yes` in scripts')
  const asking = createInterface({input: process.stdin, output: process.stderr})
  try {
    const answer = await asking.question(`${question} [y/N] `)
    return /^y(?:es)?$/i.test(answer.trim())
  } finally {
    asking.close()
  }
}
