import type {TypeName} from 'libpg-query'
import type {DataType} from '../definitions.js'
import {constantText} from './constant.js'
import {as, strings} from './node.js'

/** Not types but a short way to write a column with a sequence. */
const serials: Record<string, string> = {
  smallserial: 'int2',
  serial2: 'int2',
  serial: 'int4',
  serial4: 'int4',
  bigserial: 'int8',
  serial8: 'int8'
}

/** A type as written, by its internal name. */
export function toDataType(type: TypeName): DataType {
  const parts = strings(type.names)
  const written = parts.at(-1) ?? ''
  const schema = parts.at(-2)
  const modifiers = (type.typmods ?? []).map((modifier) => constantText(modifier) ?? nameOfModifier(modifier))
  const arrayDimensions = type.arrayBounds?.length ?? 0
  const serial = schema === undefined ? serials[written] : undefined
  if (serial !== undefined) return {name: serial, modifiers, arrayDimensions, serial: true}
  if (schema === undefined || schema === 'pg_catalog') return {name: written, modifiers, arrayDimensions}
  return {name: written, schema, modifiers, arrayDimensions}
}

/** `geometry(Point, 4326)`: the grammar takes the word for a column. */
function nameOfModifier(node: Parameters<typeof constantText>[0]): string {
  return strings(as(node, 'ColumnRef')?.fields).join('.')
}
