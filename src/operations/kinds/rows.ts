/** What is done to rows. `reads`: the other relations in FROM, USING, sub-selects and CTEs. */
import type {Expression, Name, Read, Span, TakenRows} from '../definitions.js'
import type {Calling, FunctionCall, On} from './subject.js'

export interface RowOperations {
  'rows.insert': On &
    Calling & {
      source: 'values' | 'query' | 'default'
      columns: string[]
      reads: Read[]
      /** PostgreSQL: the query takes every row of the one relation that it reads. */
      readsEveryRow?: boolean
      /**
       * PostgreSQL: what the query gives of each row of the one relation that it reads, which goes by the name `from`;
       * `undefined`: it leaves rows out, or is of another kind.
       */
      copies?: {from: string; values: Expression[]}
      /** `undefined`: it takes all, or is of another kind. */
      taken?: TakenRows
      /** PostgreSQL `ON CONFLICT`, MySQL `ON DUPLICATE KEY` / `REPLACE` / `IGNORE`. */
      conflict?: 'nothing' | 'update' | 'replace' | 'ignore'
      limit?: string
      offset?: string
      /** Number of rows of a VALUES list. */
      rows?: number
      /**
       * Of each column, between what its values are; `null`: not all are whole numbers, or, on MySQL, all dates. What was
       * not looked at has none.
       */
      spans?: Array<Span | null>
    }
  'rows.update': On &
    Calling & {
      columns: string[]
      /** What is assigned, in the order of `columns`. */
      values: Expression[]
      /** PostgreSQL: those of `columns` of which a field or an element is set, not the whole: `a.x`, `a[1]`. */
      inPart?: string[]
      /** PostgreSQL: names of lists (`VALUES`) that it joins. */
      listed?: string[]
      where: Expression | undefined
      limit?: string
      offset?: string
      orderBy?: boolean
      reads: Read[]
    }
  'rows.delete': On &
    Calling & {
      where: Expression | undefined
      /** PostgreSQL: names of lists (`VALUES`) that it joins. */
      listed?: string[]
      limit?: string
      offset?: string
      orderBy?: boolean
      reads: Read[]
    }
  /** `columns`: those that any of its actions assigns. */
  'rows.merge': On & Calling & {actions: Array<'insert' | 'update' | 'delete'>; columns: string[]; reads: Read[]}
  'rows.copy': Calling & {table: Name | undefined; direction: 'from' | 'to'; reads: Read[]}
  'rows.select': {
    reads: Read[]
    lock?: 'update' | 'no-key-update' | 'share' | 'key-share'
    /** Functions called, as written: `pg_advisory_lock`, `setval`, one of the user's. */
    calls: FunctionCall[]
    limit?: string
    offset?: string
  }
  /** PostgreSQL: a statement about rows that is looked at and does not run, by `PREPARE` or plain `EXPLAIN`. */
  'rows.plan': {
    /** By `PREPARE`: its names are looked up; it is planned when it runs. */
    prepared: boolean
    /** Targets of `UPDATE`, `DELETE` and `MERGE`. */
    changes: Name[]
    inserts: Name[]
    reads: Read[]
    lock?: 'update' | 'no-key-update' | 'share' | 'key-share'
  }
}
