/** Whether a type that a plan names is that of a column. */

/** What the catalogs say of a column's type; of an array, `name` is that of its elements. */
interface LiveType {
  name: string
  isArray: boolean
  /** As `format_type` writes it. */
  formatted: string
}

/** https://www.postgresql.org/docs/current/datatype-numeric.html#DATATYPE-SERIAL */
const serials: Readonly<Record<string, string>> = {
  smallserial: 'int2',
  serial2: 'int2',
  serial: 'int4',
  serial4: 'int4',
  bigserial: 'int8',
  serial8: 'int8'
}

/** @param planned Such as `varchar(50)`, `int4[]`, `shop.mood`. */
export function sameType(planned: string, live: LiveType): boolean {
  const isArray = planned.endsWith('[]')
  const [, qualified = '', modifiers = ''] = /^([^([]*)(?:\(([^)]*)\))?/.exec(planned) ?? []
  const name = qualified.split('.').at(-1) ?? ''
  if (isArray !== live.isArray || (serials[name] ?? name) !== live.name) return false
  // The words of `interval day to second(3)` are numbers to the grammar.
  if (name === 'interval') return true
  return normal(name, modifiers) === normal(name, /\(([^)]*)\)/.exec(live.formatted)?.[1] ?? '')
}

/** `numeric(10)` is stored as `numeric(10,0)`, `char` as `char(1)`. */
function normal(name: string, modifiers: string): string {
  if (name === 'numeric') return modifiers.replace(/^(\d+)$/, '$1,0')
  return name === 'bpchar' || name === 'bit' ? modifiers || '1' : modifiers
}
