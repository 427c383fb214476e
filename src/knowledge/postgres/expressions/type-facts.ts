/** What the server's catalogs say of types: binary casts, default operator classes, collations. */
import type {DataType} from '../../../operations/definitions.js'
import {findType} from '../../../schema/lookup.js'
import type {Domain, UserType} from '../../../schema/objects.js'
import {binaryCasts, collatableTypes, defaultOperatorClasses} from '../data/types.js'
import {wordsOf} from '../data/words.js'
import type {Surroundings} from './volatility.js'

/** A type with its domains opened: the base type, and the domains around it, outermost first. */
export interface OpenType {
  base: DataType
  domains: Domain[]
  /** What the catalog knows of the base type, where it is one of the user's. */
  user: UserType | undefined
}

/** Follow domains down to the type that is stored. */
export function openType(type: DataType, surroundings: Surroundings): OpenType {
  const found = type.arrayDimensions > 0 ? undefined : findType(surroundings.catalog, surroundings.session, type)
  if (found?.kind !== 'domain') {
    return {base: found ? {...type, schema: found.schema} : type, domains: [], user: found}
  }
  const inner = openType(found.baseType, surroundings)
  return {...inner, domains: [found, ...inner.domains]}
}

/** Whether a domain, or one below it, has a constraint. */
export const isConstrained = ({domains}: OpenType): boolean =>
  domains.some(({constraints, notNull}) => notNull || constraints.length > 0)

/** Whether sqlsafe knows the type: the server's own, one of contrib, or one of the catalog. */
export function isKnownType({base, user}: OpenType, {version}: Surroundings): boolean {
  return user !== undefined || baseTypes.has(base.name) || mentioned(version).has(base.name)
}

/** Types of the server that no default operator class and no cast names. */
const baseTypes = new Set(
  'json xml point lseg path line tsvector tsquery txid_snapshot pg_snapshot jsonpath int4range int8range numrange tsrange tstzrange daterange int4multirange int8multirange nummultirange tsmultirange tstzmultirange datemultirange cidr varchar aclitem cid xid'.split(
    ' '
  )
)

const mentionedByVersion = new Map<number, ReadonlySet<string>>()

function mentioned(version: number): ReadonlySet<string> {
  let names = mentionedByVersion.get(version)
  if (!names) {
    const classes = [...wordsOf(defaultOperatorClasses, version)].map((word) => word.split(/[:=]/)[1] ?? '')
    const casts = [...wordsOf(binaryCasts, version)].flatMap((word) => word.split('>'))
    mentionedByVersion.set(version, (names = new Set([...classes, ...casts])))
  }
  return names
}

/** Whether a cast between two stored types leaves every byte as it is. Domains must be opened before. */
export function isBinaryCast(from: DataType, to: DataType, {version}: Surroundings): boolean {
  if (from.arrayDimensions > 0 || to.arrayDimensions > 0) return isSameBase(from, to)
  return isSameBase(from, to) || wordsOf(binaryCasts, version).has(`${from.name}>${to.name}`)
}

export const isSameBase = (a: DataType, b: DataType): boolean =>
  a.name === b.name && a.schema === b.schema && a.arrayDimensions > 0 === b.arrayDimensions > 0

const maximumPrecision = 6

/**
 * Whether values that fit the modifiers of `from` fit those of `to` unchanged, as the support functions
 * of the length casts find out.
 */
export function isWidening(from: DataType, to: DataType): boolean {
  if (to.modifiers.length === 0) return true
  if (from.modifiers.join() === to.modifiers.join()) return true
  if (from.arrayDimensions > 0) return false
  const old = from.modifiers.map(Number)
  const fresh = to.modifiers.map(Number)
  switch (to.name) {
    case 'varchar':
    case 'varbit':
      return old.length > 0 && (old[0] ?? 0) <= (fresh[0] ?? 0)
    case 'numeric':
      return old.length > 0 && (old[0] ?? 0) <= (fresh[0] ?? 0) && (old[1] ?? 0) === (fresh[1] ?? 0)
    case 'time':
    case 'timetz':
    case 'timestamp':
    case 'timestamptz':
      return (fresh[0] ?? 0) >= maximumPrecision || (old.length > 0 && (old[0] ?? 0) <= (fresh[0] ?? 0))
    case 'interval':
      return isWiderInterval(old, fresh)
    default:
      return false
  }
}

/** Bits of the field masks that PostgreSQL's grammar puts into an interval's first modifier. */
const fields = {MONTH: 1 << 1, YEAR: 1 << 2, DAY: 1 << 3, HOUR: 1 << 10, MINUTE: 1 << 11, SECOND: 1 << 12}

function leastField(mask: number | undefined): number {
  if (mask === undefined || mask & fields.SECOND) return 0
  if (mask & fields.MINUTE) return 1
  if (mask & fields.HOUR) return 2
  if (mask & fields.DAY) return 3
  return mask & fields.MONTH ? 4 : 5
}

function isWiderInterval(old: readonly number[], fresh: readonly number[]): boolean {
  const unlimited = 0xffff
  const precision = fresh[1] ?? unlimited
  return (
    leastField(fresh[0]) <= leastField(old[0]) &&
    (leastField(old[0]) > 0 || precision >= maximumPrecision || precision >= (old[1] ?? unlimited))
  )
}

/** Name and input type of the operator class that an index method takes for a type by itself. */
export function defaultOperatorClass(
  method: string,
  type: DataType,
  surroundings: Surroundings
): {name: string; input: string} | undefined {
  const {base, user} = openType(type, surroundings)
  for (const input of inputTypes(base, user, surroundings.version)) {
    for (const word of wordsOf(defaultOperatorClasses, surroundings.version)) {
      const prefix = `${method}:${input}=`
      if (word.startsWith(prefix)) return {name: word.slice(prefix.length), input}
    }
  }
  return undefined
}

/** The type itself, then what it is by a binary cast, then the polymorphic ones. */
function inputTypes(base: DataType, user: UserType | undefined, version: number): string[] {
  if (base.arrayDimensions > 0) return [`_${base.name}`, 'anyarray']
  if (user?.kind === 'enum') return ['anyenum']
  if (user?.kind === 'range' || base.name.endsWith('range')) {
    return [base.name.endsWith('multirange') ? 'anymultirange' : 'anyrange']
  }
  if (user?.kind === 'composite') return ['record']
  const casts = [...wordsOf(binaryCasts, version)].filter((word) => word.startsWith(`${base.name}>`))
  return [base.name, ...casts.map((word) => word.slice(base.name.length + 1)).sort(preferredFirst)]
}

/** Of several classes that fit, the server takes that of a preferred type (`typispreferred`). */
const preferred: ReadonlySet<string> = new Set(['text', 'oid', 'inet', 'varbit'])

const preferredFirst = (a: string, b: string): number => Number(preferred.has(b)) - Number(preferred.has(a))

/** The collation that a type brings: its name, `''` for the database's; `undefined`: it has none. */
export function typeCollation(type: DataType, surroundings: Surroundings): string | undefined {
  const {base} = openType(type, surroundings)
  for (const word of wordsOf(collatableTypes, surroundings.version)) {
    const [name, collation = ''] = word.split('=')
    if (name === base.name) return collation
  }
  return undefined
}
