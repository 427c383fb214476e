/** Types and domains. */
import type {ColumnDefinition, DataType, Name} from '../../operations/definitions.js'
import type {Operation} from '../../operations/operation.js'
import type {Domain, ObjectName, Table, UserType} from '../objects.js'
import {keyOf} from '../objects.js'
import {chooseConstraintName} from '../postgres/names.js'
import {storeTable} from '../store.js'
import {columnOperations, type ColumnOperation} from '../typed-tables.js'
import {columnChanges} from './columns.js'
import type {Context, Handler, Handlers} from './context.js'
import {isPostgres, nameNew, resolveType} from './context.js'
import {dropColumnElsewhere, dropPostgresColumn} from './drop-column.js'

type TypeKinds = Extract<keyof Handlers, `type.${string}` | `enum.${string}` | `domain.${string}`>

function find({catalog, session}: Context, name: Name): UserType | Domain | undefined {
  return catalog.types.get(keyOf(session.resolve(name, (candidate) => catalog.types.has(keyOf(candidate)))))
}

function isOf(type: DataType | undefined, name: ObjectName): boolean {
  return type?.schema === name.schema && type.name === name.name
}

/** Change all tables with a column of a type. */
function editUsers({catalog}: Context, type: ObjectName, edit: (table: Table) => Table): void {
  for (const name of catalog.typeUsers.get(keyOf(type)) ?? []) {
    const table = catalog.tables.get(keyOf(name))
    if (table) storeTable(catalog, edit(table))
  }
}

function move(context: Context, written: Name, to: {schema?: string; name?: string}): void {
  const type = find(context, written)
  if (!type) return
  const target = {schema: to.schema ?? type.schema, name: to.name ?? type.name}
  context.catalog.types.delete(keyOf(type))
  context.catalog.types.set(keyOf(target), {...type, ...target})
  editUsers(context, type, (table) => ({
    ...table,
    columns: table.columns.map((column) =>
      column.type && isOf(column.type, type) ? {...column, type: {...column.type, ...target}} : column
    )
  }))
}

/** Columns of a dropped type go too: without `CASCADE` the statement succeeds only where there are none. */
function drop(context: Context, written: Name): void {
  const type = find(context, written)
  if (!type) return
  context.catalog.types.delete(keyOf(type))
  editUsers(context, type, (table) => {
    const columns = table.columns.filter((column) => isOf(column.type, type))
    for (const {name} of columns) dropColumnElsewhere(context, table, name)
    return columns.reduce((result, {name}) => dropPostgresColumn(context, result, name), table)
  })
}

function editDomain(context: Context, name: Name, edit: (domain: Domain) => Domain): void {
  const found = find(context, name)
  if (found?.kind === 'domain') context.catalog.types.set(keyOf(found), edit(found))
}

function editEnum(context: Context, name: Name, edit: (values: readonly string[]) => readonly string[]): void {
  const found = find(context, name)
  if (found?.kind === 'enum') context.catalog.types.set(keyOf(found), {...found, values: edit(found.values ?? [])})
}

function addValue(values: readonly string[], operation: Operation<'enum.add-value'>): readonly string[] {
  const {after, before, value} = operation
  if (values.includes(value)) return values
  const neighbour = before ?? after
  const index = neighbour === undefined ? -1 : values.indexOf(neighbour)
  if (index === -1) return [...values, value]
  const position = before === undefined ? index + 1 : index
  return [...values.slice(0, position), value, ...values.slice(position)]
}

function addDomainConstraint(
  context: Context,
  domain: Domain,
  {constraint}: Pick<Operation<'domain.add-constraint'>, 'constraint'>
): Domain {
  const notNull = constraint.type === 'not-null' && constraint.notValid !== true
  if (constraint.type === 'not-null' && !isPostgres(context, 17)) return {...domain, notNull: true}
  const others = new Set(domain.constraints.map(({name}) => name))
  const label = constraint.type === 'not-null' ? 'not_null' : 'check'
  const name = constraint.name ?? chooseConstraintName(context.catalog, domain, undefined, label, others)
  return {
    ...domain,
    notNull: domain.notNull || notNull,
    constraints: [
      ...domain.constraints,
      {
        type: constraint.type,
        name,
        columns: [],
        ...(constraint.expression && {expression: constraint.expression}),
        valid: constraint.notValid !== true,
        enforced: true
      }
    ]
  }
}

