/** Relations that use a type, a function, a sequence, an extension, a schema. */
import type {Expression, Name} from '../../../operations/definitions.js'
import {keyOf, type Column, type ObjectName, type Table} from '../../../schema/objects.js'
import {nameParts, walk} from '../expressions/tree.js'
import {targetAt, unresolved, type Scene, type Target} from '../look.js'
import {treeOf, unique} from './hierarchy.js'

const asTarget = (table: Table): Target => ({name: {schema: table.schema, name: table.name}, table})

/** All relations that fit; there may be thousands, and as many statements that ask. */
export function tablesWhere({catalog}: Scene, test: (table: Table) => boolean): Target[] {
  const found: Target[] = []
  for (const table of catalog.tables.values()) if (test(table)) found.push(asTarget(table))
  return found
}

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

/** Tables made by `OF` the type. */
export function typedTables(scene: Scene): Target[] {
  const {operation} = scene
  if (operation.kind !== 'type.alter') return []
  const name = scene.session.resolve(operation.type, (candidate) => scene.catalog.types.has(keyOf(candidate)))
  const typed = tablesWhere(scene, ({ofType}) => ofType !== undefined && keyOf(ofType) === keyOf(name))
  return unique(typed.flatMap((target) => treeOf(target, scene)))
}

/** Names in the expressions of a table: its defaults, checks, indexes, policies and rules; of a view in its query. */
interface Words {
  functions: ReadonlySet<string>
  operators: ReadonlySet<string>
  collations: ReadonlySet<string>
  /** Of its columns; of a view also those that its query casts to. */
  types: ReadonlySet<string>
  /** Anything in a default. */
  defaults: ReadonlySet<string>
}

/** Relations that name a function, an operator or a collation in an expression. */
export const tablesUsing = (kind: keyof Words, name: string, scene: Scene): Target[] =>
  tablesWhere(scene, (table) => wordsOf(table)[kind].has(name))

/** Tables are never changed in place: what one names is looked up once. */
const wordsOfTables = new WeakMap<Table, Words>()

function wordsOf(table: Table): Words {
  let words = wordsOfTables.get(table)
  if (!words) {
    words = wordsIn(table)
    wordsOfTables.set(table, words)
  }
  return words
}

function wordsIn({columns, constraints, indexes, policyUses = [], rules = [], uses}: Table): Words {
  const expressions = [
    ...columns.flatMap((column) => [column.default?.tree, column.generated?.expression.tree]),
    ...constraints.map(({expression}) => expression?.tree),
    ...indexes.flatMap((index) => [index.where?.tree, ...index.elements.map(({expression}) => expression?.tree)])
  ]
  const parts = [uses, ...policyUses.map((policy) => policy.uses), ...rules.map((rule) => rule.uses)]
  const functions = new Set(parts.flatMap((part) => part?.functions ?? []))
  const operators = new Set(parts.flatMap((part) => part?.operators ?? []))
  const collations = new Set([
    ...parts.flatMap((part) => part?.collations ?? []),
    ...columns.flatMap(({collation}) => lastPart(collation)),
    ...indexes.flatMap(({elements}) => elements.flatMap(({collation}) => lastPart(collation)))
  ])
  walk(expressions, (kind, fields) => {
    const name = nameParts(
      kind === 'FuncCall' ? fields.funcname : kind === 'A_Expr' ? fields.name : fields.collname
    ).at(-1)
    if (name === undefined) return
    if (kind === 'FuncCall') functions.add(name)
    if (kind === 'A_Expr') operators.add(name)
    if (kind === 'CollateClause') collations.add(name)
  })
  const types = new Set([...columns.flatMap(({type}) => type?.name ?? []), ...(uses?.types ?? [])])
  return {functions, operators, collations, types, defaults: new Set(columns.flatMap(wordsOfDefault))}
}

/** A name of which the schema may be written. */
export const lastPart = (name: string | undefined): string[] => name?.split('.').slice(-1) ?? []

/** Whether a column has a collation of the name. */
export const isCollatedBy = ({collation}: Column, name: string): boolean => lastPart(collation).includes(name)

/** Words of an expression, also those that stand behind a schema. */
export const wordsOfExpression = ({text, tree}: Expression): string[] => JSON.stringify(tree ?? text).split(/[^\w$]+/)

const wordsOfDefault = ({default: value}: Column): string[] => (value ? wordsOfExpression(value) : [])

/** Types that contrib extensions bring. */
const typesOfExtensions = new Map<string, readonly string[]>(
  Object.entries({
    citext: ['citext'],
    hstore: ['hstore'],
    ltree: ['ltree', 'lquery', 'ltxtquery'],
    cube: ['cube'],
    seg: ['seg'],
    isn: ['ean13', 'isbn', 'isbn13', 'ismn', 'ismn13', 'issn', 'issn13', 'upc'],
    lo: ['lo'],
    postgis: ['geometry', 'geography', 'box2d', 'box3d'],
    vector: ['vector', 'halfvec', 'sparsevec']
  })
)

/** Functions that contrib extensions bring and that stand in defaults. */
const functionsOfExtensions = new Map<string, readonly string[]>(
  Object.entries({
    'uuid-ossp': ['uuid_generate_v1', 'uuid_generate_v1mc', 'uuid_generate_v3', 'uuid_generate_v4', 'uuid_generate_v5'],
    pgcrypto: ['gen_random_bytes', 'gen_salt', 'crypt', 'digest', 'hmac'],
    unaccent: ['unaccent']
  })
)

/** Operator classes that contrib extensions bring, by their beginning. */
const classesOfExtensions = new Map<string, RegExp>(
  Object.entries({
    pg_trgm: /_trgm_ops$/,
    btree_gin: /^$/,
    btree_gist: /^gist_/
  })
)

/** Tables that lose a column, a default or an index with the extension. */
export function extensionUsers(scene: Scene): Target[] {
  const {operation} = scene
  if (operation.kind !== 'extension.drop') return []
  const functions = functionsOfExtensions.get(operation.extension) ?? []
  const classes = classesOfExtensions.get(operation.extension)
  return tablesWhere(
    scene,
    (table) =>
      columnsOfExtension(operation.extension, table).length > 0 ||
      functions.some((name) => wordsOf(table).functions.has(name)) ||
      table.indexes.some(({elements}) =>
        elements.some(({operatorClass}) => operatorClass !== undefined && (classes?.test(operatorClass) ?? false))
      )
  )
}

/** Names of the columns of a type that an extension brings. */
export function columnsOfExtension(extension: string, {columns}: Table): string[] {
  const types = typesOfExtensions.get(extension) ?? []
  return columns.flatMap(({name, type}) => (type && types.includes(type.name) ? [name] : []))
}

/** All of them: who owns what is not known. */
export function ownedRelations(scene: Scene): Target[] {
  const {operation} = scene
  if (operation.kind !== 'object.drop' && operation.kind !== 'object.alter') return []
  if (operation.objectType !== 'owned') return []
  const all = tablesWhere(scene, () => true).map((target): Target => ({...target, unresolved: true}))
  return all.length > 0 ? all : [unresolved({name: operation.name}, scene)]
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
