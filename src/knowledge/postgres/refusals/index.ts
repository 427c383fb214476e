/** Statements that the server will not run, for certain. */
import type {Judgement} from '../../effect.js'
import type {Scene} from '../look.js'
import {refusedByObject} from './object.js'
import {refusedByTransaction} from './transaction.js'
import {refusedByVersion} from './version.js'

type Refusal = NonNullable<Judgement['refusal']>

/** The first reason for which a command is refused; `undefined` where none is certain. */
export function refusalOf(scenes: readonly Scene[]): Refusal | undefined {
  for (const scene of scenes) {
    const refusal = refusedByVersion(scene) ?? refusedByTransaction(scene) ?? refusedByObject(scene)
    if (refusal) return refusal
  }
  return undefined
}
