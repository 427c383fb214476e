/** Comments that tools read: runners, linters, editors. */
import type {Comment} from '../../parse/source.js'
import {readPeerComment} from './peer-comments.js'

/** Whether it keeps findings back, sqlsafe's or another tool's, of the next line or statement alone. */
export function speaksOfNext({text}: Comment): boolean {
  if (/^sqlsafe-disable-next-line(?=[\s:]|$)/.test(text)) return true
  const scope = readPeerComment(text)?.scope
  return scope === 'line' || scope === 'statement' || inspections(text) === 'statement'
}

/**
 * Whether the words are for people, or speak of the statement below and may go where it goes. Runners and linters mark
 * their own with a sign (`+goose Up`, `> statement-breakpoint`), a word with a colon or a dash (`migrate:up`,
 * `squawk-ignore`) or a few words without; what looks like one is taken for one.
 */
export function isRemark({text}: Comment): boolean {
  if (readPeerComment(text) || inspections(text) === 'file') return false
  return /^[\p{L}\p{N}("'`]/u.test(text) && !mark.test(text)
}

/** What a comment of the editors of JetBrains speaks of: `noinspection SqlResolve`, `noinspection SqlResolveForFile`. */
function inspections(text: string): 'statement' | 'file' | undefined {
  const names = /^noinspection\s+(\S.*)$/i.exec(text)?.[1]
  if (names === undefined) return undefined
  return /ForFile\b/.test(names) ? 'file' : 'statement'
}

const mark =
  /^(?:\S*[:\-=@]|(?:liquibase|changeset|rollback|preconditions?|property|comment|include|ignore\w*|disable\w*|enable\w*|no\s?transaction|noqa|up|down|deploy|revert|verify|statement\w*|end\s?statement|begin|end|endDelimiter|name|since)\b)/i
