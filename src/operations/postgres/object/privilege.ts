import type {AccessPriv, AlterDefaultPrivilegesStmt, GrantRoleStmt, GrantStmt, Node} from 'libpg-query'
import type {Operation} from '../../operation.js'
import type {Lowering} from '../lowering.js'
import {operation} from '../lowering.js'
import {nameOf, partsOfObject, toRole} from '../name.js'
import {allOf} from '../node.js'
import {objectTypeOf} from './object-type.js'

/** `GRANT` and `REVOKE` on objects; of `ON ALL TABLES IN SCHEMA` the objects are the schemas. */
export const grant: Lowering<GrantStmt> = (node, {range}) => [lowerGrant(node, range)]

function lowerGrant(node: GrantStmt, range: Operation['range']): Operation {
  const privileges = allOf(node.privileges, 'AccessPriv').map(privilegeName)
  const fields = {
    objectType: objectTypeOf(node.objtype),
    objects: (node.objects ?? []).map((object) => nameOf(partsOfObject(object))),
    // None written is `ALL`.
    privileges: privileges.length > 0 ? privileges : ['all'],
    grantees: roles(node.grantees),
    ...(node.targtype === 'ACL_TARGET_ALL_IN_SCHEMA' ? {all: true} : {})
  }
  if (node.is_grant) return operation('privilege.grant', range, fields)
  return operation('privilege.revoke', range, {
    ...fields,
    ...(node.behavior === 'DROP_CASCADE' ? {cascade: true} : {})
  })
}

function privilegeName({priv_name}: AccessPriv): string {
  return priv_name ?? 'all'
}

function roles(nodes: readonly Node[] | undefined): string[] {
  return allOf(nodes, 'RoleSpec').map((role) => (role.roletype === 'ROLESPEC_PUBLIC' ? 'public' : toRole(role)))
}

/** `GRANT role TO role`: the roles given are the objects. */
export const grantRole: Lowering<GrantRoleStmt> = (node, {range}) => {
  const fields = {
    objectType: 'role',
    objects: allOf(node.granted_roles, 'AccessPriv').map(({priv_name = ''}) => ({name: priv_name})),
    privileges: ['member'],
    grantees: roles(node.grantee_roles)
  }
  if (node.is_grant) return [operation('privilege.grant', range, fields)]
  return [operation('privilege.revoke', range, fields)]
}

/** `ALTER DEFAULT PRIVILEGES`: no object that exists is touched. */
export const alterDefaultPrivileges: Lowering<AlterDefaultPrivilegesStmt> = ({action}, {range}) => [
  operation('object.alter', range, {
    objectType: 'default privileges',
    name: objectTypeOf(action?.objtype),
    tables: [],
    action: action?.is_grant ? 'grant' : 'revoke'
  })
]
