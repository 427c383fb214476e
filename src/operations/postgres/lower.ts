/** Statements of libpg-query → operations. Every kind of statement has its entry. */
import type {CreateSchemaStmt, ExplainStmt, Node, PrepareStmt} from 'libpg-query'
import type {Operation} from '../operation.js'
import type {Lowering} from './lowering.js'
import {operation} from './lowering.js'
import {toRole} from './name.js'
import type {Fields, NodeKind} from './node.js'
import {allOf, entryOf} from './node.js'
import {comment, securityLabel} from './object/comment.js'
import {
  drop,
  dropDatabase,
  dropOwned,
  dropRole,
  dropSubscription,
  dropTablespace,
  dropUserMapping
} from './object/drop.js'
import {
  alter,
  createCast,
  createOperatorClass,
  createOperatorFamily,
  alterPublication,
  create,
  define,
  joined,
  publishedTables,
  publishesSchemas,
  roleAttributes
} from './object/named.js'
import {setDependency, setOwner, setSchema} from './object/owner-and-schema.js'
import {alterDefaultPrivileges, grant, grantRole} from './object/privilege.js'
import {rename} from './object/rename.js'
import {alterRoutine, callProcedure, createRoutine} from './object/routine.js'
import * as schema from './object/schema.js'
import {alterSequence, createSequence} from './object/sequence.js'
import {alterPolicy, createPolicy, createRule, createTrigger} from './object/trigger.js'
import * as types from './object/type.js'
import {createFromQuery, createView} from './object/view.js'
import {copyRows} from './rows/copy.js'
import {planQuery} from './rows/plan.js'
import {lowerQuery} from './rows/statement.js'
import * as maintenance from './session/maintenance.js'
import {discard, setVariable} from './session/setting.js'
import {transaction} from './session/transaction.js'
import type {Source} from './source.js'
import {wholeOf} from './source.js'
import {alterTable} from './table/alter-table.js'
import {createForeignTable, createTable} from './table/create-table.js'
import {createIndex} from './table/index.js'

/** What a statement does; never empty. */
export function lower(node: Node, source: Source): Operation[] {
  const query = lowerQuery(node, wholeOf(source))
  if (query) return query

  const {fields, kind} = entryOf(node)
  // The table has exactly the fields of its kind as the parameter; the compiler cannot follow the key.
  const lowering = (lowerings as Partial<Record<string, Lowering<object>>>)[kind]
  const operations = lowering?.(fields, source) ?? []
  return operations.length > 0 ? operations : [other(node, source)]
}

function other(node: Node, {range, sql}: Source): Operation {
  const words = /^\W*(\w+(?:\s+\w+)?)/.exec(sql)?.[1] ?? entryOf(node).kind
  return operation('other', range, {statement: words.toLowerCase().replace(/\s+/g, ' '), tables: []})
}

/** Statements that change nothing sqlsafe has a word for. */
function nothing(statement: string): Lowering<object> {
  return (_node, {range}) => [operation('other', range, {statement, tables: []})]
}

const createSchema: Lowering<CreateSchemaStmt> = (node, source) => {
  const name = node.schemaname ?? toRole(node.authrole)
  const made = operation('schema.create', source.range, {
    schema: name,
    ...(node.if_not_exists ? {ifNotExists: true} : {})
  })
  return [
    made,
    ...(node.schemaElts ?? []).flatMap((element) => lower(element, source)).map((part) => inSchema(part, name))
  ]
}

/** What is made inside `CREATE SCHEMA` is made in that schema. */
function inSchema(part: Operation, name: string): Operation {
  const copy: Record<string, unknown> = {...part}
  for (const key of ['table', 'view', 'sequence']) {
    const value = copy[key]
    if (typeof value === 'object' && value !== null && 'name' in value && !('schema' in value)) {
      copy[key] = {schema: name, ...value}
    }
  }
  return copy as unknown as Operation
}

/** Plain `EXPLAIN`, which plans only. */
const explain: Lowering<ExplainStmt> = ({query}, source) => {
  const planned = query && planQuery(query, source, false)
  return planned ? [planned] : nothing('explain')({}, source)
}

