import {queriesOf} from '../reading/queries.js'
import {rangesOf, sectionsOf} from '../reading/sections.js'
import {transactionsOfQueries} from '../reading/transactions.js'
import type {Layout} from './layout.js'

/** At the beginning of a line, in these letters, one space on each side of `+migrate`: any other one is a comment. */
const marker = /^-- \+migrate [ \t]*(Up|Down)(?!\S)(.*)$/

/** Around what is one query. */
const statement = /^-- \+migrate [ \t]*Statement(Begin|End)(?!\S)/

/** Of one part for all that go the same way. */
const wantsNone = /^-- \+migrate [ \t]*Up(?!\S).*[ \t]notransaction(?!\S)/m

const source = 'https://github.com/rubenv/sql-migrate/blob/master/sqlparse/sqlparse.go'

/**
 * sql-migrate: `-- +migrate Up` and `-- +migrate Down` in one file, also several times; one transaction unless one of
 * the parts that go up says `notransaction`. Statements are sent one by one, those on one line together.
 * https://github.com/rubenv/sql-migrate#writing-migrations
 * https://github.com/rubenv/sql-migrate/blob/master/sqlparse/sqlparse.go
 */
export const sqlMigrate: Layout = {
  name: 'sql-migrate',
  docs: {
    detectedBy: '`-- +migrate Up` in the file',
    order: 'by the number that the name begins with, then by name',
    transaction: 'one for each file',
    noTransaction: '`-- +migrate Up notransaction`, and one statement on a line',
    down: '`-- +migrate Down` in the file',
    sources: ['https://github.com/rubenv/sql-migrate#writing-migrations', source]
  },
  evidence: 'text',
  // Of thousands of files none may be one, and a word is found much faster than a line.
  matches: ({text}) => text().includes('-- +migrate ') && new RegExp(marker.source, 'm').test(text()),
  upParts: (text) => rangesOf(sectionsOf(text, marker), 'up'),
  downParts: (text) => rangesOf(sectionsOf(text, marker), 'down'),
  transaction: ({script, text}) =>
    wantsNone.test(text()) ? transactionsOfQueries(script, queriesOf(text(), statement)) : 'migration',
  noTransaction({text}) {
    const up = sectionsOf(text(), marker).find(({match}) => match[1] === 'Up')
    if (up === undefined) return undefined
    const end = up.match.index + up.match[0].trimEnd().length
    return {edits: [{range: {start: end, end}, text: ' notransaction'}]}
  },
  numbered: 'file',
  compose: ({back, up}, eol) =>
    `-- +migrate Up${eol}${up}${eol}${eol}-- +migrate Down${eol}${back === '' ? '' : `${back}${eol}`}`
}
