/** The reference: what the facts say about an operation, for the pages in `docs/engines/` and the terminal. */
import type {Dialect, Version} from '../../server/server.js'
import {forms} from '../../operations/forms.js'
import type {OperationKind} from '../../operations/operation.js'
import {unknowable} from '../unknown.js'
import type {OperationReference, ReferenceCase} from './cases.js'
import {mysqlCases, mysqlSegments} from './mysql.js'
import {notes} from './notes.js'
import {postgresCases, postgresSegments} from './postgres.js'
import {holds} from './segments.js'

/** What people look for under the name that another engine gives it. */
const instead: Readonly<Record<Dialect, Readonly<Partial<Record<OperationKind, OperationKind>>>>> = {
  postgres: {'column.modify': 'column.set-type', 'table.optimize': 'table.vacuum'},
  mysql: {
    'column.set-not-null': 'column.modify',
    'column.drop-not-null': 'column.modify',
    'column.set-type': 'column.modify',
    'view.rename': 'table.rename'
  },
  mariadb: {
    'column.set-not-null': 'column.modify',
    'column.drop-not-null': 'column.modify',
    'column.set-type': 'column.modify',
    'column.set-visibility': 'column.modify',
    'view.rename': 'table.rename'
  }
}

/** All kinds of operations, in the order of their families. */
export const operationKinds = Object.keys(forms) as OperationKind[]

/** What is known of an operation on an engine, on one version or on all that are supported. */
export function referenceOf(operation: OperationKind, dialect: Dialect, version?: Version): OperationReference {
  const form = forms[operation][dialect] ?? null
  return {
    operation,
    dialect,
    form,
    instead: form === null ? (instead[dialect][operation] ?? null) : null,
    unknown: form === null ? null : (unknowable[operation] ?? null),
    cases: form === null ? [] : casesOf(operation, dialect, version),
    notes: notes[dialect][operation] ?? []
  }
}

function casesOf(operation: OperationKind, dialect: Dialect, version: Version | undefined): ReferenceCase[] {
  const segments = dialect === 'postgres' ? postgresSegments : mysqlSegments(dialect)
  const chosen = version ? segments.filter((segment) => holds(segment, version)) : segments
  const cases = dialect === 'postgres' ? postgresCases(operation, chosen) : mysqlCases(dialect, operation, chosen)
  return version ? cases.map((each) => onVersion(each, version)) : cases
}

/** Of one version it is either seen or not. */
function onVersion(each: ReferenceCase, version: Version): ReferenceCase {
  if (each.observedOn.length === 0) return each
  const written = `${version.join('.')}.`
  const seen = each.observedOn.some((series) => written.startsWith(`${series}.`))
  return {...each, observedOn: [], confidence: seen ? 'observed' : 'documented'}
}
