import {dirname} from 'node:path'
import type {Dialect} from '../../server/server.js'
import {lineEndOf} from '../fixing/fix.js'
import type {Range} from '../../parse/source.js'
import {dialectOfJdbcUrl} from '../reading/jdbc-url.js'
import {runsOn} from '../reading/changelog/databases.js'
import {withDelimiters} from '../reading/changelog/delimiters.js'
import {changelogOf, unreadOfChangelog} from '../reading/changelog/find-changelog.js'
import {changelogValues} from '../reading/changelog/properties.js'
import {compareTexts} from '../reading/names.js'
import {blank, sectionsOf, withSemicolons} from '../reading/sections.js'
import type {RunnerPlaceholders} from '../reading/placeholders.js'
import type {Section} from '../reading/sections.js'
import type {Layout, LocatedFile} from './layout.js'

const header = /^\uFEFF?\s*--[ \t]*liquibase[ \t]*formatted/i
const marker = /^[ \t]*--[ \t]*changeset[ \t]+(?:"[^"]+"|[^:\n]+):.*$/i

/** Its other lines, which are comments to PostgreSQL only: MySQL wants a space. */
const keyword = /^[ \t]*--(?:liquibase|property|preconditions?|comment|rollback|validCheckSum|ignore)\b.*$/gim

/** The engine of `liquibase.properties`. */
export function dialectOfProperties({absolutePath, project}: LocatedFile): Dialect | undefined {
  return dialectOfJdbcUrl(project.above(absolutePath, 'liquibase.properties')?.text ?? '')
}

/** All that a changelog names is one project. */
export function folderOfChangelog({absolutePath, project}: LocatedFile): string {
  return dirname(changelogOf({absolutePath, project})?.absolutePath ?? absolutePath)
}

/** The files that the changelog of a file runs, in their order. */
export function listedInChangelog(
  {absolutePath, project}: LocatedFile,
  dialect: Dialect
): readonly string[] | undefined {
  const changelog = changelogOf({absolutePath, project}, dialect)
  return (
    changelog &&
    project.once(`files of changelog on ${dialect}`, changelog.absolutePath, () => [...changelog.run.files.keys()])
  )
}

/** What Liquibase fills into all files of a project. */
export function placeholdersOfChangelog(file: LocatedFile, dialect: Dialect): RunnerPlaceholders {
  return {values: changelogValues(file, dialect), prefix: '${', suffix: '}'}
}

/**
 * Liquibase's formatted SQL: changesets in one file, each a transaction of its own unless it says
 * `runInTransaction:false`. Those for other databases (`dbms:`) are not run; contexts and labels are chosen when it
 * runs, so all of them are read.
 * https://docs.liquibase.com/concepts/changelogs/sql-format.html
 * https://github.com/liquibase/liquibase/blob/master/liquibase-standard/src/main/java/liquibase/parser/AbstractFormattedChangeLogParser.java
 */
export const liquibase: Layout = {
  name: 'Liquibase',
  docs: {
    detectedBy: '`--liquibase formatted sql` in the first line',
    order:
      'as the changelog includes them (that of `liquibase.properties`, else `*changelog*.yaml` or `*master*.yaml`, `.xml`, `.json`), else by path',
    transaction: 'one for each changeset',
    noTransaction: '`--changeset … runInTransaction:false`',
    down: '`--rollback …`, `/* liquibase rollback … */`',
    sources: [
      'https://docs.liquibase.com/concepts/changelogs/sql-format.html',
      'https://github.com/liquibase/liquibase/blob/master/liquibase-standard/src/main/java/liquibase/parser/AbstractFormattedChangeLogParser.java'
    ]
  },
  evidence: 'text',
  matches: ({text}) => header.test(text()),
  dialect: dialectOfProperties,
  compare: compareTexts,
  listed: listedInChangelog,
  unread: unreadOfChangelog,
  folder: folderOfChangelog,
  // Shifted by one: the first character of the next changeset's line is where a missing semicolon is put.
  upParts: (text, dialect) =>
    sectionsOf(text, marker)
      .filter((section) => isRun(section, dialect))
      .map(({range: {end, start}}) => ({start: start + 1, end: Math.min(end + 1, text.length)})),
  downParts,
  normalise(written) {
    const text = withoutIgnored(written)
    const delimited = sectionsOf(text, marker).reduceRight((result, section) => {
      const {end, start} = section.range
      const own = withDelimiters(text.slice(start, end), attribute(section, 'endDelimiter'))
      return result.slice(0, start) + own + result.slice(end)
    }, text)
    // The last statement of a changeset needs no delimiter.
    return withSemicolons(delimited, /^[ \t]*--[ \t]*changeset\b.*$/gim).replace(keyword, (line) => blank(line))
  },
  transaction: ({text}) =>
    sectionsOf(text(), marker)
      .filter((section) => attribute(section, 'runInTransaction')?.toLowerCase() !== 'false' || isOneQuery(section))
      .map(({range}) => range),
  noTransaction({text}, offset) {
    const section = sectionAt(text(), offset)
    if (section === undefined || attribute(section, 'runInTransaction') !== undefined) return undefined
    const end = section.match.index + section.match[0].trimEnd().length
    return {edits: [{range: {start: end, end}, text: ' runInTransaction:false'}]}
  },
  placeholders: placeholdersOfChangelog,
  byHand: 'name the files in the changelog, in their order',
  standalone: ({back, title, transaction, up}) =>
    [
      '--liquibase formatted sql',
      '',
      `--changeset sqlsafe:${title}${transaction ? '' : ' runInTransaction:false'} splitStatements:false`,
      ...up.split('\n'),
      `--rollback ${back === '' ? 'empty' : back.replaceAll('\n', ' ')}`,
      ''
    ].join('\n'),
  append({text}, {back, offset, title, transaction, up}) {
    const section = sectionAt(text(), offset)
    const [, indent, author, , rest] = identity.exec(section?.match[0] ?? '') ?? []
    // Its own delimiter would have to end what is added.
    if (section === undefined || attribute(section, 'endDelimiter') !== undefined) return undefined
    if (indent === undefined || author === undefined || rest === undefined) return undefined
    const id = freeId(text(), author, title)
    const others = rest.replace(/\s*\brunInTransaction:\S+/gi, '').trimEnd()
    const eol = lineEndOf(text())
    const lines = [
      `${indent}--changeset ${author}:${id}${others}${transaction ? '' : ' runInTransaction:false'}`,
      ...up.split('\n'),
      `--rollback ${back === '' ? 'empty' : back.replaceAll('\n', ' ')}`
    ]
    const {end} = section.range
    const before = text().slice(0, end)
    const gap = /\n[ \t]*\r?\n$/.test(before) ? '' : /\n$/.test(before) ? eol : `${eol}${eol}`
    const after = end < text().length ? eol : ''
    return {edits: [{range: {start: end, end}, text: `${gap}${lines.join(eol)}${eol}${after}`}]}
  }
}

