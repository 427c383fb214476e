import {dirname, join} from 'node:path'
import type {Dialect} from '../../core/server.js'
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
  folder: (path) => join(script.exec(path)?.[1] ?? dirname(path), 'deploy'),
  listed(file) {
    const plan = planOf(file)
    const folder = script.exec(file.absolutePath)?.[1]
    if (plan === undefined || folder === undefined) return undefined
    return file.project.once(`sqitch ${folder}`, () =>
      scriptsOf(plan.text).map((change) => join(folder, 'deploy', `${change}.sql`))
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

/** The scripts of a plan: a change is `<name> [dependencies] <time> <planner>`, a tag `@<name> …`. */
function scriptsOf(plan: string): string[] {
  const scripts: string[] = []
  const places = new Map<string, number>()
  let tag: string | undefined
  for (const line of plan.split('\n')) {
    const [, at, name] = /^[ \t]*(?:(@)|\+[ \t]*)?([^\s@%#[+-][^\s[]*)/.exec(line) ?? []
    if (name === undefined) continue
    if (at !== undefined) {
      tag = name
      continue
    }
    const place = places.get(name)
    if (place !== undefined && tag !== undefined) scripts[place] = `${name}@${tag}`
    places.set(name, scripts.push(name) - 1)
  }
  return scripts
}
