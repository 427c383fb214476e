/** What happens during an apply, as plain data for reporters, logs and hooks. Times are ISO 8601. */

interface Blocker {
  /** Process id; `null`: a prepared transaction, which has none. */
  pid: number | null
  /** Seconds since its transaction began. */
  age: number
  state: string
  query: string
}

export type ApplyEvent = {at: string; run: string} & (
  | {type: 'begin'; resumed: boolean; steps: number}
  | {type: 'step-begin'; step: string; title: string; number: number}
  | {type: 'statement'; step: string; sql: string; ms: number; outcome: 'ok' | 'failed'; error?: string}
  | {type: 'batch'; step: string; rows: number; ms: number; done: number; total: number | undefined}
  | {type: 'retry'; step: string; attempt: number; of: number; waitMs: number; error: string; blockers: Blocker[]}
  | {type: 'throttled'; step: string; reason: string}
  | {type: 'going-on'; step: string}
  | {type: 'paused'; step: string}
  | {type: 'say'; step: string; text: string}
  | {type: 'step-end'; step: string; ms: number; rows: number; skipped: boolean}
  | {type: 'gate'; phase: number; gate: string}
  | {type: 'stopped'; reason: string}
  | {type: 'failed'; step: string; error: string}
  | {type: 'end'; ms: number}
)

/** An event before the runner says when and of which run it is. */
export type NewEvent = ApplyEvent extends infer Event
  ? Event extends ApplyEvent
    ? Omit<Event, 'at' | 'run'>
    : never
  : never

export type {Blocker}
