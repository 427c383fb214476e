import {addColumn} from './add-column.js'
import {apart} from './apart.js'
import {beside} from './beside.js'

import {circumstances} from './circumstances.js'
import {askedFor} from './clauses.js'
import {combined, explicit, statements} from './combined.js'
import {details} from './details.js'
import {detailsOfTables} from './details-of-tables.js'
import {hashed, samePrimaryKey} from './hashed.js'
import {made} from './made.js'
import {lengthened} from './lengthened.js'
import {seldom} from './seldom.js'
import {edges} from './edges.js'
import {expressions} from './expressions.js'
import {dropColumn, renameColumn} from './drop-and-rename.js'
import {checks, foreignKeys, indexes, primaryKeys} from './keys.js'
import {named} from './named.js'
import {neighbours} from './neighbours.js'
import {modify} from './modify.js'
import {partners} from './partners.js'
import {refused} from './refused.js'
import {sides} from './sides.js'
import {conversion, partitions, renameTable, systemVersioning, tableOptions} from './tables-as-wholes.js'
import {temporary} from './temporary.js'
import {virtualOrder} from './virtual-order.js'

/** Every statement that the servers are asked about. */
export const factCases = [
  ...addColumn,
  ...dropColumn,
  ...renameColumn,
  ...modify,
  ...indexes,
  ...primaryKeys,
  ...foreignKeys,
  ...checks,
  ...tableOptions,
  ...conversion,
  ...systemVersioning,
  ...renameTable,
  ...partitions,
  ...combined,
  ...explicit,
  ...statements,
  ...virtualOrder,
  ...temporary,
  ...askedFor,
  ...partners,
  ...details,
  ...sides,
  ...beside,
  ...expressions,
  ...detailsOfTables,
  ...refused,
  ...apart,
  ...circumstances,
  ...neighbours,
  ...made,
  ...lengthened,
  ...seldom,
  ...edges,
  ...named,
  ...hashed,
  ...samePrimaryKey
]
