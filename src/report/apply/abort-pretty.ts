/** What `abort` and `cleanup` are about to do, for people. */
import type {Reversal} from '../../apply/run/abort.js'
import type {RunRecord} from '../../apply/journal.js'
import type {Leftover} from '../../apply/leftover.js'
import type {Holder} from '../../apply/run/overview.js'
import {ownDownPart} from '../../plan/own-down-part.js'
import {count, paint} from '../style.js'
import type {Style} from '../style.js'

/** Steps in the order in which they are taken back, with the statements. */
export function abortPreview(
  {id, status}: RunRecord,
  reversals: readonly Reversal[],
  holder: Holder | undefined,
  style: Style
): string {
  const {bold, yellow} = paint(style)
  return [
    `${bold(`Run ${id} (${status})`)}\n`,
    ...(holder ? [yellow(`Process ${String(holder.pid)} from ${holder.address} is stopped first.\n`)] : []),
    ...reversals.flatMap((reversal) => reversalLines(reversal, style)),
    ...(reversals.length === 0 ? ['No step was begun: only the journal tells of it.\n'] : [])
  ].join('')
}

function reversalLines({how, planned: {id, title, undo, undoNote}, record}: Reversal, style: Style): string[] {
  const {dim, yellow} = paint(style)
  const head = dim(`-- ${id}: ${title}`)
  switch (how) {
    case 'undo':
      return [`${head}\n`, ...undo.map((statement) => `${statement};\n`)]
    case 'clean':
      return [`${head}\n`, dim('-- what is half done of it is taken away\n')]
    case 'stays': {
      const why = undoNote === undefined ? '' : `: ${undoNote}`
      const rows = record.rows > 0 ? ` (${count(record.rows, 'row')})` : ''
      return [`${head}\n`, yellow(`-- stays as it is${rows}${why}\n`)]
    }
  }
}

/** That it is done, and which statements of the migration are not taken back with it. */
export function abortedLine({id}: RunRecord, reversals: readonly Reversal[]): string {
  const left = reversals.filter(({how, planned}) => how === 'stays' && planned.undoNote === ownDownPart)
  const but = left.map(({planned}) => planned.id).join(', ')
  return `Run ${id} is taken back${but === '' ? '' : `, but for ${but}: ${ownDownPart}`}.\n`
}

/** What is dropped, with the statements. */
export function cleanupPreview(leftovers: readonly Leftover[], style: Style): string {
  const {dim} = paint(style)
  return leftovers
    .flatMap(({sql, title}) => [`${dim(`-- ${title}`)}\n`, ...sql.map((statement) => `${statement};\n`)])
    .join('')
}
