import {definePreflightCheck} from '../../preflight.js'
import {text} from '../../connection/row.js'
import {changesSchema} from '../../view/work.js'

/**
 * Event triggers run with each DDL, and some are there to refuse it; those of extensions keep books.
 * https://www.postgresql.org/docs/current/event-triggers.html
 */
export const eventTriggers = definePreflightCheck({
  name: 'event-triggers',
  summary: 'no event trigger that may refuse the statements',
  async check({connection, steps}) {
    if (!changesSchema(steps)) return []
    const rows = await connection.query(
      `SELECT e.evtname AS name, e.evtevent AS event, p.oid::regprocedure AS function,
         coalesce(array_to_string(e.evttags, ', '), 'any statement') AS tags
       FROM pg_event_trigger e
       JOIN pg_proc p ON p.oid = e.evtfoid
       JOIN pg_language l ON l.oid = p.prolang
       WHERE e.evtenabled IN ('O', 'A')
         AND (l.lanname <> 'plpgsql' OR p.prosrc ~* '\\mraise\\s+(exception|sqlstate|using|''|;|\\w+_\\w+)')
         AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_event_trigger'::regclass AND d.objid = e.oid
           AND d.deptype = 'e')
       ORDER BY e.evtname`
    )
    return rows.map((row) => ({
      severity: 'warning',
      text: `Unexpected event trigger \`${text(row, 'name')}\` (${text(row, 'function')} at ${text(row, 'event')} of ${text(row, 'tags')}), expected none that may refuse: see that it lets these statements through`
    }))
  }
})
