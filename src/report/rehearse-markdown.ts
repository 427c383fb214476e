import type {Rehearsal, RehearsedStatement} from '../rehearse/rehearsal.js'
import type {ReportContext} from './formats.js'
import {
  comparisonsOf,
  describeDifference,
  describeMs,
  placeOf,
  reportUrl,
  statementsOf,
  verdictOf
} from './rehearse-words.js'

/** The report of `rehearse` for a pull request. */
export function rehearseMarkdown(rehearsal: Rehearsal, context: ReportContext): string {
  const {good, text} = verdictOf(rehearsal)
  const lines = [`### ${good ? '✅' : '❌'} ${escape(text)}`, '', `Rehearsed on ${escape(rehearsal.engine)}.`, '']
  for (const {path, statements, transaction} of rehearsal.migrations) {
    const mode = transaction === 'migration' ? 'in one transaction' : 'each statement by itself'
    lines.push(`**${escape(path)}** (${mode})`, '')
    lines.push('| Line | Statement | Relation | Foretold | Happened | Time |', '| --: | --- | --- | --- | --- | --: |')
    lines.push(...statements.flatMap(rowsOf), '')
  }
  const differing = statementsOf(rehearsal).filter(({differences}) => differences.length > 0)
  if (differing.length > 0) lines.push(`Please report what is not as foretold: ${reportUrl}`, '')
  for (const statement of differing) {
    for (const each of statement.differences)
      lines.push(`- ${escape(`${placeOf(statement)} ${describeDifference(each)}`)}`)
  }
  if (!context.quiet) lines.push(...rehearsal.notes.map((note) => `- ${escape(note)}`))
  return `${lines.join('\n').trimEnd()}\n`
}

function rowsOf(statement: RehearsedStatement): string[] {
  const {because, error, foretold, milliseconds} = statement
  const time = milliseconds === undefined ? '' : describeMs(milliseconds)
  const head = [String(foretold.place.start.line), code(foretold.sql)]
  const comparisons = comparisonsOf(statement)
  const rows = comparisons.map(({differences, foretold: said, happened, relation}, index) => [
    ...(index === 0 ? head : ['', '']),
    code(relation),
    said.map(escape).join('<br>'),
    `${happened.map(escape).join('<br>') || 'not seen'}${differences.length > 0 ? ' ❌' : ''}`,
    index === 0 ? time : ''
  ])
  const outcome = error === undefined ? because : `error ${error.code}: ${error.message}`
  if (outcome !== undefined || rows.length === 0) {
    const refusal = foretold.refusal?.message ?? foretold.problem ?? ''
    const what = outcome === undefined ? '' : escape(error === undefined ? `not run: ${outcome}` : outcome)
    rows.push([...(rows.length === 0 ? head : ['', '']), '', escape(refusal), what, rows.length === 0 ? time : ''])
  }
  return rows.map((cells) => `| ${cells.join(' | ')} |`)
}

const longest = 120

function code(sql: string): string {
  const line = sql.replace(/\s+/g, ' ').trim()
  const short = line.length > longest ? `${line.slice(0, longest - 1)}…` : line
  return `<code>${escape(short)}</code>`
}

function escape(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('|', '\\|')
    .replace(/[*_`[\]]/g, '\\$&')
}
