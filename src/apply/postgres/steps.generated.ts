// Written by scripts/generate-part-indexes.ts: do not edit.
import {batch} from './steps/batch.js'
import {indexCreateConcurrently} from './steps/index-create-concurrently.js'
import {indexDropConcurrently} from './steps/index-drop-concurrently.js'
import {indexReindexConcurrently} from './steps/index-reindex-concurrently.js'
import {partitionDetachConcurrently} from './steps/partition-detach-concurrently.js'
import {revertCapture} from './steps/revert-capture.js'
import {revertReplay} from './steps/revert-replay.js'
import {shadowCapture} from './steps/shadow-capture.js'
import {shadowCheck} from './steps/shadow-check.js'
import {shadowCopy} from './steps/shadow-copy.js'
import {shadowCreate} from './steps/shadow-create.js'
import {shadowDrop} from './steps/shadow-drop.js'
import {shadowIndex} from './steps/shadow-index.js'
import {shadowSwap} from './steps/shadow-swap.js'
import {shadowValidate} from './steps/shadow-validate.js'
import {statement} from './steps/statement.js'
import {transaction} from '../steps/transaction.js'
import {verify} from '../steps/verify.js'
import type {Step} from '../step.js'

/** Each step of the folder, by the names of their files. */
export const steps: readonly Step[] = [
  batch,
  indexCreateConcurrently,
  indexDropConcurrently,
  indexReindexConcurrently,
  partitionDetachConcurrently,
  revertCapture,
  revertReplay,
  shadowCapture,
  shadowCheck,
  shadowCopy,
  shadowCreate,
  shadowDrop,
  shadowIndex,
  shadowSwap,
  shadowValidate,
  statement,
  transaction,
  verify
]
