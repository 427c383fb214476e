/** Fills the zones of the page about other tools from the tools themselves. */
import {readFileSync} from 'node:fs'
import {supported} from '../src/server/supported.js'
import type {Tool} from '../src/plan/tool.js'
import {tools} from '../src/plan/tools.generated.js'
import {fillZones} from './fill-zones.js'

const page = 'docs/tools.md'

/** The page with its zones filled, by its path below the project's folder. */
export async function fillToolDocs(): Promise<{path: string; text: string}> {
  const text = readFileSync(new URL(`../${page}`, import.meta.url), 'utf8')
  const all = await Promise.all(Object.values(tools).map((load: () => Promise<Tool>) => load()))
  return {path: page, text: await fillZones(page, text, {tools: all.map(section).join('\n\n')})}
}

function section({engines, limits, name, on, strength, summary, tried, url, version}: Tool): string {
  return [
    `### ${name}`,
    `${summary}. Written for [${name} ${version}](${url}).`,
    `${strength.charAt(0).toUpperCase()}${strength.slice(1)}. ${tried ? 'What is printed for it is run by it in our tests.' : 'What is printed for it was made from its source: we have not run it.'}`,
    [
      `- Engines: ${engines.map((engine) => supported[engine].name).join(', ')}`,
      `- Operations: ${on.map((kind) => `\`${kind}\``).join(', ')}`
    ].join('\n'),
    limits.map((limit) => `- ${limit}`).join('\n')
  ].join('\n\n')
}
