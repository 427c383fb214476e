/** Row-level policies and rewrite rules of PostgreSQL: their names, and what policies call. */
import type {Operation} from '../../operations/operation.js'
import type {Context, Handlers} from './context.js'
import {editTable} from './context.js'

type Kinds =
  'policy.create' | 'policy.alter' | 'policy.drop' | 'rule.create' | 'rule.drop' | 'rule.enable' | 'table.row-security'

function add(list: 'policies' | 'rules') {
  return ({name, table}: Operation<'policy.create' | 'rule.create'>, context: Context): void => {
    editTable(context, table, (before) => ({...before, [list]: [...(before[list] ?? []), name]}))
  }
}

function noteCalls({functions, name, table}: Operation<'policy.create' | 'policy.alter'>, context: Context): void {
  if (!functions) return
  editTable(context, table, (before) => ({
    ...before,
    policyCalls: [...(before.policyCalls ?? []), {policy: name, functions}]
  }))
}

function dropPolicy(operation: Operation<'policy.drop'>, context: Context): void {
  remove('policies')(operation, context)
  editTable(
    context,
    operation.table,
    (before) => ({...before, policyCalls: before.policyCalls?.filter(({policy}) => policy !== operation.name)}),
    operation.ifExists
  )
}

function remove(list: 'policies' | 'rules') {
  return ({ifExists, name, table}: Operation<'policy.drop' | 'rule.drop'>, context: Context): void => {
    const without = (names: readonly string[] | undefined) => names?.filter((each) => each !== name)
    editTable(context, table, (before) => ({...before, [list]: without(before[list])}), ifExists)
  }
}

function setRowSecurity({action, table}: Operation<'table.row-security'>, context: Context): void {
  if (action === 'enable' || action === 'disable') {
    editTable(context, table, (before) => ({...before, rowSecurity: action === 'enable' ? true : undefined}))
  }
}

export const policyChanges: Pick<Handlers, Kinds> = {
  'policy.create': (operation, context) => {
    add('policies')(operation, context)
    noteCalls(operation, context)
  },
  'policy.alter': noteCalls,
  'policy.drop': dropPolicy,
  'rule.create': add('rules'),
  'rule.drop': remove('rules'),
  'rule.enable': () => undefined,
  'table.row-security': setRowSecurity
}
