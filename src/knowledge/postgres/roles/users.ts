/** Relations that use a type, a function, a sequence, an extension, a schema. */
import type {Name} from '../../../operations/definitions.js'
import {keyOf, type ObjectName, type Table} from '../../../schema/catalog.js'
import {nameParts, walk} from '../expressions/tree.js'
import {targetAt, unresolved, type Scene, type Target} from '../look.js'
import {unique} from './hierarchy.js'

const asTarget = (table: Table): Target => ({name: {schema: table.schema, name: table.name}, table})

/** All relations that fit. */
export const tablesWhere = (scene: Scene, test: (table: Table) => boolean): Target[] =>
  [...scene.catalog.tables.values()].filter(test).map(asTarget)

/** Tables with a column of the type, of a domain over it, or of an array of it. */
export function typeUsers(scene: Scene): Target[] {
  const {operation} = scene
  const name =
    'domain' in operation
      ? operation.domain
      : 'type' in operation && isName(operation.type)
        ? operation.type
        : undefined
  if (name === undefined) return []
  const resolved = scene.session.resolve(name, (candidate) => scene.catalog.types.has(keyOf(candidate)))
  const users = unique(usersOfType(resolved, scene))
  const isKnown = scene.catalog.types.has(keyOf(resolved)) || users.length > 0
  return isKnown || ('ifExists' in operation && operation.ifExists === true) ? users : [unresolved(name, scene)]
}

const isName = (value: unknown): value is Name => typeof value === 'object' && value !== null && !('modifiers' in value)

/** Tables with a column of the type, or of a domain over it. */
export function usersOfType(type: ObjectName, scene: Scene): Target[] {
  const tables = (scene.catalog.typeUsers.get(keyOf(type)) ?? []).map((name) => targetAt(scene, name))
  const domains = [...scene.catalog.types.values()].filter(
    (other) =>
      other.kind === 'domain' &&
      other.baseType.name === type.name &&
      (other.baseType.schema === undefined || other.baseType.schema === type.schema)
  )
  return [...tables, ...domains.flatMap((domain) => usersOfType(domain, scene))]
}

/** The name of a type, and those of all domains over it. */
export function typeNames(type: Name, scene: Scene): string[] {
  const domains = [...scene.catalog.types.values()].filter(
    (other) => other.kind === 'domain' && other.baseType.name === type.name
  )
  return [type.name, ...domains.flatMap((domain) => typeNames(domain, scene))]
}

/** Tables made by `OF` the type. */
export function typedTables(scene: Scene): Target[] {
  const {operation} = scene
  if (operation.kind !== 'type.alter' && operation.kind !== 'type.drop') return []
  const name = scene.session.resolve(operation.type, (candidate) => scene.catalog.types.has(keyOf(candidate)))
  return tablesWhere(scene, ({ofType}) => ofType !== undefined && keyOf(ofType) === keyOf(name))
}

/** Tables with a trigger, a default or a policy that calls the function. */
export function functionUsers(scene: Scene): Target[] {
  const {operation} = scene
  if (!('function' in operation) || operation.function === undefined) return []
  const written = operation.function
  const resolved = scene.session.resolve(written, (candidate) => scene.catalog.routines.has(keyOf(candidate)))
  const triggers = (scene.catalog.triggerUsers.get(keyOf(resolved)) ?? []).map((name) => targetAt(scene, name))
  return unique([...triggers, ...tablesCalling(written.name, scene)])
}

/** Tables with a default, a check, an index or a policy that calls a function of the name. */
export const tablesCalling = (name: string, scene: Scene): Target[] =>
  tablesWhere(scene, (table) => callsFunction(table, name))

/** Tables are never changed in place: what one calls is looked up once. */
const callsOfTables = new WeakMap<Table, ReadonlySet<string>>()

function callsFunction(table: Table, name: string): boolean {
  let calls = callsOfTables.get(table)
  if (!calls) {
    calls = callsOf(table)
    callsOfTables.set(table, calls)
  }
  return calls.has(name)
}

function callsOf(table: Table): Set<string> {
  const expressions = [
    ...table.columns.flatMap((column) => [column.default?.tree, column.generated?.expression.tree]),
    ...table.constraints.map(({expression}) => expression?.tree),
    ...table.indexes.flatMap((index) => [index.where?.tree, ...index.elements.map(({expression}) => expression?.tree)])
  ]
  const calls = new Set<string>(table.policyCalls?.flatMap(({functions}) => functions))
  walk(expressions, (kind, fields) => {
    const name = kind === 'FuncCall' ? nameParts(fields.funcname).at(-1) : undefined
    if (name !== undefined) calls.add(name)
  })
  return calls
}

/** Words of a text, also those that stand behind a schema. */
const namesIn = (text: string): Set<string> => new Set(text.split(/[^\w$]+/))

/** Tables with a default from the sequence. */
export function sequenceUsers(scene: Scene): Target[] {
  const {operation} = scene
  if (operation.kind !== 'sequence.drop') return []
  const {name} = operation.sequence
  return tablesWhere(scene, ({columns}) =>
    columns.some(
      ({default: value}) => value !== undefined && namesIn(JSON.stringify(value.tree ?? value.text)).has(name)
    )
  )
}

/** Types that contrib extensions bring. */
const typesOfExtensions: Record<string, readonly string[]> = {
  citext: ['citext'],
  hstore: ['hstore'],
  ltree: ['ltree', 'lquery', 'ltxtquery'],
  cube: ['cube'],
  seg: ['seg'],
  isn: ['ean13', 'isbn', 'isbn13', 'ismn', 'ismn13', 'issn', 'issn13', 'upc'],
  lo: ['lo'],
  postgis: ['geometry', 'geography', 'box2d', 'box3d'],
  vector: ['vector', 'halfvec', 'sparsevec']
}

/** Functions that contrib extensions bring and that stand in defaults. */
const functionsOfExtensions: Record<string, readonly string[]> = {
  'uuid-ossp': ['uuid_generate_v1', 'uuid_generate_v1mc', 'uuid_generate_v3', 'uuid_generate_v4', 'uuid_generate_v5'],
  pgcrypto: ['gen_random_bytes', 'gen_salt', 'crypt', 'digest', 'hmac'],
  unaccent: ['unaccent']
}

/** Operator classes that contrib extensions bring, by their beginning. */
const classesOfExtensions: Record<string, RegExp> = {
  pg_trgm: /_trgm_ops$/,
  btree_gin: /^$/,
  btree_gist: /^gist_/
}

/** Tables that lose a column, a default or an index with the extension. */
export function extensionUsers(scene: Scene): Target[] {
  const {operation} = scene
  if (operation.kind !== 'extension.drop') return []
  const types = new Set(typesOfExtensions[operation.extension] ?? [])
  const functions = functionsOfExtensions[operation.extension] ?? []
  const classes = classesOfExtensions[operation.extension]
  return tablesWhere(
    scene,
    (table) =>
      table.columns.some(({type}) => type !== undefined && types.has(type.name)) ||
      functions.some((name) => callsFunction(table, name)) ||
      table.indexes.some(({elements}) =>
        elements.some(({operatorClass}) => operatorClass !== undefined && (classes?.test(operatorClass) ?? false))
      )
  )
}

/** All relations of a schema. */
export function schemaTables(scene: Scene): Target[] {
  const {operation} = scene
  const schema =
    operation.kind === 'schema.drop' || operation.kind === 'schema.rename'
      ? operation.schema
      : operation.kind === 'index.reindex' && operation.target === 'schema'
        ? operation.name?.name
        : undefined
  return schema === undefined ? [] : tablesWhere(scene, (table) => table.schema === schema)
}
