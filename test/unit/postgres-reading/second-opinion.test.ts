import {readFileSync} from 'node:fs'
import type {
  AlterTableStatement,
  CreateColumnDef,
  QColumn,
  QName,
  Statement as OtherStatement,
  TableAlteration
} from 'pgsql-ast-parser'
import {astVisitor, parse} from 'pgsql-ast-parser'
import {describe, expect, test} from 'vitest'
import type {Name} from '../../../src/operations/definitions.js'
import type {Operation} from '../../../src/operations/operation.js'
import {supported} from '../../../src/server/supported.js'
import {loadCorpus} from '../fuzz/corpus.js'
import {operationsOf, statementTexts} from './reader.js'

const sql = readFileSync(new URL('../../../fixtures/reading/postgres.sql', import.meta.url), 'utf8')

/** What both parsers can be asked for. */
interface Finding {
  kind: string
  table?: string
  columns?: string[]
}

function written({name, schema}: {name: string; schema?: string | undefined}): string {
  return schema === undefined ? name : `${schema}.${name}`
}

/** The table of a column. */
function writtenTable({schema, table}: QColumn): string {
  return written({name: table, schema})
}

/** Our finding. */
function ours(operation: Operation): Finding {
  const name: Name | undefined = 'table' in operation ? operation.table : undefined
  const finding: Finding = name ? {kind: operation.kind, table: written(name)} : {kind: operation.kind}
  if (operation.kind === 'table.create' && !operation.asQuery)
    finding.columns = operation.columns.map((each) => each.name)
  if (operation.kind === 'column.add') finding.columns = [operation.column.name]
  if (operation.kind === 'rows.insert' || operation.kind === 'rows.update') finding.columns = operation.columns
  if ('column' in operation && typeof operation.column === 'string') finding.columns = [operation.column]
  return finding
}

const alterations: Partial<Record<TableAlteration['type'], string>> = {
  'add column': 'column.add',
  'drop column': 'column.drop',
  'rename column': 'column.rename',
  'rename constraint': 'constraint.rename',
  rename: 'table.rename',
  'add constraint': 'constraint.add',
  'drop constraint': 'constraint.drop',
  owner: 'table.set-owner'
}

const columnAlterations: Record<string, string> = {
  'set type': 'column.set-type',
  'set default': 'column.set-default',
  'drop default': 'column.drop-default',
  'set not null': 'column.set-not-null',
  'drop not null': 'column.drop-not-null',
  'add generated': 'column.add-identity'
}

function theirAlterations({changes, table}: AlterTableStatement): Finding[] {
  return changes.map((change) => {
    const name = written(table)
    if (change.type === 'alter column') {
      return {kind: columnAlterations[change.alter.type] ?? '', table: name, columns: [change.column.name]}
    }
    const kind = alterations[change.type] ?? change.type
    if (change.type === 'add column') return {kind, table: name, columns: [change.column.name.name]}
    if (change.type === 'drop column' || change.type === 'rename column') {
      return {kind, table: name, columns: [change.column.name]}
    }
    return {kind, table: name}
  })
}

const simple: Partial<Record<OtherStatement['type'], string>> = {
  'drop function': 'function.drop',
  'create view': 'view.create',
  'create materialized view': 'view.create',
  'refresh materialized view': 'view.refresh',
  'create enum': 'type.create',
  'create composite type': 'type.create',
  'create function': 'function.create',
  'create sequence': 'sequence.create',
  'create schema': 'schema.create',
  'create extension': 'extension.create',
  'start transaction': 'transaction.begin',
  begin: 'transaction.begin',
  commit: 'transaction.commit',
  rollback: 'transaction.rollback',
  prepare: 'rows.plan',
  deallocate: 'other',
  set: 'session.set',
  select: 'rows.select'
}

/** Changes of other objects than tables, by what the second parser calls them. */
const changes: Record<string, string> = {
  'alter index rename': 'index.rename',
  'alter index set tablespace': 'index.set-tablespace',
  'alter enum rename': 'type.rename',
  'alter enum add value': 'enum.add-value',
  'alter sequence set options': 'sequence.alter',
  'alter sequence owner to': 'sequence.alter',
  'alter sequence rename': 'sequence.rename',
  'alter sequence set schema': 'sequence.set-schema'
}

