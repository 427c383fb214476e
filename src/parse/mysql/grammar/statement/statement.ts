import type {Cursor} from '../../cursor.js'
import type {StatementSyntax} from '../../syntax/statement.js'
import {parseAlter} from './alter.js'
import {parseCreate} from './create.js'
import {parseDrop} from './drop.js'
import {parseGrant, parseRevoke} from './grant.js'
import {parseLockTables, parseMaintenance, parseRenameTable, parseTruncate, parseUnlock} from './maintenance.js'
import {parseOther} from './other.js'
import {parseDeallocate, parseExecute, parsePrepare} from './prepared.js'
import {parseCall} from './routine.js'
import {parseSet} from './set.js'
import {
  parseBegin,
  parseCommit,
  parseRelease,
  parseRollback,
  parseSavepoint,
  parseStart,
  parseXa
} from './transaction.js'

/** Statements that read or write rows; they are read in `dml`. */
const dmlWords = ['INSERT', 'REPLACE', 'UPDATE', 'DELETE', 'SELECT', 'WITH', 'TABLE', 'VALUES', '(']

const parsers: Record<string, ((cursor: Cursor) => StatementSyntax) | undefined> = {
  CREATE: parseCreate,
  ALTER: parseAlter,
  DROP: parseDrop,
  RENAME: parseRenameTable,
  TRUNCATE: parseTruncate,
  LOCK: parseLockTables,
  UNLOCK: parseUnlock,
  OPTIMIZE: parseMaintenance,
  ANALYZE: parseMaintenance,
  CHECK: parseMaintenance,
  REPAIR: parseMaintenance,
  SET: parseSet,
  START: parseStart,
  BEGIN: parseBegin,
  COMMIT: parseCommit,
  ROLLBACK: parseRollback,
  SAVEPOINT: parseSavepoint,
  RELEASE: parseRelease,
  XA: parseXa,
  PREPARE: parsePrepare,
  EXECUTE: parseExecute,
  DEALLOCATE: parseDeallocate,
  CALL: parseCall,
  GRANT: parseGrant,
  REVOKE: parseRevoke
}

/**
 * Read one statement.
 *
 * @throws {UnexpectedError} Where the grammar refuses it.
 */
export function parseStatement(cursor: Cursor): StatementSyntax {
  const word = cursor.word()
  if (dmlWords.includes(word)) return {kind: 'dml', explained: false}
  const parse = parsers[word] ?? parseOther
  const syntax = parse(cursor)
  cursor.expectEnd()
  return syntax
}
