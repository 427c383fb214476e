// Written by scripts/generate-part-indexes.ts: do not edit.
import {addColumnThenBackfill} from './recipes/add-column-then-backfill.js'
import {batchedBackfill} from './recipes/batched-backfill.js'
import {batchedDelete} from './recipes/batched-delete.js'
import {buildThenDrop} from './recipes/build-then-drop.js'
import {checkThenAttachPartition} from './recipes/check-then-attach-partition.js'
import {checkThenSetNotNull} from './recipes/check-then-set-not-null.js'
import {createIndexConcurrently} from './recipes/create-index-concurrently.js'
import {createThenRefresh} from './recipes/create-then-refresh.js'
import {detachConcurrently} from './recipes/detach-concurrently.js'
import {dropColumnInTwoReleases} from './recipes/drop-column-in-two-releases.js'
import {dropIndexConcurrently} from './recipes/drop-index-concurrently.js'
import {dropTableInTwoReleases} from './recipes/drop-table-in-two-releases.js'
import {expandContractColumn} from './recipes/expand-contract-column.js'
import {mysqlAddAlgorithmClause} from './recipes/mysql/add-algorithm-clause.js'
import {mysqlAddColumnThenBackfill} from './recipes/mysql/add-column-then-backfill.js'
import {mysqlBatchedBackfill} from './recipes/mysql/batched-backfill.js'
import {mysqlBatchedDelete} from './recipes/mysql/batched-delete.js'
import {mysqlBuildThenDrop} from './recipes/mysql/build-then-drop.js'
import {mysqlDropColumnInTwoReleases} from './recipes/mysql/drop-column-in-two-releases.js'
import {mysqlDropTableInTwoReleases} from './recipes/mysql/drop-table-in-two-releases.js'
import {mysqlExpandContractColumn} from './recipes/mysql/expand-contract-column.js'
import {mysqlHideThenDropIndex} from './recipes/mysql/hide-then-drop-index.js'
import {mysqlNotValidThenValidate} from './recipes/mysql/not-valid-then-validate.js'
import {mysqlRenameTableWithView} from './recipes/mysql/rename-table-with-view.js'
import {mysqlShadowTable} from './recipes/mysql/shadow-table.js'
import {notValidThenValidate} from './recipes/not-valid-then-validate.js'
import {refreshConcurrently} from './recipes/refresh-concurrently.js'
import {reindexConcurrently} from './recipes/reindex-concurrently.js'
import {renameTableWithView} from './recipes/rename-table-with-view.js'
import {shadowTable} from './recipes/shadow-table.js'
import {uniqueIndexThenConstraint} from './recipes/unique-index-then-constraint.js'
import type {Recipe} from './recipe.js'

/** Each recipe of the folder, by the names of their files. */
export const recipes: readonly Recipe[] = [
  addColumnThenBackfill,
  batchedBackfill,
  batchedDelete,
  buildThenDrop,
  checkThenAttachPartition,
  checkThenSetNotNull,
  createIndexConcurrently,
  createThenRefresh,
  detachConcurrently,
  dropColumnInTwoReleases,
  dropIndexConcurrently,
  dropTableInTwoReleases,
  expandContractColumn,
  mysqlAddAlgorithmClause,
  mysqlAddColumnThenBackfill,
  mysqlBatchedBackfill,
  mysqlBatchedDelete,
  mysqlBuildThenDrop,
  mysqlDropColumnInTwoReleases,
  mysqlDropTableInTwoReleases,
  mysqlExpandContractColumn,
  mysqlHideThenDropIndex,
  mysqlNotValidThenValidate,
  mysqlRenameTableWithView,
  mysqlShadowTable,
  notValidThenValidate,
  refreshConcurrently,
  reindexConcurrently,
  renameTableWithView,
  shadowTable,
  uniqueIndexThenConstraint
]