const drops: Partial<Record<OtherStatement['type'], string>> = {
  'drop index': 'index.drop',
  'drop sequence': 'sequence.drop',
  'drop type': 'type.drop'
}

/** What the second parser finds in a statement. */
function theirs(statement: OtherStatement): Finding[] {
  switch (statement.type) {
    case 'create table': {
      const columns = statement.columns
        .filter((column): column is CreateColumnDef => column.kind === 'column')
        .map((column) => column.name.name)
      return [{kind: 'table.create', table: written(statement.name), columns}]
    }
    case 'alter table':
      return theirAlterations(statement)
    case 'create index':
      return [{kind: 'index.create', table: written(statement.table)}]
    case 'drop table':
      return statement.names.map((name: QName) => ({kind: 'table.drop', table: written(name)}))
    case 'truncate table':
      return statement.tables.map((table) => ({kind: 'table.truncate', table: written(table)}))
    case 'insert':
      return [
        {kind: 'rows.insert', table: written(statement.into), columns: (statement.columns ?? []).map(({name}) => name)}
      ]
    case 'update':
      return [
        {kind: 'rows.update', table: written(statement.table), columns: statement.sets.map(({column}) => column.name)}
      ]
    case 'delete':
      return [{kind: 'rows.delete', table: written(statement.from)}]
    case 'comment':
      if (statement.on.type === 'type') return [{kind: 'comment.set'}]
      return [
        {
          kind: 'comment.set',
          table: statement.on.type === 'column' ? writtenTable(statement.on.column) : written(statement.on.name)
        }
      ]
    case 'alter index':
    case 'alter enum':
    case 'alter sequence':
      return [{kind: changes[`${statement.type} ${statement.change.type}`] ?? statement.type}]
    default: {
      const dropped = drops[statement.type]
      if (dropped !== undefined && 'names' in statement) return statement.names.map(() => ({kind: dropped}))
      return [{kind: simple[statement.type] ?? statement.type}]
    }
  }
}

/** Relations that a query, or the query of a view, names, by the second parser. */
function theirTables(statement: OtherStatement | undefined): string[] {
  const tables: string[] = []
  const visitor = astVisitor(() => ({tableRef: (table) => tables.push(written(table))}))
  if (statement) visitor.statement('query' in statement ? statement.query : statement)
  return tables.sort()
}

/** Our findings, as far as the second parser has a word for them. */
function ourFindings(text: string): Finding[] {
  const found = operationsOf(text).map(ours)
  // Indexes have no table for it.
  return found.map((finding) => (finding.kind === 'index.drop' ? {kind: finding.kind} : finding))
}

/** A statement as the second parser reads it; it reads about two of three that the server takes. */
function tryParse(text: string): OtherStatement | undefined {
  try {
    const statements = parse(text)
    return statements.length === 1 ? statements[0] : undefined
  } catch {
    return undefined
  }
}

/** It does not look into blocks, and takes what stands beside a query for a part of it. */
const closed = new Set<OtherStatement['type']>(['do', 'with'])

describe('a second parser agrees', () => {
  const texts = statementTexts(sql)

  test('on the number of statements', () => {
    expect(texts).toHaveLength(parse(sql).length)
  })

  test.each(texts.map((text) => [text]))('%s', (text) => {
    const [statement] = parse(text)
    if (!statement) throw new Error('Unexpected nothing, expected a statement')
    expect(ourFindings(text)).toEqual(theirs(statement))
  })

  test('on what queries read', () => {
    for (const text of texts.filter((each) => /^(?:SELECT|CREATE (?:MATERIALIZED )?VIEW)/.test(each))) {
      const [statement] = parse(text)
      const [operation] = operationsOf(text)
      const reads = operation && 'reads' in operation ? (operation.reads ?? []) : []
      expect(theirTables(statement)).toEqual(reads.map(written).sort())
    }
  })

  test('on the cases of facts and the examples of rules, as far as it reads them', async () => {
    const corpus = await loadCorpus({dialect: 'postgres', version: supported.postgres.newest})
    const texts = [...new Set(corpus.flat())]
    let compared = 0
    for (const text of texts) {
      const statement = tryParse(text)
      if (!statement || closed.has(statement.type)) continue
      compared++
      expect(ourFindings(text), text).toEqual(theirs(statement))
    }
    expect(compared).toBeGreaterThan(texts.length / 2)
  })
})
