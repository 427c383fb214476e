/** Fills the zones of the page about carrying plans out: from the checks, the throttles and the settings themselves. */
import {readFileSync} from 'node:fs'
import {checks as mysqlChecks} from '../src/apply/mysql/preflight.generated.js'
import {throttles as mysqlThrottles} from '../src/apply/mysql/throttle.generated.js'
import {checks} from '../src/apply/postgres/preflight.generated.js'
import {throttles} from '../src/apply/postgres/throttle.generated.js'
import {settingHelp} from '../src/cli/setting-texts.js'
import {fillZones} from './fill-zones.js'

const page = 'docs/apply.md'

/** The page with its zones filled, by its path below the project's folder. */
export async function fillApplyDocs(): Promise<{path: string; text: string}> {
  const text = readFileSync(new URL(`../${page}`, import.meta.url), 'utf8')
  const zones = {
    preflight: table('Check', checks),
    throttles: table('Throttle', throttles),
    'mysql-preflight': table('Check', mysqlChecks),
    'mysql-throttles': table('Throttle', mysqlThrottles),
    settings: `\`\`\`text\n${settingHelp()}\n\`\`\``
  }
  return {path: page, text: await fillZones(page, text, zones)}
}

function table(head: string, parts: ReadonlyArray<{name: string; summary: string}>): string {
  const rows = parts.map(({name, summary}) => `| \`${name}\` | ${summary.charAt(0).toUpperCase()}${summary.slice(1)} |`)
  return [`| ${head} | |`, '| --- | --- |', ...rows].join('\n')
}
