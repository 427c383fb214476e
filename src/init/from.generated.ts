// Written by scripts/generate-peer-reader-index.ts: do not edit.
import {dieselGuard} from './from/diesel-guard.js'
import {eugene} from './from/eugene.js'
import {migrationpilot} from './from/migrationpilot.js'
import {pgfence} from './from/pgfence.js'
import {squawk} from './from/squawk.js'
import {strongMigrations} from './from/strong-migrations.js'
import type {PeerReader} from './from/peer-settings.js'

/** Of all peers whose users `sqlsafe init --from` knows, by the names of their files. */
export const peerReaders: readonly PeerReader[] = [dieselGuard, eugene, migrationpilot, pgfence, squawk, strongMigrations]
