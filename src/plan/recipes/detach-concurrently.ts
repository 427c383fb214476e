import {quoteFullName} from '../../sql/postgres.js'
import {defaultPartitionOf} from '../parts/partitions.js'
import {objectOf} from '../parts/sql.js'
import {defineRecipe} from '../recipe.js'

/**
 * `DETACH PARTITION` that waits for those who use the partition without keeping anybody waiting.
 *
 * https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DETACH-PARTITION
 */
export const detachConcurrently = defineRecipe({
  name: 'detach-concurrently',
  summary: 'Detach the partition while others read and write, and finish it where it was cut off',
  engines: ['postgres'],
  on: ['partition.detach'],
  plan({finalize, partition: partitionName, table: tableName}, view) {
    if (finalize || view.isNew(tableName) || view.isNew(partitionName)) return undefined
    const [table, partition] = [objectOf(tableName, view), objectOf(partitionName, view)]
    // The server refuses it beside a default partition; the plain statement takes a moment.
    if (defaultPartitionOf(table, view.catalog)) return undefined
    return {
      drafts: [
        {
          phase: 'contract',
          kind: 'partition-detach-concurrently',
          title: `Detach \`${partition.name}\` while others read and write`,
          input: {table, partition},
          undo: [],
          undoNote: `\`ALTER TABLE ${quoteFullName(table)} ATTACH PARTITION\` with its bounds`
        }
      ],
      notes: [`The server leaves a \`CHECK\` constraint on \`${partition.name}\` that says what its bounds were`]
    }
  }
})
