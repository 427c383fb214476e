import type {Rehearsal, RehearsedStatement} from '../../rehearse/rehearsal.js'
import type {ReportContext} from '../context.js'
import {
  comparisonsOf,
  describeDifference,
  describeMs,
  placeOf,
  reportUrl,
  statementsOf,
  verdictOf
} from './rehearse-words.js'
import {openTable} from '../open-table.js'
import {describeServer} from '../server-line.js'
import {paint} from '../style.js'
import type {Style} from '../style.js'

const titles = ['Line', 'Statement', 'Relation', 'Foretold', 'Happened', 'Time']

/** The report of `rehearse` for people: the outcome first, then a table for each migration. */
export function rehearsePretty(rehearsal: Rehearsal, context: ReportContext): string {
  const {style} = context
  const {bold, dim, green, red} = paint(style)
  const {good, text} = verdictOf(rehearsal)
  const parts = [bold((good ? green : red)(`${good ? '✔' : '✖'} ${clean(text)}`)), '']

  for (const {path, statements, transaction} of rehearsal.migrations) {
    const mode = transaction === 'migration' ? 'in one transaction' : 'each statement by itself'
    parts.push(`${bold(path)} ${dim(`(${mode})`)}`, tableOf(statements, style))
  }
  parts.push(...differencesOf(rehearsal, style), ...filledOf(rehearsal, style))
  parts.push(...rehearsal.notes.map((note) => dim(note)))
  if (!context.quiet)
    parts.push(dim(`Rehearsed on ${rehearsal.engine}. Foretold for ${describeServer(context.project)}.`))
  return `${parts.join('\n')}\n`
}

function tableOf(statements: readonly RehearsedStatement[], style: Style): string {
  const rows = statements.flatMap((statement) => rowsOf(statement, style))
  return openTable(titles, rows, widths(style), style)
}

function widths({columns}: Style): number[] {
  const left = Math.max(columns - 12 - 4 - 7, 60)
  const [statement, relation] = [Math.floor(left * 0.27), Math.floor(left * 0.17)]
  const each = Math.floor((left - statement - relation) / 2)
  return [4, statement, relation, each, each, 7]
}

function rowsOf(statement: RehearsedStatement, style: Style): string[][] {
  const {because, error, foretold, milliseconds, unseen} = statement
  const {dim, green, red, yellow} = paint(style)
  const head = [String(foretold.place.start.line), shorten(foretold.sql, 2 * (widths(style)[1] ?? 30) - 8)]
  const time = milliseconds === undefined ? '' : describeMs(milliseconds)
  const rows = comparisonsOf(statement).map(({differences, foretold: said, happened, relation}) => {
    const mark = differences.length > 0 ? red : green
    return [relation, said.join('\n'), happened.map((line) => mark(line)).join('\n')]
  })
  const saidAtAll = foretold.refusal?.message ?? foretold.problem
  if (error !== undefined)
    rows.push(['', said(saidAtAll, 'no error'), red(clean(`error ${error.code}: ${error.message}`))])
  else if (because !== undefined) rows.push(['', said(saidAtAll, ''), yellow(clean(`not run: ${because}`))])
  else if (saidAtAll !== undefined) rows.push(['', clean(saidAtAll), 'it runs'])
  if (unseen !== undefined) rows.push(['', '', dim(clean(unseen))])
  if (rows.length === 0) rows.push([dim('–'), dim('nothing'), dim('nothing')])
  return rows.map((row, index) => [...(index === 0 ? head : ['', '']), ...row, index === 0 ? time : ''])
}

function said(message: string | undefined, otherwise: string): string {
  return message === undefined ? otherwise : clean(message)
}

/** What is to be reported, ready to be copied. */
function differencesOf(rehearsal: Rehearsal, style: Style): string[] {
  const {bold, red} = paint(style)
  const lines = statementsOf(rehearsal).flatMap((statement) =>
    statement.differences.map((each) => `  ${red('≠')} ${placeOf(statement)} ${clean(describeDifference(each))}`)
  )
  if (lines.length === 0) return []
  return [
    bold('Not as foretold:'),
    ...lines,
    `Please report it, with the statement and the definition of the table: ${reportUrl}`,
    ''
  ]
}

/** Which tables have fewer rows than were asked for. */
function filledOf({filled}: Rehearsal, style: Style): string[] {
  if (filled === undefined) return []
  const {dim, yellow} = paint(style)
  const full = filled.tables.filter(({because}) => because === undefined)
  const others = filled.tables.filter(({because}) => because !== undefined)
  return [
    dim(`${full.length} of ${filled.tables.length} tables were filled with ${filled.asked} rows.`),
    ...others.map(({because, rows, table: name}) => yellow(`  ${name}: ${rows} rows, ${clean(because ?? '')}`))
  ]
}

function shorten(sql: string, length: number): string {
  const line = clean(sql)
  return line.length > length ? `${line.slice(0, length - 1)}…` : line
}

/** One line without control characters, which `table` refuses. */
function clean(text: string): string {
  return text.replace(/[\s\u0000-\u001F\u007F]+/g, ' ').trim()
}
