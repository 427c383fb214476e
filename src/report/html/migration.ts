import type {CheckedFile} from '../../core/check-result.js'
import {statisticsOf} from '../../core/check-summary.js'
import {placesIn} from '../../core/place.js'
import type {Message} from '../../core/rules/message.js'
import type {Dialect} from '../../server/server.js'
import type {Timeline} from '../../core/timeline.js'
import {describeCounts} from '../check-words.js'
import {count} from '../style.js'
import {findingsOf} from './findings.js'
import {laneCells, lanesOf} from './lanes.js'
import {html, prose} from './markup.js'
import type {Markup} from './markup.js'
import {markedSql} from './sql.js'
import {waitsOf} from './waits.js'
import {windowsOf} from './windows.js'

/** What is shown of one migration. */
export interface ShownMigration {
  file: CheckedFile
  timeline: Timeline
  /** Of its heading, for links. */
  id: string
  open: boolean
}

/** A migration: its statements from top to bottom, the locks that are held beside them, who waits, what to do. */
export function migrationSection({file, id, open, timeline}: ShownMigration, dialect: Dialect): Markup {
  const {messages, path, text} = file
  const {lanes, others} = lanesOf(timeline, dialect)
  const toPlace = placesIn(text)
  const {statements} = timeline
  const lineOf = (statement: number): number => toPlace(statements[statement]?.range ?? {start: 0, end: 0}).start.line
  const explained = new Set<string>()
  const [about, rows] = distribute(messages, timeline)
  const counts = describeCounts(statisticsOf([file]))

  return html`<details class="migration" id="${id}" ${open && html` open`}>
    <summary>
      <h2><code>${path}</code></h2>
      <span class="count">${counts === '' ? 'nothing found' : counts}</span>
    </summary>
    <p class="mode">
      ${modeOf(timeline)}${others > 0 && ` ${count(others, 'relation')} more ${others === 1 ? 'is' : 'are'} told in words only.`}
    </p>
    ${windowsOf(timeline, lineOf, dialect)} ${findingsOf(about, explained)}
    <div class="scroll" tabindex="0" role="region" aria-label="Timeline of ${path}">
      <table class="timeline">
        <thead class="${lanes.length === 1 && 'one'}">
          <tr>
            <th scope="col">Line</th>
            ${lanes.map((lane) => html`<th scope="col" class="lane"><span>${lane}</span></th>`)}
            <th scope="col">Statement</th>
            <th scope="col">Locks, and who waits</th>
            <th scope="col">What to do</th>
          </tr>
        </thead>
        <tbody>
          ${statements.map((statement, number) => {
            const own = rows[number] ?? []
            return html`<tr class="${statement.transaction !== undefined && 'inside'}">
              <th scope="row">${lineOf(number)}</th>
              ${laneCells(statement, number, lanes, dialect)}
              <td class="sql">
                ${markedSql(text, statement.range, own)}${statement.sql !== undefined && html`<p class="sent">sends <code>${shorten(statement.sql)}</code></p>`}${own.length === 0 && statement.problem !== undefined && html`<p class="problem">${prose(statement.problem)}</p>`}
              </td>
              <td class="waiting">${waitsOf(statement, number, lineOf, dialect)}</td>
              <td>${findingsOf(own, explained)}</td>
            </tr> `
          })}
        </tbody>
      </table>
    </div>
  </details> `
}

/** As much of what a script sends as tells what it is. */
function shorten(sql: string): string {
  const line = sql.replace(/\s+/g, ' ')
  return line.length > 400 ? `${line.slice(0, 399)}…` : line
}

function modeOf({statements, transaction}: Timeline): string {
  if (transaction === 'migration')
    return 'One transaction: what a statement locks stays locked until the end of the file.'
  const inside = statements.some((statement) => statement.transaction !== undefined)
  return inside
    ? 'Statements with a line beside them are in one transaction: what they lock stays locked until it ends.'
    : 'Each statement commits by itself: its locks end with it.'
}

/** Findings by the number of their statement; first those that are about none: comments, the file. */
function distribute(messages: readonly Message[], {statements}: Timeline): [Message[], Message[][]] {
  const rows = statements.map((): Message[] => [])
  const about: Message[] = []
  for (const message of messages) {
    const {start} = message.statement ?? message.place
    const number = statements.findIndex(({range}) => range.start <= start && start < range.end)
    const row = rows[number]
    if (row === undefined) about.push(message)
    else row.push(message)
  }
  return [about, rows]
}
