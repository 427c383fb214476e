/** The ways in which MySQL and MariaDB carry out a change. */
import type {Server} from '../../server/server.js'
import {inVersions} from '../../server/server.js'
import type {Algorithm, MysqlLock, Rewrite, Scan} from '../effect.js'

/** `undefined` as algorithm: the statement takes no `ALGORITHM` clause, or heeds none. */
export interface Way {
  algorithm: Algorithm | undefined
  lock: MysqlLock
  rewrite: Rewrite
  scan: Scan
  /** `LOCK=NONE` is accepted, and others wait all the same. */
  heedless?: true
}

/** Cheapest first within an algorithm; `blocking`: writes wait. */
const ways = {
  instant: {algorithm: 'INSTANT', lock: 'NONE', rewrite: 'none', scan: 'none'},
  nocopy: {algorithm: 'NOCOPY', lock: 'NONE', rewrite: 'none', scan: 'table'},
  'nocopy-definition': {algorithm: 'NOCOPY', lock: 'NONE', rewrite: 'none', scan: 'none'},
  'blocking-nocopy-definition': {algorithm: 'NOCOPY', lock: 'SHARED', rewrite: 'none', scan: 'none'},
  'blocking-nocopy': {algorithm: 'NOCOPY', lock: 'SHARED', rewrite: 'none', scan: 'table'},
  'in-place-definition': {algorithm: 'INPLACE', lock: 'NONE', rewrite: 'none', scan: 'none'},
  'blocking-in-place-definition': {algorithm: 'INPLACE', lock: 'SHARED', rewrite: 'none', scan: 'none'},
  'in-place': {algorithm: 'INPLACE', lock: 'NONE', rewrite: 'none', scan: 'table'},
  'blocking-in-place': {algorithm: 'INPLACE', lock: 'SHARED', rewrite: 'none', scan: 'table'},
  rebuild: {algorithm: 'INPLACE', lock: 'NONE', rewrite: 'table', scan: 'table'},
  'blocking-rebuild': {algorithm: 'INPLACE', lock: 'SHARED', rewrite: 'table', scan: 'table'},
  copy: {algorithm: 'COPY', lock: 'SHARED', rewrite: 'table', scan: 'table'},
  'blocking-copy': {algorithm: 'COPY', lock: 'SHARED', rewrite: 'table', scan: 'table'},
  'heedless-copy': {algorithm: 'COPY', lock: 'SHARED', rewrite: 'table', scan: 'table'},
  // Statements without an `ALGORITHM` clause.
  free: {algorithm: undefined, lock: 'NONE', rewrite: 'none', scan: 'none'},
  reads: {algorithm: undefined, lock: 'NONE', rewrite: 'none', scan: 'table'},
  'blocks-writes': {algorithm: undefined, lock: 'SHARED', rewrite: 'none', scan: 'none'},
  'reads-and-blocks-writes': {algorithm: undefined, lock: 'SHARED', rewrite: 'none', scan: 'table'},
  exclusive: {algorithm: undefined, lock: 'EXCLUSIVE', rewrite: 'none', scan: 'none'},
  'exclusive-reads': {algorithm: undefined, lock: 'EXCLUSIVE', rewrite: 'none', scan: 'table'},
  'online-rebuild': {algorithm: undefined, lock: 'NONE', rewrite: 'table', scan: 'table'},
  'exclusive-rebuild': {algorithm: undefined, lock: 'EXCLUSIVE', rewrite: 'table', scan: 'table'}
} as const satisfies Record<string, Way>

export type Outcome = keyof typeof ways

/** All of them, the cheapest first within an algorithm. */
export const outcomes = Object.keys(ways) as Outcome[]

const copies: readonly Outcome[] = ['copy', 'heedless-copy']

/** MariaDB copies while others write: https://mariadb.com/kb/en/innodb-online-ddl-overview/#lock */
const onlineCopy = {dialect: 'mariadb', versions: '>=11.2'}

/** Ranges of versions on which an outcome is another way than on others. */
export function versionsOfWays(dialect: Server['dialect']): string[] {
  return dialect === onlineCopy.dialect ? [onlineCopy.versions] : []
}

/** What an outcome means on a server. */
export function wayOf(outcome: Outcome, server: Server): Way {
  const way = ways[outcome]
  const isOnline =
    copies.includes(outcome) && server.dialect === onlineCopy.dialect && inVersions(server.version, onlineCopy.versions)
  if (!isOnline) return way
  return outcome === 'copy' ? {...way, lock: 'NONE'} : {...way, heedless: true}
}