function createDomain(context: Context, operation: Operation<'domain.create'>): void {
  const {baseType, constraints, domain, nullable} = operation
  const name = nameNew(context, domain)
  const bare: Domain = {
    ...name,
    kind: 'domain',
    baseType: resolveType(context, baseType),
    notNull: false,
    ...(operation.default && {default: operation.default}),
    constraints: []
  }
  const notNull = constraints.some(({type}) => type === 'not-null')
  const all = nullable === false && !notNull ? [{type: 'not-null' as const, columns: []}, ...constraints] : constraints
  const complete = all.reduce((result, constraint) => addDomainConstraint(context, result, {constraint}), bare)
  context.catalog.types.set(keyOf(name), complete)
}

function setDomainNotNull(context: Context, name: Name, notNull: boolean): void {
  editDomain(context, name, (domain) => {
    if (notNull) return addDomainConstraint(context, domain, {constraint: {type: 'not-null', columns: []}})
    return {...domain, notNull, constraints: domain.constraints.filter(({type}) => type !== 'not-null')}
  })
}

function alterAttributes(
  attributes: readonly ColumnDefinition[],
  {attribute, column, to}: Operation<'type.alter'>
): readonly ColumnDefinition[] {
  if (to !== undefined) return attributes.map((each) => (each.name === attribute ? {...each, name: to} : each))
  const kept = attributes.filter(({name}) => name !== attribute)
  if (!column) return kept
  const replaced = attributes.some(({name}) => name === column.name)
  return replaced ? attributes.map((each) => (each.name === column.name ? column : each)) : [...kept, column]
}

/** As `ALTER TABLE` of a typed table. */
function changeColumn(operation: ColumnOperation, context: Context): void {
  // Each kind has its own operation; the compiler cannot follow that here.
  const handler = columnChanges[operation.kind] as Handler<typeof operation.kind>
  handler(operation, context)
}

export const typeChanges: Pick<Handlers, TypeKinds> = {
  'type.create': ({attributes, type, uses, values, variant}, context) => {
    const name = nameNew(context, type)
    const kind = variant === 'shell' ? 'base' : variant
    context.catalog.types.set(keyOf(name), {
      ...name,
      kind,
      ...(values && {values}),
      ...(attributes && {attributes}),
      ...(uses && {uses})
    })
  },
  'type.drop': ({type}, context) => drop(context, type),
  'type.rename': ({to, type}, context) => move(context, type, {name: to}),
  'type.set-schema': ({schema, type}, context) => move(context, type, {schema}),
  'type.alter': (operation, context) => {
    for (const each of columnOperations(operation, context)) changeColumn(each, context)
    const found = find(context, operation.type)
    if (found?.kind !== 'composite') return
    const attributes = alterAttributes(found.attributes ?? [], operation)
    context.catalog.types.set(keyOf(found), {...found, attributes})
  },
  'enum.add-value': (operation, context) => {
    editEnum(context, operation.type, (values) => addValue(values, operation))
  },
  'enum.rename-value': ({to, type, value}, context) => {
    editEnum(context, type, (values) => values.map((each) => (each === value ? to : each)))
  },
  'domain.create': (operation, context) => createDomain(context, operation),
  'domain.drop': ({domain}, context) => drop(context, domain),
  'domain.add-constraint': (operation, context) => {
    editDomain(context, operation.domain, (domain) => addDomainConstraint(context, domain, operation))
  },
  'domain.drop-constraint': ({domain: written, name}, context) => {
    editDomain(context, written, (domain) => {
      const dropped = domain.constraints.find((constraint) => constraint.name === name)
      const constraints = domain.constraints.filter((constraint) => constraint !== dropped)
      return {...domain, constraints, notNull: domain.notNull && dropped?.type !== 'not-null'}
    })
  },
  'domain.validate-constraint': ({domain: written, name}, context) => {
    editDomain(context, written, (domain) => ({
      ...domain,
      constraints: domain.constraints.map((each) => (each.name === name ? {...each, valid: true} : each))
    }))
  },
  'domain.set-not-null': ({domain}, context) => setDomainNotNull(context, domain, true),
  'domain.drop-not-null': ({domain}, context) => setDomainNotNull(context, domain, false),
  'domain.set-default': ({default: value, domain: written}, context) => {
    editDomain(context, written, ({default: _default, ...domain}) => ({...domain, ...(value && {default: value})}))
  }
}
