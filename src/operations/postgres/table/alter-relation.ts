/** Clauses of `ALTER TABLE` on what is no table: indexes, views, sequences, composite types. */
import type {Operation} from '../../operation.js'
import {toName, toRole} from '../name.js'
import {as, itemsOf} from '../node.js'
import {toParameters} from '../option.js'
import type {Stretch} from '../source.js'
import {tokenAt} from '../source.js'
import type {Clause} from './clause.js'
import {clauseOperation} from './clause.js'
import {toColumn} from './column.js'

/** `ALTER INDEX`. */
export function lowerIndexClause(clause: Clause): Operation {
  const {command, table: index} = clause
  const parameters = toParameters(itemsOf(command.def))
  switch (command.subtype) {
    case 'AT_AttachPartition':
      return clauseOperation(clause, 'index.attach-partition', {
        index,
        partition: toName(as(command.def, 'PartitionCmd')?.name)
      })
    case 'AT_SetTableSpace':
      return clauseOperation(clause, 'index.set-tablespace', {index, tablespace: command.name ?? ''})
    case 'AT_SetRelOptions':
      return clauseOperation(clause, 'index.set-parameters', {index, parameters})
    case 'AT_ResetRelOptions':
      return clauseOperation(clause, 'index.set-parameters', {index, parameters, reset: true})
    case 'AT_SetStatistics':
      return clauseOperation(clause, 'index.set-statistics', {index})
    case 'AT_ChangeOwner':
      return clauseOperation(clause, 'table.set-owner', {table: index, owner: toRole(command.newowner)})
    default:
      return clauseOperation(clause, 'object.alter', {
        objectType: 'index',
        name: index.name,
        tables: [index],
        action: actionOf(clause.stretch)
      })
  }
}

/** `ALTER VIEW` and `ALTER MATERIALIZED VIEW`. */
export function lowerViewClause(clause: Clause, materialized: boolean): Operation {
  const {def, name, subtype} = clause.command
  const reset = subtype === 'AT_ResetRelOptions'
  return clauseOperation(clause, 'view.alter', {
    view: clause.table,
    materialized,
    action: actionOf(clause.stretch),
    ...(subtype === 'AT_SetTableSpace' ? {tablespace: name ?? ''} : {}),
    ...(subtype === 'AT_SetRelOptions' || reset ? {parameters: toParameters(itemsOf(def)), reset} : {}),
    ...(clause.ifExists ? {ifExists: true} : {})
  })
}

/** `ALTER SEQUENCE … OWNER TO`, `SET LOGGED`. */
export function lowerSequenceClause(clause: Clause): Operation {
  return clauseOperation(clause, 'sequence.alter', {
    sequence: clause.table,
    action: actionOf(clause.stretch),
    ...(clause.ifExists ? {ifExists: true} : {})
  })
}

/** `ALTER TYPE … ADD | DROP | ALTER ATTRIBUTE`. */
export function lowerTypeClause(clause: Clause): Operation {
  const {command, stretch, table: type} = clause
  const definition = as(command.def, 'ColumnDef')
  const column = definition && toColumn({colname: command.name, ...definition}, stretch)
  const attribute = command.name ?? definition?.colname
  return clauseOperation(clause, 'type.alter', {
    type,
    action: actionOf(stretch),
    ...(column ? {column} : {}),
    ...(attribute === undefined ? {} : {attribute}),
    ...(command.behavior === 'DROP_CASCADE' ? {cascade: true} : {})
  })
}

/** Words that end the name of an action, so that `owner to`, `set tablespace`, `add attribute` remain. */
const longestAction = 3

/** The key words that a clause begins with, lower-case; `ALTER COLUMN c SET DEFAULT 1` is `set default`. */
export function actionOf(stretch: Stretch): string {
  let from = stretch.from
  if (tokenAt(stretch, from)?.text === 'ALTER' && tokenAt(stretch, from + 1)?.text !== 'ATTRIBUTE') {
    from += tokenAt(stretch, from + 1)?.text === 'COLUMN' ? 3 : 2
  }
  const words: string[] = []
  for (let index = from; index < from + longestAction; index++) {
    const token = tokenAt(stretch, index)
    if (token?.kind !== 'word' || !actionWords.has(token.text)) break
    words.push(token.text.toLowerCase())
  }
  return words.join(' ')
}

const actionWords = new Set(
  (
    'ADD DROP ALTER ATTRIBUTE SET RESET OWNER TO TABLESPACE LOGGED UNLOGGED DEFAULT ACCESS METHOD CLUSTER ON WITHOUT ' +
    'STATISTICS STORAGE COMPRESSION RENAME COLUMN DEPENDS NO EXTENSION SCHEMA'
  ).split(' ')
)
