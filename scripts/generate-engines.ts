/** Writes `docs/engines/`: for each engine what every operation does, version by version, all from the facts. */
import {format} from 'prettier'
import {dialects} from '../src/server/server.js'
import type {Dialect} from '../src/server/server.js'
import {supported} from '../src/server/supported.js'
import type {OperationReference, ReferenceCase} from '../src/knowledge/reference/cases.js'
import {describeConfidence, describeWork, pageTexts} from '../src/knowledge/reference/describe.js'
import {operationKinds, referenceOf} from '../src/knowledge/reference/reference.js'

/** Where the pages are. */
export const enginesFolder = new URL('../docs/engines/', import.meta.url)

/** All pages by the name of their file. */
export async function renderEngines(): Promise<Map<string, string>> {
  const pages = dialects.map(async (dialect): Promise<[string, string]> => [
    `${dialect}.md`,
    await format(renderEngine(dialect), {parser: 'markdown', printWidth: 120})
  ])
  return new Map(await Promise.all(pages))
}

function renderEngine(dialect: Dialect): string {
  const {label, name} = supported[dialect]
  const references = operationKinds.map((operation) => referenceOf(operation, dialect))
  const own = references.filter(({form}) => form !== null)
  const index = references
    .filter(({form, instead}) => form !== null || instead !== null)
    .map(({form, instead, operation}) =>
      form === null
        ? `- \`${operation}\`: see [\`${instead ?? ''}\`](#${anchor(instead ?? '')})`
        : `- [\`${operation}\`](#${anchor(operation)}): \`${form}\``
    )
  return [
    `# ${name} ${label}: what each operation does`,
    'Generated from the facts in `src/knowledge/` by `scripts/generate-engines.ts`. `sqlsafe explain --operation <name>` prints the same in the terminal.',
    ...pageTexts(dialect),
    '## Operations',
    index.join('\n'),
    ...own.map(renderOperation)
  ].join('\n\n')
}

function renderOperation({cases, form, notes, operation, unknown}: OperationReference): string {
  const sources = [...new Set(cases.map(({source}) => source.url))]
  return [
    `### ${operation}`,
    `\`${form ?? ''}\``,
    ...(unknown === null ? [] : [`Unknown: ${unknown}`]),
    ...notes.map((note) => `> ${note}`),
    ...(cases.length > 0 ? [renderCases(cases)] : unknown === null ? ['No relation that exists is touched.'] : []),
    ...(sources.length > 0 ? [`Sources: ${sources.map((url) => `<${url}>`).join(', ')}`] : [])
  ].join('\n\n')
}

function renderCases(cases: readonly ReferenceCase[]): string {
  const several = new Set(cases.map(({relation}) => relation)).size > 1
  const header = [
    ...(several ? ['Relation'] : []),
    '#',
    'When',
    'Versions',
    'What it does',
    'Blocks',
    'Replicas',
    'Known'
  ]
  const rows = cases.map((each) => [
    ...(several ? [each.relation] : []),
    String(each.order),
    `${each.when}: ${each.because}`,
    each.versions,
    describeWork(each),
    each.blocked,
    each.replicas,
    describeConfidence(each)
  ])
  return [header, header.map(() => '---'), ...rows].map((row) => `| ${row.map(cell).join(' | ')} |`).join('\n')
}

const cell = (text: string): string => text.replaceAll('|', '\\|')

/** As GitHub makes it from a heading. */
const anchor = (operation: string): string => operation.replaceAll('.', '')
