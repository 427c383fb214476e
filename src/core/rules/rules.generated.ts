// Written by scripts/generate-rule-index.ts: do not edit.
import noAttributeDrop from '../../../rules/no-attribute-drop.js'
import noBlockingDetach from '../../../rules/no-blocking-detach.js'
import noBlockingForeignKey from '../../../rules/no-blocking-foreign-key.js'
import noBlockingIndex from '../../../rules/no-blocking-index.js'
import noBlockingIndexDrop from '../../../rules/no-blocking-index-drop.js'
import noBlockingPartition from '../../../rules/no-blocking-partition.js'
import noBlockingRefresh from '../../../rules/no-blocking-refresh.js'
import noBlockingReindex from '../../../rules/no-blocking-reindex.js'
import noBlockingUnique from '../../../rules/no-blocking-unique.js'
import noBrokenTrigger from '../../../rules/no-broken-trigger.js'
import noCachedPlanBreak from '../../../rules/no-cached-plan-break.js'
import noCascadeDrop from '../../../rules/no-cascade-drop.js'
import noCascadingDelete from '../../../rules/no-cascading-delete.js'
import noCatalogChange from '../../../rules/no-catalog-change.js'
import noCharColumn from '../../../rules/no-char-column.js'
import noColumnDrop from '../../../rules/no-column-drop.js'
import noColumnRename from '../../../rules/no-column-rename.js'
import noConcurrentlyInTransaction from '../../../rules/no-concurrently-in-transaction.js'
import noConstraintDrop from '../../../rules/no-constraint-drop.js'
import noConstraintRename from '../../../rules/no-constraint-rename.js'
import noCopyAlgorithm from '../../../rules/no-copy-algorithm.js'
import noCorruptIndexBuild from '../../../rules/no-corrupt-index-build.js'
import noDefaultDrop from '../../../rules/no-default-drop.js'
import noDeleteWithoutWhere from '../../../rules/no-delete-without-where.js'
import noDisabledAutovacuum from '../../../rules/no-disabled-autovacuum.js'
import noDisplayWidth from '../../../rules/no-display-width.js'
import noDomainConstraint from '../../../rules/no-domain-constraint.js'
import noDuplicateAssignment from '../../../rules/no-duplicate-assignment.js'
import noDuplicateVersion from '../../../rules/no-duplicate-version.js'
import noEnumColumn from '../../../rules/no-enum-column.js'
import noEnumValueRename from '../../../rules/no-enum-value-rename.js'
import noExhaustedCounter from '../../../rules/no-exhausted-counter.js'
import noExhaustedRowVersions from '../../../rules/no-exhausted-row-versions.js'
import noFilledMaterializedView from '../../../rules/no-filled-materialized-view.js'
import noGlobalSetting from '../../../rules/no-global-setting.js'
import noGrantAll from '../../../rules/no-grant-all.js'
import noHandMadeCopy from '../../../rules/no-hand-made-copy.js'
import noHiddenInvalidIndex from '../../../rules/no-hidden-invalid-index.js'
import noIdlePolicy from '../../../rules/no-idle-policy.js'
import noIgnoredReference from '../../../rules/no-ignored-reference.js'
import noImplicitCommit from '../../../rules/no-implicit-commit.js'
import noIncomparableColumn from '../../../rules/no-incomparable-column.js'
import noIndexGap from '../../../rules/no-index-gap.js'
import noInexactNumber from '../../../rules/no-inexact-number.js'
import noInsertWithoutColumns from '../../../rules/no-insert-without-columns.js'
import noLaxMode from '../../../rules/no-lax-mode.js'
import noLossyTypeChange from '../../../rules/no-lossy-type-change.js'
import noManyIndexes from '../../../rules/no-many-indexes.js'
import noMisleadingIfNotExists from '../../../rules/no-misleading-if-not-exists.js'
import noMismatchedForeignKey from '../../../rules/no-mismatched-foreign-key.js'
import noNestedTransaction from '../../../rules/no-nested-transaction.js'
import noNotNullDrop from '../../../rules/no-not-null-drop.js'
import noNullComparison from '../../../rules/no-null-comparison.js'
import noObjectDrop from '../../../rules/no-object-drop.js'
import noObjectRename from '../../../rules/no-object-rename.js'
import noOffsetBackfill from '../../../rules/no-offset-backfill.js'
import noOutOfOrderMigration from '../../../rules/no-out-of-order-migration.js'
import noPartialMigration from '../../../rules/no-partial-migration.js'
import noPartitionDrop from '../../../rules/no-partition-drop.js'
import noPlatformRefusedStatement from '../../../rules/no-platform-refused-statement.js'
import noPlatformSurprise from '../../../rules/no-platform-surprise.js'
import noPooledSessionState from '../../../rules/no-pooled-session-state.js'
import noPrimaryKeyDrop from '../../../rules/no-primary-key-drop.js'
import noPublicGrant from '../../../rules/no-public-grant.js'
import noRedundantIndex from '../../../rules/no-redundant-index.js'
import noRefreshInMigration from '../../../rules/no-refresh-in-migration.js'
import noRefusedClause from '../../../rules/no-refused-clause.js'
import noRefusedStatement from '../../../rules/no-refused-statement.js'
import noReplicaRefusedChange from '../../../rules/no-replica-refused-change.js'
import noRequiredColumn from '../../../rules/no-required-column.js'
import noRewritingAddColumn from '../../../rules/no-rewriting-add-column.js'
import noRewritingTypeChange from '../../../rules/no-rewriting-type-change.js'
import noScanningAttachPartition from '../../../rules/no-scanning-attach-partition.js'
import noScanningCheck from '../../../rules/no-scanning-check.js'
import noScanningSetNotNull from '../../../rules/no-scanning-set-not-null.js'
import noScanningUnderLock from '../../../rules/no-scanning-under-lock.js'
import noSmallPrimaryKey from '../../../rules/no-small-primary-key.js'
import noStaleChecksum from '../../../rules/no-stale-checksum.js'
import noSuperuserRole from '../../../rules/no-superuser-role.js'
import noTableDrop from '../../../rules/no-table-drop.js'
import noTableLock from '../../../rules/no-table-lock.js'
import noTableRebuild from '../../../rules/no-table-rebuild.js'
import noTableRename from '../../../rules/no-table-rename.js'
import noTableTruncate from '../../../rules/no-table-truncate.js'
import noTooManyColumns from '../../../rules/no-too-many-columns.js'
import noTriggerDisable from '../../../rules/no-trigger-disable.js'
import noTriggerOnBusyTable from '../../../rules/no-trigger-on-busy-table.js'
import noUnadvancedSequence from '../../../rules/no-unadvanced-sequence.js'
import noUnbatchedBackfill from '../../../rules/no-unbatched-backfill.js'
import noUnboundedChange from '../../../rules/no-unbounded-change.js'
import noUncheckedUniqueness from '../../../rules/no-unchecked-uniqueness.js'
import noUncommittedEnumValue from '../../../rules/no-uncommitted-enum-value.js'
import noUncommittedTransaction from '../../../rules/no-uncommitted-transaction.js'
import noUnenforcedConstraint from '../../../rules/no-unenforced-constraint.js'
import noUnenforcedUniqueness from '../../../rules/no-unenforced-uniqueness.js'
import noUniqueDrop from '../../../rules/no-unique-drop.js'
import noUnknownEffect from '../../../rules/no-unknown-effect.js'
import noUnloggedTable from '../../../rules/no-unlogged-table.js'
import noUnorderedLimit from '../../../rules/no-unordered-limit.js'
import noUnpartitionedKey from '../../../rules/no-unpartitioned-key.js'
import noUnprovedNotNull from '../../../rules/no-unproved-not-null.js'
import noUnreplicatedDdl from '../../../rules/no-unreplicated-ddl.js'
import noUnsafeSecurityDefiner from '../../../rules/no-unsafe-security-definer.js'
import noUntimelyNotNull from '../../../rules/no-untimely-not-null.js'
import noUnusedSuppression from '../../../rules/no-unused-suppression.js'
import noUpdateWithoutWhere from '../../../rules/no-update-without-where.js'
import noUtf8mb3 from '../../../rules/no-utf8mb3.js'
import noVacuumFull from '../../../rules/no-vacuum-full.js'
import noVersionMismatch from '../../../rules/no-version-mismatch.js'
import noViewColumnDrop from '../../../rules/no-view-column-drop.js'
import noVisibleIndexDrop from '../../../rules/no-visible-index-drop.js'
import noVolatileCheck from '../../../rules/no-volatile-check.js'
import noWideIndex from '../../../rules/no-wide-index.js'
import noWideLockWindow from '../../../rules/no-wide-lock-window.js'
import noWorkUnderExclusiveLock from '../../../rules/no-work-under-exclusive-lock.js'
import noZeroDate from '../../../rules/no-zero-date.js'
import notAnalysable from '../../../rules/not-analysable.js'
import preferIdentity from '../../../rules/prefer-identity.js'
import preferIfExists from '../../../rules/prefer-if-exists.js'
import preferJsonb from '../../../rules/prefer-jsonb.js'
import preferOneRewrite from '../../../rules/prefer-one-rewrite.js'
import preferText from '../../../rules/prefer-text.js'
import preferTimestamptz from '../../../rules/prefer-timestamptz.js'
import requireAlgorithmClause from '../../../rules/require-algorithm-clause.js'
import requireApplicationName from '../../../rules/require-application-name.js'
import requireForeignKeyIndex from '../../../rules/require-foreign-key-index.js'
import requireIdleTransactionTimeout from '../../../rules/require-idle-transaction-timeout.js'
import requireLockTimeout from '../../../rules/require-lock-timeout.js'
import requirePolicy from '../../../rules/require-policy.js'
import requirePrimaryKey from '../../../rules/require-primary-key.js'
import requireReplicaIdentity from '../../../rules/require-replica-identity.js'
import requireReversibleMigration from '../../../rules/require-reversible-migration.js'
import requireSchema from '../../../rules/require-schema.js'
import requireStatementTimeout from '../../../rules/require-statement-timeout.js'
import requireSuppressionReason from '../../../rules/require-suppression-reason.js'
import requireTransactionalEngine from '../../../rules/require-transactional-engine.js'
import syntaxError from '../../../rules/syntax-error.js'
import unreadableTemplate from '../../../rules/unreadable-template.js'
import type {Rule} from '../define-rule.js'

