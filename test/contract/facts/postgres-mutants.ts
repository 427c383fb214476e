/** Which wrong facts about PostgreSQL the recordings would let pass. */
import {inVersions} from '../../../src/server/server.js'
import {mergeEffects} from '../../../src/core/merge-effects.js'
import {judge} from '../../../src/knowledge/judge.js'
import {displayName, forgetSortedFacts, hasRows, matchesOf} from '../../../src/knowledge/postgres/effects.js'
import type {PostgresFact} from '../../../src/knowledge/postgres/fact.js'
import {facts} from '../../../src/knowledge/postgres/facts/index.js'
import type {Scene} from '../../../src/knowledge/postgres/look.js'
import {casesOf, type FactCase} from '../../live/postgres-facts/cases/case.js'
import {differences} from '../../live/postgres-facts/compare.js'
import {
  foretell,
  foretellMet,
  meet,
  type Foretold,
  type Met,
  type ReadCommands
} from '../../live/postgres-facts/foretell.js'
import {fromWords, untouched, type Observation, type Scanned} from '../../live/postgres-facts/observation.js'
import {factVersions, groupsOf, readRecording, type FactVersion} from '../../live/postgres-facts/recording.js'
import {effectValues, mutantsOf, type FieldValues, type Mutant} from './mutate.js'

/** What the deciding cases of a row have shown. */
interface Proof {
  /** Versions on which it alone decided about a relation. */
  versions: Set<number>
  /** It alone decided about a relation, also of a statement that the server refused. */
  decided: boolean
  /** A relation that it decided about was read from end to end. */
  scanned: boolean
  /** One was not, or need not have been. */
  spared: boolean
  /** One could have been read or written anew: it has rows. */
  stores: boolean
}

/** A case with what a server did in it. */
interface Recorded {
  each: FactCase
  observation: Observation
}

/** What a version did in each case that it could be asked. */
function recordedCases(version: FactVersion): Recorded[] {
  const recording = readRecording(version)
  return groupsOf(version)
    .flatMap(casesOf)
    .filter(({unsure}) => !unsure)
    .map((each) => ({each, observation: fromWords(recording[each.group]?.[each.key] ?? '')}))
}

/** A wrong row that no case has contradicted so far. */
export interface Alive extends Mutant<PostgresFact> {
  row: PostgresFact
  /** Of a row for other versions: those on which it decided a case all the same. */
  decidedOn: Set<number>
}

const values = (row: PostgresFact): FieldValues<PostgresFact> => ({
  lock: ['none', ...effectValues.postgresLock],
  scan: effectValues.scan,
  rewrite: effectValues.rewrite,
  indexes: rebuildable(row),
  locked: lockable(row)
})

/** What locks an index weakly, beside what locks it like a table. */
const weakOnIndexes = new Set([
  'index.rename',
  'index.set-parameters',
  'index.set-statistics',
  'index.attach-partition'
])

/** Which locks of indexes would show: where there can be no transaction, nothing tells how they are locked. */
function lockable({locked, on, operation}: PostgresFact): Array<PostgresFact['locked']> {
  if (on === 'index-partitions' || on === 'all-stored') return [locked]
  if (locked === 'none') return weakOnIndexes.has(operation) ? ['none', 'all'] : ['none']
  return ['none', 'named', 'all']
}

/** Which indexes can be built anew by a row; the other words mean nothing there: where no index is unfit, none depends. */
function rebuildable({indexes, on, operation}: PostgresFact): Array<PostgresFact['indexes']> {
  if (operation === 'column.set-type') return indexes === 'none' ? ['none', 'all'] : ['none', 'all', 'dependent']
  return on === 'index-table' || on === 'index-partitions' ? ['none', 'all', 'named'] : ['none', 'all']
}

function wrongRows(row: PostgresFact): Alive[] {
  const runnable = factVersions.map((version) => [version])
  return mutantsOf(row, values(row), runnable).map((mutant): Alive => ({...mutant, row, decidedOn: new Set()}))
}

