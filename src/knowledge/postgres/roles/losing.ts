/**
 * What CASCADE goes on to, step by step: each object that goes takes along what hangs on it, and tables lose policies, rules,
 * defaults and columns. https://www.postgresql.org/docs/current/ddl-depend.html
 */
import type {DataType} from '../../../operations/definitions.js'
import {keyOf, type ObjectName, type Routine} from '../../../schema/objects.js'
import {isKnownType} from '../expressions/type-facts.js'
import {targetAt, type Scene, type Target} from '../look.js'
import {mentionsColumn, usesColumn} from './column-uses.js'
import {asObject, droppedAtFirst, type Dropped} from './dropped.js'
import {referencedBy, referencedColumns, referencing} from './foreign-keys.js'
import {parentsOf, treeOf} from './hierarchy.js'
import {viewsUpon} from './readers.js'
import {isCollatedBy, lastPart, tablesUsing, tablesWhere, typedTables, typeUsers, wordsOfExpression} from './users.js'

/** Relations that lose a part, or go, beside those that the statement names. */
export function losingRelations(scene: Scene): Target[] {
  const {operation} = scene
  // Without CASCADE the statement is refused, or nothing hangs on what it drops.
  const cascades = operation.kind === 'session.discard' || ('cascade' in operation && operation.cascade === true)
  if (!cascades) return []
  const first = droppedAtFirst(scene)
  const seen = new Set<string>()
  const losing = new Map<string, Target>()
  const rest = [...first]
  for (let next = rest.shift(); next; next = rest.shift()) {
    const key =
      next.kind === 'column' ? `column ${keyOf(next.table)}\0${next.column}` : `${next.kind} ${keyOf(next.name)}`
    if (seen.has(key)) continue
    seen.add(key)
    const {also, touched} = takenAlong(next, scene, operation.kind === 'column.drop' && first.includes(next))
    for (const target of touched) losing.set(keyOf(target.name), target)
    rest.push(...also)
  }
  for (const dropped of first) {
    if (dropped.kind === 'relation') losing.delete(keyOf(dropped.name))
    if (dropped.kind === 'column') losing.delete(keyOf(dropped.table))
  }
  // Of a type that nobody knows it is not known who uses it.
  return losing.size > 0 ? [...losing.values()] : typeUsers(scene).filter(({unresolved}) => unresolved === true)
}

/** What goes with an object, and which tables that touches. */
interface Along {
  also: Dropped[]
  touched: Target[]
}

function takenAlong(dropped: Dropped, scene: Scene, isFirst: boolean): Along {
  switch (dropped.kind) {
    case 'relation':
      return withRelation(dropped.name, scene)
    case 'column':
      return withColumn(dropped.table, dropped.column, scene, isFirst)
    case 'sequence':
      return withSequence(dropped.name, scene)
    case 'type':
      return withType(dropped.name, scene)
    case 'function':
      return withFunction(dropped.name, scene)
    case 'attribute':
      return withAttribute(dropped.name, dropped.attribute, scene)
    default:
      return withWord(dropped.kind, dropped.name, scene)
  }
}

/** A relation that goes itself. */
const gone = (targets: readonly Target[]): Along => ({
  also: targets.map(({name}): Dropped => ({kind: 'relation', name})),
  touched: [...targets]
})

const together = (...parts: readonly Along[]): Along => ({
  also: parts.flatMap(({also}) => also),
  touched: parts.flatMap(({touched}) => touched)
})

const lists = (names: readonly ObjectName[] | undefined, scene: Scene): Target[] =>
  (names ?? []).map((name) => targetAt(scene, name))

function withRelation(name: ObjectName, scene: Scene): Along {
  const {catalog} = scene
  const key = keyOf(name)
  const children = treeOf(targetAt(scene, name), scene).slice(1)
  const owned = (catalog.ownedSequences.get(key) ?? []).map((sequence): Dropped => ({kind: 'sequence', name: sequence}))
  const reading = routinesNaming(name.name, scene).filter((routine) => relationsOfBody(routine).includes(name.name))
  // Of a table that the statement drops by its name, other roles tell.
  const atOtherEnds = scene.operation.kind === 'table.drop' ? [] : atOtherEndsOf(targetAt(scene, name), scene)
  return together(
    gone([...lists(catalog.readers.get(key), scene), ...children]),
    {
      also: [...owned, ...asDropped('function', reading)],
      touched: [...lists(catalog.mentions.get(key), scene), ...atOtherEnds]
    },
    // Each relation is a type too.
    ...[name, ...(catalog.tables.get(key)?.formerNames ?? [])].map((each) => withType(each, scene))
  )
}

