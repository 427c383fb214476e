/** Steps as SQL that anybody's runner, or a person, can send. */
import {quoteFullName} from '../sql/postgres.js'
import type {Dialect} from '../server/server.js'
import type {Plan, PlannedStep} from './plan.js'
import {mysqlStepSql} from './step-sql-mysql.js'
import type {BatchInput, StepSql, TransactionInput} from './steps.js'

interface SqlOptions {
  dialect: Dialect
  /** Short steps try again by themselves where a lock is not to be had. */
  retryBlock?: boolean
}

/** Milliseconds that a statement waits for a lock where nobody has said it otherwise. */
const lockTimeout = '2s'

/** The SQL of one step. */
export function stepSql(step: PlannedStep, {dialect, retryBlock = false}: SqlOptions): StepSql {
  if (dialect !== 'postgres') return mysqlStepSql(step)
  const settings = Object.entries({lock_timeout: lockTimeout, ...step.settings})
  const set = (local: boolean): string[] =>
    settings.map(([name, value]) => `SELECT set_config(${literal(name)}, ${literal(value)}, ${String(local)})`)
  if (step.kind === 'transaction') {
    const {statementTimeoutMs} = step.input as TransactionInput
    if (retryBlock && statementTimeoutMs !== null) {
      return {statements: [retryLoop([...set(true), ...step.sql])], transaction: false}
    }
    return {statements: [...set(true), ...step.sql], transaction: true}
  }
  if (step.kind === 'batch') return {statements: [batchLoop(step.input as BatchInput, set(false))], transaction: false}
  if (step.kind.startsWith('shadow-')) return {statements: [onlyByApply(step)], transaction: false}
  // Nothing waits for who waits here: it may take as long as it takes.
  const own = Object.entries(step.settings).map(
    ([name, value]) => `SELECT set_config(${literal(name)}, ${literal(value)}, false)`
  )
  return {statements: [...own, ...step.sql], transaction: false}
}

/**
 * A block that tries statements again, with a pause by chance, until it gets the locks for them.
 *
 * https://www.postgresql.org/docs/current/plpgsql-control-structures.html#PLPGSQL-ERROR-TRAPPING
 */
function retryLoop(statements: readonly string[]): string {
  return block([
    'DECLARE',
    '  attempts int := 0;',
    'BEGIN',
    '  LOOP',
    '    BEGIN',
    ...statements.map((text) => `${inBlock(text).replace(/^/gm, '      ')};`),
    '      RETURN;',
    '    EXCEPTION WHEN lock_not_available THEN',
    '      attempts := attempts + 1;',
    '      IF attempts >= 30 THEN RAISE; END IF;',
    // Not all at once, and not while others queue behind us.
    '      PERFORM pg_sleep(0.5 + random());',
    '    END;',
    '  END LOOP;',
    'END'
  ])
}

/** `SELECT` without a target is `PERFORM` there; what ends in a comment must not swallow the terminator. */
function inBlock(text: string): string {
  const own = text.replace(/^\s*SELECT\b/i, 'PERFORM')
  return /--[^\n]*$/.test(own) ? `${own}\n` : own
}

/**
 * A block that goes over the pages of a table, some at a time, and commits after each: it must be sent by itself, outside
 * of a transaction, and with no statement beside it where a runner sends a file as one query. A row that moves is found again where the condition says that it is not right.
 *
 * https://www.postgresql.org/docs/current/plpgsql-transactions.html
 */
function batchLoop(
  {idempotent, mayStay, only, set, table, verb, where}: BatchInput,
  settings: readonly string[]
): string {
  const full = quoteFullName(table)
  const written = `${only === true ? 'ONLY ' : ''}${full}`
  const pages = `target.ctid >= format('(%s,0)', page)::tid AND target.ctid < format('(%s,0)', page + step)::tid`
  const condition = where === undefined ? pages : `${pages} AND (${where})`
  const work = verb === 'update' ? `UPDATE ${written} AS target SET ${set ?? ''}` : `DELETE FROM ${written} AS target`
  const isLeft = `EXISTS (SELECT 1 FROM ${written} AS target WHERE ${where ?? 'true'})`
  return block([
    'DECLARE',
    '  page bigint;',
    '  step constant bigint := 50;',
    '  pages bigint;',
    ...(mayStay === true ? ['  before bigint;', '  rest bigint;'] : []),
    'BEGIN',
    ...settings.map((text) => `  ${inBlock(text)};`),
    '  LOOP',
    '    page := 0;',
    '    WITH RECURSIVE meant AS (',
    `      SELECT ${literal(full)}::regclass::oid AS oid`,
    ...(only === true ? [] : ['      UNION SELECT i.inhrelid FROM pg_inherits i JOIN meant m ON m.oid = i.inhparent']),
    "    ) SELECT max(pg_relation_size(oid)) / current_setting('block_size')::bigint INTO pages FROM meant;",
    '    WHILE page <= pages LOOP',
    `      ${work} WHERE ${condition};`,
    '      COMMIT;',
    '      page := page + step;',
    '    END LOOP;',
    ...(mayStay === true
      ? [
          `    SELECT count(*) INTO rest FROM ${written} AS target WHERE ${where ?? 'true'};`,
          '    EXIT WHEN rest = 0 OR rest >= before;',
          '    before := rest;'
        ]
      : [idempotent ? `    EXIT WHEN NOT ${isLeft};` : '    EXIT;']),
    '  END LOOP;',
    'END'
  ])
}

/** A dollar quote that nothing inside ends. */
function block(lines: readonly string[]): string {
  const body = lines.join('\n')
  let tag = '$sqlsafe_block$'
  for (let number = 2; body.includes(tag); number++) tag = `$sqlsafe_block${String(number)}$`
  return `DO ${tag}\n${body}\n${tag}`
}

function onlyByApply({kind}: PlannedStep): string {
  const text = `The step ${kind} copies a table while others write to it: only sqlsafe apply does that`
  return block(['BEGIN', `  RAISE EXCEPTION ${literal(text)};`, 'END'])
}

function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}

/** What takes a step back, as SQL; empty: there is nothing to send. */
export function undoSql({kind, undo}: PlannedStep): StepSql {
  return {statements: [...undo], transaction: kind !== 'ddl' && !undo.some((text) => /\bCONCURRENTLY\b/i.test(text))}
}

/** Statements as a text, each with its terminator; what commits together in `BEGIN` … `COMMIT`. */
export function sqlText({statements, transaction}: StepSql): string {
  const lines = statements.map(terminated)
  return (transaction ? ['BEGIN;', ...lines, 'COMMIT;'] : lines).join('\n')
}

/** Statements without `BEGIN`: the runner has begun. */
export function terminated(text: string): string {
  // The client programs of MySQL and MariaDB would cut it at the first semicolon.
  if (/^CREATE PROCEDURE\b/.test(text)) return `DELIMITER //\n${text}//\nDELIMITER ;`
  return /--[^\n]*$/.test(text) ? `${text}\n;` : `${text};`
}

/** Where a step comes from, for headers. */
export function stepHeader({id, title}: PlannedStep, plan: Plan, phase: number): string[] {
  const {gate, kind} = plan.phases[phase] ?? {gate: undefined, kind: 'expand'}
  const plain = (text: string): string => text.replace(/[`\r\n]/g, '')
  return [
    `-- Step ${id.split('-')[0] ?? ''}, ${kind}: ${plain(title)}`,
    ...(gate === undefined ? [] : [`-- Not before: ${plain(gate)}`])
  ]
}
