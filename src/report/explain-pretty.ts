import type {ExplainedStatement} from '../core/explain.js'
import {describeBlocksOf} from '../knowledge/blocks.js'
import {clean, describeWork} from './explain-words.js'
import type {ReportContext} from './context.js'
import {openTable} from './open-table.js'
import {describeServer} from './server-line.js'
import {count, paint} from './style.js'
import type {Style} from './style.js'

const titles = ['Line', 'Statement', 'Relation', 'Lock', 'Blocks', 'Work', 'How sure']

/** The report of `explain` for people: a table for each file, a line for each relation that existed before. */
export function explainPretty(statements: readonly ExplainedStatement[], context: ReportContext): string {
  const {style} = context
  const byFile = new Map<string, ExplainedStatement[]>()
  for (const statement of statements) {
    const group = byFile.get(statement.file)
    if (group === undefined) byFile.set(statement.file, [statement])
    else group.push(statement)
  }

  const {bold, dim} = paint(style)
  const parts = [...byFile].map(([file, group]) => `${bold(file)}\n${tableOf(group, context)}`)
  if (!context.quiet) {
    const errors = statements.filter(({error}) => error !== null).length
    const unread = errors > 0 ? ` (${errors} refused or not analysed)` : ''
    const read = `${count(byFile.size, 'file')}, ${count(statements.length, 'statement')}${unread}`
    parts.push(dim(`${read}. ${describeServer(context.project)}.`))
  }
  return `${parts.join('\n')}\n`
}

function tableOf(statements: readonly ExplainedStatement[], context: ReportContext): string {
  const rows = statements.flatMap((statement) => rowsOf(statement, context))
  return openTable(titles, rows, widths(context.style), context.style)
}

/** Statement, relation and work share what the others leave of the line. */
function widths({columns}: Style): number[] {
  const fixed = {line: 5, lock: 22, blocks: 16, sure: 10}
  const left = Math.max(columns - 14 - fixed.line - fixed.lock - fixed.blocks - fixed.sure, 48)
  const statement = Math.floor(left * 0.4)
  const relation = Math.floor(left * 0.25)
  return [fixed.line, statement, relation, fixed.lock, fixed.blocks, left - statement - relation, fixed.sure]
}

function rowsOf({effects, error, range, sql}: ExplainedStatement, {project, style}: ReportContext): string[][] {
  const {dialect} = project.server
  const {dim, red, yellow} = paint(style)
  const head = [String(range.start.line), shorten(sql, 2 * (widths(style)[1] ?? 40))]
  const rows = effects.map((effect, index) => [
    ...(index === 0 ? head : ['', '']),
    effect.relation,
    effect.lock ?? 'none',
    describeBlocksOf(effect, dialect),
    describeWork(effect),
    effect.confidence === 'unknown' ? yellow('unknown') : effect.confidence
  ])
  if (error) rows.push([...(rows.length === 0 ? head : ['', '']), red('error'), '', '', clean(error.message), ''])
  if (rows.length === 0) rows.push([...head, dim('–'), '', dim('nothing'), dim('no relation that existed before'), ''])
  return rows
}

function shorten(sql: string, length: number): string {
  const line = clean(sql)
  return line.length > length ? `${line.slice(0, length - 1)}…` : line
}
