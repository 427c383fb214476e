/** Comments of other checkers that keep their findings back, as each of them reads them. */
import {peers} from '../peers.js'
import type {Peer} from '../peers.js'

/** A comment of another checker. */
export interface PeerComment {
  peer: Peer | 'pgls'
  /**
   * What it speaks of: the `line` that it ends, else the next; the `statement` that it is in, else the next; a `header`
   * of the file, else the statement; the `file`; what stands from a `start` to the `end` of the same names.
   */
  scope: 'line' | 'statement' | 'header' | 'file' | 'start' | 'end'
  /** Of checks; `undefined`: all of them. None: it is not said which, and the checker ignores it. */
  names: readonly string[] | undefined
  reason: string | undefined
}

type Read = Omit<PeerComment, 'peer'> | undefined

const readers: ReadonlyArray<readonly [PeerComment['peer'], (text: string) => Read]> = [
  ['squawk', readSquawk],
  ['atlas', readAtlas],
  ['eugene', readEugene],
  ['pgfence', readPgfence],
  ['MigrationPilot', readMigrationPilot],
  ['pgls', readPgls],
  ['diesel-guard', readDieselGuard]
]

/** Read the text of a comment; `undefined`: it is for people. */
export function readPeerComment(text: string): PeerComment | undefined {
  for (const [peer, read] of readers) {
    const found = read(text)
    if (found) return {peer, ...found}
  }
  return undefined
}

/** What a checker is called. */
export function nameOfPeer(peer: PeerComment['peer']): string {
  return peer === 'pgls' ? 'Postgres Language Server' : peers[peer].name
}

/**
 * Without names, only a file is ignored.
 * https://github.com/sbdchd/squawk/blob/master/crates/squawk_linter/src/ignore.rs
 */
function readSquawk(text: string): Read {
  const groups = /^squawk-ignore(?<file>-file)?(?:\s+(?<rest>[^]*))?$/.exec(text)?.groups
  if (!groups) return undefined
  const [names = '', ...reason] = (groups['rest'] ?? '').split('--')
  const listed = split(names, ',')
  const all = groups['file'] !== undefined && listed.length === 0
  return {
    scope: groups['file'] === undefined ? 'line' : 'file',
    names: all ? undefined : listed,
    reason: filled(reason.join('--'))
  }
}

/** https://atlasgo.io/versioned/lint: codes of checks, or classes of them. */
function readAtlas(text: string): Read {
  const match = /^atlas:nolint(?:[ \t]+(.*))?$/.exec(text)
  return match ? {scope: 'header', names: allUnless(split(match[1], /\s+/)), reason: undefined} : undefined
}

/** https://kaaveland.github.io/eugene/ */
function readEugene(text: string): Read {
  const match = /^eugene: ignore(?: (.*))?$/.exec(text)
  return match ? {scope: 'statement', names: allUnless(split(match[1], ',')), reason: undefined} : undefined
}

/** https://github.com/flvmnt/pgfence#suppressing-warnings */
function readPgfence(text: string): Read {
  const match = /^pgfence-ignore(?:\s*:\s*(.+))?$/i.exec(text) ?? /^pgfence:\s*ignore\s+(.+)$/i.exec(text)
  return match ? {scope: 'statement', names: allUnless(split(match[1], ',')), reason: undefined} : undefined
}

/**
 * What is no id is not looked at: people write a reason there.
 * https://github.com/mickelsamuel/migrationpilot/blob/main/src/rules/disable.ts
 */
function readMigrationPilot(text: string): Read {
  const match = /^migrationpilot-disable(-file)?(?:\s+(.*))?$/i.exec(text)
  if (!match) return undefined
  const words = split(match[2], /[,\s]+/)
  const isId = (word: string): boolean => /^MP\d{3}$/i.test(word)
  return {
    scope: match[1] === undefined ? 'line' : 'file',
    names: words.length === 0 ? undefined : words.filter(isId),
    reason: filled(words.filter((word) => !isId(word)).join(' '))
  }
}

/**
 * One name: a category, which may go on with a group and a rule. Only the category `lint` is about what statements do.
 * https://pg-language-server.com/latest/guides/suppressions/
 */
function readPgls(text: string): Read {
  const match = /^(?:pgls|pgt)-ignore(-all|-start|-end)?(?:\s+([\w/]+))?\s*(?::(.*))?$/.exec(text)
  const [category, , rule] = match?.[2]?.split('/') ?? []
  if (!match || (category !== undefined && category !== 'lint')) return undefined
  const scopes = {'-all': 'file', '-start': 'start', '-end': 'end'} as const
  return {
    scope: match[1] === undefined ? 'line' : scopes[match[1] as keyof typeof scopes],
    names: category === undefined ? [] : rule === undefined ? undefined : [rule],
    reason: filled(match[3] ?? '')
  }
}

/** https://github.com/ayarotsky/diesel-guard/blob/main/docs/src/safety-assured.md */
function readDieselGuard(text: string): Read {
  const side = /^safety-assured:(start|end)$/i.exec(text)?.[1]?.toLowerCase()
  if (side !== undefined) return {scope: side === 'start' ? 'start' : 'end', names: undefined, reason: undefined}
  const match = /^diesel-guard:disable\s+(.+)$/i.exec(text)
  return match ? {scope: 'file', names: split(match[1], ','), reason: undefined} : undefined
}

function split(text: string | undefined, separator: string | RegExp): string[] {
  return (text ?? '')
    .split(separator)
    .map((word) => word.trim())
    .filter((word) => word !== '')
}

function allUnless(names: readonly string[]): readonly string[] | undefined {
  return names.length > 0 ? names : undefined
}

function filled(text: string): string | undefined {
  return text.trim() === '' ? undefined : text.trim()
}
