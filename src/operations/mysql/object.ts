import type {RoutineSyntax, StatementSyntax} from '../../parse/mysql/syntax/statement.js'
import type {Range} from '../../parse/source.js'
import type {Operation} from '../operation.js'

/** Turn a statement about views, routines, databases, accounts and other objects into operations. */
export function lowerObject(syntax: StatementSyntax, range: Range): Operation[] {
  switch (syntax.kind) {
    case 'drop-view':
      return syntax.views.map(({range, value}) => ({
        kind: 'view.drop',
        view: value,
        materialized: false,
        range,
        ...(syntax.ifExists && {ifExists: true}),
        ...(syntax.cascade && {cascade: true})
      }))
    case 'alter-view':
      return [{kind: 'view.alter', view: syntax.view, materialized: false, range, action: 'as'}]
    case 'create-routine':
      return [lowerRoutine(syntax, range)]
    case 'alter-routine':
      return [
        {kind: 'function.alter', function: syntax.name, procedure: syntax.procedure, range, action: syntax.action}
      ]
    case 'drop-routine': {
      const {ifExists, name, procedure} = syntax
      return [{kind: 'function.drop', function: name, procedure, range, ...(ifExists && {ifExists: true})}]
    }
    case 'create-trigger': {
      const {body, events, ifNotExists, name, orReplace, table, timing} = syntax
      const flags = {...(orReplace && {orReplace: true}), ...(ifNotExists && {ifNotExists: true})}
      return [{kind: 'trigger.create', name: name.name, table, timing, events, row: true, body, range, ...flags}]
    }
    case 'drop-trigger': {
      const {ifExists, name} = syntax
      const schema = name.schema === undefined ? {} : {schema: name.schema}
      return [
        {kind: 'trigger.drop', table: undefined, name: name.name, range, ...schema, ...(ifExists && {ifExists: true})}
      ]
    }
    default:
      return lowerOthers(syntax, range)
  }
}

function lowerRoutine(syntax: RoutineSyntax, range: Range): Operation<'function.create'> {
  return {
    kind: 'function.create',
    function: syntax.name,
    procedure: syntax.procedure,
    range,
    language: 'sql',
    volatility: syntax.procedure ? undefined : syntax.deterministic ? 'immutable' : 'volatile',
    securityDefiner: !syntax.securityInvoker,
    arguments: [],
    returns: undefined,
    body: undefined,
    ...(syntax.orReplace && {orReplace: true})
  }
}

function lowerOthers(syntax: StatementSyntax, range: Range): Operation[] {
  switch (syntax.kind) {
    case 'create-database': {
      const {charset, collation, database, ifNotExists} = syntax
      const written = {...(charset !== undefined && {charset}), ...(collation !== undefined && {collation})}
      const flags = ifNotExists ? {ifNotExists: true} : {}
      return [{kind: 'schema.create', schema: database, database: true, range, ...written, ...flags}]
    }
    case 'drop-database': {
      const flags = syntax.ifExists ? {ifExists: true} : {}
      return [{kind: 'schema.drop', schema: syntax.database, database: true, cascade: true, range, ...flags}]
    }
    case 'create-sequence': {
      const {ifNotExists, sequence, temporary} = syntax
      const flags = {...(ifNotExists && {ifNotExists: true}), ...(temporary && {temporary: true})}
      return [{kind: 'sequence.create', sequence, range, ...flags}]
    }
    case 'alter-sequence': {
      const {action, ifExists, sequence} = syntax
      return [{kind: 'sequence.alter', sequence, action, range, ...(ifExists && {ifExists: true})}]
    }
    case 'drop-sequence':
      return syntax.sequences.map(({range, value}) => ({
        kind: 'sequence.drop',
        sequence: value,
        range,
        ...(syntax.ifExists && {ifExists: true})
      }))
    case 'grant':
    case 'revoke': {
      const {grantees, objects, objectType, privileges} = syntax
      return [{kind: `privilege.${syntax.kind}`, objectType, objects, privileges, grantees, range}]
    }
    case 'object':
      return [lowerNamed(syntax, range)]
    default:
      return [{kind: 'other', statement: syntax.kind.replaceAll('-', ' '), tables: [], range}]
  }
}

function lowerNamed(syntax: Extract<StatementSyntax, {kind: 'object'}>, range: Range): Operation {
  const {action, change, ifExists, name, objectType, orReplace} = syntax
  const object = {objectType, name, tables: [], range}
  if (change === 'create') return {kind: 'object.create', ...object, ...(orReplace && {replaces: true})}
  if (change === 'alter') return {kind: 'object.alter', ...object, action}
  return {kind: 'object.drop', ...object, ...(ifExists && {ifExists: true})}
}
