import {dirname} from 'node:path'
import {lineOnTop} from '../fixing/line-on-top.js'
import {compareNaturally} from '../natural-order.js'
import {nameOf} from '../reading/names.js'
import {transactionOfSingleQuery} from '../reading/transactions.js'
import type {Layout} from './layout.js'

const committed = /(?:^|[/\\])committed[/\\]\d+(?:-[-\w]*)?\.sql$/
const current = /(?:^|[/\\])current(?:\.sql|[/\\]\d+(?:-[-\w]*)?\.sql)$/

/**
 * graphile-migrate: `committed/<number>[-<name>].sql` by number, then `current.sql` or `current/*.sql`. One transaction
 * for each unless its first line after the headers is `--! no-transaction`; it is sent as one query.
 * https://github.com/graphile/migrate/blob/main/README.md
 * https://github.com/graphile/migrate/blob/main/src/migration.ts
 */
export const graphileMigrate: Layout = {
  name: 'graphile-migrate',
  docs: {
    detectedBy:
      '`committed/<number>.sql` or `current.sql` in `migrations` below a `.gmrc`, or the header `--! Previous:`',
    order: 'by number, then `current`',
    transaction: 'one for each file',
    noTransaction: '`--! no-transaction` in the first line after the headers, and one statement in the file',
    down: 'none',
    sources: [
      'https://github.com/graphile/migrate/blob/main/README.md',
      'https://github.com/graphile/migrate/blob/main/src/migration.ts'
    ]
  },
  byHand:
    'put each into `current.sql` without `BEGIN` and `COMMIT`, with `--! no-transaction` on top where it says so, and commit it before the next',
  evidence: 'project',
  // Fixtures and what runs after a reset stand beside them.
  matches: ({absolutePath, project, text}) =>
    (/[/\\]migrations[/\\]/.test(absolutePath) && project.above(absolutePath, /^\.gmrc(?:\.c?js)?$/) !== undefined) ||
    (committed.test(absolutePath) && /^--! Previous:/m.test(text())),
  dialect: () => 'postgres',
  direction: ({absolutePath}) => (committed.test(absolutePath) || current.test(absolutePath) ? 'up' : 'other'),
  folder: ({absolutePath}) =>
    dirname(/[/\\](?:committed|current)[/\\]/.test(absolutePath) ? dirname(absolutePath) : absolutePath),
  compare: (a, b) =>
    Number(current.test(a)) - Number(current.test(b)) ||
    compareNaturally(nameOf(a), nameOf(b)) ||
    compareNaturally(a, b),
  // A client's command, as psql writes it: what it brings in is not here.
  normalise: (text) => text.replace(/^--![ \t]*include(?=[ \t]+.*\.sql[ \t]*$)/gm, (line) => '\\i'.padEnd(line.length)),
  oneQuery: true,
  transaction: ({script, text}) =>
    /^--!\s*no-transaction\b/.test(text().replace(/^(?:--! [A-Z]\w*(?::.*)?\r?\n)*\s*/, ''))
      ? transactionOfSingleQuery(script)
      : 'migration',
  noTransaction: ({text}) => ({edits: [lineOnTop(text(), '--! no-transaction')]}),
  sealed: ({text}) => /^--! Hash:/m.test(text())
}
