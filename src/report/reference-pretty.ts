import {nameServer, supported} from '../server/supported.js'
import type {Dialect, Version} from '../server/server.js'
import type {OperationReference, ReferenceCase} from '../knowledge/reference/cases.js'
import {describeConfidence, describeWork} from '../knowledge/reference/describe.js'
import {paint, wrap} from './style.js'
import type {Style} from './style.js'

/** The report of `explain --operation` for people: an engine after the other, its cases by relation. */
export function referencePretty(
  references: readonly OperationReference[],
  version: Version | undefined,
  style: Style
): string {
  return references.map((reference) => `${engineOf(reference, version, style).join('\n')}\n`).join('\n')
}

function engineOf(reference: OperationReference, version: Version | undefined, style: Style): string[] {
  const {cases, dialect, form, instead, notes, operation, unknown} = reference
  const {bold, dim, yellow} = paint(style)
  const title = bold(`${operation} on ${titleOf(dialect, version)}`)
  if (form === null) {
    const other = instead === null ? '' : `; see ${instead}`
    return [title, `  ${supported[dialect].name} has no such operation${other}.`]
  }
  return [
    title,
    `  ${dim(form)}`,
    ...(unknown === null ? [] : [`  ${yellow('unknown:')} ${unknown}`]),
    ...(cases.length > 0
      ? [...orderOf(cases, style), ...relationsOf(cases, style)]
      : unknown === null
        ? ['  No relation that exists is touched.']
        : []),
    ...notes.flatMap((note) => ['', ...indented(plain(note), 2, style)])
  ]
}

const titleOf = (dialect: Dialect, version: Version | undefined): string =>
  version ? nameServer({dialect, version}) : `${supported[dialect].name} ${supported[dialect].label}`

/** How the numbers of cases are meant, where a relation has several. */
function orderOf(cases: readonly ReferenceCase[], style: Style): string[] {
  if (new Set(cases.map(({relation}) => relation)).size === cases.length) return []
  const {dim} = paint(style)
  return indented('From the cheapest case to the dearest. Where several fit, the lowest number holds.', 2, style).map(
    dim
  )
}

function relationsOf(cases: readonly ReferenceCase[], style: Style): string[] {
  const {cyan} = paint(style)
  return [...new Set(cases.map(({relation}) => relation))].flatMap((relation) => [
    '',
    `  ${cyan(relation)}`,
    ...cases.filter((each) => each.relation === relation).flatMap((each) => caseOf(each, style))
  ])
}

function caseOf(each: ReferenceCase, style: Style): string[] {
  const {because, blocked, order, replicas, source, versions, when} = each
  const {dim} = paint(style)
  const on = versions === 'all' ? '' : ` (${versions})`
  return [
    ...indented(`${order}. ${plain(when)}${on}${plain(when).endsWith(because) ? '' : `: ${because}`}`, 4, style),
    ...indented(`${plain(describeWork(each))}; blocks ${blocked}`, 7, style),
    ...indented(`replicas: ${plain(replicas)}`, 7, style),
    dim(`       ${describeConfidence(each)}, ${source.url}`)
  ]
}

function indented(text: string, width: number, {columns}: Style): string[] {
  return wrap(text, Math.max(columns - width, 40)).map((line) => ' '.repeat(width) + line)
}

const plain = (text: string): string => text.replaceAll('`', '')
