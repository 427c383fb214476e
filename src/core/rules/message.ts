import type {Effect} from '../../knowledge/effect.js'
import type {Range} from '../../parse/source.js'
import type {Rule, Severity} from '../define-rule.js'
import type {Fix} from '../../migrations/fixing/fix.js'

/** One finding: what a rule reports about a place in a migration. */
export interface Message {
  ruleId: string
  /** Key of the rule's `messages`. */
  messageId: string
  severity: Severity
  /** “Unexpected …, expected …”, placeholders filled in. */
  reason: string
  /** In the text of the migration. */
  place: Range
  /** The whole statement that the place is in; absent where the finding is about a comment or a file. */
  statement?: Range | undefined
  /** The other place involved, in the same file: the statement that took the lock, say. */
  cause?: Range | undefined
  /** Of the rule's page. */
  url: string
  /** Id of our safe sequence; `null`: there is none, the rule's page says why. */
  recipe: string | null
  /** What the operation does to relations that existed before; empty where the rule is not about that. */
  effects: readonly Effect[]
  /** How long the work takes, where the size of the table is known. */
  duration?: string | undefined
  /** The local edit that does away with it; absent where there is none. */
  fix?: Fix | undefined
  /** The rule has spoken of the same before, and says so only to those who are to mend each place. */
  again?: boolean | undefined
  /** Of a finding that stands for others of its cause: those, and what it says itself, without their number. */
  together?: {once: NonNullable<Rule['once']> | 'place'; reason: string; others: readonly Message[]} | undefined
  /** One sentence a line: what happens to the users of the database, what to do instead. */
  note: readonly string[]
}

/** Where the page of a rule is. */
export function ruleUrl({docs, id}: Pick<Rule, 'docs' | 'id'>): string {
  return docs.url ?? `https://github.com/sqlsafe/sqlsafe/blob/main/docs/rules/${id}.md`
}

/** Fill the `{{placeholders}}` of a message; one without a value stays, so that a test can see it. */
export function interpolate(template: string, data: Readonly<Record<string, string | number>>): string {
  return template.replace(/\{\{(\w+)\}\}/g, (placeholder, key: string) => String(data[key] ?? placeholder))
}

const weight: Record<Severity, number> = {error: 0, warning: 1, info: 2}

/** In the order of the text, and the gravest first where two are at one place. */
export function compareMessages(a: Message, b: Message): number {
  return (
    a.place.start - b.place.start ||
    weight[a.severity] - weight[b.severity] ||
    a.place.end - b.place.end ||
    (a.ruleId < b.ruleId ? -1 : a.ruleId > b.ruleId ? 1 : 0)
  )
}
