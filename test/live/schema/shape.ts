/** A catalog in lines of text that two ways to get one must agree on. */
import type {Dialect} from '../../../src/server/server.js'
import type {Catalog} from '../../../src/schema/catalog.js'
import type {Constraint, Index, ObjectName, Table} from '../../../src/schema/objects.js'
import {keyOf} from '../../../src/schema/objects.js'

type Unordered = readonly string[]

function full({name, schema}: ObjectName): string {
  return `${schema}.${name}`
}

function columns(table: Table): string[] {
  return table.columns.map(
    ({autoIncrement, default: fallback, generated, identity, inherited, name, notNull, type}) => {
      // MySQL drops display widths, and the server writes out what the keyword `char` alone means.
      const modifiers = type?.name.endsWith('int') ? '' : type?.modifiers.join()
      return [
        name,
        type?.schema,
        type?.name,
        modifiers,
        type?.arrayDimensions,
        type?.unsigned,
        type?.charset,
        type?.collation,
        type?.values?.join(),
        notNull ? 'not null' : '',
        fallback ? 'default' : '',
        generated?.storage,
        identity,
        inherited === true ? 'inherited' : '',
        autoIncrement
      ].join('|')
    }
  )
}

function constraint(each: Constraint): string {
  const {deferrable, enforced, indexName, inherited, initiallyDeferred, name, noInherit, references, type, valid} = each
  const used = type === 'check' ? [...each.columns].sort() : each.columns
  const target = references && [
    full(references.table),
    references.columns.join(),
    references.onDelete,
    references.onUpdate
  ]
  return [
    name,
    type,
    used.join(),
    valid,
    enforced,
    deferrable,
    initiallyDeferred,
    target?.join(' '),
    indexName,
    noInherit
  ]
    .concat(inherited === true ? 'inherited' : '')
    .join('|')
}

function index({
  constraint: owner,
  elements,
  include,
  invisible,
  method,
  name,
  parent,
  primary,
  unique,
  valid,
  where
}: Index) {
  const keys = elements.map(({column, descending, length, nullsFirst}) =>
    [column ?? 'expression', descending === true, length, nullsFirst ?? descending ?? false].join(' ')
  )
  return [
    name,
    unique,
    method,
    keys.join(),
    include.join(),
    where ? 'where' : '',
    primary,
    owner,
    valid,
    parent?.name,
    invisible
  ].join('|')
}

function tableLines(table: Table): Record<string, unknown> {
  const isView = table.kind.includes('view')
  const {partitionBy, partitionOf, reads} = table
  return {
    kind: `${table.persistence} ${table.kind}`,
    // Of a view's columns the catalog knows at most the names.
    columns: isView ? [] : columns(table),
    constraints: table.constraints.map(constraint).sort() satisfies Unordered,
    indexes: table.indexes.map(index).sort(),
    triggers: table.triggers
      .map((trigger) =>
        [trigger.name, trigger.timing, [...trigger.events].sort().join(), trigger.row, trigger.function?.name].join('|')
      )
      .sort(),
    inherits: table.inherits.map(full),
    reads: reads?.map(full).sort(),
    partitionOf: partitionOf && `${full(partitionOf.parent)} ${Object.keys(partitionOf.bound).sort().join()}`,
    partitionBy:
      partitionBy &&
      [
        partitionBy.strategy,
        partitionBy.key.map(({column}) => column ?? 'expression').join(),
        partitionBy.partitions?.join()
      ].join(' '),
    options: isView
      ? undefined
      : [table.options['engine']?.toLowerCase(), table.options['charset'], table.options['collation']].join(' ')
  }
}

/** Everything that must be the same. */
export function shapeOf(catalog: Catalog, dialect: Dialect): Record<string, unknown> {
  const sorted = <Value>(values: Iterable<Value>, line: (value: Value) => string) => [...values].map(line).sort()
  return {
    tables: Object.fromEntries(
      [...catalog.tables.values()]
        .sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1))
        .map((table) => [full(table), tableLines(table)])
    ),
    sequences: sorted(catalog.sequences.values(), (sequence) =>
      [full(sequence), sequence.ownedBy && `${full(sequence.ownedBy)}.${sequence.ownedBy.column}`].join(' ')
    ),
    types: sorted(catalog.types.values(), (type) => {
      if (type.kind === 'domain') {
        const constraints = type.constraints.map(({name, valid}) => `${name} ${String(valid)}`).sort()
        return [full(type), type.baseType.name, type.notNull, type.default !== undefined, constraints.join()].join(' ')
      }
      return [full(type), type.kind, type.values?.join(), type.attributes?.map(({name}) => name).join()].join(' ')
    }),
    routines: sorted([...catalog.routines.values()].flat(), (routine) =>
      [full(routine), routine.arguments.length, routine.language, routine.volatility].join(' ')
    ),
    children: sorted(catalog.children.entries(), ([key, names]) => `${key}: ${names.map(full).sort().join()}`),
    referencing: sorted(catalog.referencing.entries(), ([key, names]) => `${key}: ${names.map(full).sort().join()}`),
    readers: sorted(catalog.readers.entries(), ([key, names]) => `${key}: ${names.map(full).sort().join()}`),
    // MySQL has no namespace of indexes.
    indexes: dialect !== 'postgres' ? [] : sorted(catalog.indexes.entries(), ([key, table]) => `${key}: ${full(table)}`)
  }
}
