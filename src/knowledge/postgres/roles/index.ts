/** Why a relation is touched, and which relations that are: resolved through the catalog. */
import type {Name, Read} from '../../../operations/definitions.js'
import type {Operation} from '../../../operations/operation.js'
import {keyOf, type Table} from '../../../schema/objects.js'
import {indexOfKey} from '../../../schema/postgres/referenced-index.js'
import {
  goesForIndexes,
  isOnly,
  isSame,
  movesIndexes,
  tablespaceOf,
  tablespaceOfIndex,
  targetAt,
  targetOf,
  unresolved,
  type Scene,
  type Target
} from '../look.js'
import {cascadeTargets} from './cascade.js'
import {
  referencedBy,
  referencedByStatement,
  referencing,
  referencingAll,
  targetsOf,
  withPartitions
} from './foreign-keys.js'
import {defaultPartition, descendantsOf, parentsOf, partitionsOf, treeOf, unique} from './hierarchy.js'
import {namedIn, readThrough, viewsUpon} from './readers.js'
import {concerns, isLookedUp, isTouched, needs} from './lookups.js'
import {named, present, targetsWritten} from './named.js'
import {publishedChildren, unpublishedTables} from './published.js'
import {serverTables} from './dependents.js'
import {losingRelations} from './losing.js'
import {extensionUsers, ownedRelations, schemaTables, typedTables, typeUsers} from './users.js'

type Resolve = (scene: Scene) => Target[]

/** With everything below it, unless ONLY is written. */
const tree: Resolve = (scene) =>
  named(scene).flatMap((target) => (isOnly(scene.operation) ? [target] : treeOf(target, scene)))

/** Whatever is written, nothing may inherit from what is below it. */
const descendants: Resolve = (scene) =>
  isOnly(scene.operation) && scene.operation.kind !== 'table.inherit'
    ? []
    : named(scene).flatMap((target) => descendantsOf(target, scene))

const partitions: Resolve = (scene) =>
  isOnly(scene.operation) || isRefusedCopy(scene.operation)
    ? []
    : named(scene).flatMap((target) => partitionsOf(target, scene))

/** `COPY partitioned TO` is refused: https://www.postgresql.org/docs/current/sql-copy.html */
const isRefusedCopy = (operation: Operation): boolean =>
  operation.kind === 'rows.copy' && operation.direction !== 'from'

const children: Resolve = (scene) => descendants(scene).filter(({table}) => table?.partitionOf === undefined)

/** A view that a statement is about; one that is made anew is not there yet. */
const view: Resolve = (scene) => {
  if (!('view' in scene.operation)) return []
  const found = present(scene.operation.view, scene)
  return scene.operation.kind === 'view.create' ? found.filter(({table}) => table !== undefined) : found
}

/** Tables of the indexes that a statement names. */
const indexTable: Resolve = (scene) => {
  const {operation} = scene
  const name =
    'index' in operation && typeof operation.index === 'object' && 'name' in operation.index
      ? operation.index
      : operation.kind === 'index.reindex' && operation.target === 'index'
        ? operation.name
        : // `ALTER TABLE an_index RENAME TO`
          goesForIndexes(operation)
          ? operation.table
          : undefined
  if (name?.name === undefined) return []
  const written = {...name, name: name.name}
  const found = tableOfIndex(written, scene)
  const works = operation.kind === 'index.reindex' || operation.kind === 'index.set-tablespace'
  return found.length === 0 && works ? [unresolved(written, scene)] : found
}

function tableOfIndex(name: Name, scene: Scene): Target[] {
  const resolved = scene.session.resolve(
    name,
    (candidate) => scene.catalog.indexes.has(keyOf(candidate)),
    scene.catalog
  )
  const table = scene.catalog.indexes.get(keyOf(resolved))
  return table ? [targetAt(scene, table)] : []
}

/** The relation that becomes a partition or is one no more. */
const partition: Resolve = (scene) =>
  scene.operation.kind === 'partition.attach' || scene.operation.kind === 'partition.detach'
    ? [targetOf(scene, scene.operation.partition)]
    : []

/** The parent below which a partition is made, or a table is dropped. */
const parent: Resolve = (scene) => {
  const {operation} = scene
  if (operation.kind === 'table.create') {
    return operation.partitionOf ? [targetOf(scene, operation.partitionOf.parent)] : []
  }
  if (operation.kind === 'table.inherit' || operation.kind === 'table.no-inherit')
    return [targetOf(scene, operation.parent)]
  return named(scene).flatMap((target) => parentsOf(target, scene))
}

