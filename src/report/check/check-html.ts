import {version} from '../../version.js'
import type {CheckedFile, CheckResult} from '../../core/check-result.js'
import {statisticsOf} from '../../core/check-summary.js'
import {rates} from '../../core/sizes/duration.js'
import type {Timeline} from '../../core/timeline.js'
import {describeCounts, describeLookedAt, verdictOf} from '../check-words.js'
import type {ReportContext, Wanted} from '../context.js'
import {html, prose} from '../html/markup.js'
import type {Markup} from '../html/markup.js'
import {migrationSection} from '../html/migration.js'
import {style} from '../html/style.js'
import {count} from '../style.js'
import {codeOfDiff} from '../html/diff.js'

/** More of them open at once, and nobody finds the one that matters. */
const mostOpen = 20

/**
 * The report of `check` as a page of its own: nothing is loaded, nothing runs. Per migration the statements from top
 * to bottom, with the locks that are held, who waits behind them and for how long, and what to do instead.
 */
export function checkHtml(result: CheckResult, context: ReportContext): string {
  const {grade, text} = verdictOf(result)
  const {dialect} = context.project.server
  const found = result.files.filter(({messages}) => messages.length > 0)
  const clean = result.files.filter(({messages}) => messages.length === 0)
  const ids = new Map(result.files.map(({path}, index) => [path, `migration-${String(index + 1)}`]))
  const timelines = new Map(context.timelines?.map((timeline) => [timeline.path, timeline]))
  const section = (file: CheckedFile, open: boolean): Markup => {
    const timeline = timelines.get(file.path) ?? statementsOnly(file)
    return migrationSection({file, timeline, id: ids.get(file.path) ?? '', open}, dialect)
  }

  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'" />
        <meta name="generator" content="sqlsafe ${version}" />
        <title>${text}</title>
        <style>
          ${{html: style}}
        </style>
      </head>
      <body>
        <header class="${grade}">
          <h1>${text}</h1>
          <p>${prose(describeLookedAt(result.summary, context))}</p>
          ${found.length > 1 && contents(found, ids)} ${found.length > 0 && legend()}
        </header>
        <main>
          ${found.map((file, index) => section(file, index < mostOpen))}
          ${clean.length > 0 && html`<h2 class="rest">Nothing found in ${clean.length} of ${count(result.files.length, 'file')}</h2>`}
          ${clean.map((file) => section(file, found.length === 0 && clean.length === 1))}
          ${context.diff !== undefined && codeOfDiff(context.diff)}
        </main>
        <footer>
          <p>
            Times are estimates: rows are read at ${rates.read.slow} to ${rates.read.fast} MB/s, sorted into indexes or
            looked up in them at ${rates.build.slow} to ${rates.build.fast} MB/s, written anew at ${rates.write.slow} to
            ${rates.write.fast} MB/s and copied one by one at ${rates.copy.slow} to ${rates.copy.fast} MB/s, for the
            sizes of <code>--stats</code> or of the database where they are known. Made by
            <a href="https://github.com/sqlsafe/sqlsafe">sqlsafe ${version}</a>.
          </p>
        </footer>
      </body>
    </html> `
  return page.html
}
checkHtml.wants = ['timelines'] as const satisfies readonly Wanted[]

function contents(files: readonly CheckedFile[], ids: ReadonlyMap<string, string>): Markup {
  const items = files.map(
    (file) =>
      html`<li>
        <a href="#${ids.get(file.path) ?? ''}"><code>${file.path}</code></a> ${describeCounts(statisticsOf([file]))}
      </li>`
  )
  return html`<nav aria-label="Migrations with findings">
    <ol>
      ${items}
    </ol>
  </nav>`
}

function legend(): Markup {
  const tones = [
    ['reads', 'reads and writes wait'],
    ['writes', 'writes wait'],
    ['changes', 'only schema changes wait']
  ]
  return html`<ul class="legend">
    ${tones.map(([tone, said]) => html`<li><span class="dot ${tone}"></span> ${said}</li>`)}
    <li><span class="dot reads idle"></span> held, without work on the table</li>
  </ul>`
}

/** Where no timeline was made, what findings say of their statements. */
function statementsOnly({messages, path}: CheckedFile): Timeline {
  const ranges = new Map(messages.flatMap(({statement}) => (statement ? [[statement.start, statement]] : [])))
  const statements = [...ranges.values()].sort((a, b) => a.start - b.start)
  return {
    path,
    transaction: 'none',
    statements: statements.map((range) => ({range, effects: [], locks: [], transaction: undefined}))
  }
}