/** Say for a while what a mutant says. */
function pretending<Result>({fact, row}: Alive, look: () => Result): Result {
  const right = {...row}
  try {
    Object.assign(row, fact)
    if (fact.versions !== right.versions) forgetSortedFacts()
    return look()
  } finally {
    Object.assign(row, right)
    if (fact.versions !== right.versions) forgetSortedFacts()
  }
}

/** Go through the recordings, and find the wrong rows that nothing in them contradicts. */
export function survivors(
  read: ReadCommands,
  rows: readonly PostgresFact[]
): {alive: Alive[]; proofs: Map<PostgresFact, Proof>} {
  const alive = new Map(rows.map((row) => [row, new Set(wrongRows(row))]))
  const proofs = new Map(
    rows.map((row): [PostgresFact, Proof] => [
      row,
      {versions: new Set(), decided: false, scanned: false, spared: false, stores: false}
    ])
  )
  for (const version of factVersions) {
    for (const recorded of recordedCases(version)) {
      lookAt(recorded, version, read, alive, proofs)
    }
  }
  return {
    alive: rows.flatMap((row) =>
      [...(alive.get(row) ?? [])].filter(
        (mutant) =>
          !isNeedlessDoubt(mutant, proofs) &&
          !isEmptyTalk(mutant, proofs) &&
          !isUnprovedOnAVersion(mutant) &&
          !isUnbuilt(mutant) &&
          !isTakenOver(mutant, proofs)
      )
    ),
    proofs
  }
}

/** `maybe` is wrong where a scan has to be or cannot be, whatever single cases allow. */
const isNeedlessDoubt = ({fact, row}: Alive, proofs: ReadonlyMap<PostgresFact, Proof>): boolean => {
  const proof = proofs.get(row)
  return fact.scan === 'maybe' && row.scan !== 'maybe' && !(proof?.scanned === true && proof.spared)
}

/** Nothing can be read or written anew where nothing is stored. */
const isEmptyTalk = ({fact, row}: Alive, proofs: ReadonlyMap<PostgresFact, Proof>): boolean => {
  const proof = proofs.get(row)
  return (
    proof?.stores === false &&
    proof.decided &&
    (fact.scan !== 'none' || fact.rewrite !== 'none' || fact.indexes !== 'none')
  )
}

/** A row must decide a case on every version that it names. */
const isUnprovedOnAVersion = ({decidedOn, fact, row}: Alive): boolean =>
  fact.versions !== row.versions &&
  factVersions.some(
    (version) => inVersions([version], fact.versions) && !inVersions([version], row.versions) && !decidedOn.has(version)
  )

/** Nobody builds all indexes of a table without reading it; a table that a rule makes a view of has none. */
const isUnbuilt = ({fact}: Alive): boolean =>
  fact.indexes === 'all' && (fact.scan !== 'table' || fact.operation === 'rule.create')

/** Fewer versions than are right are no mistake where another row says the same of the others. */
const isTakenOver = ({fact, row}: Alive, proofs: ReadonlyMap<PostgresFact, Proof>): boolean =>
  fact.versions !== row.versions &&
  factVersions.every(
    (version) =>
      inVersions([version], fact.versions) ||
      !inVersions([version], row.versions) ||
      proofs.get(row)?.versions.has(version) === true
  )

function decides(row: PostgresFact, {command, situation}: Met, version: number): boolean {
  return command.operations.some((operation) =>
    matchesOf({operation, command, ...situation, version}).some(({candidates}) => candidates.at(0) === row)
  )
}

