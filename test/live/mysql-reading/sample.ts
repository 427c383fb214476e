/** Statements that our grammar of definitions and a server's parser are both asked about. */
import fc from 'fast-check'
import type {Server} from '../../../src/server/server.js'
import type {Reader} from '../../../src/operations/script.js'
import {loadCorpus} from '../../unit/fuzz/corpus.js'
import {mutatedTexts} from '../../unit/fuzz/text.js'
import {alterations} from './statements/alterations.js'
import {others} from './statements/others.js'
import {tables} from './statements/tables.js'

/** Mutated statements that each server is asked about. */
export const mutatedCount = 1500

/** Another seed is another sample: `SQLSAFE_FUZZ_SEED=7`. */
const seed = Number(process.env.SQLSAFE_FUZZ_SEED ?? 1)

/** What the grammar of definitions reads; rows are read by another parser, whose refusal is no verdict. */
const definition = /^(?:CREATE|ALTER|DROP|RENAME|TRUNCATE|LOCK|OPTIMIZE|ANALYZE|CHECK|REPAIR|SET|GRANT|REVOKE)\b/i

/** What only a runner's template or a client program makes SQL of. */
const template = /[?{}]|%s|:\w|<%|\\[gG]|@\w+@/

/** All statements of the fixtures and of the cases of facts, as they are. */
export async function loadWritten(server: Server, read: Reader): Promise<string[]> {
  const corpus = await loadCorpus(server)
  return [...new Set(corpus.flat().filter((sql) => isAskable(sql, read)))]
}

/**
 * A seeded sample of mutated statements. They are made of the lists beside this file: a further case of a fact
 * must not make another sample.
 */
export function mutate(read: Reader): string[] {
  const corpus = [...tables, ...alterations, ...others].map((sql) => [sql])
  const found = new Set<string>()
  for (const {text} of fc.sample(mutatedTexts(corpus), {seed, numRuns: mutatedCount * 3})) {
    for (const {range} of read(text).statements) {
      const sql = text.slice(range.start, range.end)
      if (found.size < mutatedCount && isAskable(sql, read)) found.add(sql)
    }
  }
  return [...found]
}

/** Whether it is one statement, written in characters that a connection can send. */
function isAskable(sql: string, read: Reader): boolean {
  if (!definition.test(sql) || template.test(sql) || Buffer.from(sql).toString() !== sql) return false
  return read(sql).statements.length === 1
}