/** All rules, by id. */
export const rules: readonly Rule[] = [
  noAttributeDrop,
  noBlockingDetach,
  noBlockingForeignKey,
  noBlockingIndex,
  noBlockingIndexDrop,
  noBlockingPartition,
  noBlockingRefresh,
  noBlockingReindex,
  noBlockingUnique,
  noBrokenTrigger,
  noCachedPlanBreak,
  noCascadeDrop,
  noCascadingDelete,
  noCatalogChange,
  noCharColumn,
  noColumnDrop,
  noColumnRename,
  noConcurrentlyInTransaction,
  noConstraintDrop,
  noConstraintRename,
  noCopyAlgorithm,
  noCorruptIndexBuild,
  noDefaultDrop,
  noDeleteWithoutWhere,
  noDisabledAutovacuum,
  noDisplayWidth,
  noDomainConstraint,
  noDuplicateAssignment,
  noDuplicateVersion,
  noEnumColumn,
  noEnumValueRename,
  noExhaustedCounter,
  noExhaustedRowVersions,
  noFilledMaterializedView,
  noGlobalSetting,
  noGrantAll,
  noHandMadeCopy,
  noHiddenInvalidIndex,
  noIdlePolicy,
  noIgnoredReference,
  noImplicitCommit,
  noIncomparableColumn,
  noIndexGap,
  noInexactNumber,
  noInsertWithoutColumns,
  noLaxMode,
  noLossyTypeChange,
  noManyIndexes,
  noMisleadingIfNotExists,
  noMismatchedForeignKey,
  noNestedTransaction,
  noNotNullDrop,
  noNullComparison,
  noObjectDrop,
  noObjectRename,
  noOffsetBackfill,
  noOutOfOrderMigration,
  noPartialMigration,
  noPartitionDrop,
  noPlatformRefusedStatement,
  noPlatformSurprise,
  noPooledSessionState,
  noPrimaryKeyDrop,
  noPublicGrant,
  noRedundantIndex,
  noRefreshInMigration,
  noRefusedClause,
  noRefusedStatement,
  noReplicaRefusedChange,
  noRequiredColumn,
  noRewritingAddColumn,
  noRewritingTypeChange,
  noScanningAttachPartition,
  noScanningCheck,
  noScanningSetNotNull,
  noScanningUnderLock,
  noSmallPrimaryKey,
  noStaleChecksum,
  noSuperuserRole,
  noTableDrop,
  noTableLock,
  noTableRebuild,
  noTableRename,
  noTableTruncate,
  noTooManyColumns,
  noTriggerDisable,
  noTriggerOnBusyTable,
  noUnadvancedSequence,
  noUnbatchedBackfill,
  noUnboundedChange,
  noUncheckedUniqueness,
  noUncommittedEnumValue,
  noUncommittedTransaction,
  noUnenforcedConstraint,
  noUnenforcedUniqueness,
  noUniqueDrop,
  noUnknownEffect,
  noUnloggedTable,
  noUnorderedLimit,
  noUnpartitionedKey,
  noUnprovedNotNull,
  noUnreplicatedDdl,
  noUnsafeSecurityDefiner,
  noUntimelyNotNull,
  noUnusedSuppression,
  noUpdateWithoutWhere,
  noUtf8mb3,
  noVacuumFull,
  noVersionMismatch,
  noViewColumnDrop,
  noVisibleIndexDrop,
  noVolatileCheck,
  noWideIndex,
  noWideLockWindow,
  noWorkUnderExclusiveLock,
  noZeroDate,
  notAnalysable,
  preferIdentity,
  preferIfExists,
  preferJsonb,
  preferOneRewrite,
  preferText,
  preferTimestamptz,
  requireAlgorithmClause,
  requireApplicationName,
  requireForeignKeyIndex,
  requireIdleTransactionTimeout,
  requireLockTimeout,
  requirePolicy,
  requirePrimaryKey,
  requireReplicaIdentity,
  requireReversibleMigration,
  requireSchema,
  requireStatementTimeout,
  requireSuppressionReason,
  requireTransactionalEngine,
  syntaxError,
  unreadableTemplate
]
