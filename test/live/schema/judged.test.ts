/** What is foretold of a live database is what is foretold of the files that made it: what the server did. */
import pg from 'pg'
import {describe, expect, it} from 'vitest'
import {mergeEffects} from '../../../src/core/merge-effects.js'
import {judge} from '../../../src/knowledge/judge.js'
import {loadReader} from '../../../src/operations/read.js'
import {change} from '../../../src/schema/change.js'
import {readLiveCatalog} from '../../../src/schema/live/read.js'
import {Session} from '../../../src/schema/session.js'
import {belongingCases} from '../postgres-facts/cases/belonging.js'
import {calledCases} from '../postgres-facts/cases/called.js'
import {cascadeCases} from '../postgres-facts/cases/cascade.js'
import {casesOf} from '../postgres-facts/cases/case.js'
import {dependingCases} from '../postgres-facts/cases/depending.js'
import {rewritingCases} from '../postgres-facts/cases/rewriting.js'
import {triggersCases} from '../postgres-facts/cases/triggers.js'
import {differences} from '../postgres-facts/compare.js'
import {readOnce} from '../postgres-facts/foretell.js'
import {fromWords} from '../postgres-facts/observation.js'
import {readRecording, urlOf} from '../postgres-facts/recording.js'

const groups = [
  ...cascadeCases,
  ...rewritingCases,
  ...dependingCases,
  ...belongingCases,
  ...calledCases,
  ...triggersCases
]
  // Tablespaces and roles belong to the whole cluster; what a session has, nobody else sees.
  .filter(({setup}) => !/sqlsafe_facts|\btemp\b|replication_role/i.test(setup))

describe.each([14, 18] as const)('PostgreSQL %i', (version) => {
  const base = urlOf(version)

  it.skipIf(base === undefined)('is judged by its catalog', async () => {
    const read = readOnce(await loadReader({dialect: 'postgres', version: [version]}))
    const recording = readRecording(version)
    const name = `sqlsafe_judged_${String(version)}_${String(process.pid)}`
    const admin = new pg.Client({connectionString: base})
    await admin.connect()
    await admin.query(`CREATE DATABASE ${name} TEMPLATE template0`)
    const url = new URL(base ?? '')
    url.pathname = name
    const client = new pg.Client({connectionString: url.href})
    const found: string[] = []
    try {
      await client.connect()
      for (const group of groups.filter(({since = 0}) => since <= version)) {
        await client.query('DROP SCHEMA public CASCADE; CREATE SCHEMA public; DROP SCHEMA IF EXISTS other CASCADE')
        await client.query(group.setup)
        const {catalog} = await readLiveCatalog(url.href)
        const mark = catalog.mark()
        for (const each of casesOf(group).filter(({outside}) => !outside)) {
          const session = new Session({dialect: 'postgres', version: [version]})
          session.transaction = {byRunner: true, mark, settings: new Map(), savepoints: []}
          const judgements = read(each.statement).map((command) => {
            const judgement = judge(command, {catalog, session})
            change(command, catalog, session, 1)
            return judgement
          })
          catalog.rollback(mark)
          const effects = mergeEffects(judgements.flatMap((judgement) => judgement.effects))
          const refusal = judgements.find((judgement) => judgement.refusal)?.refusal
          const words = recording[each.group]?.[each.key] ?? ''
          for (const why of differences({effects, refusal, alone: false}, fromWords(words), each.unsure)) {
            found.push(`${each.group}: ${each.key}\n    ${why}`)
          }
        }
      }
      expect(found.join('\n')).toBe('')
    } finally {
      await client.end()
      await admin.query(`DROP DATABASE IF EXISTS ${name}`)
      await admin.end()
    }
  })
})
