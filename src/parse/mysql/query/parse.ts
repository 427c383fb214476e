/** Queries and DML as node-sql-parser reads them. */
import type {Cursor} from '../cursor.js'
import type {Token} from '../tokens/token.js'
import {loadQueryParser} from './load-parser.js'

/** A part of the tree: what the parser's types say of it and what it returns are two things. */
export type Tree = Readonly<Record<string, unknown>>

/**
 * Longer statements and deeper parentheses are not handed over. The parser goes back and tries again: joins
 * in parentheses with an error inside take half again as long with each level, 60 ms at 8 of them and minutes
 * at 30; else its time grows with the text, some microseconds a character. Its own stack is not endless either.
 */
const limits = {tokens: 2000, depth: 8}

/** Files repeat statements of one shape with other values, and those are one text here. */
const known = new Map<string, Tree | undefined>()
const mostKnown = 500

/**
 * Have the tokens from one number to before another parsed.
 *
 * In the tree, numbers are the numbers of their tokens, so that they lead back to the text, and strings
 * are blank.
 *
 * @returns `undefined` where the parser cannot: it reads about five of six statements that servers take.
 */
export function parseQuery(cursor: Cursor, from: number, to: number): Tree | undefined {
  const text = textFor(cursor, from, to)
  if (text === undefined) return undefined
  const dialect = cursor.mariadb ? 'mariadb' : 'mysql'
  const key = `${dialect} ${text}`
  if (known.has(key)) return known.get(key)
  const tree = parse(dialect, text)
  if (known.size >= mostKnown) known.clear()
  known.set(key, tree)
  return tree
}

function parse(dialect: 'mysql' | 'mariadb', text: string): Tree | undefined {
  const parser = loadQueryParser(dialect)
  try {
    const trees: unknown = parser.astify(text)
    if (!Array.isArray(trees)) return isTree(trees) ? trees : undefined
    const [tree] = trees as unknown[]
    return trees.length === 1 && isTree(tree) ? tree : undefined
  } catch {
    // What it throws says that it cannot read this, not that the server could not: ours is the verdict.
    return undefined
  }
}

/** Whether a value of the tree has properties. */
export function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null
}

/** Write tokens for the parser; `undefined` where it would fail, take too long or read another thing. */
function textFor(cursor: Cursor, from: number, to: number): string | undefined {
  if (to - from > limits.tokens) return undefined
  let text = ''
  let depth = 0
  for (let index = from; index < to; index++) {
    const token = cursor.tokens[index]
    const written = token && writeToken(cursor, token, index)
    if (written === undefined) return undefined
    if (written === '(' && ++depth > limits.depth) return undefined
    if (written === ')') depth--
    // Comments are dropped; what version comments hold stays.
    const apart = index > from && cursor.tokens[index - 1]?.end !== token?.start
    text += apart ? ` ${written}` : written
  }
  return text
}

function writeToken(cursor: Cursor, token: Token, index: number): string | undefined {
  const text = cursor.textOf(token)
  switch (token.type) {
    case 'string':
      return "' '"
    case 'number':
      return String(index)
    case 'quoted': {
      // Double quotes are those of a name under `ANSI_QUOTES`. The parser does not read doubled quotes.
      const name = text.slice(1, -1)
      return /[`"]/.test(name) ? undefined : `\`${name}\``
    }
    case 'operator':
      // It takes the colon for a part of the column's name.
      return text === ':=' ? '=' : text
    case 'placeholder':
    case 'broken':
      return undefined
    default:
      return text
  }
}
