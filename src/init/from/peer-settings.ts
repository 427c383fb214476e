/** What the configuration of another checker says, in words that sqlsafe has. */
import type {Configuration} from '../../core/configuration/configuration.js'
import type {Severity} from '../../core/define-rule.js'
import type {Peer} from '../../core/peers.js'
import type {Dialect} from '../../server/server.js'

export interface PeerSettings {
  /** Its names of checks that are switched off. */
  off: readonly string[]
  /** Of checks that are switched on, or that weigh otherwise than usual; `undefined`: as the rule has it. */
  on: ReadonlyMap<string, Severity | undefined>
  /** No other checks than those of `on`. */
  onlyThose?: boolean
  /** The rest of it that sqlsafe has a key for. */
  configuration: Pick<Configuration, 'serverVersion' | 'history' | 'runner' | 'failOn' | 'preset' | 'migrations'>
  /** What it says that has no key here, and what to do about it: full sentences. */
  notes: readonly string[]
}

/** How a team that uses another checker switches. */
export interface PeerReader {
  /** What `--from` takes. */
  name: string
  peer: Peer
  /** The one engine that it checks. */
  only?: Dialect
  /** Names of its configuration files in the folder of the project, the first that is there counts; none: it has none. */
  files: readonly string[]
  /**
   * Read one of them.
   *
   * @throws {UsageError} When it cannot be read, or a key is of another type than it should be.
   */
  read: (text: string, file: string, dialect: Dialect) => PeerSettings | Promise<PeerSettings>
}