/** What is prepared runs with `EXECUTE`. */
const prepare: Lowering<PrepareStmt> = ({query}, source) => {
  const planned = query && planQuery(query, source, true)
  return planned ? [planned] : nothing('prepare')({}, source)
}

type StatementKind =
  Extract<NodeKind, `${string}Stmt`> extends infer Kind
    ? Exclude<
        Kind,
        // Rows are lowered before; these are parts of others, or exist inside the server only.
        | 'SelectStmt'
        | 'InsertStmt'
        | 'UpdateStmt'
        | 'DeleteStmt'
        | 'MergeStmt'
        | 'RawStmt'
        | 'ReturnStmt'
        | 'PLAssignStmt'
        | 'SetOperationStmt'
        | 'ReplicaIdentityStmt'
      >
    : never

const lowerings: {[Kind in StatementKind & NodeKind]: Lowering<Fields<Kind>>} = {
  AlterCollationStmt: alter('collation', 'refresh version', {name: ({collname}) => joined(collname)}),
  AlterDatabaseRefreshCollStmt: alter('database', 'refresh collation version', {name: ({dbname}) => dbname}),
  AlterDatabaseSetStmt: schema.alterDatabaseSet,
  AlterDatabaseStmt: schema.alterDatabase,
  AlterDefaultPrivilegesStmt: alterDefaultPrivileges,
  AlterDomainStmt: types.alterDomain,
  AlterEnumStmt: types.alterEnum,
  AlterEventTrigStmt: alter('event trigger', 'enable', {name: ({trigname}) => trigname}),
  AlterExtensionContentsStmt: schema.alterExtensionContents,
  AlterExtensionStmt: schema.alterExtension,
  AlterFdwStmt: alter('foreign data wrapper', 'options', {name: ({fdwname}) => fdwname}),
  AlterForeignServerStmt: alter('server', 'options', {name: ({servername}) => servername}),
  AlterFunctionStmt: alterRoutine,
  AlterObjectDependsStmt: setDependency,
  AlterObjectSchemaStmt: setSchema,
  AlterOpFamilyStmt: alter('operator family', 'members', {name: ({opfamilyname}) => joined(opfamilyname)}),
  AlterOperatorStmt: alter('operator', 'set', {name: ({opername}) => joined(opername?.objname)}),
  AlterOwnerStmt: setOwner,
  AlterPolicyStmt: alterPolicy,
  AlterPublicationStmt: alterPublication,
  AlterRoleSetStmt: alter('role', 'set', {name: ({role}) => toRole(role)}),
  AlterRoleStmt: alter('role', 'options', {
    name: ({role}) => toRole(role),
    attributes: ({options}) => roleAttributes(options)
  }),
  AlterSeqStmt: alterSequence,
  AlterStatsStmt: schema.alterStatistics,
  AlterSubscriptionStmt: alter('subscription', 'set', {name: ({subname}) => subname}),
  AlterSystemStmt: alter('system', 'set', {name: ({setstmt}) => setstmt?.name}),
  AlterTSConfigurationStmt: alter('text search configuration', 'mapping', {name: ({cfgname}) => joined(cfgname)}),
  AlterTSDictionaryStmt: alter('text search dictionary', 'options', {name: ({dictname}) => joined(dictname)}),
  AlterTableMoveAllStmt: schema.moveAll,
  AlterTableSpaceOptionsStmt: alter('tablespace', 'options', {name: ({tablespacename}) => tablespacename}),
  AlterTableStmt: alterTable,
  AlterTypeStmt: types.alterType,
  AlterUserMappingStmt: alter('user mapping', 'options', {name: ({servername}) => servername}),
  CallStmt: callProcedure,
  CheckPointStmt: nothing('checkpoint'),
  ClosePortalStmt: nothing('close'),
  ClusterStmt: maintenance.cluster,
  CommentStmt: comment,
  CompositeTypeStmt: types.createComposite,
  ConstraintsSetStmt: nothing('set constraints'),
  CopyStmt: copyRows,
  CreateAmStmt: create('access method', {name: ({amname}) => amname}),
  CreateCastStmt: createCast,
  CreateConversionStmt: create('conversion', {name: ({conversion_name}) => joined(conversion_name)}),
  CreateDomainStmt: types.createDomain,
  CreateEnumStmt: types.createEnum,
  CreateEventTrigStmt: create('event trigger', {name: ({trigname}) => trigname}),
  CreateExtensionStmt: schema.createExtension,
  CreateFdwStmt: create('foreign data wrapper', {name: ({fdwname}) => fdwname}),
  CreateForeignServerStmt: create('server', {name: ({servername}) => servername}),
  CreateForeignTableStmt: createForeignTable,
  CreateFunctionStmt: createRoutine,
  CreateOpClassStmt: createOperatorClass,
  CreateOpFamilyStmt: createOperatorFamily,
  CreatePLangStmt: create('language', {name: ({plname}) => plname, replaces: ({replace}) => replace}),
  CreatePolicyStmt: createPolicy,
  CreatePublicationStmt: create('publication', {
    name: ({pubname}) => pubname,
    tables: ({pubobjects}) => publishedTables(pubobjects),
    ofSchemas: ({pubobjects}) => publishesSchemas(pubobjects)
  }),
  CreateRangeStmt: types.createRange,
  CreateRoleStmt: create('role', {name: ({role}) => role, attributes: ({options}) => roleAttributes(options)}),
  CreateSchemaStmt: createSchema,
  CreateSeqStmt: createSequence,
  CreateStatsStmt: schema.createStatistics,
  CreateStmt: createTable,
  CreateSubscriptionStmt: create('subscription', {name: ({subname}) => subname}),
  CreateTableAsStmt: createFromQuery,
  CreateTableSpaceStmt: create('tablespace', {name: ({tablespacename}) => tablespacename}),
  CreateTransformStmt: create('transform', {
    name: ({lang, type_name}) => `${joined(type_name?.names)} ${lang ?? ''}`,
    replaces: ({replace}) => replace
  }),
  CreateTrigStmt: createTrigger,
  CreateUserMappingStmt: create('user mapping', {name: ({servername}) => servername}),
  CreatedbStmt: schema.createDatabase,
  DeallocateStmt: nothing('deallocate'),
  DeclareCursorStmt: (node, source) => (node.query ? lower(node.query, source) : []),
  DefineStmt: define,
  DiscardStmt: discard,
  // Its body is read by the block's own reader, which has the parser for it.
  DoStmt: nothing('do'),
  DropOwnedStmt: dropOwned,
  DropRoleStmt: dropRole,
  DropStmt: drop,
  DropSubscriptionStmt: dropSubscription,
  DropTableSpaceStmt: dropTablespace,
  DropUserMappingStmt: dropUserMapping,
  DropdbStmt: dropDatabase,
  ExecuteStmt: nothing('execute'),
  ExplainStmt: explain,
  FetchStmt: nothing('fetch'),
  GrantRoleStmt: grantRole,
  GrantStmt: grant,
  ImportForeignSchemaStmt: create('foreign schema', {name: ({remote_schema}) => remote_schema}),
  IndexStmt: createIndex,
  ListenStmt: nothing('listen'),
  LoadStmt: nothing('load'),
  LockStmt: maintenance.lockTable,
  NotifyStmt: nothing('notify'),
  PrepareStmt: prepare,
  ReassignOwnedStmt: alter('owned', 'reassign', {
    name: ({roles}) =>
      allOf(roles, 'RoleSpec')
        .map((role) => toRole(role))
        .join(', ')
  }),
  RefreshMatViewStmt: maintenance.refreshView,
  ReindexStmt: maintenance.reindex,
  RenameStmt: rename,
  RuleStmt: createRule,
  SecLabelStmt: securityLabel,
  TransactionStmt: transaction,
  TruncateStmt: maintenance.truncate,
  UnlistenStmt: nothing('unlisten'),
  VacuumStmt: maintenance.vacuum,
  VariableSetStmt: setVariable,
  VariableShowStmt: nothing('show'),
  ViewStmt: createView
}
