/** Statements that are judged as they are whatever names stand in the holes of their text. */
import type {Node} from 'libpg-query'
import {allOf, as, entryOf} from '../node.js'
import type {Hole} from './constant-text.js'

const relation = (path: string): string[] => [`${path}.relname`, `${path}.schemaname`]

/** Where a role is named: whatever else a text brings in there, such as a second role, is nothing that is judged. */
const roles = new Set([
  'AlterDefaultPrivilegesStmt.action.grantees.RoleSpec.rolename',
  'AlterOwnerStmt.newowner.rolename',
  'AlterRoleSetStmt.role.rolename',
  'AlterRoleStmt.role.rolename',
  'AlterTableStmt.cmds.AlterTableCmd.newowner.rolename',
  'CreateRoleStmt.role',
  'CreateSchemaStmt.authrole.rolename',
  'GrantRoleStmt.granted_roles.AccessPriv.priv_name',
  'GrantRoleStmt.grantee_roles.RoleSpec.rolename',
  'GrantStmt.grantees.RoleSpec.rolename'
])

/**
 * Where a name may be any: of a relation that exists, of which the worst is believed, or of something new. Not where
 * nothing is said of what the catalog does not know, as of a constraint that is dropped.
 */
const names = new Set([
  ...relation('AlterTableStmt.relation'),
  ...relation('AlterTableStmt.cmds.AlterTableCmd.def.Constraint.pktable'),
  'AlterTableStmt.cmds.AlterTableCmd.def.Constraint.conname',
  'CreateSchemaStmt.schemaname',
  ...relation('CreateStmt.relation'),
  ...relation('CreateStmt.tableElts.TableLikeClause.relation'),
  ...relation('CreateStmt.tableElts.Constraint.pktable'),
  ...relation('CreateStmt.tableElts.ColumnDef.constraints.Constraint.pktable'),
  'CreateStmt.tableElts.Constraint.conname',
  ...relation('CreateTrigStmt.relation'),
  'CreateTrigStmt.trigname',
  'DropStmt.objects.List.items.String.sval',
  ...relation('GrantStmt.objects.RangeVar'),
  'GrantStmt.objects.String.sval',
  'IndexStmt.idxname',
  ...relation('IndexStmt.relation'),
  ...relation('RenameStmt.relation'),
  'RenameStmt.newname',
  'RenameStmt.subname',
  ...relation('TruncateStmt.relations.RangeVar')
])

/** What is done to a table of which nothing is known is told as if it had rows and were used. */
const alterations = new Set([
  'AT_AddColumn',
  'AT_AddConstraint',
  'AT_AlterColumnType',
  'AT_ChangeOwner',
  'AT_ColumnDefault',
  'AT_DropColumn',
  'AT_DropNotNull',
  'AT_EnableRowSecurity',
  'AT_ForceRowSecurity',
  'AT_ResetRelOptions',
  'AT_SetNotNull',
  'AT_SetRelOptions',
  'AT_SetStatistics',
  'AT_ValidateConstraint'
])
const dropped = new Set(['OBJECT_INDEX', 'OBJECT_MATVIEW', 'OBJECT_SEQUENCE', 'OBJECT_TABLE', 'OBJECT_VIEW'])
const renamed = new Set(['OBJECT_INDEX', 'OBJECT_TABCONSTRAINT'])

/** Whether each hole stands in a place where it does not matter what fills it. */
export function areJudged(nodes: readonly Node[], holes: readonly Hole[]): boolean {
  const left = new Set(holes.map(({shown}) => shown))
  const isAllowed = (text: string, path: string): boolean => {
    const met = holes.filter(({shown}) => text.includes(shown))
    for (const {kind, shown} of met) {
      // A name that is cut, or is only a part of one, is another.
      if (text !== shown || !isPlace(kind, path)) return false
      left.delete(shown)
    }
    return true
  }
  return nodes.every((node) => isOfKnownSort(node, holes) && walk(node, '', isAllowed)) && left.size === 0
}

function isPlace(kind: Hole['kind'], path: string): boolean {
  if (kind === 'value') return path.endsWith('A_Const.sval.sval') && !path.startsWith('CreateTrigStmt')
  return roles.has(path) || (kind === 'name' && names.has(path))
}

function walk(value: unknown, path: string, isAllowed: (text: string, path: string) => boolean): boolean {
  if (typeof value === 'string') return isAllowed(value, path)
  if (typeof value !== 'object' || value === null) return true
  if (Array.isArray(value)) return value.every((item) => walk(item, path, isAllowed))
  return Object.entries(value).every(([key, inner]) => walk(inner, path === '' ? key : `${path}.${key}`, isAllowed))
}

function isOfKnownSort(node: Node, holes: readonly Hole[]): boolean {
  const {kind} = entryOf(node)
  if (![...names, ...roles].some((path) => path.startsWith(`${kind}.`))) return false
  const drop = as(node, 'DropStmt')
  if (drop) return dropped.has(drop.removeType ?? '')
  const rename = as(node, 'RenameStmt')
  if (rename) return renamed.has(rename.renameType ?? '')
  const alter = as(node, 'AlterTableStmt')
  const commands = allOf(alter?.cmds, 'AlterTableCmd')
  if (!alter || commands.every(({subtype}) => subtype === 'AT_ChangeOwner')) return true
  const usesIndex = commands.some(({def}) => as(def, 'Constraint')?.indexname)
  const isSure = commands.every(({subtype = ''}) => alterations.has(subtype)) && !usesIndex
  // Values say nothing of what is done.
  return alter.objtype === 'OBJECT_TABLE' && (isSure || holes.every((each) => each.kind === 'value'))
}

/** The same without `IF EXISTS`: what has an unknown name is not known to be missing. */
export function assumeExisting(node: Node): Node {
  const drop = as(node, 'DropStmt')
  if (drop) return {DropStmt: {...drop, missing_ok: false}}
  const alter = as(node, 'AlterTableStmt')
  if (alter) return {AlterTableStmt: {...alter, missing_ok: false}}
  const rename = as(node, 'RenameStmt')
  return rename ? {RenameStmt: {...rename, missing_ok: false}} : node
}
