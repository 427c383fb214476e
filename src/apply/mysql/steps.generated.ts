// Written by scripts/generate-part-indexes.ts: do not edit.
import {batch} from './steps/batch.js'
import {ddl} from './steps/ddl.js'
import {transaction} from '../steps/transaction.js'
import type {Step} from '../step.js'

/** Each step of the folder, by the names of their files. */
export const steps: readonly Step[] = [batch, ddl, transaction]
