/** Other checkers of migrations whose users may switch: rules name the checks of theirs that they cover. */

/** What each is called, and where its checks are described. */
export const peers = {
  squawk: {name: 'squawk', url: 'https://squawkhq.com/docs/rules'},
  strong_migrations: {name: 'strong_migrations', url: 'https://github.com/ankane/strong_migrations'},
  eugene: {name: 'eugene', url: 'https://kaaveland.github.io/eugene/hints.html'},
  atlas: {name: 'Atlas', url: 'https://atlasgo.io/lint/analyzers'},
  pgfence: {name: 'pgfence', url: 'https://github.com/flvmnt/pgfence'},
  MigrationPilot: {name: 'MigrationPilot', url: 'https://github.com/mickelsamuel/migrationpilot'},
  skeema: {name: 'Skeema', url: 'https://www.skeema.io/docs/options/'},
  'diesel-guard': {name: 'diesel-guard', url: 'https://github.com/ayarotsky/diesel-guard'},
  bytebase: {name: 'Bytebase', url: 'https://docs.bytebase.com/sql-review/review-rules'}
} as const

export type Peer = keyof typeof peers
