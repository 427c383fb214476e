/** Renders `docs/coverage.md`: what the checks of other tools are called here, and which are left out. */
import {format} from 'prettier'
import {peers} from '../../src/core/peers.js'
import type {Peer} from '../../src/core/peers.js'
import {presetOf} from '../../src/core/presets.js'
import {rules} from '../../src/core/rules/rules.generated.js'
import {leftOut} from './left-out.js'
import {silent} from './silent.js'
import {told} from './told.js'

const known = Object.keys(peers) as Peer[]

/** The text of the page. */
export function renderCoverage(): Promise<string> {
  const sections = [
    '# What other checkers call it',
    'Generated from `peers` in the files in `rules/` and from `scripts/peer-checks/left-out.ts`. A rule here speaks only where the server does harm, so that it may be silent where a check of the same purpose is not.',
    ...known.map(renderPeer),
    '## Left out',
    table(
      ['Check', 'Why there is no rule for it', 'Their names'],
      leftOut.map(({because, check, peers: names}) => [check, because, namesOf(names)])
    ),
    '## Silent where others report',
    'On a table as it is here, known from migrations or a dump; where it is not known, the worst is assumed.',
    table(
      ['Statement', 'Why nothing is reported', 'Their names'],
      silent.map(({because, peers: names, sql}) => [`\`${sql.replaceAll('\n', ' ')}\``, because, namesOf(names)])
    ),
    '## Told where others call it safe',
    'Their checks pass these statements, or their advice is to write them.',
    table(
      ['Statement', 'Reported by', 'What the server does', 'Their names'],
      told.map(({because, peers: names, rule, sql}) => [
        `\`${sql.replaceAll('\n', ' ')}\``,
        link(rule),
        because,
        namesOf(names)
      ])
    ),
    '## From rule to check',
    table(
      ['Rule', 'Covers'],
      rules.filter(({peers: names}) => names !== undefined).map(({id, peers: names = {}}) => [link(id), namesOf(names)])
    )
  ]
  return format(sections.join('\n\n'), {parser: 'markdown', printWidth: 120})
}

function renderPeer(peer: Peer): string {
  const {name, url} = peers[peer]
  const covered = rules.flatMap((rule) => {
    const ours = `${link(rule.id)} (${presetOf(rule)})`
    return (rule.peers?.[peer] ?? []).map((check) => ({check, ours}))
  })
  const without = leftOut.flatMap(({because, peers: names}) =>
    (names[peer] ?? []).map((check) => ({check, ours: `none: ${because}`}))
  )
  const rows = [...new Set([...covered, ...without].map(({check}) => check))].sort(byName).map((check) => [
    `\`${check}\``,
    [...covered, ...without]
      .filter((row) => row.check === check)
      .map(({ours}) => ours)
      .join(', ')
  ])
  return `## ${name}\n\n<${url}>\n\n${table(['Check', 'Here'], rows)}`
}

function namesOf(names: Partial<Record<Peer, readonly string[]>>): string {
  return known
    .filter((peer) => names[peer] !== undefined)
    .map((peer) => `${peers[peer].name}: ${(names[peer] ?? []).map((check) => `\`${check}\``).join(', ')}`)
    .join('; ')
}

function byName(a: string, b: string): number {
  return a.localeCompare(b, 'en', {numeric: true})
}

function link(id: string): string {
  return `[\`${id}\`](rules/${id}.md)`
}

function table(titles: readonly string[], rows: ReadonlyArray<readonly string[]>): string {
  return [titles, titles.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}
