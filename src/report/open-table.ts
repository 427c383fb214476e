import {getBorderCharacters, table} from 'table'
import {paint} from './style.js'
import type {Style} from './style.js'

/** A table without lines, wrapped at words; columns without a width are as wide as what is in them. */
export function openTable(
  titles: readonly string[],
  rows: readonly string[][],
  widths: Readonly<Record<number, number>>,
  style: Style
): string {
  const {dim} = paint(style)
  return table([titles.map((title) => dim(title)), ...rows], {
    border: getBorderCharacters('void'),
    columnDefault: {paddingLeft: 0, paddingRight: 2, wrapWord: true},
    columns: Object.fromEntries(Object.entries(widths).map(([index, width]) => [index, {width}])),
    drawHorizontalLine: () => false
  }).replaceAll(/[ ]+$/gm, '')
}
