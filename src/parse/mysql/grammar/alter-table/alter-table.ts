import type {Cursor} from '../../cursor.js'
import type {AlterAction, AlterClause, AlterTableSyntax} from '../../syntax/alter-table.js'
import {acceptIfExists, parseQualifiedName} from '../name.js'
import {parsePartitionBy} from '../partition.js'
import {acceptRequest, acceptWait, extendRequest} from '../request.js'
import {acceptTableOption} from '../table-options.js'
import {parseAdd} from './add.js'
import {parseAlter, parseChange, parseModify, parseRename} from './change.js'
import {parseDrop} from './drop.js'
import {acceptPartitionClause} from './partition.js'

/**
 * Read `ALTER [ONLINE] [IGNORE] TABLE` after `ALTER`.
 *
 * https://dev.mysql.com/doc/refman/9.7/en/alter-table.html
 * https://mariadb.com/docs/server/reference/sql-statements/data-definition/alter/alter-table
 */
export function parseAlterTable(cursor: Cursor): AlterTableSyntax {
  const request: AlterTableSyntax['request'] = {}
  const from = cursor.index
  if (cursor.mariadb) {
    if (cursor.accept('ONLINE')) request.online = true
    if (cursor.accept('IGNORE')) request.ignore = true
    if (cursor.index > from) extendRequest(request, cursor.range(from))
  }
  cursor.expect('TABLE')
  const ifExists = acceptIfExists(cursor, false)
  const table = parseQualifiedName(cursor)
  acceptWait(cursor, request)
  const clauses: AlterClause[] = []
  if (!cursor.atEnd) parseClauses(cursor, clauses, request)
  return {kind: 'alter-table', table, ifExists, clauses, request}
}

function parseClauses(cursor: Cursor, clauses: AlterClause[], request: AlterTableSyntax['request']): void {
  let requested = false
  for (;;) {
    const from = cursor.index
    if (acceptRequest(cursor, request)) requested = true
    else {
      const single = acceptPartitionClause(cursor) ?? acceptStandalone(cursor)
      if (single) {
        // Such a clause stands alone; MySQL allows `ALGORITHM=` and `LOCK=` before it.
        if (clauses.length > 0 || (requested && cursor.mariadb)) cursor.fail('a clause alone', cursor.tokens[from])
        clauses.push({...single, range: cursor.range(from)})
        cursor.expectEnd()
        return
      }
      parseClause(cursor, clauses, from, requested)
    }
    if (cursor.accept(',')) continue
    if (cursor.atEnd) return
    parsePartitioning(cursor, clauses)
    return
  }
}

/** `PARTITION BY` or `REMOVE PARTITIONING` stands at the end, without a comma before it. */
function parsePartitioning(cursor: Cursor, clauses: AlterClause[]): void {
  const from = cursor.index
  const action = acceptPartitioning(cursor)
  if (!action) cursor.fail('`,` or end of statement')
  clauses.push({...action, range: cursor.range(from)})
  cursor.expectEnd()
}

function acceptPartitioning(cursor: Cursor): AlterAction | undefined {
  if (cursor.is('PARTITION', 'BY')) return {kind: 'partition-by', partitioning: parsePartitionBy(cursor)}
  if (cursor.accept('REMOVE')) {
    cursor.expect('PARTITIONING')
    return {kind: 'remove-partitioning'}
  }
  return undefined
}

function parseClause(cursor: Cursor, clauses: AlterClause[], from: number, requested: boolean): void {
  if (cursor.accept('ADD')) {
    clauses.push(...parseAdd(cursor, from))
    return
  }
  const first = clauses.length === 0 && !requested
  const action = acceptAction(cursor) ?? (first ? acceptPartitioning(cursor) : undefined)
  if (action) {
    clauses.push({...action, range: cursor.range(from)})
    return
  }
  for (let count = 0; ; count++) {
    const start = cursor.index
    const option = acceptTableOption(cursor)
    if (option) clauses.push({kind: 'option', option, range: cursor.range(start)})
    else if (count === 0) cursor.fail('a clause of `ALTER TABLE`')
    else return
  }
}

function acceptAction(cursor: Cursor): AlterAction | undefined {
  switch (cursor.word()) {
    case 'DROP':
      return parseDrop(cursor)
    case 'CHANGE':
      return parseChange(cursor)
    case 'MODIFY':
      return parseModify(cursor)
    case 'ALTER':
      return parseAlter(cursor)
    case 'RENAME':
      return parseRename(cursor)
    case 'CONVERT':
      return parseConvert(cursor)
    case 'ORDER':
      return parseOrderBy(cursor)
    case 'FORCE':
      cursor.index++
      return {kind: 'force'}
    default:
      return acceptSwitch(cursor)
  }
}

/** Clauses that stand alone, about other things than partitions. */
function acceptStandalone(cursor: Cursor): AlterAction | undefined {
  if (cursor.is('DISCARD', 'TABLESPACE') || cursor.is('IMPORT', 'TABLESPACE')) {
    cursor.index += 2
    return {kind: 'tablespace', discard: cursor.word(-2) === 'DISCARD'}
  }
  const secondary = cursor.mysql ? cursor.acceptAny('SECONDARY_LOAD', 'SECONDARY_UNLOAD') : undefined
  return secondary === undefined ? undefined : {kind: 'secondary', load: secondary === 'SECONDARY_LOAD'}
}

function acceptSwitch(cursor: Cursor): AlterAction | undefined {
  if (cursor.is('ENABLE', 'KEYS') || cursor.is('DISABLE', 'KEYS')) {
    cursor.index += 2
    return {kind: 'enable-keys', enable: cursor.word(-2) === 'ENABLE'}
  }
  if (cursor.mysql) {
    for (const word of ['WITH', 'WITHOUT']) {
      if (cursor.accept(word, 'VALIDATION')) return {kind: 'validation', validation: word === 'WITH'}
    }
  }
  return undefined
}

function parseConvert(cursor: Cursor): AlterAction {
  cursor.expect('CONVERT', 'TO')
  if (!cursor.accept('CHARSET') && !cursor.accept('CHARACTER', 'SET') && !cursor.accept('CHAR', 'SET')) {
    cursor.fail('`CHARACTER SET`')
  }
  const charset = cursor.accept('DEFAULT') ? undefined : cursor.nameOrString('a character set')
  let collation: string | undefined
  if (cursor.accept('COLLATE')) collation = cursor.nameOrString('a collation')
  return {kind: 'convert-charset', charset, collation}
}

function parseOrderBy(cursor: Cursor): AlterAction {
  cursor.expect('ORDER', 'BY')
  const columns = cursor.items(() => {
    let column = cursor.name('a column')
    while (cursor.accept('.')) column = cursor.nameAfterDot('a column')
    cursor.acceptAny('ASC', 'DESC')
    return column
  })
  return {kind: 'order-by', columns}
}
