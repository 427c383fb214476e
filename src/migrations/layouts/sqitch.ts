import {dirname, join} from 'node:path'
import type {Dialect} from '../../server/server.js'
import type {ProjectFile} from '../project-files.js'
import type {Layout, LocatedFile} from './layout.js'

/** The folder of the engine, which script, and the change. */
const script = /^(.*)[/\\](deploy|revert|verify)[/\\](.+)\.sql$/

/**
 * Sqitch: `deploy/<change>.sql` in the order of `sqitch.plan`, sent with `psql --file`: each file has its own `BEGIN` and
 * `COMMIT`. A change that was reworked is there twice, the older one with the tag before the newer one.
 * https://sqitch.org/docs/manual/sqitchtutorial/
 * https://github.com/sqitchers/sqitch/blob/develop/lib/App/Sqitch/Plan.pm
 * https://github.com/sqitchers/sqitch/blob/develop/lib/App/Sqitch/Engine/pg.pm
 */
export const sqitch: Layout = {
  name: 'Sqitch',
  docs: {
    detectedBy: '`deploy/<change>.sql` below a `sqitch.plan`; what is in no such folder is no migration',
    order: 'of the plan',
    transaction: 'none: each file says `BEGIN` and `COMMIT` itself',
    noTransaction: 'leave them out',
    down: '`revert/<change>.sql`',
    sources: [
      'https://sqitch.org/docs/manual/sqitchtutorial/',
      'https://github.com/sqitchers/sqitch/blob/develop/lib/App/Sqitch/Plan.pm',
      'https://github.com/sqitchers/sqitch/blob/develop/lib/App/Sqitch/Engine/pg.pm'
    ]
  },
  byHand: 'each is the deploy script of a change that `sqitch add` puts into the plan, in their order',
  evidence: 'project',
  // What else is below a plan are tests and data.
  matches: (file) => planOf(file) !== undefined,
  dialect,
  direction({absolutePath}) {
    const part = script.exec(absolutePath)?.[2]
    return part === 'revert' ? 'down' : part === 'deploy' ? 'up' : 'other'
  },
  downFile(path) {
    const [, folder = '', , change = ''] = script.exec(path) ?? []
    return join(folder, 'revert', `${change}.sql`)
  },
  folder: ({absolutePath}) => join(script.exec(absolutePath)?.[1] ?? dirname(absolutePath), 'deploy'),
  listed(file) {
    const plan = planOf(file)
    const folder = script.exec(file.absolutePath)?.[1]
    if (plan === undefined || folder === undefined) return undefined
    const fileOf = (change: string): string => join(folder, 'deploy', `${change}.sql`)
    return file.project.once('sqitch', folder, () =>
      scriptsOf(plan.text, (change) => file.project.read(fileOf(change)) !== undefined).map(fileOf)
    )
  },
  transaction: () => 'none'
}

/** https://sqitch.org/docs/manual/sqitch-config/ */
function dialect({absolutePath, project}: LocatedFile): Dialect | undefined {
  const engine = /^\s*engine\s*=\s*(\w+)/m.exec(project.above(absolutePath, 'sqitch.conf')?.text ?? '')?.[1]
  return engine === 'pg' ? 'postgres' : engine === 'mysql' ? 'mysql' : undefined
}

function planOf({absolutePath, project}: LocatedFile): ProjectFile | undefined {
  return project.above(absolutePath, 'sqitch.plan')
}

/**
 * The scripts of a plan: a change is `<name> [dependencies] <time> <planner>`, a tag `@<name> …`. The older script of a
 * change that was reworked has one of the tags that stand between the two.
 *
 * @param exists Whether there is such a script.
 */
function scriptsOf(plan: string, exists: (script: string) => boolean): string[] {
  const scripts: string[] = []
  const places = new Map<string, number>()
  const tags: Array<{after: number; name: string}> = []
  for (const line of plan.split('\n')) {
    const [, at, name] = /^[ \t]*(?:(@)|\+[ \t]*)?([^\s@%#[+-][^\s[]*)/.exec(line) ?? []
    if (name === undefined) continue
    if (at !== undefined) {
      tags.push({after: scripts.length, name})
      continue
    }
    const place = places.get(name)
    if (place !== undefined) {
      const candidates = tags.filter(({after}) => after > place).map((tag) => `${name}@${tag.name}`)
      scripts[place] = candidates.reverse().find(exists) ?? candidates[0] ?? name
    }
    places.set(name, scripts.push(name) - 1)
  }
  return scripts
}
