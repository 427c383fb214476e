import {location} from 'vfile-location'
import type {Migration} from '../migrations/migration.js'
import type {Range} from '../parse/source.js'

/** A place in a text: `line` and `column` from 1, `offset` from 0 in UTF-16 code units. */
export interface Point {
  line: number
  column: number
  offset: number
}

/** A stretch of a text; `end` is exclusive. */
export interface Place {
  start: Point
  end: Point
}

/** Make places of ranges in the SQL of a migration: in the file, be it SQL or a script. */
export function placesOf({origin, text}: Pick<Migration, 'origin' | 'text'>): (range: Range) => Place {
  if (origin === undefined) return placesIn(text)
  const toPlace = placesIn(origin.text)
  return (range) => toPlace(origin.toSource(range))
}

/** Make places of ranges in a text; what lies outside is moved to its border. */
export function placesIn(text: string): (range: Range) => Place {
  const places = location(text)
  const point = (offset: number): Point => {
    const found = places.toPoint(Math.min(Math.max(offset, 0), text.length))
    return {line: found?.line ?? 1, column: found?.column ?? 1, offset: found?.offset ?? 0}
  }
  return ({end, start}) => ({start: point(start), end: point(end)})
}
