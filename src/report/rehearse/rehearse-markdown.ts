import type {Rehearsal, RehearsedStatement} from '../../rehearse/rehearsal.js'
import type {ReportContext} from '../context.js'
import {inlineCode, prose} from '../markdown-text.js'
import {
  comparisonsOf,
  describeDifference,
  describeMs,
  placeOf,
  reportUrl,
  statementsOf,
  verdictOf
} from './rehearse-words.js'

const longestSql = 120

/** The report of `rehearse` for a pull request. */
export function rehearseMarkdown(rehearsal: Rehearsal, context: ReportContext): string {
  const {good, text} = verdictOf(rehearsal)
  const lines = [`### ${good ? '✅' : '❌'} ${prose(text)}`, '', `Rehearsed on ${prose(rehearsal.engine)}.`, '']
  for (const {path, statements, transaction} of rehearsal.migrations) {
    const mode = transaction === 'migration' ? 'in one transaction' : 'each statement by itself'
    lines.push(`**${prose(path)}** (${mode})`, '')
    lines.push('| Line | Statement | Relation | Foretold | Happened | Time |', '| --: | --- | --- | --- | --- | --: |')
    lines.push(...statements.flatMap(rowsOf), '')
  }
  const differing = statementsOf(rehearsal).filter(({differences}) => differences.length > 0)
  if (differing.length > 0) lines.push(`Please report what is not as foretold: ${reportUrl}`, '')
  for (const statement of differing) {
    for (const each of statement.differences)
      lines.push(`- ${prose(`${placeOf(statement)} ${describeDifference(each)}`)}`)
  }
  if (!context.quiet) lines.push(...rehearsal.notes.map((note) => `- ${prose(note)}`))
  return `${lines.join('\n').trimEnd()}\n`
}

function rowsOf(statement: RehearsedStatement): string[] {
  const {because, error, foretold, milliseconds} = statement
  const time = milliseconds === undefined ? '' : describeMs(milliseconds)
  const head = [String(foretold.place.start.line), inlineCode(foretold.sql, longestSql)]
  const comparisons = comparisonsOf(statement)
  const rows = comparisons.map(({differences, foretold: said, happened, relation}, index) => [
    ...(index === 0 ? head : ['', '']),
    inlineCode(relation),
    said.map(prose).join('<br>'),
    `${happened.map(prose).join('<br>') || 'not seen'}${differences.length > 0 ? ' ❌' : ''}`,
    index === 0 ? time : ''
  ])
  const outcome = error === undefined ? because : `error ${error.code}: ${error.message}`
  if (outcome !== undefined || rows.length === 0) {
    const refusal = foretold.refusal?.message ?? foretold.problem ?? ''
    const what = outcome === undefined ? '' : prose(error === undefined ? `not run: ${outcome}` : outcome)
    rows.push([...(rows.length === 0 ? head : ['', '']), '', prose(refusal), what, rows.length === 0 ? time : ''])
  }
  return rows.map((cells) => `| ${cells.join(' | ')} |`)
}
