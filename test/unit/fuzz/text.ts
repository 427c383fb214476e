/** Makes mutated files: some statements as they are, and some that are edited. */
import fc from 'fast-check'
import type {Sequence} from './corpus.js'
import {edits, tokensOf} from './edits.js'

/** A file in which statements are mutated. */
export interface MutatedText {
  text: string
  /** How many statements of the corpus are mutated in it. */
  mutated: number
  /** How the runner sends it. */
  transaction: 'migration' | 'none'
}

const number = fc.nat(0xffff)
const kinds = Object.keys(edits) as Array<keyof typeof edits>
const edit = fc.record({kind: fc.constantFrom(...kinds), at: number, length: number, pick: number, from: number})

type EditChoice = typeof edit extends fc.Arbitrary<infer Value> ? Value : never

/** Statements before the mutated ones that stay as they are, so that there is a schema to work on. */
const mostBefore = 6

/** Files of mutated statements from a corpus. */
export function mutatedTexts(corpus: readonly Sequence[]): fc.Arbitrary<MutatedText> {
  const pool = corpus.flatMap((sequence) => [...sequence])
  return fc
    .record({
      transaction: fc.constantFrom('none' as const, 'migration' as const),
      mark: fc.constantFrom('', '', '', '\ufeff'),
      terminator: fc.constantFrom(';\n', ';\n', ';', ';\r\n'),
      sequence: number,
      start: number,
      edits: fc.array(fc.array(edit, {minLength: 1, maxLength: 3}), {minLength: 1, maxLength: 5})
    })
    .map(({edits: lists, mark, sequence: place, start, terminator, transaction}) => {
      const sequence = corpus[place % corpus.length] ?? []
      // The last ones more often than the first: those are what a case is about.
      const first = Math.max(0, sequence.length - 1 - (start % (lists.length + 2)))
      const written = [
        ...sequence.slice(Math.max(0, first - mostBefore), first),
        ...lists.map((list, index) =>
          mutate(sequence[first + index] ?? pool[(start + index) % pool.length] ?? '', list, pool)
        )
      ]
      return {text: `${mark}${written.join(terminator)}`, mutated: lists.length, transaction}
    })
}

function mutate(sql: string, list: readonly EditChoice[], pool: readonly string[]): string {
  let text = sql
  for (const {from, kind, ...choice} of list) {
    text = edits[kind](tokensOf(text), {...choice, other: tokensOf(pool[from % pool.length] ?? '')}).join('')
  }
  return text
}
