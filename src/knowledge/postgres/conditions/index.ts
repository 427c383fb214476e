/** The conditions that facts name: each one question, answered from the statement and the catalog. */
import type {Verdict} from '../../effect.js'
import {not} from '../expressions/verdict.js'
import {isSame, tableOf, targetOf, type Look} from '../look.js'
import {lookingUpThemselves} from '../roles/lookups.js'
import * as column from './new-column.js'
import * as constraint from './constraints.js'
import {lacksIndexOfParent, unfitIndexes} from './index-fitness.js'
import {hasInheritableNotNull, hasInvalidNotNull, isNotNullAlready, isNotNullProved} from './not-null-proof.js'
import * as partition from './partition-proof.js'
import * as partitionIndexes from './partition-indexes.js'
import * as statement from './statements.js'
import {isRewritingTypeChange} from './type-change.js'
import * as drops from './drops.js'

type Condition = (look: Look) => Verdict

export const conditions = {
  // Relations
  partitioned: statement.isKind('partitioned-table'),
  partition: ({relation}) => relation.table?.partitionOf !== undefined,
  /** By inheritance, of what the statement names. */
  child: (look) => not(constraint.isNamedRelation(look)) && look.relation.table?.partitionOf === undefined,
  'materialized-view': statement.isKind('materialized-view'),
  view: statement.isKind('view'),
  named: constraint.isNamedRelation,
  only: constraint.saysOnly,
  'relation-exists': statement.isRelationThere,
  // ADD COLUMN
  'column-exists': column.isThere,
  /** Of the relation that the statement names, where another is asked about. */
  'named-column-exists': (look) => {
    const name = tableOf(look.operation)
    return name && column.isThere({...look, relation: targetOf(look, name)})
  },
  'takes-from-sequence': column.takesFromSequence,
  'stored-generated': column.isStoredGenerated,
  'virtual-generated': column.isVirtualGenerated,
  'volatile-default': column.hasVolatileDefault,
  default: column.hasDefault,
  'written-default': column.hasWrittenDefault,
  'constrained-domain': column.isOfConstrainedDomain,
  'not-null': column.isNotNull,
  'inline-check': (look) => column.hasInline(look, 'check'),
  'inline-key': (look) => column.hasInline(look, 'unique') || column.hasInline(look, 'primary-key'),
  'inline-reference': (look) => column.hasInline(look, 'foreign-key'),
  // ALTER COLUMN … TYPE
  'rewriting-type-change': isRewritingTypeChange,
  'unfit-index': (look) => (look.relation.table ? unfitIndexes(look).length > 0 : undefined),
  'lacks-index-of-parent': lacksIndexOfParent,
  'repeated-check': constraint.isCheckRepeated,
  'foreign-key-kept': constraint.isForeignKeyKept,
  'foreign-key-unchecked': constraint.isForeignKeyUnchecked,
  // NOT NULL
  'not-null-already': isNotNullAlready,
  'not-null-proved': isNotNullProved,
  /** Of the relation that the statement names, whatever its children are. */
  'named-not-null': (look) => {
    const name = tableOf(look.operation)
    return name && isNotNullAlready({...look, relation: targetOf(look, name)})
  },
  'inheritable-not-null': hasInheritableNotNull,
  'invalid-not-null': hasInvalidNotNull,
  'virtual-column': ({operation, relation}) => {
    const found =
      'column' in operation ? relation.table?.columns.find(({name}) => name === operation.column) : undefined
    return found && found.generated !== undefined && found.generated.storage !== 'stored'
  },
  'own-foreign-key': (look) =>
    look.relation.table
      ? constraint.repeatedForeignKeys(look, look.relation.table, ({columns}) => columns).length > 0
      : undefined,
  // Constraints
  check: constraint.isOfType('check'),
  'foreign-key': constraint.isOfType('foreign-key'),
  'primary-key': constraint.isOfType('primary-key'),
  unique: constraint.isOfType('unique'),
  exclusion: constraint.isOfType('exclusion'),
  'not-null-constraint': constraint.isOfType('not-null'),
  'added-unchecked': constraint.isAddedUnchecked,
  'not-enforced': constraint.isNotEnforced,
  'using-index': constraint.usesIndex,
  deferrable: ({operation}) => operation.kind === 'constraint.add' && operation.constraint.deferrable === true,
  'missing-identity': column.isIdentityMissing,
  validated: constraint.isValidated,
  'no-inherit': constraint.isNoInherit,
  'enforcement-kept': (look) =>
    look.operation.kind === 'constraint.alter' &&
    look.operation.enforced !== undefined &&
    constraint.namedConstraint(look)?.enforced === look.operation.enforced,
  'sets-not-enforced': ({operation}) => operation.kind === 'constraint.alter' && operation.enforced === false,
  'sets-inherited': ({operation}) => operation.kind === 'constraint.alter' && operation.noInherit === false,
  'sets-enforced': ({operation}) => operation.kind === 'constraint.alter' && operation.enforced === true,
  // Storage
  'strict-parameter': statement.setsStrictParameter,
  'persistence-kept': statement.isPersistenceKept,
  'tablespace-kept': statement.isTablespaceKept,
  'access-method-kept': statement.isAccessMethodKept,
  full: statement.says('full'),
  analyze: statement.says('analyze'),
  foreign: statement.isKind('foreign-table'),
  clustered: ({relation}) => relation.table?.indexes.some((index) => index.clustered === true),
  'no-indexes': ({relation}) =>
    relation.table?.kind === 'materialized-view'
      ? relation.table.indexes.length === 0
      : relation.table && relation.table.incomplete !== true && relation.table.indexes.length === 0,
  'no-indexes-of-keys': ({relation: {table}}) =>
    table?.constraints
      .filter(({type}) => type === 'foreign-key')
      .every(({columns}) =>
        table.indexes.every(({elements}) =>
          elements.every(({column}) => column === undefined || !columns.includes(column))
        )
      ),
  'weak-action': ({operation}) =>
    operation.kind === 'view.alter' &&
    /^(set$|reset|cluster|set without cluster|set statistics)/.test(operation.action),
  moves: ({operation}) => operation.kind === 'view.alter' && operation.action.startsWith('set tablespace'),
  // Indexes
  concurrently: statement.says('concurrently'),
  'index-exists': statement.isIndexThere,
  'fitting-index': partitionIndexes.hasFittingIndex,
  // Partitions
  'within-bound': partition.isWithinBound,
  'outside-bound': partition.isOutsideBound,
  'attached-key': partitionIndexes.buildsIndexWhenAttached,
  finalize: statement.says('finalize'),
  // Dropping
  cascade: statement.says('cascade'),
  'used-by-view': drops.isUsedByView,
  // Triggers
  row: statement.says('row'),
  'trigger-exists': statement.isTriggerThere,
  // Rows
  where: statement.says('where'),
  'by-unique-key': statement.isByUniqueKey,
  'may-use-index': statement.mayUseIndex,
  pruned: statement.isPruned,
  'takes-row-locks': ({relation}) => relation.locked === true,
  'with-data': ({operation}) =>
    operation.kind === 'table.create'
      ? operation.asQuery?.withData !== false
      : !('withData' in operation) || operation.withData !== false,
  'several-reads': statement.readsSeveral,
  'reads-every-row': statement.says('readsEveryRow'),
  materialized: statement.says('materialized'),
  replaces: statement.says('orReplace'),
  'select-rule': ({operation}) => operation.kind === 'rule.create' && operation.event === 'select',
  'all-in-schema': statement.says('all'),
  from: ({operation}) => operation.kind === 'rows.copy' && operation.direction === 'from',
  'no-table': ({operation}) => !('table' in operation) || operation.table === undefined,
  'looks-up-itself': (look) => lookingUpThemselves(look).some(({name}) => isSame(name, look.relation.name)),
  // Comments
  'comment-on-relation': ({operation}) =>
    operation.kind === 'comment.set' &&
    /^(table|column|view|materialized view|foreign table)$/.test(operation.objectType),
  'comment-on-part': ({operation}) =>
    operation.kind === 'comment.set' &&
    /^(constraint|trigger|rule|policy|table constraint)$/.test(operation.objectType),
  'on-schema': ({operation}) => operation.kind === 'index.reindex' && operation.target === 'schema',
  'on-database': ({operation}) =>
    operation.kind === 'index.reindex' && (operation.target === 'database' || operation.target === 'system'),
  'on-index': ({operation}) => operation.kind === 'index.reindex' && operation.target === 'index',
  'materialized-view-object': ({operation}) =>
    'objectType' in operation && operation.objectType === 'materialized view',
  'rule-or-policy': ({operation}) => 'objectType' in operation && /^(rule|policy)$/.test(operation.objectType),
  'policy-exists': drops.hasPolicy,
  'rule-exists': drops.hasRule,
  publication: ({operation}) => 'objectType' in operation && operation.objectType === 'publication',
  'security-label': ({operation}) => operation.kind === 'object.alter' && operation.action === 'security label',
  // Types and domains
  'not-valid-domain-constraint': ({operation}) =>
    operation.kind === 'domain.add-constraint' && operation.constraint.notValid === true,
  'domain-not-null': drops.isDomainNotNull,
  'row-trigger': drops.hasRowTrigger,
  'missing-column': drops.isColumnMissing
} satisfies Record<string, Condition>

/** The name of a condition. */
export type ConditionName = keyof typeof conditions