function lookAt(
  {each, observation}: Recorded,
  version: FactVersion,
  read: ReadCommands,
  alive: ReadonlyMap<PostgresFact, Set<Alive>>,
  proofs: ReadonlyMap<PostgresFact, Proof>
): void {
  const ran = observation.error === undefined
  const isOnlyCommand = read(each.statement).length === 1
  const whole = isOnlyCommand ? undefined : foretell(each, version, read)
  for (const met of meet(each, version, read)) {
    const right = whole ?? foretellMet(each, [met])
    const touched = rowsTouched(met, version, observation, proofs, isOnlyCommand ? right : undefined)
    const again = (): Foretold =>
      isOnlyCommand
        ? {...right, effects: mergeEffects(judge(met.command, met.situation).effects)}
        : foretell(each, version, read)
    for (const [row, holds] of touched) {
      const mutants = alive.get(row)
      for (const mutant of mutants ?? []) {
        // What it says is not heard where it does not hold.
        if (!holds && mutant.fact.when === row.when && mutant.fact.versions === row.versions) continue
        pretending(mutant, () => {
          const wrong = again()
          if (differences(wrong, observation).length > 0 || isDoubtful(mutant, wrong, right, observation))
            mutants?.delete(mutant)
          else if (ran && mutant.fact.versions !== row.versions && decides(row, met, version))
            mutant.decidedOn.add(version)
        })
      }
    }
  }
}

/** The rows that speak of a relation here, with whether they hold or may: also those whose conditions or versions do not. */
function rowsTouched(
  {command, situation}: Met,
  version: number,
  {error, relations, scansUnseen}: Observation,
  proofs: ReadonlyMap<PostgresFact, Proof>,
  onlyForetold: Foretold | undefined
): Map<PostgresFact, boolean> {
  const touched = new Map<PostgresFact, boolean>()
  const touch = (row: PostgresFact, holds: boolean): void => {
    touched.set(row, holds || touched.get(row) === true)
  }
  const deciding = new Map<string, Array<[PostgresFact, boolean]>>()
  for (const operation of command.operations) {
    const scene: Scene = {operation, command, ...situation, version}
    for (const {candidates, look, role} of matchesOf(scene)) {
      for (const row of facts[operation.kind]) if (row.on === role) touch(row, candidates.includes(row))
      const [row, ...others] = candidates
      const name = displayName(look.relation)
      if (row && others.length === 0) {
        deciding.set(name, [...(deciding.get(name) ?? []), [row, hasRows(look.relation)]])
      }
    }
    for (const row of facts[operation.kind]) if (!inVersions([version], row.versions)) touch(row, false)
  }
  for (const [name, rows] of deciding) {
    const seen = relations.get(name) ?? untouched
    // Triggers may read it too.
    const foretold = onlyForetold?.effects.find(({relation}) => relation === name)?.scan ?? 'none'
    for (const [row, stores] of rows) {
      const isAlone = onlyForetold !== undefined && rows.length === 1 && scansUnseen !== true && foretold === row.scan
      note(proofs.get(row), error === undefined, version, isAlone, seen.scan, stores)
    }
  }
  return touched
}

/** What is said for sure, and rightly, becomes a doubt: a row with a doubt holds where it should not. */
function isDoubtful({fact, row}: Alive, wrong: Foretold, right: Foretold, {error, relations}: Observation): boolean {
  if (error !== undefined || fact.scan !== row.scan) return false
  const scans = new Map(right.effects.map(({relation, scan}) => [relation, scan]))
  return wrong.effects.some(({relation, scan}) => {
    const sure = scans.get(relation)
    const seen = relations.get(relation)?.scan ?? 'none'
    return scan === 'maybe' && ((sure === 'table' && seen === 'scan') || (sure === 'none' && seen === 'none'))
  })
}

function note(
  proof: Proof | undefined,
  ran: boolean,
  version: number,
  isAlone: boolean,
  scan: Scanned,
  stores: boolean
): void {
  if (!proof) return
  proof.decided = true
  proof.stores ||= stores
  if (!ran) return
  proof.versions.add(version)
  if (!stores) return
  if (!isAlone) return
  proof.scanned ||= scan === 'scan' || scan === 'scan or index'
  proof.spared ||= scan === 'none' || scan === 'index or scan'
}
