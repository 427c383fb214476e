import {describe, expect, test} from 'vitest'
import {advance, createLexer} from '../../../src/parse/postgres/lexer.js'
import {createSplitter, nextPiece} from '../../../src/parse/postgres/split.js'
import {growthOfTime, proportionate} from '../../helpers/processor-time.js'
import {read} from './reader.js'

/** A generator of numbers below 1 that gives the same ones every time (mulberry32). */
function createRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x100000000
  }
}

const pieces = [
  'ALTER TABLE a ADD b int',
  'CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS ',
  'BEGIN ATOMIC',
  'COPY a FROM stdin',
  '\n\\.\n',
  '\\i x\n',
  '\\g',
  "'",
  '"',
  '$$',
  '$a$',
  '/*',
  '*/',
  '--',
  '\n',
  ';',
  '(',
  ')',
  ',',
  'DO ',
  'IF true THEN',
  'END',
  '${x}',
  ':y',
  '{{',
  'é',
  '😀',
  '\ud800',
  '\r\n',
  '\\',
  'E',
  '::',
  '1e5',
  'WITH x AS (DELETE FROM a)'
]

function expectSound(text: string): void {
  const {comments, statements} = read(text)
  for (const {commands, problems, range} of statements) {
    expect(range.start).toBeLessThan(range.end)
    expect(range.end).toBeLessThanOrEqual(text.length)
    // Nothing is lost: there is an operation, or a reason why not.
    expect(commands.length + problems.length).toBeGreaterThan(0)
    for (const problem of problems) expect(problem.range.end).toBeLessThanOrEqual(text.length)
  }
  for (const {range} of comments) expect(range.start).toBeLessThan(range.end)
}

describe('rubbish', () => {
  test('of random bytes throws nothing', () => {
    const random = createRandom(1)
    for (let run = 0; run < 200; run++) {
      const bytes = Uint8Array.from({length: 300}, () => Math.floor(random() * 256))
      expectSound(new TextDecoder().decode(bytes))
    }
  })

  test('of pieces of SQL throws nothing', () => {
    const random = createRandom(2)
    for (let run = 0; run < 2000; run++) {
      const count = 1 + Math.floor(random() * 12)
      expectSound(Array.from({length: count}, () => pieces[Math.floor(random() * pieces.length)]).join(' '))
    }
  })

  test('with a zero byte is one problem', () => {
    const {statements} = read('\x7fELF\0\0;;;\0SELECT 1;')
    expect(statements.flatMap(({problems}) => problems.map(({message}) => message))).toEqual([
      'Unexpected binary data, expected SQL in UTF-8'
    ])
  })

  test('that is nested deeper than any stack is a problem, and the next statement is read', () => {
    const deep = `SELECT ${'('.repeat(100_000)}; SELECT 1${'+1'.repeat(100_000)}; SELECT ${'f('.repeat(2500)}1${')'.repeat(2500)};`
    const {statements} = read(`${deep.repeat(5)} SELECT 1`)
    expect(statements).toHaveLength(16)
    expect(statements.at(-1)?.problems).toEqual([])
    expect(statements.at(-1)?.commands).toHaveLength(1)
  })
})

describe('long files', () => {
  /** Number of tokens that the lexer gives; each is looked at once. */
  function countTokens(text: string): number {
    const lexer = createLexer(text)
    let count = 0
    while (advance(lexer) !== 'end') count++
    return count
  }

  const row = "INSERT INTO account (id, name) VALUES (1, 'it''s'); -- one\n"

  test('of 5 MB are read whole', () => {
    const rows = Math.ceil(5e6 / row.length)
    const splitter = createSplitter(row.repeat(rows))
    let count = 0
    while (nextPiece(splitter)) count++
    expect(count).toBe(rows)
    expect(splitter.comments).toHaveLength(rows)
  })

  test('give tokens in proportion', () => {
    expect(countTokens(row.repeat(4000))).toBe(4 * countTokens(row.repeat(1000)))
  })

  test.each([
    ['open dollar quotes', (index: number) => `$a${String(index)}$;\n`],
    ['open comments', () => '/* ;\n'],
    ['open comments without anything between them', () => '/*'],
    ['open strings', () => "SELECT 'a;\nSELECT 1;\n"],
    ['backslashes', () => '\\'],
    ['open placeholders', () => '${'],
    ['open brackets', () => 'f(;\n']
  ])('of %s take time in proportion', (_name, piece) => {
    const make = (count: number): string => Array.from({length: count}, (_, index) => piece(index)).join('')
    const texts = {1: make(2000), 16: make(32_000)}
    expect(growthOfTime((times) => read(texts[times]))).toBeLessThan(proportionate)
  })
})
