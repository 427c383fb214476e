/** Types of places and shapes. */
import type {DataType} from '../../operations/definitions.js'

const geometries = new Set([
  'geometry',
  'point',
  'linestring',
  'polygon',
  'multipoint',
  'multilinestring',
  'multipolygon',
  'geometrycollection'
])

/** Whether a type is spatial: https://dev.mysql.com/doc/refman/8.4/en/spatial-type-overview.html */
export function isGeometry(type: DataType | undefined): boolean {
  return type !== undefined && geometries.has(type.name)
}
