/** From what was found in each migration to what is told of all of them. */
import type {Migration} from '../../migrations/migration.js'
import type {Message} from './message.js'

/** What came of one migration; of one that is history nothing is reported. */
export interface Findings {
  /** In the order of the text. */
  messages: Message[]
  /** Ids of the rules among them that are told once in a run. */
  onceInRun: readonly string[]
  statements: number
  unparsed: number
}

/** What was found in one checked migration. */
export interface MigrationMessages {
  migration: Migration
  /** In the order of the text. */
  messages: Message[]
}

export interface RunResult {
  /** One for each checked migration, in order, also where nothing was found. */
  files: MigrationMessages[]
  /** Number of statements in checked migrations. */
  statements: number
  /** Number of those that could not be read, or not in full. */
  unparsed: number
}

/** Put together what was found. What is told once in a run is told of each migration where others are history. */
export function summarize(found: readonly Findings[], migrations: readonly Migration[]): RunResult {
  const files = migrations.flatMap((migration, number) => {
    return migration.checked ? [{migration, messages: found[number]?.messages ?? []}] : []
  })
  if (files.length === migrations.length) {
    for (const id of new Set(found.flatMap(({onceInRun}) => onceInRun))) tellNewest(id, files)
  }
  const sum = (of: (findings: Findings) => number): number => found.reduce((total, each) => total + of(each), 0)
  return {files, statements: sum(({statements}) => statements), unparsed: sum(({unparsed}) => unparsed)}
}

/** Of a finding that all migrations of a history share, leave the one in the newest. */
function tellNewest(ruleId: string, files: readonly MigrationMessages[]): void {
  const found = files.filter(({messages}) => messages.some((message) => message.ruleId === ruleId))
  const older = found.slice(0, -1)
  for (const file of older) file.messages = file.messages.filter((message) => message.ruleId !== ruleId)
  const newest = found.at(-1)
  if (newest === undefined || older.length === 0) return
  const same = ` (the same in ${String(older.length)} earlier ${older.length === 1 ? 'migration' : 'migrations'})`
  const first = newest.messages.findIndex((message) => message.ruleId === ruleId)
  newest.messages = newest.messages.map((message, index) =>
    index === first ? {...message, reason: message.reason + same} : message
  )
}
