/** Extended statistics: https://www.postgresql.org/docs/current/sql-createstatistics.html */
import type {Connection} from '../../../connection/connection.js'
import {replaceOnce} from './indexes.js'
import {readJson} from './read.js'

interface StatisticsFacts {
  /** Quoted. */
  schema: string
  name: string
  owner: string
  definition: string
  target: number | null
  comment: string | null
}

export interface ExtendedStatistics {
  name: string
  schema: string
  /** Statements that make them in a schema, over another table. */
  make: (schema: string, from: string, onto: string) => string[]
}

/** Read those of a table; under `withFullNames`. */
export async function readStatistics(connection: Connection, oid: number): Promise<ExtendedStatistics[]> {
  const facts = await readJson<StatisticsFacts[]>(connection, statistics, [oid])
  return facts.map((each) => ({
    name: each.name,
    schema: each.schema,
    make: (schema, from, onto) => statementsOf(each, schema, from, onto)
  }))
}

function statementsOf(facts: StatisticsFacts, schema: string, from: string, onto: string): string[] {
  const {comment, definition, name, owner, target} = facts
  const old = `CREATE STATISTICS ${facts.schema}.${name}`
  const end = ` FROM ${from}`
  const full = `${schema}.${name}`
  if (!definition.endsWith(end)) {
    throw new TypeError(`Unexpected definition \`${definition}\`, expected \`${end.trim()}\` at its end`)
  }
  const body = replaceOnce(definition, old, `CREATE STATISTICS ${full}`).slice(0, -end.length)
  return [
    `${body} FROM ${onto}`,
    ...(target === null ? [] : [`ALTER STATISTICS ${full} SET STATISTICS ${String(target)}`]),
    ...(comment === null ? [] : [`COMMENT ON STATISTICS ${full} IS ${comment}`]),
    `ALTER STATISTICS ${full} OWNER TO ${owner}`
  ]
}

const statistics = `
  SELECT coalesce(json_agg(json_build_object('schema', quote_ident(n.nspname), 'name', quote_ident(s.stxname),
    'owner', quote_ident(pg_get_userbyid(s.stxowner)), 'definition', pg_get_statisticsobjdef(s.oid),
    'target', nullif(s.stxstattarget, -1),
    'comment', quote_literal(obj_description(s.oid, 'pg_statistic_ext'))) ORDER BY s.oid), '[]')
  FROM pg_statistic_ext s JOIN pg_namespace n ON n.oid = s.stxnamespace
  WHERE s.stxrelid = $1`
