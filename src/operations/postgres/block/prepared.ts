/** `EXECUTE` of what the same file has prepared, by itself, in `EXPLAIN` and in `CREATE TABLE AS`. */
import type {CreateTableAsStmt, ExplainStmt, Node} from 'libpg-query'
import type {Chance} from '../../../parse/postgres/plpgsql.js'
import type {Operation} from '../../operation.js'
import {isOn} from '../constant.js'
import {lower} from '../lower.js'
import {as} from '../node.js'
import {findOption} from '../option.js'
import {planQuery} from '../rows/plan.js'
import type {Source} from '../source.js'
import {words} from './chance.js'
import type {Run} from './run.js'

/** A statement and the text in which it stands. */
interface Written {
  node: Node
  source: Source
}

/** What `PREPARE` has prepared, by name. */
export type Prepared = Map<string, Written>

/**
 * What a statement runs in its place, or what comes of it; `undefined` where it neither executes what is
 * prepared nor explains what runs.
 */
export function executePrepared(
  prepared: Prepared,
  node: Node,
  source: Source,
  chance: Chance
): Written | Run | undefined {
  const name = as(node, 'ExecuteStmt')?.name
  if (name !== undefined) return prepared.get(name) ?? unknown(name, source)
  const explained = as(node, 'ExplainStmt')
  if (explained) return explain(prepared, explained, source, chance)
  const made = as(node, 'CreateTableAsStmt')
  return made && createAs(prepared, made, source, chance)
}

/** `EXPLAIN` plans; `EXPLAIN ANALYZE` runs. */
function explain(
  prepared: Prepared,
  {options, query}: ExplainStmt,
  source: Source,
  chance: Chance
): Written | Run | undefined {
  if (!query) return undefined
  const analyze = findOption(options, 'analyze') ?? findOption(options, 'analyse')
  if (analyze !== undefined && isOn(analyze.arg)) return {node: query, source}
  const name = as(as(query, 'CreateTableAsStmt')?.query ?? query, 'ExecuteStmt')?.name
  if (name === undefined) return undefined
  const known = prepared.get(name)
  if (!known) return unknown(name, source)
  const planned = planQuery(known.node, {...known.source, range: source.range}, false)
  return planned && runOf([planned], source, chance)
}

/** `CREATE TABLE … AS EXECUTE`, which makes the table whatever it is filled from. */
function createAs(prepared: Prepared, node: CreateTableAsStmt, source: Source, chance: Chance): Run | undefined {
  const name = as(node.query, 'ExecuteStmt')?.name
  if (name === undefined) return undefined
  const known = prepared.get(name)
  const operations = lower({CreateTableAsStmt: {...node, query: known?.node}}, source)
  return {...runOf(operations, source, chance), problems: known ? [] : unknown(name, source).problems}
}

const runOf = (operations: Operation[], {range}: Source, chance: Chance): Run => ({
  commands: [{operations, range, ...words(chance)}],
  problems: []
})

function unknown(name: string, {range}: Source): Run {
  const message = `Unexpected \`EXECUTE\` of \`${name}\`, expected its \`PREPARE\` in the same file`
  return {commands: [], problems: [{message, range, reason: 'dynamic'}]}
}
