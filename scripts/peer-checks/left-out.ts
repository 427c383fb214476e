/** Checks of other tools that have no rule here, and why: the one place for it. */
import type {Peer} from '../../src/core/peers.js'

export interface LeftOut {
  /** What is looked for, in a few words. */
  check: string
  /** Why there is no rule for it. */
  because: string
  /** Their names of it. */
  peers: Partial<Record<Peer, readonly string[]>>
}

export const leftOut: readonly LeftOut[] = [
  {
    check: 'Columns in an order that wastes padding',
    because: 'A few bytes for each row are no danger, and the order cannot be changed later without a rewrite.',
    peers: {
      atlas: ['PG110'],
      MigrationPilot: ['MP061']
    }
  },
  {
    check: 'Names that do not follow a pattern',
    because: "A matter of taste about which every team differs; a rule of one's own is a few lines.",
    peers: {
      atlas: ['NM101', 'NM102', 'NM103', 'NM104', 'NM105', 'NM106'],
      skeema: ['name-case'],
      bytebase: [
        'NAMING_COLUMN',
        'NAMING_COLUMN_AUTO_INCREMENT',
        'NAMING_INDEX_FK',
        'NAMING_INDEX_IDX',
        'NAMING_INDEX_PK',
        'NAMING_INDEX_UK',
        'NAMING_TABLE'
      ]
    }
  },
  {
    check: 'Names that are reserved words',
    because: 'The server refuses them where they are not quoted, and takes them where they are.',
    peers: {
      skeema: ['reserved-word'],
      bytebase: ['NAMING_IDENTIFIER_NO_KEYWORD']
    }
  },
  {
    check: 'Names that are too long',
    because:
      'MySQL and MariaDB refuse them. PostgreSQL cuts them, and sqlsafe goes on with the name that is left, as the server does.',
    peers: {
      squawk: ['identifier-too-long']
    }
  },
  {
    check: 'Indexes and constraints without a name',
    because: 'The server gives them one, which the catalog of sqlsafe knows.',
    peers: {
      'diesel-guard': ['UnnamedConstraintCheck'],
      MigrationPilot: ['MP042']
    }
  },
  {
    check: 'Columns and comments that a team requires or forbids',
    because: "A policy of the team; a rule of one's own is a few lines.",
    peers: {
      skeema: ['nullable', 'ids', 'has-time'],
      bytebase: [
        'COLUMN_COMMENT',
        'COLUMN_NO_NULL',
        'COLUMN_REQUIRED',
        'COLUMN_REQUIRE_DEFAULT',
        'COLUMN_TYPE_DISALLOW_LIST',
        'COLUMN_MAXIMUM_CHARACTER_LENGTH',
        'COLUMN_MAXIMUM_VARCHAR_LENGTH',
        'COLUMN_CURRENT_TIME_COUNT_LIMIT',
        'COLUMN_AUTO_INCREMENT_INITIAL_VALUE',
        'COLUMN_AUTO_INCREMENT_MUST_UNSIGNED',
        'TABLE_COMMENT',
        'TABLE_TEXT_FIELDS_TOTAL_LENGTH',
        'SYSTEM_COMMENT_LENGTH'
      ]
    }
  },
  {
    check: 'Kinds of objects and tables that a site forbids',
    because: "A policy of the site; a rule of one's own is a few lines.",
    peers: {
      skeema: ['has-fk', 'has-routine'],
      bytebase: [
        'TABLE_NO_FOREIGN_KEY',
        'TABLE_DISALLOW_DDL',
        'TABLE_DISALLOW_DML',
        'SYSTEM_EVENT_DISALLOW_CREATE',
        'SYSTEM_FUNCTION_DISALLOWED_LIST',
        'SYSTEM_FUNCTION_DISALLOW_CREATE',
        'SYSTEM_PROCEDURE_DISALLOW_CREATE',
        'SYSTEM_VIEW_DISALLOW_CREATE',
        'INDEX_TYPE_ALLOW_LIST'
      ]
    }
  },
  {
    check: 'Character sets, collations and compression that are not on a list, or not written',
    because:
      'What is written, or left to the default of the database, is for the site to say; `utf8mb3` has a rule because it refuses data.',
    peers: {
      skeema: ['compression'],
      bytebase: [
        'COLUMN_REQUIRE_CHARSET',
        'COLUMN_REQUIRE_COLLATION',
        'TABLE_REQUIRE_CHARSET',
        'TABLE_REQUIRE_COLLATION',
        'SYSTEM_COLLATION_ALLOWLIST'
      ]
    }
  },
  {
    check: 'Owners and definers that are not on a list',
    because: 'Which roles there are, differs from server to server and is in no migration.',
    peers: {
      atlas: ['OW101', 'OW102'],
      skeema: ['definer'],
      bytebase: ['STATEMENT_OBJECT_OWNER_CHECK', 'STATEMENT_CHECK_SET_ROLE_VARIABLE']
    }
  },
  {
    check: 'SQL that a program builds from strings',
    because: 'sqlsafe reads SQL, not the program that makes it.',
    peers: {
      atlas: ['SA101']
    }
  },
  {
    check: 'Queries that could be faster or clearer',
    because: 'Migrations change the schema; queries of the application are not what sqlsafe reads.',
    peers: {
      bytebase: [
        'STATEMENT_SELECT_NO_SELECT_ALL',
        'STATEMENT_WHERE_REQUIRE_SELECT',
        'STATEMENT_WHERE_NO_LEADING_WILDCARD_LIKE',
        'STATEMENT_WHERE_DISALLOW_FUNCTIONS_AND_CALCULATIONS',
        'STATEMENT_WHERE_MAXIMUM_LOGICAL_OPERATOR_COUNT',
        'STATEMENT_INSERT_DISALLOW_ORDER_BY_RAND',
        'STATEMENT_DISALLOW_ORDER_BY'
      ]
    }
  },
  {
    check: 'Limits of a review server',
    because: 'They are about how that server works: how long a text it takes, what it tries or saves before.',
    peers: {
      bytebase: [
        'BUILTIN_PRIOR_BACKUP_CHECK',
        'BUILTIN_STATEMENT_MAXIMUM_SQL_SIZE',
        'BUILTIN_WALK_THROUGH_CHECK',
        'STATEMENT_DML_DRY_RUN',
        'STATEMENT_INSERT_ROW_LIMIT'
      ]
    }
  },
  {
    check: 'Large or hot tables, by a connection or by a list',
    because: 'Sizes are no rule of their own here: they raise or lower what other rules find.',
    peers: {
      MigrationPilot: ['MP013', 'MP014', 'MP019', 'MP101', 'MP102', 'MP103', 'MP104'],
      bytebase: ['ADVICE_ONLINE_MIGRATION', 'TABLE_LIMIT_SIZE']
    }
  },
  {
    check: '`CHANGE COLUMN`, dropping a column that is in an index',
    because:
      'What they do to the table is judged by its effect, what they do to readers by the rules about renames and drops.',
    peers: {
      bytebase: ['COLUMN_DISALLOW_CHANGE', 'COLUMN_DISALLOW_DROP_IN_INDEX']
    }
  },
  {
    check: 'A column twice in an index, an index on a column of type `BLOB` or `TEXT`',
    because: 'MySQL and MariaDB refuse them; on PostgreSQL they cost some space.',
    peers: {
      bytebase: ['INDEX_NO_DUPLICATE_COLUMN', 'INDEX_TYPE_NO_BLOB']
    }
  },
  {
    check: 'Defaults of new columns before PostgreSQL 11',
    because: 'PostgreSQL 14 is the oldest that sqlsafe knows; a constant default rewrites nothing there.',
    peers: {
      pgfence: ['add-column-constant-default', 'add-column-default-pre-pg11'],
      bytebase: ['STATEMENT_DISALLOW_ADD_COLUMN_WITH_DEFAULT']
    }
  },
  {
    check: 'What is the safe way already',
    because:
      'It is what the rules ask for: an index made before, `CONCURRENTLY`, `VALIDATE` in a transaction of its own.',
    peers: {
      pgfence: ['add-constraint-unique-using-index', 'detach-partition-concurrent', 'validate-constraint']
    }
  },
  {
    check: 'Exclusion constraints of new tables',
    because: 'A new table has no rows to be checked and nobody who waits.',
    peers: {
      pgfence: ['create-table-exclude-constraint']
    }
  },
  {
    check: 'What the tool itself could not do',
    because: 'sqlsafe says so by `syntax-error`, `not-analysable` and `no-unknown-effect`.',
    peers: {
      pgfence: ['add-constraint-unknown-type', 'trace-error', 'trace-only']
    }
  },
  {
    check: 'Helpers of Rails whose SQL is not known',
    because: 'sqlsafe reads the SQL that they make.',
    peers: {
      strong_migrations: ['change_table', 'create_table']
    }
  },
  {
    check: 'Enum types, and values that are added without a position',
    because: 'Adding a value is quick and safe; where it stands matters only to who sorts by it.',
    peers: {
      squawk: ['require-enum-value-ordering'],
      eugene: ['W13'],
      pgfence: ['alter-enum-no-ordering']
    }
  },
  {
    check: 'Volatile defaults for rows to come',
    because: 'That `SET DEFAULT` leaves old rows alone is what makes it safe.',
    peers: {
      MigrationPilot: ['MP048']
    }
  },
  {
    check: 'Kinds and parameters of indexes that fit a query or an extension',
    because: 'Whether an index serves the queries, cannot be seen in migrations.',
    peers: {
      MigrationPilot: ['MP050', 'MP051', 'MP056', 'MP109', 'MP112']
    }
  },
  {
    check: 'Foreign keys that are not deferrable',
    because: 'An opinion: a deferrable key is checked later and costs more, and is no safer.',
    peers: {
      MigrationPilot: ['MP074']
    }
  },
  {
    check: 'Storage of large values, savepoints, versions of extensions',
    because: 'Matters of tuning: nobody waits, nothing is lost.',
    peers: {
      MigrationPilot: ['MP075', 'MP076', 'MP077', 'MP078']
    }
  },
  {
    check: 'Foreign keys over collations that take different texts for equal',
    because: 'The server refuses those that it cannot check.',
    peers: {
      MigrationPilot: ['MP083']
    }
  },
  {
    check: 'Large changes of rows without `ANALYZE`',
    because: 'Autovacuum does it soon, and the changes are to be made in batches anyway.',
    peers: {
      MigrationPilot: ['MP088']
    }
  },
  {
    check: 'Schema changes of hypertables, distributed tables and partitions that an extension manages',
    because:
      'They depend on the extension and its version; `platform` in the configuration names what sqlsafe knows of them.',
    peers: {
      MigrationPilot: ['MP105', 'MP106', 'MP107', 'MP108', 'MP110', 'MP111']
    }
  },
  {
    check: 'Constraints that are `NOT VALID` and stay so',
    because:
      'The validation belongs to a later migration, so that it is missing whenever the first one is checked alone.',
    peers: {}
  },
  {
    check: 'Tables that files lock in different orders',
    because:
      'Migrations do not run at the same time; that one locks several tables at once is said by `no-wide-lock-window`.',
    peers: {}
  },
  {
    check: 'Extensions that a migration makes',
    because:
      'Whether the role may make one depends on the server and the extension; where it may not, the statement fails at once.',
    peers: {'diesel-guard': ['CreateExtensionCheck']}
  },
  {
    check: 'Scripts of extensions that call functions without their schema',
    because: 'They are run by superusers in databases of strangers; migrations are not.',
    peers: {}
  }
]
