/** Where servers do otherwise than a common quick reference says. */
import type {Dialect} from '../../server/server.js'
import type {OperationKind} from '../../operations/operation.js'

type Notes = Readonly<Record<Dialect, Readonly<Partial<Record<OperationKind, readonly string[]>>>>>

const quick = 'A common quick reference says'

export const notes: Notes = {
  postgres: {
    'column.add': [
      `${quick} that adding a column with a constant default is instant. The work is; the lock is still \`ACCESS EXCLUSIVE\`, so that the statement queues behind every running query and everything else queues behind it.`,
      `${quick} that a virtual generated column never costs anything. The server reads every row for its \`NOT NULL\` or \`CHECK\`.`
    ],
    'column.drop': [
      `${quick} that dropping a column is instant. It takes \`ACCESS EXCLUSIVE\` on the table, and on each table that a foreign key of the column references.`
    ],
    'column.set-not-null': [
      `${quick} that the way over a \`CHECK\` blocks nothing. It reads the rows without blocking writes; the \`ADD CONSTRAINT … NOT VALID\` and the \`SET NOT NULL\` itself take \`ACCESS EXCLUSIVE\` for a moment.`
    ],
    'column.set-type': [
      `${quick} that a type change is to be done by expand and contract or by a tool. Where stored values fit the new type as they are, \`varchar(50)\` to \`varchar(200)\` or to \`text\`, nothing is rewritten; a \`CHECK\` or a foreign key on the column is checked again all the same.`
    ],
    'index.create': [
      `${quick} that \`CREATE INDEX CONCURRENTLY\` blocks nothing. It blocks \`VACUUM\`, other changes of the schema and other concurrent builds on the table, and waits for every transaction that is older.`
    ]
  },
  mysql: {
    'column.add': [
      `${quick} that a column with a volatile default is added in place while writes go on. The server copies the table, and writes wait, for every default in parentheses, also a constant one; \`DEFAULT CURRENT_TIMESTAMP\` is \`INSTANT\`.`
    ],
    'column.drop': [
      `${quick} that dropping a column is \`INSTANT\` since 8.0.29. A column that an index has costs a rebuild, one of the primary key mostly a copy.`
    ],
    'column.rename': [
      `${quick} that renaming a column is \`INSTANT\` since 8.0.28. Where a foreign key references the column, it is \`INPLACE\`.`
    ],
    'column.modify': [
      `${quick} that \`NOT NULL\` is set in place while writes go on. That is so in a strict \`sql_mode\` only; else the table is copied and writes wait.`,
      `${quick} that a change of the type copies the table. A longer \`VARCHAR\` with as many bytes for its length is \`INPLACE\` without a rebuild, members at the end of an \`ENUM\` are \`INSTANT\`.`
    ],
    'index.create': [
      `${quick} that an index is built in place while writes go on. Writes wait for a \`FULLTEXT\` or \`SPATIAL\` index and for one on an expression, and the first \`FULLTEXT\` index of a table rebuilds it.`
    ]
  },
  mariadb: {
    'column.add': [
      `${quick} that a volatile default is added in place while writes go on. The server copies the table for a default that differs from row to row; any other is \`INSTANT\`.`
    ],
    'index.create': [
      `${quick} that an index is built in place while writes go on. Writes wait for a \`FULLTEXT\` or \`SPATIAL\` index, and the first \`FULLTEXT\` index of a table rebuilds it.`
    ],
    'column.modify': [
      `${quick} that a change of the type copies the table. A longer \`VARCHAR\` with as many bytes for its length and members at the end of an \`ENUM\` are \`INSTANT\`.`
    ]
  }
}
