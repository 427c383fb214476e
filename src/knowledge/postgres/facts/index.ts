/** All facts about PostgreSQL by kind of operation. A kind without an entry is a compile error. */
import type {OperationKind} from '../../../operations/operation.js'
import type {PostgresFact} from '../fact.js'
import {code} from './code.js'
import {columnTypes} from './column-types.js'
import {columnsAdded} from './columns-added.js'
import {columnsAltered} from './columns-altered.js'
import {constraints} from './constraints.js'
import {indexes} from './indexes.js'
import {notNull} from './not-null.js'
import {objects} from './objects.js'
import {partitions} from './partitions.js'
import {rows} from './rows.js'
import {storage} from './storage.js'
import {tables} from './tables.js'
import {types} from './types.js'
import {views} from './views.js'

/** Operations that only MySQL and MariaDB have: no fact, so that one that turns up is unknown. */
const elsewhere = {
  'table.set-option': [],
  'table.set-engine': [],
  'table.set-row-format': [],
  'table.set-default-charset': [],
  'table.convert-charset': [],
  'table.force': [],
  'table.order-by': [],
  'table.enable-keys': [],
  'table.discard-tablespace': [],
  'table.import-tablespace': [],
  'table.alter-nothing': [],
  'table.set-validation': [],
  'table.set-secondary-engine': [],
  'table.add-system-versioning': [],
  'table.drop-system-versioning': [],
  'table.add-period': [],
  'table.drop-period': [],
  'table.partition-by': [],
  'table.remove-partitioning': [],
  'table.unlock': [],
  'table.optimize': [],
  'table.repair': [],
  'table.check': [],
  'column.modify': [],
  'column.set-visibility': [],
  'index.set-visibility': [],
  'partition.add': [],
  'partition.drop': [],
  'partition.reorganize': [],
  'partition.coalesce': [],
  'partition.exchange': [],
  'partition.convert': [],
  'partition.maintain': []
} as const

export const facts: Record<OperationKind, readonly PostgresFact[]> = {
  ...elsewhere,
  ...tables,
  ...storage,
  ...columnsAdded,
  ...columnsAltered,
  ...columnTypes,
  ...notNull,
  ...constraints,
  ...indexes,
  ...partitions,
  ...views,
  ...types,
  ...code,
  ...objects,
  ...rows
}
