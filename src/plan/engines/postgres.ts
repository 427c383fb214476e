import {steps} from '../../apply/postgres/steps.generated.js'
import type {Step} from '../../core/analyze.js'
import {findRelation} from '../../core/rules/relations.js'
import {judge} from '../../knowledge/judge.js'
import type {Session} from '../../schema/session.js'
import type {PlanEngine} from '../engine.js'

/** The runner of the plan sets these itself. */
const ownSettings = /^(lock_timeout|statement_timeout|idle_in_transaction_session_timeout|transaction_timeout)$/

/** PostgreSQL: definitions change in transactions, but for the few statements that refuse one. */
export const postgresEngine: PlanEngine = {
  steps,
  formOf: (step) => ({strong: isStrong(step), outside: refusesTransaction(step)}),
  formOfUnread: () => ({strong: true}),
  settingsOf: (session) => changedSettings(session, ownSettings),
  whyNotAlone: () => undefined,
  leftOut: () => undefined
}

/** What the files set, and what differs from what the connection begins with. */
export function changedSettings(session: Session, own: RegExp): Record<string, string> {
  const changed = [...session.settings].filter(
    ([name, {value}]) => !own.test(name) && session.configured(name) !== value
  )
  return Object.fromEntries(changed.map(([name, {value}]) => [name, value]))
}

function isStrong({catalog, command, judgement, session}: Step): boolean {
  // A new value of an enum is of no use before its transaction ends.
  if (command.operations.some(({kind}) => kind === 'enum.add-value')) return true
  return judgement.effects.some(
    ({lock, relation}) => keepsOthersOut(lock) && findRelation(relation, catalog, session)?.createdBy === undefined
  )
}

function keepsOthersOut(lock: string | undefined): boolean {
  return (
    lock !== undefined &&
    /SHARE$|EXCLUSIVE$/.test(lock) &&
    !/^(ACCESS SHARE|ROW SHARE|ROW EXCLUSIVE|SHARE UPDATE)/.test(lock)
  )
}

function refusesTransaction({catalog, command, session}: Step): boolean {
  const inside = session.onVersion(session.server.version)
  inside.transaction = {byRunner: true, mark: catalog.mark(), settings: new Map(session.settings), savepoints: []}
  return judge(command, {catalog, session: inside}).refusal?.reason === 'transaction'
}
