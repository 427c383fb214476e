/**
 * sqlsafe as plugins of unified, for editors and other tools that take one file at a time:
 * `unified().use(sqlsafeParse, {reader}).use(sqlsafeRules, {createSession})`.
 */
import type {Plugin} from 'unified'
import type {Node, Parent} from 'unist'
import type {VFile} from 'vfile'
import type {Migration} from '../../migrations/migration.js'
import type {Reader, Script, Statement} from '../../operations/script.js'
import {Catalog} from '../../schema/catalog.js'
import type {Session} from '../../schema/session.js'
import {attachMessages} from './attach-messages.js'
import type {Rule} from '../define-rule.js'
import type {Deployment} from '../deployment/deployment.js'
import {placesIn} from '../place.js'
import type {Preset} from '../presets.js'
import {runRules} from './run-rules.js'
import type {RuleSetting} from './rule-runner.js'

/** A statement in its place; what it does is in `data`. */
export interface StatementNode extends Node {
  type: 'statement'
  data: {statement: Statement}
}

/** A file of SQL: its statements in order. */
export interface SqlRoot extends Parent {
  type: 'root'
  children: StatementNode[]
  data: {script: Script}
}

export interface SqlsafeRulesOptions {
  /** Makes the connection that a runner would open for the file. */
  createSession: () => Session
  /** Makes the schema before the history. Default: nothing exists. */
  createCatalog?: (() => Catalog) | undefined
  /** Migrations that were applied before. */
  history?: readonly Migration[] | undefined
  /** How the runner sends the file. Default: `none`. */
  transaction?: Migration['transaction'] | undefined
  /** Which rules are on where `settings` says nothing. Default: `recommended`. */
  preset?: Preset | undefined
  /** Platform, replication and replicas. */
  deployment?: Deployment | undefined
  /** By rule id. */
  settings?: Readonly<Record<string, RuleSetting>> | undefined
  rules?: readonly Rule[] | undefined
}

/** Read a file into a tree of statements. */
export const sqlsafeParse: Plugin<[{reader: Reader}], string, SqlRoot> = function ({reader}) {
  this.parser = (text) => {
    const script = reader(text)
    const toPlace = placesIn(text)
    const children = script.statements.map((statement): StatementNode => {
      return {type: 'statement', position: toPlace(statement.range), data: {statement}}
    })
    return {type: 'root', children, position: toPlace({start: 0, end: text.length}), data: {script}}
  }
}

/** Put what the rules find on the file; comments in it keep findings back. */
export const sqlsafeRules: Plugin<[SqlsafeRulesOptions], SqlRoot> = function (options) {
  const {createCatalog, history = [], transaction = 'none', ...run} = options
  return (tree: SqlRoot, file: VFile) => {
    const {script} = tree.data
    const migration: Migration = {path: file.path, text: String(file), transaction, checked: true, script}
    const before = history.map((each) => ({...each, checked: false}))
    const catalog = createCatalog?.() ?? new Catalog()
    const {files} = runRules({...run, migrations: [...before, migration], catalog})
    for (const {messages} of files) attachMessages(file, messages)
  }
}
