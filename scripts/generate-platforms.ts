/** Writes `docs/platforms.md`: what each platform refuses or does otherwise, from the facts about them. */
import {format} from 'prettier'
import {platformKnowledge} from '../src/knowledge/platforms/index.js'
import type {PlatformFact, PlatformKnowledge} from '../src/knowledge/platforms/platform.js'

/** Where the page is. */
export const platformsFile = new URL('../docs/platforms.md', import.meta.url)

/** The page. */
export async function renderPlatforms(): Promise<string> {
  const text = [
    '# Platforms',
    'Generated from the files in `src/knowledge/platforms/` by `npm run generate`.',
    'Name the service or extension that you use in the configuration, `platform: supabase`, and sqlsafe reports what it refuses ([`no-platform-refused-statement`](rules/no-platform-refused-statement.md)) or carries out otherwise than the server alone ([`no-platform-surprise`](rules/no-platform-surprise.md)). Facts that do not hold for you are named in the option `allow` of the rule. These facts are the makers’ own words; sqlsafe has no such platform to prove them on.',
    'With `replication: logical` it reports what subscribers do not get ([`no-unreplicated-ddl`](rules/no-unreplicated-ddl.md)); with `topology: {oldestReplica: 8.0.28}` what an older replica refuses ([`no-replica-refused-change`](rules/no-replica-refused-change.md)).',
    ...Object.entries(platformKnowledge).flatMap(([id, knowledge]) => renderPlatform(id, knowledge))
  ].join('\n\n')
  return format(text, {parser: 'markdown', printWidth: 120})
}

function renderPlatform(id: string, {differs, name, notes, refuses}: PlatformKnowledge): string[] {
  return [
    `## ${name}\n\n\`platform: ${id}\``,
    ...(refuses.length > 0 ? ['It refuses:', renderFacts(refuses)] : []),
    ...(differs.length > 0 ? ['It does otherwise:', renderFacts(differs)] : []),
    ...(notes.length > 0 ? ['To know:', notes.map(({text, url}) => `- ${text} ([source](${url}))`).join('\n')] : [])
  ]
}

function renderFacts(facts: readonly PlatformFact[]): string {
  const rows = facts.map(({id, instead, url, what}) => `| \`${id}\` | ${what} | ${instead} | [source](${url}) |`)
  return ['| Fact | What | Instead | |', '| --- | --- | --- | --- |', ...rows].join('\n')
}
