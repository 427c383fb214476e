/**
 * What steps, checks and throttles are given to talk to a server. Everything comes as the server's own text: a number,
 * a timestamp or a key that goes through a JavaScript value may come back as another one.
 */
export type Row = Record<string, string | null>

export interface Connection {
  /** Send one statement; values are parameters (`$1` on PostgreSQL, `?` on MySQL), never part of the text. */
  query: <Result extends Row = Row>(sql: string, values?: ReadonlyArray<string | number | null>) => Promise<Result[]>
  /** Send one statement whose rows do not matter; how many rows it touched. */
  execute: (sql: string, values?: ReadonlyArray<string | number | null>) => Promise<number>
}

/** How long a piece of work may wait and run, in milliseconds; `null`: without an end. */
export interface Limits {
  lockTimeoutMs: number | null
  statementTimeoutMs: number | null
}

/**
 * Connect to another server of the same engine, a replica for example: by `host:port`, with the account of the server at
 * hand, or by a URL. What was connected is kept; an answer that does not come in time is an error.
 */
export type Reach = (address: string) => Promise<Connection>
