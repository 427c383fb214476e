import type {Row} from '../../connection/connection.js'
import type {PreflightFinding, PreflightView} from '../../preflight.js'
import {definePreflightCheck} from '../../preflight.js'
import {quoteFullName} from '../../../sql/postgres.js'
import {text} from '../../connection/row.js'
import {asParameter, displayName, family, tableOf} from '../view/relations.js'
import {inputsOf, mayMean, operationsOf, shadowInputs} from '../../view/work.js'

/**
 * Logical replication carries rows and no changes of schemas.
 * https://www.postgresql.org/docs/current/logical-replication-restrictions.html
 */
export const logicalReplication = definePreflightCheck({
  name: 'logical-replication',
  summary: 'publications and subscriptions of the tables, on whose other side the change must be made too',
  async check(view) {
    const published = await view.connection.query(publications, [asParameter(view.tables)])
    const subscribed = await view.connection.query(subscriptions, [asParameter(view.tables)])
    const changed = await changedTables(view)
    return [
      ...published.filter((row) => changed(row)).map(otherSide),
      ...subscribed.filter((row) => changed(row)).map(ownSide),
      ...withoutIdentity(view, published)
    ]
  }
})

const publications = `
  ${family}
  SELECT w.schema, w.name, p.pubname AS publication, bool_or(p.pubupdate) AS updates, bool_or(p.pubdelete) AS deletes,
    CASE c.relreplident
      WHEN 'd' THEN EXISTS (SELECT FROM pg_index i WHERE i.indrelid = c.oid AND i.indisprimary)
      WHEN 'i' THEN EXISTS (SELECT FROM pg_index i WHERE i.indrelid = c.oid AND i.indisreplident)
      ELSE c.relreplident = 'f'
    END AS identified
  FROM family f
  JOIN wanted w ON w.oid = f.root
  JOIN pg_class c ON c.oid = f.oid
  JOIN pg_publication_tables t ON t.tablename = c.relname AND t.schemaname = c.relnamespace::regnamespace::text
  JOIN pg_publication p ON p.pubname = t.pubname
  GROUP BY w.schema, w.name, p.pubname, identified`

/** The names of subscriptions that do not run at the moment are for superusers only: then the number stands there. */
const subscriptions = `
  ${family}
  SELECT DISTINCT w.schema, w.name, coalesce(s.subname, r.srsubid::text) AS subscription
  FROM pg_subscription_rel r
  JOIN family f ON f.oid = r.srrelid
  JOIN wanted w ON w.oid = f.root
  LEFT JOIN pg_stat_subscription s ON s.subid = r.srsubid`

/** Indexes, and what only the own server knows, may differ on the other side. */
async function changedTables({serverMajor, steps}: PreflightView): Promise<(row: Row) => boolean> {
  const operations = await operationsOf(steps, {dialect: 'postgres', version: [serverMajor]})
  const shadows = shadowInputs(steps)
  const own =
    /^(?:index|comment|statistics|privilege|session|transaction|rows)\.|^table\.(?:analyze|vacuum|set-parameters|lock)/
  return (row) => {
    const table = {schema: text(row, 'schema'), name: text(row, 'name')}
    return (
      shadows.some((input) => mayMean(input.table, table)) ||
      operations.some((each) => !own.test(each.kind) && 'table' in each && mayMean(each.table, table))
    )
  }
}

function otherSide(row: Row): PreflightFinding {
  return {
    severity: 'warning',
    text: `Unexpected publication \`${text(row, 'publication')}\` of ${tableOf(row)}, expected none: its subscribers do not get the change, so make it there too (additions there first, removals here first)`
  }
}

function ownSide(row: Row): PreflightFinding {
  return {
    severity: 'warning',
    text: `Unexpected subscription \`${text(row, 'subscription')}\` to ${tableOf(row)}, expected none: rows that do not fit any longer stop it, so make the change on the publisher too (additions here first, removals there first)`
  }
}

/** The server refuses to UPDATE and DELETE rows that subscribers could not tell apart. */
function withoutIdentity({steps}: PreflightView, published: readonly Row[]): PreflightFinding[] {
  return inputsOf(steps, 'batch').flatMap(({table, verb}) => {
    const verbOf = (row: Row): boolean => row[verb === 'update' ? 'updates' : 'deletes'] === 't'
    const row = published.find(
      (each) =>
        each['identified'] === 'f' &&
        verbOf(each) &&
        mayMean({schema: text(each, 'schema'), name: text(each, 'name')}, table)
    )
    if (!row) return []
    const publication = text(row, 'publication')
    const full = quoteFullName(table)
    return [
      {
        severity: 'error',
        text: `Unexpected publication \`${publication}\` of ${displayName(table)}, which has no replica identity, expected one: the server refuses each ${verb.toUpperCase()}; give it a primary key, or \`ALTER TABLE ${full} REPLICA IDENTITY FULL\``
      }
    ]
  })
}
