/** How big and busy tables are: what decides whether a lock that is held for long is held for long there. */
import type {Table} from '../../schema/objects.js'
import type {Session} from '../../schema/session.js'
import type {SizesConfiguration} from '../configuration/configuration.js'
import {relationName} from '../rules/relations.js'

/** What is known of one table, without its indexes. */
export interface TableSize {
  /** An estimate of the server's. */
  rows?: number | undefined
  bytes?: number | undefined
  /** Rows inserted, updated or deleted. */
  writesPerSecond?: number | undefined
}

/** By relation, as effects name it. */
export type Sizes = ReadonlyMap<string, TableSize>

/** From where on a table is small or huge. */
export interface SizeLimits {
  /** A table with fewer rows and bytes is worked on before anybody notices. */
  small: {rows: number; bytes: number}
  /** What works on a table with as many rows or bytes takes minutes at the best. */
  huge: {rows: number; bytes: number}
}

/** 10,000 rows in 10 MB are read in well under a second from a cold disk; 10 GB take 20 s at 500 MB/s, and more mostly. */
export const defaultLimits: SizeLimits = {
  small: {rows: 10_000, bytes: 10_000_000},
  huge: {rows: 10_000_000, bytes: 10_000_000_000}
}

/** As configured, else the default. */
export function limitsOf({hugeBytes, hugeRows, smallBytes, smallRows}: SizesConfiguration = {}): SizeLimits {
  const {huge, small} = defaultLimits
  return {
    small: {rows: smallRows ?? small.rows, bytes: smallBytes ?? small.bytes},
    huge: {rows: hugeRows ?? huge.rows, bytes: hugeBytes ?? huge.bytes}
  }
}

/** What is known of a table: from statistics, else from the live database that the catalog was read from. */
export function sizeOf(table: Table, sizes: Sizes, session: Session): TableSize {
  return sizes.get(relationName(table, session)) ?? {rows: table.rows, bytes: table.bytes}
}

/** Known to be small; what nobody knows is not. */
export function isSmall({bytes, rows}: TableSize, {small}: SizeLimits): boolean {
  return rows !== undefined && rows < small.rows && (bytes ?? 0) < small.bytes
}

/** Known to be huge. */
export function isHuge({bytes, rows}: TableSize, {huge}: SizeLimits): boolean {
  return (rows ?? 0) >= huge.rows || (bytes ?? 0) >= huge.bytes
}
