/** Whether a type that a plan names is that of a column. */

/** What the server calls by another name than it was given. */
const aliases: Readonly<Record<string, string>> = {
  integer: 'int',
  boolean: 'tinyint',
  bool: 'tinyint',
  numeric: 'decimal',
  dec: 'decimal',
  fixed: 'decimal',
  real: 'double',
  serial: 'bigint',
  geometrycollection: 'geomcollection',
  // MariaDB has it as a text with a check.
  json: 'longtext'
}

/** Modifiers of these say how many digits are shown, or are the values of an enumeration, which a plan leaves out. */
const withoutModifiers = /^(?:tinyint|smallint|mediumint|int|bigint|year|enum|set)$/

/** A `TEXT(1000)` and a `BLOB(1000)` are made the smallest of their kind that has room. */
const sized = /^(?:text|blob)$/

/**
 * @param planned Such as `varchar(50)`, as plans write it.
 * @param live As `COLUMN_TYPE` of `information_schema.columns`: `int unsigned`.
 */
export function sameType(planned: string, live: string): boolean {
  const [wanted, there] = [partsOf(planned), partsOf(live)]
  if (sized.test(wanted.name) && wanted.modifiers !== '') return there.name.endsWith(wanted.name)
  // The number of digits of a `FLOAT` decides which of both it is.
  if (wanted.name === 'float' && /^\d+$/.test(wanted.modifiers)) {
    return there.name === (Number(wanted.modifiers) > 24 ? 'double' : 'float')
  }
  return wanted.name === there.name && normal(wanted) === normal(there)
}

interface Parts {
  name: string
  modifiers: string
}

function partsOf(type: string): Parts {
  const [, name = '', modifiers = ''] = /^(\w+)\s*(?:\(([^)]*)\))?/.exec(type.toLowerCase()) ?? []
  return {name: aliases[name] ?? name, modifiers: modifiers.replaceAll(' ', '')}
}

/** With what is meant where nothing is written. */
function normal({modifiers, name}: Parts): string {
  if (withoutModifiers.test(name)) return ''
  if (name === 'decimal') return modifiers === '' ? '10,0' : modifiers.replace(/^(\d+)$/, '$1,0')
  if (/^(?:char|binary|bit)$/.test(name)) return modifiers || '1'
  return /^(?:time|datetime|timestamp)$/.test(name) ? modifiers.replace(/^0$/, '') : modifiers
}
