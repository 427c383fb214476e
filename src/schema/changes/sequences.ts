/** Sequences. */
import type {Name} from '../../operations/definitions.js'
import type {Operation} from '../../operations/operation.js'
import type {ObjectName} from '../objects.js'
import {keyOf} from '../objects.js'
import {temporarySchema} from '../session.js'
import {removeSequence, storeSequence, storeTable} from '../store.js'
import type {Context, Handlers} from './context.js'
import {nameNew, resolveRelation, resolveTable} from './context.js'
import {moveTable} from './move-table.js'

type SequenceKinds = Extract<keyof Handlers, `sequence.${string}`>

function ownerOf(context: Context, owner: {table: Name; column: string} | undefined) {
  return owner && {...resolveTable(context, owner.table), column: owner.column}
}

/** Give a sequence another name in its schema. */
export function renameSequence({catalog}: Context, name: ObjectName, to: string): void {
  const sequence = catalog.sequences.get(keyOf(name))
  if (!sequence) return
  removeSequence(catalog, name)
  storeSequence(catalog, {...sequence, name: to})
}

/** Defaults that call a dropped sequence go with it; it knows only those of its owner. */
function dropSequence({catalog}: Context, name: ObjectName): void {
  const sequence = catalog.sequences.get(keyOf(name))
  if (!sequence) return
  removeSequence(catalog, name)
  const owner = sequence.ownedBy && catalog.tables.get(keyOf(sequence.ownedBy))
  if (!owner) return
  const columns = owner.columns.map((column) => {
    if (column.name !== sequence.ownedBy?.column || !column.default?.text.includes('nextval')) return column
    const {default: _default, ...rest} = column
    return rest
  })
  storeTable(catalog, {...owner, columns})
}

function alterSequence({ownedBy, sequence: written}: Operation<'sequence.alter'>, context: Context): void {
  const sequence = context.catalog.sequences.get(keyOf(resolveRelation(context, written)))
  if (!sequence || ownedBy === undefined) return
  storeSequence(context.catalog, {...sequence, ownedBy: ownerOf(context, ownedBy)})
}

export const sequenceChanges: Pick<Handlers, SequenceKinds> = {
  'sequence.create': ({ifNotExists, ownedBy, sequence, temporary}, context) => {
    const name = temporary === true ? {schema: temporarySchema, name: sequence.name} : nameNew(context, sequence)
    if (ifNotExists === true && context.catalog.sequences.has(keyOf(name))) return
    const owner = ownerOf(context, ownedBy)
    storeSequence(context.catalog, {
      ...name,
      ...(owner && {ownedBy: owner}),
      ...(temporary === true && {temporary})
    })
  },
  'sequence.alter': alterSequence,
  'sequence.rename': ({sequence, to}, context) => {
    const name = resolveRelation(context, sequence)
    const table = context.catalog.tables.get(keyOf(name))
    // MariaDB and PostgreSQL accept a table here.
    if (table) moveTable(context, table, {schema: table.schema, name: to})
    else renameSequence(context, name, to)
  },
  'sequence.set-schema': ({schema, sequence: written}, context) => {
    const sequence = context.catalog.sequences.get(keyOf(resolveRelation(context, written)))
    if (!sequence) return
    removeSequence(context.catalog, sequence)
    storeSequence(context.catalog, {...sequence, schema})
  },
  'sequence.drop': ({sequence}, context) => dropSequence(context, resolveRelation(context, sequence))
}
