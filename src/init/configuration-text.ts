/** The configuration that `sqlsafe init` writes: what was found, and what else may be said, as comments. */
import {stringify} from 'yaml'
import type {Configuration} from '../core/configuration/configuration.js'
import type {Dialect} from '../server/server.js'

/** A key with its value, and what there is to say about it, a line each. */
export interface Entry {
  key: keyof Configuration
  value: unknown
  comment: readonly string[]
}

type Suggestion = readonly [key: keyof Configuration, line: string, why: string]

/** What is there to be said, shown where nothing was found: `# key: value`, and what it is for. */
const suggestions: readonly Suggestion[] = [
  ['migrations', 'migrations: db/migrations', 'files, folders and globs'],
  ['schema', 'schema: db/structure.sql', 'what exists before the first migration'],
  ['preset', 'preset: strict', 'also advice; all: also policies and tastes; default: recommended'],
  ['failOn', 'failOn: warning', 'the least severity that fails; default: error'],
  ['runner', 'runner: {lockTimeout: 5s}', 'what the program that runs the migrations sets, and no file says'],
  ['stats', 'stats: sqlsafe.stats.json', 'of `sqlsafe stats`: how big and busy tables are'],
  [
    'baseline',
    'baseline: sqlsafe.baseline.json',
    'of `sqlsafe check --write-baseline`: findings that were there before'
  ],
  ['suppressions', 'suppressions: {requireReason: true}', 'each comment that keeps a finding back says why'],
  ['compat', 'compat: {suppressions: true}', 'comments of squawk, Atlas, pgfence and others hold, too'],
  ['rules', 'rules: {no-column-rename: warning}', '`sqlsafe rules` lists them']
]

const ofDialect: Readonly<Record<Dialect, {version: string; platform: string}>> = {
  postgres: {version: '16', platform: 'rds-postgres'},
  mysql: {version: '8.0.36', platform: 'rds-mysql'},
  mariadb: {version: '10.11', platform: 'rds-mysql'}
}

function suggestionsFor(dialect: Dialect): Suggestion[] {
  const {platform, version} = ofDialect[dialect]
  return [
    ['serverVersion', `serverVersion: '${version}'`, 'what the server does depends on it; default: the newest'],
    ...suggestions,
    ['platform', `platform: ${platform}`, 'whose service the server is: docs/platforms.md']
  ]
}

/** The text of the file. */
export function configurationText(entries: readonly Entry[], dialect: Dialect): string {
  const given = new Set(entries.map(({key}) => key))
  const left = suggestionsFor(dialect).filter(([key]) => !given.has(key))
  const width = Math.max(0, ...left.map(([, line]) => line.length))
  return [
    '# sqlsafe: is this migration safe to deploy? `npx sqlsafe check`',
    '# Written by `sqlsafe init`. https://github.com/sqlsafe/sqlsafe#configuration',
    '',
    ...entries.flatMap(({comment, key, value}) => [
      ...comment.map((line) => `# ${line}`),
      stringify({[key]: value}, {lineWidth: 0, singleQuote: true}).trimEnd(),
      ''
    ]),
    ...(left.length > 0 ? ['# What else there is to say:'] : []),
    ...left.map(([, line, why]) => `# ${line.padEnd(width)} # ${why}`),
    ''
  ].join('\n')
}