/** Tables that lose a foreign key, the triggers of one, or a partition. */
const atOtherEndsOf = (target: Target, scene: Scene): Target[] => [
  ...referencing(target, scene),
  ...referencedBy(target, scene),
  ...(target.table?.partitionOf ? parentsOf(target, scene) : [])
]

function withColumn(table: ObjectName, column: string, scene: Scene, isFirst: boolean): Along {
  const {catalog} = scene
  const key = keyOf(table)
  const views = lists(catalog.readers.get(key), scene).filter((view) => usesColumn(column, view, scene) !== false)
  const owned = (catalog.ownedSequences.get(key) ?? []).filter(
    (name) => catalog.sequences.get(keyOf(name))?.ownedBy?.column === column
  )
  const mentioning = lists(catalog.mentions.get(key), scene).filter(
    (target) => target.table && mentionsColumn(target.table, column, table)
  )
  return together(
    // Of those that use the column that the statement names another role tells.
    {also: gone(views).also, touched: isFirst ? [] : views},
    {also: owned.map((name): Dropped => ({kind: 'sequence', name})), touched: mentioning},
    {also: [], touched: isFirst ? [] : byKeys(targetAt(scene, table), column, scene)}
  )
}

/** Tables at the other end of foreign keys from and to a column. */
const byKeys = (target: Target, column: string, scene: Scene): Target[] => [
  ...referencedBy(target, scene, ({columns}) => columns.includes(column)),
  ...referencing(target, scene, (key) => referencedColumns(key, target.table).includes(column))
]

function withSequence(name: ObjectName, scene: Scene): Along {
  const views = lists(scene.catalog.readers.get(keyOf(name)), scene)
  return together(gone(views), {also: [], touched: tablesUsing('defaults', name.name, scene)})
}

/** Columns, domains, typed tables, functions and casts of a type, which may be that of a table's rows. */
function withType(name: ObjectName, scene: Scene): Along {
  const {catalog} = scene
  const isOf = (type: DataType | undefined): boolean => type !== undefined && isOfType(type, name, scene)
  const naming = tablesUsing('types', name.name, scene)
  const users = naming.filter(({table}) => table?.columns.some(({type}) => isOf(type)))
  const columns = users.flatMap(({name: of, table}) =>
    (table?.columns ?? []).flatMap(({name: column, type}): Dropped[] =>
      isOf(type) ? [{kind: 'column', table: of, column}] : []
    )
  )
  const domains = [...catalog.types.values()].filter((type) => type.kind === 'domain' && isOf(type.baseType))
  const functions = routinesNaming(name.name, scene).filter(
    (routine) => routine.arguments.some(isOf) || isOf(routine.returns)
  )
  const typed = tablesWhere(scene, ({ofType}) => ofType !== undefined && keyOf(ofType) === keyOf(name))
  const casting = naming.filter(({table}) => table?.uses?.types.includes(name.name))
  return together(
    {also: [...columns, ...asDropped('type', domains), ...asDropped('function', functions)], touched: users},
    gone([...typed, ...casting])
  )
}

function isOfType({name, schema}: DataType, type: ObjectName, scene: Scene): boolean {
  if (name !== type.name || (schema !== undefined && schema !== type.schema)) return false
  // A table may have the name of a type of the server, which is found before it.
  const base = {name, modifiers: [], arrayDimensions: 0}
  return schema !== undefined || !isKnownType({base, domains: [], user: undefined}, scene)
}

/** Columns of typed tables; and views that look into a value of the type. */
function withAttribute({name}: ObjectName, attribute: string, scene: Scene): Along {
  const naming = tablesUsing('types', name, scene)
  const columns = typedTables(scene).map(({name: table}): Dropped => ({kind: 'column', table, column: attribute}))
  return together({also: columns, touched: []}, gone([...naming.filter(isView), ...viewsUpon(naming, scene)]))
}

function withFunction(name: ObjectName, scene: Scene): Along {
  const {catalog} = scene
  const names = [name.name, ...(catalog.routines.get(keyOf(name)) ?? []).flatMap(({formerNames = []}) => formerNames)]
  const calling = names.flatMap((each) => tablesUsing('functions', each, scene))
  const generated = calling.flatMap(({name: of, table}) =>
    (table?.columns ?? []).flatMap(({generated: made, name: column}): Dropped[] =>
      made && wordsOfExpression(made.expression).some((word) => names.includes(word))
        ? [{kind: 'column', table: of, column}]
        : []
    )
  )
  const triggers = lists(catalog.triggerUsers.get(keyOf(name)), scene)
  // Not only its default goes, but the domain, and the columns with it.
  const domains = [...catalog.types.values()].filter(
    (type) =>
      type.kind === 'domain' && type.default && wordsOfExpression(type.default).some((word) => names.includes(word))
  )
  return together(
    {also: [...generated, ...asDropped('type', domains), ...madeOf(names, scene)], touched: [...calling, ...triggers]},
    gone(calling.filter(isView))
  )
}

