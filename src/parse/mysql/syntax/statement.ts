/** Syntax of statements other than tables' definitions. */
import type {Range} from '../../source.js'
import type {Written} from '../cursor.js'
import type {AlterTableSyntax, RequestSyntax} from './alter-table.js'
import type {CreateTableSyntax, KeySyntax, QualifiedName, QuerySyntax} from './table.js'

export interface Ranged<Value> {
  value: Value
  range: Range
}

export interface TriggerBodySyntax {
  /** What it names as `NEW.…` or `OLD.…`. */
  columns: string[]
  /** It sets columns of the row, and can do nothing else. */
  onlySets: boolean
}

export interface SetAssignment {
  /** `x` of `@x`, a system variable in lower case, `names` of `SET NAMES`. */
  name: string
  user: boolean
  scope: 'session' | 'global' | 'persist'
  /** `undefined`: `DEFAULT`. */
  value: string | undefined
  /** Numbers of the value's first token and of the one after its last. */
  from: number
  to: number
  range: Range
}

export interface RoutineSyntax {
  kind: 'create-routine'
  name: QualifiedName
  procedure: boolean
  orReplace: boolean
  ifNotExists: boolean
  deterministic: boolean
  securityInvoker: boolean
  /** Names of the parameters. */
  parameters: string[]
  /** Numbers of the body's first token and of the one after its last; `undefined`: a loadable function. */
  body: QuerySyntax | undefined
}

export type StatementSyntax =
  | CreateTableSyntax
  | AlterTableSyntax
  | RoutineSyntax
  | {
      kind: 'create-index'
      table: QualifiedName
      index: KeySyntax
      ifNotExists: boolean
      orReplace: boolean
      request: RequestSyntax
    }
  | {kind: 'drop-index'; table: QualifiedName; index: string; ifExists: boolean; request: RequestSyntax}
  | {
      kind: 'drop-table'
      tables: Array<Ranged<QualifiedName>>
      temporary: boolean
      ifExists: boolean
      cascade: boolean
      request: RequestSyntax
    }
  | {kind: 'drop-view'; views: Array<Ranged<QualifiedName>>; ifExists: boolean; cascade: boolean}
  | {
      kind: 'rename-table'
      pairs: Array<Ranged<{from: QualifiedName; to: QualifiedName}>>
      ifExists: boolean
      request: RequestSyntax
    }
  | {kind: 'truncate'; table: QualifiedName; request: RequestSyntax}
  | {
      kind: 'create-view'
      view: QualifiedName
      columns: string[]
      orReplace: boolean
      ifNotExists: boolean
      query: QuerySyntax
    }
  | {kind: 'alter-view'; view: QualifiedName}
  | {kind: 'drop-routine'; name: QualifiedName; procedure: boolean; ifExists: boolean}
  | {kind: 'alter-routine'; name: QualifiedName; procedure: boolean; action: string}
  | {
      kind: 'create-trigger'
      name: QualifiedName
      table: QualifiedName
      timing: 'before' | 'after'
      events: string[]
      body: TriggerBodySyntax
      orReplace: boolean
      ifNotExists: boolean
    }
  | {kind: 'drop-trigger'; name: QualifiedName; ifExists: boolean}
  | {
      kind: 'create-database'
      database: string
      ifNotExists: boolean
      charset?: string | undefined
      collation?: string | undefined
    }
  | {kind: 'drop-database'; database: string; ifExists: boolean}
  | {kind: 'create-sequence'; sequence: QualifiedName; ifNotExists: boolean; temporary: boolean}
  | {kind: 'alter-sequence'; sequence: QualifiedName; ifExists: boolean; action: string}
  | {kind: 'drop-sequence'; sequences: Array<Ranged<QualifiedName>>; ifExists: boolean}
  | {
      kind: 'object'
      change: 'create' | 'alter' | 'drop'
      objectType: string
      name: string
      action: string
      ifExists: boolean
      orReplace: boolean
    }
  | {
      kind: 'grant' | 'revoke'
      privileges: string[]
      objectType: string
      objects: QualifiedName[]
      grantees: string[]
    }
  | {kind: 'lock-tables'; tables: Array<Ranged<{table: QualifiedName; mode: string}>>; request: RequestSyntax}
  | {kind: 'unlock-tables'}
  | {
      kind: 'maintain'
      action: 'optimize' | 'analyze' | 'check' | 'repair'
      tables: Array<Ranged<QualifiedName>>
      request: RequestSyntax
    }
  | {kind: 'set'; assignments: SetAssignment[]}
  | {kind: 'set-statement'; assignments: SetAssignment[]; statement: QuerySyntax; range: Range}
  | {kind: 'use'; database: string}
  | {kind: 'begin'; settings: Array<{name: string; value: string; range: Range}>}
  | {kind: 'commit' | 'rollback'; chain: boolean; to?: string | undefined}
  | {kind: 'savepoint' | 'release'; name: string}
  | {kind: 'xa'; action: string}
  | {kind: 'prepare'; name: string; source: Ranged<string> | undefined; variable: string | undefined; range: Range}
  | {kind: 'execute'; name: string; immediate?: Ranged<string> | undefined}
  | {kind: 'deallocate'; name: string}
  | {kind: 'call'; procedure: QualifiedName; arguments: Array<Written & QuerySyntax>}
  | {kind: 'copy'; table: QualifiedName | undefined}
  | {kind: 'dml'; explained: boolean}
  | {kind: 'compound'; body: QuerySyntax}
  | {kind: 'other'; statement: string; tables: QualifiedName[]}
