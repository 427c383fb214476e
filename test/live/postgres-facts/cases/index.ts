/** All cases, by family. */
import {attachCases} from './attach.js'
import {belongingCases} from './belonging.js'
import type {CaseGroup} from './case.js'
import {cascadeCases} from './cascade.js'
import {combinedCases} from './combined.js'
import {calledCases} from './called.js'
import {columnsCases} from './columns.js'
import {dependingCases} from './depending.js'
import {doubtfulCases} from './doubtful.js'
import {constraintsCases} from './constraints.js'
import {edgesCases} from './edges.js'
import {familiesCases} from './families.js'
import {fitnessCases} from './fitness.js'
import {implicitCases} from './implicit.js'
import {inheritanceCases} from './inheritance.js'
import {lookupsCases} from './lookups.js'
import {notNullCases} from './not-null.js'
import {objectsCases} from './objects.js'
import {partitionsCases} from './partitions.js'
import {preparedCases} from './prepared.js'
import {referencesCases} from './references.js'
import {relationsCases} from './relations.js'
import {rewritingCases} from './rewriting.js'
import {seldomCases} from './seldom.js'
import {sidesCases} from './sides.js'
import {storageCases} from './storage.js'
import {triggersCases} from './triggers.js'
import {typesCases} from './types.js'

export const groups: readonly CaseGroup[] = [
  ...relationsCases,
  ...columnsCases,
  ...typesCases,
  ...notNullCases,
  ...constraintsCases,
  ...storageCases,
  ...objectsCases,
  ...attachCases,
  ...partitionsCases,
  ...inheritanceCases,
  ...referencesCases,
  ...seldomCases,
  ...sidesCases,
  ...fitnessCases,
  ...triggersCases,
  ...combinedCases,
  ...preparedCases,
  ...familiesCases,
  ...lookupsCases,
  ...calledCases,
  ...belongingCases,
  ...cascadeCases,
  ...rewritingCases,
  ...doubtfulCases,
  ...dependingCases,
  ...implicitCases,
  ...edgesCases
]