/** Indentation, author, id and attributes. */
const identity = /^([ \t]*)--[ \t]*changeset[ \t]+("[^"]+"|[^:\n]+):("[^"]+"|\S+)(.*)$/

function sectionAt(text: string, offset: number): Section | undefined {
  return sectionsOf(text, marker).find(({range: {end, start}}) => offset >= start && offset < end)
}

function freeId(text: string, author: string, title: string): string {
  const used = new Set(sectionsOf(text, marker).map(({match}) => identity.exec(match[0])?.slice(2, 4).join(':')))
  let id = title
  for (let number = 2; used.has(`${author}:${id}`); number++) id = `${title}-${String(number)}`
  return id
}

/** What is not split is sent as one query, which PostgreSQL runs as one transaction where it has several statements. */
function isOneQuery(section: Section): boolean {
  return attribute(section, 'splitStatements')?.toLowerCase() === 'false' && /;\s*\S/.test(bodyOf(section))
}

function bodyOf({match, range}: Section): string {
  return match.input.slice(match.index + match[0].length, range.end).replace(/--.*$/gm, '')
}

function isRun(section: Section, dialect: Dialect): boolean {
  if (attribute(section, 'ignore')?.toLowerCase() === 'true') return false
  return runsOn(dialect, attribute(section, 'dbms'))
}

/** Without the lines that `--ignoreLines:2` counts, and those between `--ignoreLines:start` and `end`. */
function withoutIgnored(text: string): string {
  let left = 0
  let isInside = false
  return text.replace(/^.*$/gm, (line) => {
    const mark = /^[ \t]*--[ \t]*ignoreLines:(\d+|start|end)\b/i.exec(line)?.[1]?.toLowerCase()
    if (isInside) isInside = mark !== 'end'
    else if (left > 0) left--
    else if (mark === undefined) return line
    else if (mark === 'start') isInside = true
    else left = mark === 'end' ? 0 : Number(mark)
    return blank(line)
  })
}

/** What a changeset's line says of itself: `name:value`. */
function attribute({match}: Section, name: string): string | undefined {
  const [, quoted, bare] = new RegExp(`\\b${name}:(?:"([^"]*)"|(\\S+))`, 'i').exec(match[0]) ?? []
  return quoted ?? bare
}

/** There is nothing to take back, or another changeset does it. */
const notSql = /^(?:empty|not required|changesetId:.*)\s*$/i

function downParts(text: string): Range[] {
  const found = text.matchAll(/^[ \t]*--[ \t]*rollback[ \t]+(.+)$|\/\*[ \t]*liquibase[ \t]+rollback\s*\n([^]*?)\*\//gim)
  return Array.from(found, (match) => ({match, sql: match[1] ?? match[2] ?? ''}))
    .filter(({sql}) => !notSql.test(sql))
    .map(({match, sql}): Range => {
      const start = match.index + match[0].indexOf(sql)
      return {start, end: start + sql.length}
    })
}