const partitionParent: Resolve = (scene) => {
  if (scene.operation.kind === 'partition.attach' || scene.operation.kind === 'partition.detach') return named(scene)
  return parent(scene).flatMap((target) => {
    if (target.table) return target.table.kind === 'partitioned-table' ? [target] : []
    return scene.operation.kind === 'table.create' ? [{...target, unresolved: true}] : []
  })
}

const besideDefault: Resolve = (scene) => {
  const own = [...named(scene), ...partition(scene)]
  return partitionParent(scene)
    .flatMap((target) => defaultPartition(target.table, scene).flatMap((found) => treeOf(found, scene)))
    .filter((target) => scene.operation.kind === 'table.create' || own.every(({name}) => !isSame(name, target.name)))
}

/** Tables that foreign keys of the named relations point to, also one that the statement adds itself. */
const referenced: Resolve = (scene) => {
  if (scene.operation.kind === 'table.drop') return referencedByDropped(scene)
  return unique([
    ...keysAddedWith(scene),
    ...[...targetsWritten(scene), ...(scene.operation.kind === 'partition.detach' ? partition(scene) : [])].flatMap(
      (target) => referencedBy(target, scene, concerns(scene))
    )
  ])
}

/** The keys that a partition has from its parent are the parent's. */
const referencedByDropped: Resolve = (scene) =>
  unique(
    tree(scene).flatMap((target) =>
      referencedBy(
        target,
        scene,
        ({enforced, inherited}) => enforced && (target.table?.partitionOf === undefined || inherited !== true)
      )
    )
  )

/** What a constraint that the same statement adds and validates points to. */
function keysAddedWith(scene: Scene): Target[] {
  const {command, operation} = scene
  if (operation.kind !== 'constraint.validate') return []
  return command.operations.flatMap((other) =>
    other.kind === 'constraint.add' && other.constraint.name === operation.name
      ? referencedByStatement({...scene, operation: other})
      : []
  )
}

/** Tables whose foreign keys point to what the operation changes. */
const referencingTables: Resolve = (scene) => {
  const {operation} = scene
  const targets =
    operation.kind === 'index.drop'
      ? indexTable(scene)
      : operation.kind === 'table.drop'
        ? tree(scene)
        : operation.kind.startsWith('rows.')
          ? targetsWritten(scene)
          : named(scene)
  return unique([
    ...targets.flatMap((target) => referencing(target, scene, (key) => isTouched(key, target.table, operation))),
    ...(operation.kind === 'constraint.drop' ? referencingParts(operation, scene) : [])
  ]).filter((target) => operation.kind !== 'table.drop' || targets.every(({name}) => !isSame(name, target.name)))
}

/** Tables that reference a partition by its part of the key that the partitioned table loses. */
function referencingParts({name, table}: Operation<'constraint.drop'>, scene: Scene): Target[] {
  const target = targetOf(scene, table)
  const root = target.table && name !== undefined ? indexOfKey(target.table, name) : undefined
  if (root === undefined) return []
  const parts = new Set([root])
  return partitionsOf(target, scene).flatMap((each) => {
    const part = each.table?.indexes.find(({parent: above}) => above !== undefined && parts.has(above.name))
    if (!part) return []
    parts.add(part.name)
    return referencing(each, scene, (key) => each.table !== undefined && needs(key, each.table, part.name))
  })
}

/** What else a foreign key to the parent references, that goes with a dropped partition. */
const referencedBeside: Resolve = (scene) => {
  if (!('cascade' in scene.operation) || scene.operation.cascade !== true) return []
  const own = tree(scene)
  const roots = named(scene).flatMap((target) => ancestorsOf(target, scene))
  return unique(
    roots
      .filter(({name}) => (scene.catalog.referencing.get(keyOf(name)) ?? []).length > 0)
      .flatMap((root) => treeOf(root, scene))
  ).filter(({name}) => own.every((one) => !isSame(one.name, name)))
}

/** Everything that a partition is a part of. */
const ancestorsOf = (target: Target, scene: Scene): Target[] =>
  target.table?.partitionOf === undefined
    ? []
    : parentsOf(target, scene).flatMap((above) => [above, ...ancestorsOf(above, scene)])

