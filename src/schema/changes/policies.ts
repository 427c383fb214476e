/** Row-level policies and rewrite rules of PostgreSQL, and what they look at. */
import type {Operation} from '../../operations/operation.js'
import type {Rule} from '../objects.js'
import type {Context, Handlers} from './context.js'
import {editTable, resolveTable} from './context.js'

type Kinds =
  'policy.create' | 'policy.alter' | 'policy.drop' | 'rule.create' | 'rule.drop' | 'rule.enable' | 'table.row-security'

function createPolicy(operation: Operation<'policy.create'>, context: Context): void {
  const {allows, name, table} = operation
  editTable(context, table, (before) => ({...before, policies: [...(before.policies ?? []), {allows, name}]}))
  noteUses(operation, context)
}

function noteUses(
  {name, reads = [], table, uses}: Operation<'policy.create' | 'policy.alter'>,
  context: Context
): void {
  if (!uses) return
  const noted = {policy: name, reads: reads.map((read) => resolveTable(context, read)), uses}
  editTable(context, table, (before) => ({...before, policyUses: [...(before.policyUses ?? []), noted]}))
}

function dropPolicy({ifExists, name, table}: Operation<'policy.drop'>, context: Context): void {
  editTable(
    context,
    table,
    (before) => ({
      ...before,
      policies: before.policies?.filter((each) => each.name !== name),
      policyUses: before.policyUses?.filter(({policy}) => policy !== name)
    }),
    ifExists
  )
}

function createRule(operation: Operation<'rule.create'>, context: Context): void {
  const {event, instead, name, reads = [], runs, table, uses, writes = []} = operation
  const rule: Rule = {
    name,
    event,
    instead,
    enabled: true,
    mentions: [...reads, ...writes].map((mentioned) => resolveTable(context, mentioned)),
    uses,
    runs
  }
  editTable(context, table, (before) => ({
    ...before,
    // Up to 15 it makes a view of a table.
    ...(event === 'select' && {kind: 'view' as const, indexes: [], reads: rule.mentions, uses}),
    rules: [...(before.rules ?? []).filter((each) => each.name !== name), rule]
  }))
}

function editRules(
  context: Context,
  {table}: Pick<Operation<'rule.create'>, 'table'>,
  edit: (rules: readonly Rule[]) => readonly Rule[],
  ifExists?: boolean
): void {
  editTable(context, table, (before) => ({...before, rules: before.rules && edit(before.rules)}), ifExists)
}

function setRowSecurity({action, table}: Operation<'table.row-security'>, context: Context): void {
  if (action === 'enable' || action === 'disable') {
    editTable(context, table, (before) => ({...before, rowSecurity: action === 'enable' ? true : undefined}))
  }
}

export const policyChanges: Pick<Handlers, Kinds> = {
  'policy.create': createPolicy,
  'policy.alter': noteUses,
  'policy.drop': dropPolicy,
  'rule.create': createRule,
  'rule.drop': (operation, context) => {
    const {ifExists, name} = operation
    editRules(context, operation, (rules) => rules.filter((rule) => rule.name !== name), ifExists)
  },
  'rule.enable': (operation, context) => {
    const {action, name} = operation
    editRules(context, operation, (rules) =>
      rules.map((rule) => (rule.name === name ? {...rule, enabled: action !== 'disable'} : rule))
    )
  },
  'table.row-security': setRowSecurity
}
