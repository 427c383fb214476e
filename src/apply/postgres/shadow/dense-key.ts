/** Keys as JSON texts, whose numbers have hardly a gap: in both shapes they are plain integers in the server's order. */
import {isDense, numberAfter} from '../dense-keys.js'
import type {KeyColumn} from './record.js'

const plainGreater = 'OPERATOR(pg_catalog.>)'

/** A key so many numbers after another; `undefined`: it is no such number. */
export function denseNext(key: readonly KeyColumn[], after: string | null, rows: number): string | undefined {
  const next = numberAfter(typesOf(key), partsOf(after), rows)
  return next === undefined ? undefined : JSON.stringify([next])
}

/** Whether hardly a number is missing between two keys with so many rows. */
export function isDensePart(
  key: readonly KeyColumn[],
  {after, last, rows}: {after: string | null; last: string | null; rows: number}
): boolean {
  return isDense(typesOf(key), partsOf(after), partsOf(last), rows)
}

/** The number that is a key of one column. */
export function numberOf(key: string): bigint {
  return BigInt(partsOf(key)?.[0] ?? '')
}

/** Types by which keys are ordered; none that is known, where an index orders numbers in a way of its own. */
function typesOf(key: readonly KeyColumn[]): string[] {
  return key.map(({greater, sourceType, targetGreater}) =>
    greater === plainGreater && targetGreater === plainGreater ? sourceType : ''
  )
}

function partsOf(key: string | null): string[] | null {
  return key === null ? null : (JSON.parse(key) as string[])
}