/** Names of the relations that a statement reads. */
function readNames(operation: Operation): readonly Read[] {
  if (operation.kind === 'table.create') return operation.asQuery?.reads ?? []
  return 'reads' in operation ? (operation.reads ?? []) : []
}

/** Partitions and children are found when a plan is made. */
const goesDown = (operation: Operation): boolean => operation.kind !== 'rows.plan' || !operation.prepared

export const roles = {
  nothing: () => [],
  table: named,
  tree,
  descendants,
  partitions,
  children,
  /** Partitions at any depth, in spite of ONLY. */
  'partitions-left-alone': (scene) =>
    isOnly(scene.operation) ? named(scene).flatMap((target) => partitionsOf(target, scene)) : [],
  /** Direct children where ONLY is written: what they inherit becomes their own. */
  'left-alone': (scene) =>
    isOnly(scene.operation)
      ? named(scene).flatMap(({name}) =>
          (scene.catalog.children.get(keyOf(name)) ?? []).map((child) => targetAt(scene, child))
        )
      : [],
  parent,
  'partition-parent': partitionParent,
  'default-partition': besideDefault,
  partition,
  'partition-tree': (scene) => partition(scene).flatMap((target) => treeOf(target, scene)),
  /** What the statement's own foreign keys point to. */
  'newly-referenced': referencedByStatement,
  referenced,
  referencing: referencingTables,
  /** Foreign keys of the parent, which a new partition gets. */
  'parents-referenced': (scene) => unique(partitionParent(scene).flatMap((target) => referencedBy(target, scene))),
  'parents-referencing': (scene) => unique(partitionParent(scene).flatMap((target) => referencing(target, scene))),
  /** Foreign keys without an action look whether rows are referenced. */
  'looked-up': (scene) => referencingTables(scene).filter((target) => isLookedUp(target, scene)),
  'referenced-beside': referencedBeside,
  'referencing-all': (scene) => referencingAll(tree(scene), scene),
  'index-table': indexTable,
  /** `ALTER INDEX a_table RENAME TO` */
  'no-index': (scene) =>
    scene.operation.kind === 'index.rename'
      ? targetsOf([scene.operation.index], scene).filter(({table}) => table !== undefined)
      : [],
  'index-part-table': (scene) =>
    scene.operation.kind === 'index.attach-partition' ? tableOfIndex(scene.operation.partition, scene) : [],
  /** What `REINDEX TABLE` and `REINDEX SCHEMA` go over. */
  reindexed: (scene) => {
    const {operation} = scene
    if (operation.kind !== 'index.reindex') return []
    if (operation.target === 'schema')
      return schemaTables(scene).filter((target) => !isView(target) || target.table?.kind === 'materialized-view')
    if (operation.target !== 'table' || !operation.name) return []
    const target = targetOf(scene, operation.name)
    return [target, ...partitionsOf(target, scene)]
  },
  'index-partitions': (scene) => indexTable(scene).flatMap((target) => partitionsOf(target, scene)),
  view,
  'dependent-views': (scene) => viewsUpon(tree(scene), scene),
  /** What a query reads when it runs. */
  reads: (scene) => readThrough(readNames(scene.operation), scene, goesDown(scene.operation)),
  /** What a statement that is only planned would change. */
  'planned-changes': (scene) => {
    const {operation} = scene
    if (operation.kind !== 'rows.plan') return []
    return unique([
      ...readThrough(operation.changes, scene, goesDown(operation)),
      // Rows find their partitions when they are there.
      ...readThrough(operation.inserts, scene, false)
    ])
  },
  /** What a definition reads: named there, not opened. */
  'read-names': (scene) => namedIn(readNames(scene.operation), scene),
  /** What a view that the statement runs or locks reads. */
  'view-reads': (scene) =>
    readThrough(
      [...view(scene), ...named(scene)].filter(isView).flatMap(({table}) => [...(table?.reads ?? [])]),
      scene
    ),
  like: (scene) =>
    scene.operation.kind === 'table.create'
      ? targetsOf(
          scene.operation.like.map(({source}) => source),
          scene
        )
      : [],
  inherits: (scene) => (scene.operation.kind === 'table.create' ? targetsOf(scene.operation.inherits, scene) : []),
  objects: (scene) =>
    'objects' in scene.operation
      ? targetsOf(scene.operation.objects, scene).filter(({table}) => table !== undefined)
      : [],
  tables: (scene) => ('tables' in scene.operation ? targetsOf(scene.operation.tables, scene) : []),
  'tables-children': publishedChildren,
  unpublished: unpublishedTables,
  owner: (scene) => {
    const {operation} = scene
    const owned =
      operation.kind === 'sequence.create' || operation.kind === 'sequence.alter' ? operation.ownedBy : undefined
    return owned ? [targetOf(scene, owned.table)] : []
  },
  'trigger-from': (scene) =>
    scene.operation.kind === 'trigger.create' && scene.operation.references
      ? [targetOf(scene, scene.operation.references)]
      : [],
  'comment-table': (scene) =>
    scene.operation.kind === 'comment.set' && scene.operation.table ? targetsOf([scene.operation.table], scene) : [],
  /** Of extended statistics, which have a name of their own. */
  'statistics-table': (scene) => {
    const {catalog, operation, session} = scene
    if (operation.kind !== 'statistics.drop') return []
    const found = session.resolve(operation.name, (candidate) => catalog.statistics.has(keyOf(candidate)))
    const table = catalog.statistics.get(keyOf(found))
    return table ? [targetAt(scene, table)] : []
  },
  /** What a SQL body that is parsed when the function is made reads. */
  'body-reads': (scene) =>
    scene.operation.kind === 'function.create' ? readThrough(scene.operation.bodyReads ?? [], scene, false) : [],
  'body-writes': (scene) =>
    scene.operation.kind === 'function.create' ? namedIn(scene.operation.bodyWrites ?? [], scene) : [],
  'rule-writes': (scene) =>
    scene.operation.kind === 'rule.create' ? namedIn(scene.operation.writes ?? [], scene) : [],
  'typed-tables': (scene) => typedTables(scene),
  'type-users': typeUsers,
  owned: ownedRelations,
  'extension-users': extensionUsers,
  'schema-tables': schemaTables,
  'server-tables': serverTables,
  losing: losingRelations,
  /** Those of the session, where `DISCARD` drops them. */
  'temporary-tables': ({catalog, operation}) =>
    operation.kind === 'session.discard' && (operation.what === 'all' || operation.what === 'temp')
      ? [...catalog.temporary.values()].map((name): Target => ({name, table: catalog.tables.get(keyOf(name))}))
      : [],
  'with-partitions': (scene) => [...named(scene), ...partitions(scene)],
  /** Where no table is named, all that have rows of their own, or partitions that have. */
  'all-tables': (scene) => allTables(scene, 'table', 'materialized-view', 'partitioned-table'),
  'tablespace-tables': ({catalog, operation}) =>
    operation.kind === 'object.alter' && operation.objectType === 'tablespace' && operation.action === 'move all tables'
      ? [...catalog.tables.values()]
          .filter((table) => /^(partitioned-)?table$/.test(table.kind) && tablespaceOf(table) === operation.name)
          .map((table): Target => ({name: {schema: table.schema, name: table.name}, table}))
      : [],
  'tablespace-indexes': ({catalog, operation}) =>
    movesIndexes(operation)
      ? [...catalog.tables.values()]
          .filter(({indexes}) => indexes.some((index) => tablespaceOfIndex(index) === operation.name))
          .map((table): Target => ({name: {schema: table.schema, name: table.name}, table}))
      : [],
  'all-stored': (scene) => allTables(scene, 'table', 'materialized-view'),
  'all-clustered': (scene) =>
    allTables(scene, 'table', 'materialized-view').filter(({table}) =>
      table?.indexes.some(({clustered}) => clustered === true)
    ),
  cascade: (scene) => cascadeTargets(scene, withPartitions)
} satisfies Record<string, Resolve>

function allTables({catalog, operation}: Scene, ...kinds: ReadonlyArray<Table['kind']>): Target[] {
  const isOfAll =
    operation.kind === 'index.reindex'
      ? operation.target === 'database'
      : 'table' in operation && operation.table === undefined
  if (!isOfAll) return []
  return [...catalog.tables.values()]
    .filter(({kind}) => kinds.includes(kind))
    .map((table): Target => ({name: {schema: table.schema, name: table.name}, table}))
}

const isView = ({table}: Target): boolean => table?.kind === 'view' || table?.kind === 'materialized-view'

/** Why a relation is touched. */
export type Role = keyof typeof roles