/** Operators, operator classes, aggregates, casts and types of a function, and classes of an operator. */
function madeOf(names: readonly string[], {catalog}: Scene): Dropped[] {
  const isMade = (uses: readonly string[] | undefined): boolean => uses?.some((word) => names.includes(word)) ?? false
  return [
    ...[...catalog.objects.values()].filter(({uses}) => isMade(uses)).flatMap(asObject),
    ...asDropped(
      'type',
      [...catalog.types.values()].filter((type) => 'uses' in type && isMade(type.uses))
    )
  ]
}

/** Functions that take the name of a text search configuration. */
const searching = [
  'to_tsvector',
  'to_tsquery',
  'plainto_tsquery',
  'phraseto_tsquery',
  'websearch_to_tsquery',
  'ts_headline',
  'json_to_tsvector',
  'jsonb_to_tsvector',
  'ts_lexize'
]

function withWord(
  kind: 'operator' | 'operator class' | 'collation' | 'text search' | 'cast',
  {name}: ObjectName,
  scene: Scene
): Along {
  if (kind === 'operator class') {
    const indexed = tablesWhere(scene, ({indexes}) =>
      indexes.some(({elements}) => elements.some(({operatorClass}) => lastPart(operatorClass).includes(name)))
    )
    return {also: [], touched: indexed}
  }
  if (kind === 'cast') {
    // What casts a value has a column of one of the types, or reads one.
    const types = name.split(' as ').flatMap(lastPart)
    const own = new Set([...scene.catalog.types.values()].map((type) => type.name))
    const having = types.filter((type) => own.has(type)).flatMap((type) => tablesUsing('types', type, scene))
    return together({also: [], touched: having.filter((target) => !isView(target))}, gone(viewsUpon(having, scene)))
  }
  if (kind === 'text search') {
    const along = searching.map((each) => withFunction({schema: 'pg_catalog', name: each}, scene))
    return together(...along)
  }
  const using = tablesUsing(kind === 'operator' ? 'operators' : 'collations', name, scene)
  const columns = using.flatMap(({name: of, table}) =>
    (table?.columns ?? []).flatMap((column): Dropped[] =>
      kind === 'collation' && isCollatedBy(column, name) ? [{kind: 'column', table: of, column: column.name}] : []
    )
  )
  const classes = kind === 'operator' ? madeOf([name], scene) : []
  return together({also: [...columns, ...classes], touched: using}, gone(using.filter(isView)))
}

const isView = ({table}: Target): boolean => table?.kind === 'view' || table?.kind === 'materialized-view'

const asDropped = (kind: 'type' | 'function', objects: readonly ObjectName[]): Dropped[] =>
  objects.map(({name, schema}) => ({kind, name: {schema, name}}))

/** Routines that name a type or a relation. */
function routinesNaming(name: string, {catalog}: Scene): Routine[] {
  const found: Routine[] = []
  for (const overloads of catalog.routines.values()) {
    if (namesOfRoutines(overloads).has(name)) found.push(...overloads)
  }
  return found
}

/** Routines are never changed in place: what they name is looked up once. */
const namesByRoutines = new WeakMap<readonly Routine[], ReadonlySet<string>>()

function namesOfRoutines(overloads: readonly Routine[]): ReadonlySet<string> {
  let names = namesByRoutines.get(overloads)
  if (!names) {
    names = new Set(
      overloads.flatMap((routine) => [
        ...routine.arguments.map(({name}) => name),
        ...(routine.returns ? [routine.returns.name] : []),
        ...relationsOfBody(routine)
      ])
    )
    namesByRoutines.set(overloads, names)
  }
  return names
}

/** Of a body between BEGIN ATOMIC and END the server knows what it reads; one that is a string is not looked into. */
function relationsOfBody({body, bodyTree}: Routine): string[] {
  if (body !== undefined || bodyTree === undefined) return []
  return [...JSON.stringify(bodyTree).matchAll(/"relname":("(?:[^"\\]|\\.)*")/g)].map(
    ([, name = '""']) => JSON.parse(name) as string
  )
}
