/** Which rules cover a check of another checker, by its name there. */
import type {Rule} from './define-rule.js'
import type {Peer} from './peers.js'

/** Ids of the rules that cover a check; none: it is not known, or no rule covers it. */
export type PeerRules = (peer: Peer | 'pgls', name: string) => readonly string[]

/**
 * What the Postgres Language Server calls otherwise than those that it has its rules from; all others are
 * squawk's names in camel case.
 * https://github.com/supabase-community/postgres-language-server/tree/main/crates/pgls_analyser/src/lint/safety
 */
const namesOfPgls: Readonly<Record<string, readonly [Peer, string]>> = {
  addingNotNullField: ['squawk', 'adding-not-nullable-field'],
  addingPrimaryKeyConstraint: ['squawk', 'adding-serial-primary-key-field'],
  addSerialColumn: ['eugene', 'E11'],
  avoidAddingExclusionConstraint: ['pgfence', 'add-constraint-exclude'],
  avoidAlterEnumAddValue: ['pgfence', 'alter-enum-add-value'],
  avoidAttachingPartition: ['pgfence', 'attach-partition'],
  avoidCreateTrigger: ['pgfence', 'create-trigger'],
  avoidEnableDisableTrigger: ['pgfence', 'enable-disable-trigger'],
  avoidWideLockWindow: ['pgfence', 'wide-lock-window'],
  banDeleteWithoutWhere: ['pgfence', 'delete-without-where'],
  banDropSchema: ['pgfence', 'drop-schema-cascade'],
  banDropTrigger: ['pgfence', 'drop-trigger'],
  banTruncate: ['pgfence', 'truncate'],
  banUpdateWithoutWhere: ['pgfence', 'update-in-migration'],
  banVacuumFull: ['pgfence', 'vacuum-full'],
  concurrentRefreshMatviewLock: ['pgfence', 'refresh-matview-concurrent'],
  creatingEnum: ['eugene', 'W13'],
  disallowUniqueConstraint: ['squawk', 'disallowed-unique-constraint'],
  lockTimeoutWarning: ['eugene', 'E9'],
  multipleAlterTable: ['eugene', 'W12'],
  preferJsonb: ['eugene', 'E3'],
  preferTimestamptz: ['squawk', 'prefer-timestamp-tz'],
  requireConcurrentDetachPartition: ['pgfence', 'detach-partition'],
  requireConcurrentRefreshMatview: ['pgfence', 'refresh-matview-blocking'],
  requireConcurrentReindex: ['pgfence', 'reindex-non-concurrent'],
  requireIdleInTransactionTimeout: ['pgfence', 'missing-idle-timeout'],
  requireSeparateConstraintValidation: ['pgfence', 'not-valid-validate-same-tx'],
  requireStatementTimeout: ['pgfence', 'missing-statement-timeout'],
  runningStatementWhileHoldingAccessExclusive: ['eugene', 'E4']
}

/**
 * Names that stand for several of the same checker.
 * https://github.com/sbdchd/squawk/blob/master/crates/squawk_linter/src/lib.rs
 */
const groups: Partial<Record<Peer, Readonly<Record<string, readonly string[]>>>> = {
  squawk: {
    'prefer-big-int': ['prefer-bigint-over-int', 'prefer-bigint-over-smallint'],
    'require-timeout-settings': ['require-lock-timeout', 'require-statement-timeout']
  }
}

/**
 * Classes of Atlas's analyzers, by what the codes of their checks begin with.
 * https://atlasgo.io/lint/analyzers
 */
const atlasClasses: Readonly<Record<string, string>> = {
  concurrent_index: 'PG1',
  condrop: 'CD',
  data_depend: 'MF',
  destructive: 'DS',
  incompatible: 'BC',
  nestedtx: 'TX2'
}

/** The checks that a name of a checker stands for: itself, or several. */
export function expandPeerName(peer: Peer, name: string): readonly string[] {
  return groups[peer]?.[name] ?? [name]
}

/** Look rules up by the checks that they cover. */
export function peerRulesOf(rules: readonly Rule[]): PeerRules {
  const known = new Map<string, Set<string>>()
  const add = (peer: string, name: string, id: string): void => {
    const key = keyOf(peer, name)
    known.set(key, (known.get(key) ?? new Set()).add(id))
  }
  for (const {id, peers = {}} of rules) {
    for (const [peer, names] of Object.entries(peers)) for (const name of names) add(peer, name, id)
    for (const [group, start] of Object.entries(atlasClasses)) {
      if (peers.atlas?.some((code) => code.startsWith(start))) add('atlas', group, id)
    }
  }

  return (peer, name) => {
    const [theirs, first] = peer === 'pgls' ? (namesOfPgls[name] ?? (['squawk', toKebab(name)] as const)) : [peer, name]
    const names = expandPeerName(theirs, first)
    return [...new Set(names.flatMap((each) => [...(known.get(keyOf(theirs, each)) ?? [])]))]
  }
}

function keyOf(peer: string, name: string): string {
  return `${peer} ${name.toLowerCase()}`
}

function toKebab(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
}
