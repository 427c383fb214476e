import type {Node} from 'libpg-query'
import {parseSync} from 'libpg-query'
import {expect} from 'vitest'
import {supported} from '../../../src/server/supported.js'
import type {Script} from '../../../src/operations/script.js'
import {fuzz} from './fuzz.js'

fuzz({dialect: 'postgres', version: supported.postgres.newest}, expectAccepted)

/** Statements that run what stands elsewhere: that may be what cannot be read. */
const running = new Set(['DoStmt', 'ExecuteStmt'])

/** What the server's grammar accepts as a whole is operations for us, statement by statement. */
function expectAccepted(text: string, {statements}: Script): void {
  // Data follow such a statement, which the grammar knows nothing of; a zero byte is the end of the text for it.
  if (/\bstdin\b|\0/i.test(text)) return
  const nodes = parse(text)
  if (!nodes) return
  expect(statements).toHaveLength(nodes.length)
  for (const [index, {commands, problems}] of statements.entries()) {
    const [kind = ''] = Object.keys(explained(nodes[index]) ?? {})
    if (!running.has(kind)) expect(commands, `${kind}: ${problems[0]?.message ?? ''}`).not.toEqual([])
  }
}

/** What `EXPLAIN` is about, which it may run. */
function explained(node: Node | undefined): Node | undefined {
  return node !== undefined && 'ExplainStmt' in node ? node.ExplainStmt.query : node
}

/** The trees of a text; `undefined` where the grammar refuses it. */
function parse(text: string): Node[] | undefined {
  if (text.trim() === '') return []
  try {
    return parseSync(text).stmts?.flatMap(({stmt}) => stmt ?? []) ?? []
  } catch (error) {
    if (error instanceof Error && error.name === 'SqlError') return undefined
    throw error
  }
}
