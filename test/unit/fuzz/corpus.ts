/** The SQL that is mutated: all that the project has, by server. */
import {readFileSync} from 'node:fs'
import {fileURLToPath} from 'node:url'
import {globSync} from 'tinyglobby'
import {rules} from '../../../src/core/rules/rules.generated.js'
import type {Server} from '../../../src/server/server.js'
import {loadReader} from '../../../src/operations/read.js'
import {factCases} from '../../live/mysql-facts/cases/index.js'
import {alterations} from '../../live/mysql-reading/statements/alterations.js'
import {others} from '../../live/mysql-reading/statements/others.js'
import {tables} from '../../live/mysql-reading/statements/tables.js'
import {groups} from '../../live/postgres-facts/cases/index.js'

/** Statements that belong together, in order: later ones are about what earlier ones make. */
export type Sequence = readonly string[]

/** All statements of the fixtures, of the cases of facts and of the examples of rules, for one server. */
export async function loadCorpus(server: Server): Promise<Sequence[]> {
  const read = await loadReader(server)
  const isPostgres = server.dialect === 'postgres'
  const texts = [...fixtures(server), ...examples(server), ...(isPostgres ? postgresCases() : mysqlCases())]
  return texts
    .map((text) => read(text).statements.map(({range}) => text.slice(range.start, range.end)))
    .filter((sequence) => sequence.length > 0)
}

function fixtures({dialect}: Server): string[] {
  const cwd = fileURLToPath(new URL('../../../fixtures/', import.meta.url))
  const paths = globSync('{demo,reading,schema}/**/*.sql', {cwd, absolute: true}).sort()
  return paths
    .filter((path) => path.slice(cwd.length).includes('postgres') === (dialect === 'postgres'))
    .map((path) => readFileSync(path, 'utf8'))
}

function examples({dialect}: Server): string[] {
  return rules
    .flatMap(({docs, engines}) => docs.examples.map((example) => ({dialect: engines[0], ...example})))
    .filter((example) => (example.dialect === 'postgres') === (dialect === 'postgres'))
    .flatMap(({safe = [], schema = '', unsafe}) => {
      return [[schema, unsafe].join('\n'), [schema, ...safe].join('\n')]
    })
}

function postgresCases(): string[] {
  return groups.flatMap(({outside = [], setup, statements}) =>
    [...statements, ...outside].map((statement) => `${setup};\n${statement}`)
  )
}

function mysqlCases(): string[] {
  const cases = factCases.map(({setup, statement}) => [...setup, statement].join(';\n'))
  return [...cases, ...tables, ...alterations, ...others]
}
