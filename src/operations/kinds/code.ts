/** What is done to functions, triggers, rules, policies and extensions, and what runs code. */
import type {DataType, Expression, Name, PolicyDefinition, QueryUses, Read, TriggerBody} from '../definitions.js'
import type {Command} from '../script.js'
import type {Existing, Followed, On} from './subject.js'

export interface CodeOperations {
  'function.create': {
    function: Name
    procedure: boolean
    orReplace?: boolean
    /** Lower-case. */
    language: string | undefined
    volatility: 'immutable' | 'stable' | 'volatile' | undefined
    strict?: boolean
    securityDefiner?: boolean
    searchPathSet?: boolean
    /** PostgreSQL: any setting is set for its run. */
    settings?: boolean
    returnsSet?: boolean
    /** Type names of the input arguments, as written. */
    arguments: DataType[]
    /** What the last of them are where a call leaves them out. */
    argumentDefaults?: Expression[]
    returns: DataType | undefined
    /** Source of the body where it is a string. */
    body: string | undefined
    /** A body in SQL, as string, `BEGIN ATOMIC` or `RETURN`: the node of libpg-query. */
    bodyTree?: unknown
    /** The relations that a body in SQL names; the server looks them up when the function is made. */
    bodyReads?: Read[]
    bodyWrites?: Name[]
    /** PostgreSQL: what the body of a trigger function runs, as far as that is known. */
    runs?: Command[]
  }
  'function.alter': {
    function: Name
    procedure: boolean
    volatility?: 'immutable' | 'stable' | 'volatile'
    action: string
    /** Its new name, where it is renamed. */
    to?: string
    /** Its new schema. */
    schema?: string
  }
  'function.drop': Existing & {function: Name; procedure: boolean}
  'trigger.create': On & {
    name: string
    orReplace?: boolean
    ifNotExists?: boolean
    timing: 'before' | 'after' | 'instead of'
    events: string[]
    row: boolean
    constraint?: boolean
    references?: Name
    function?: Name
    /** `UPDATE OF`; else any column. */
    columns?: string[]
    /** MySQL: what its own body does. */
    body?: TriggerBody
    /** `WHEN (…)` decides whether it runs. */
    when?: boolean
    /** Functions that it calls, by the last part of their names. */
    whenCalls?: readonly string[]
    /** Names of the transition tables that only its function sees. */
    transitions?: string[]
  }
  'trigger.drop': Existing & {table: Name | undefined; name: string; schema?: string}
  'trigger.rename': On & {name: string; to: string}
  'trigger.enable': On & {
    /** `all` and `user` as written without quotes stand for those triggers. */
    name: string
    action: 'enable' | 'disable' | 'enable-replica' | 'enable-always'
  }
  /** `writes`: targets of its actions; `reads`: the other relations in them; `runs`: the actions. */
  'rule.create': On & {
    name: string
    orReplace?: boolean
    event: 'select' | 'insert' | 'update' | 'delete'
    instead: boolean
    writes?: Name[]
    reads?: Read[]
    uses?: QueryUses
    runs?: Command
  }
  'rule.drop': On & Existing & {name: string}
  'rule.enable': On & {name: string; action: 'enable' | 'disable' | 'enable-replica' | 'enable-always'}
  /** `uses`: what its expressions are made of. */
  'policy.create': On & PolicyDefinition & {reads?: Read[]; uses?: QueryUses}
  'policy.alter': On & {name: string; reads?: Read[]; uses?: QueryUses}
  'policy.drop': On & Existing & {name: string}
  'extension.create': {extension: string; ifNotExists?: boolean; schema?: string}
  /** `tables`: the relation that it takes in or gives up. */
  'extension.alter': {extension: string; action: string; tables: Name[]}
  'extension.drop': Existing & {extension: string}
  'procedure.call': {procedure: Name; arguments: Expression[]} & Followed
  /** SQL built at run time: `EXECUTE` in PL/pgSQL, `PREPARE … FROM @x`. Its text is not known. */
  'dynamic.execute': {text: string | undefined}
}
