// Written by scripts/generate-part-indexes.ts: do not edit.
import {batch} from './steps/batch.js'
import {ddl} from './steps/ddl.js'
import {externalCopy} from './steps/external-copy.js'
import {shadowCapture} from './steps/shadow-capture.js'
import {shadowCheck} from './steps/shadow-check.js'
import {shadowCopy} from './steps/shadow-copy.js'
import {shadowCreate} from './steps/shadow-create.js'
import {shadowDrop} from './steps/shadow-drop.js'
import {shadowIndex} from './steps/shadow-index.js'
import {shadowSwap} from './steps/shadow-swap.js'
import {transaction} from '../steps/transaction.js'
import {verify} from '../steps/verify.js'
import type {Step} from '../step.js'

/** Each step of the folder, by the names of their files. */
export const steps: readonly Step[] = [
  batch,
  ddl,
  externalCopy,
  shadowCapture,
  shadowCheck,
  shadowCopy,
  shadowCreate,
  shadowDrop,
  shadowIndex,
  shadowSwap,
  transaction,
  verify
]
