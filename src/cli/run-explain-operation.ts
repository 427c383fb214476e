import {closestMatch} from 'leven'
import {dialects} from '../server/server.js'
import type {Version} from '../server/server.js'
import {readServerVersion} from '../server/supported.js'
import {UsageError} from '../usage-error.js'
import {operationKinds, referenceOf} from '../knowledge/reference/reference.js'
import type {OperationKind} from '../operations/operation.js'
import {referencePretty} from '../report/reference-pretty.js'
import type {ExplainOptions} from './run-explain.js'
import {styleOf} from './open.js'
import {write} from './output.js'

/** Print what is known of one operation. */
export function runExplainOperation(name: string, paths: readonly string[], options: ExplainOptions): void {
  if (paths.length > 0) {
    throw new UsageError(`Unexpected \`${paths.join(' ')}\` beside \`--operation\`, expected one of the two`)
  }
  const operation = readOperation(name)
  const version = readVersion(options)
  const asked = options.dialect === undefined ? dialects : [options.dialect]
  const references = asked.map((dialect) => referenceOf(operation, dialect, version))
  write(
    options.format === 'json'
      ? `${JSON.stringify({version: 1, operation, references}, null, 2)}\n`
      : referencePretty(references, version, styleOf(options))
  )
}

function readVersion({dialect, serverVersion}: ExplainOptions): Version | undefined {
  if (serverVersion === undefined) return undefined
  if (dialect === undefined) {
    throw new UsageError('Unexpected `--server-version` with `--operation` alone, expected `--dialect` as well')
  }
  return readServerVersion(dialect, serverVersion)
}

function readOperation(name: string): OperationKind {
  const found = operationKinds.find((kind) => kind === name)
  if (found) return found
  throw new UsageError(`Unexpected operation \`${name}\`, expected ${nearestTo(name)}`)
}

/** Those that look alike, and those that share a word with what was written: `set-not-null` is of a column. */
function nearestTo(name: string): string {
  const words = name.split(/[.\s_-]+/).filter((word) => word.length > 2)
  const shared = (kind: string): number => words.filter((word) => kind.split(/[.-]/).includes(word)).length
  const most = Math.max(...operationKinds.map(shared))
  const alike = closestMatch(name, operationKinds, {maxDistance: Math.max(2, Math.floor(name.length / 3))})
  const related = most === 0 ? [] : operationKinds.filter((kind) => shared(kind) === most)
  const near = [...new Set([...(alike === undefined ? [] : [alike]), ...related])].slice(0, 5)
  const expected = near.length > 0 ? near : ['column.add', 'index.create', 'constraint.add']
  const rest = near.length > 0 ? '' : ' or another of `docs/engines/`'
  return `${expected.map((kind) => `\`${kind}\``).join(', ')}${rest}`
}
