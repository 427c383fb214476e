import {rangesOf, sectionsOf} from '../reading/sections.js'
import {lineOnTop} from '../fixing/line-on-top.js'
import {leadingNumber} from '../reading/names.js'
import {queriesOf} from '../reading/queries.js'
import {transactionsOfQueries} from '../reading/transactions.js'
import type {Layout} from './layout.js'

/** Around what is one query. */
const statement = /^--.*\+goose[ \t]*statement(begin|end)\b/i

const marker = /^--[ \t]*\+goose[ \t]+(up|down)\b.*$/i

/**
 * goose: `-- +goose Up` and `-- +goose Down` in one file; one transaction unless
 * `-- +goose NO TRANSACTION` stands in it, anywhere. `StatementBegin` and `StatementEnd` are comments to the server, but
 * what is between them is one query; what `ENVSUB ON` puts in is a template.
 * https://pressly.github.io/goose/documentation/annotations/
 * https://github.com/pressly/goose/blob/main/internal/sqlparser/parser.go
 */
export const goose: Layout = {
  name: 'goose',
  docs: {
    detectedBy: '`-- +goose Up` in the file',
    order: 'by the number that the name begins with',
    transaction: 'one for each file',
    noTransaction:
      '`-- +goose NO TRANSACTION`, and one statement on a line and between `StatementBegin` and `StatementEnd`',
    down: '`-- +goose Down` in the file',
    sources: [
      'https://pressly.github.io/goose/documentation/annotations/',
      'https://github.com/pressly/goose/blob/main/internal/sqlparser/parser.go'
    ]
  },
  evidence: 'text',
  matches: ({text}) => /^--[ \t]*\+goose[ \t]+up\b/im.test(text()),
  upParts: (text) => rangesOf(sectionsOf(text, marker), 'up'),
  downParts: (text) => rangesOf(sectionsOf(text, marker), 'down'),
  transaction: ({script, text}) =>
    /^--[ \t]*\+goose[ \t]+no transaction\b/im.test(text())
      ? transactionsOfQueries(script, queriesOf(text(), statement))
      : 'migration',
  noTransaction: ({text}) => ({edits: [lineOnTop(text(), '-- +goose NO TRANSACTION')]}),
  version: leadingNumber,
  numbered: 'file',
  compose({back, up}, eol) {
    const down = back === '' ? '' : `${eol}-- +goose Down${eol}${back}${eol}`
    return `-- +goose Up${eol}${up}${eol}${down}`
  }
}
