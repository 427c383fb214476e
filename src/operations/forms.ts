/**
 * How each operation is written, on each server that has it. An operation without a form of a dialect does
 * not exist there; nothing that is written in that dialect is ever lowered to it.
 */
import type {Dialect} from '../server/server.js'
import type {OperationKind} from './operation.js'

type Forms = Readonly<Partial<Record<Dialect, string>>>

const postgres = (form: string): Forms => ({postgres: form})
const mysql = (form: string): Forms => ({mysql: form})
const mariadb = (form: string): Forms => ({mariadb: form})
/** MySQL and MariaDB. */
const both = (form: string): Forms => ({mysql: form, mariadb: form})
const all = (form: string): Forms => ({postgres: form, ...both(form)})

const tables = {
  'table.create': all('CREATE TABLE'),
  'table.drop': all('DROP TABLE'),
  'table.rename': {postgres: 'ALTER TABLE … RENAME TO', ...both('RENAME TABLE; ALTER TABLE … RENAME TO')},
  'table.set-schema': postgres('ALTER TABLE … SET SCHEMA'),
  'table.set-owner': postgres('ALTER TABLE … OWNER TO'),
  'table.truncate': all('TRUNCATE'),
  'table.set-persistence': postgres('ALTER TABLE … SET LOGGED | UNLOGGED'),
  'table.set-tablespace': {postgres: 'ALTER TABLE … SET TABLESPACE', ...both('ALTER TABLE … TABLESPACE')},
  'table.set-access-method': postgres('ALTER TABLE … SET ACCESS METHOD'),
  'table.set-parameters': postgres('ALTER TABLE … SET (…) | RESET (…)'),
  'table.set-option': both('ALTER TABLE … COMMENT | AUTO_INCREMENT | STATS_… | …'),
  'table.set-engine': both('ALTER TABLE … ENGINE'),
  'table.set-row-format': both('ALTER TABLE … ROW_FORMAT | KEY_BLOCK_SIZE'),
  'table.set-default-charset': both('ALTER TABLE … DEFAULT CHARACTER SET'),
  'table.convert-charset': both('ALTER TABLE … CONVERT TO CHARACTER SET'),
  'table.force': both('ALTER TABLE … FORCE'),
  'table.order-by': both('ALTER TABLE … ORDER BY'),
  'table.enable-keys': both('ALTER TABLE … ENABLE KEYS | DISABLE KEYS'),
  'table.discard-tablespace': both('ALTER TABLE … DISCARD TABLESPACE'),
  'table.import-tablespace': both('ALTER TABLE … IMPORT TABLESPACE'),
  'table.alter-nothing': both('ALTER TABLE … with no clause'),
  'table.set-validation': mysql('ALTER TABLE … WITH VALIDATION | WITHOUT VALIDATION'),
  'table.set-secondary-engine': mysql('ALTER TABLE … SECONDARY_ENGINE | SECONDARY_LOAD | SECONDARY_UNLOAD'),
  'table.add-system-versioning': mariadb('ALTER TABLE … ADD SYSTEM VERSIONING'),
  'table.drop-system-versioning': mariadb('ALTER TABLE … DROP SYSTEM VERSIONING'),
  'table.add-period': mariadb('ALTER TABLE … ADD PERIOD FOR'),
  'table.drop-period': mariadb('ALTER TABLE … DROP PERIOD FOR'),
  'table.partition-by': both('ALTER TABLE … PARTITION BY'),
  'table.remove-partitioning': both('ALTER TABLE … REMOVE PARTITIONING'),
  'table.inherit': postgres('ALTER TABLE … INHERIT'),
  'table.no-inherit': postgres('ALTER TABLE … NO INHERIT'),
  'table.of': postgres('ALTER TABLE … OF'),
  'table.not-of': postgres('ALTER TABLE … NOT OF'),
  'table.replica-identity': postgres('ALTER TABLE … REPLICA IDENTITY'),
  'table.row-security': postgres('ALTER TABLE … ENABLE | DISABLE | FORCE | NO FORCE ROW LEVEL SECURITY'),
  'table.cluster-on': postgres('ALTER TABLE … CLUSTER ON | SET WITHOUT CLUSTER'),
  'table.set-without-oids': postgres('ALTER TABLE … SET WITHOUT OIDS'),
  'table.lock': {postgres: 'LOCK TABLE … IN … MODE', ...both('LOCK TABLES … READ | WRITE')},
  'table.unlock': both('UNLOCK TABLES'),
  'table.vacuum': postgres('VACUUM'),
  'table.analyze': {postgres: 'ANALYZE', ...both('ANALYZE TABLE')},
  'table.cluster': postgres('CLUSTER'),
  'table.optimize': both('OPTIMIZE TABLE'),
  'table.repair': both('REPAIR TABLE'),
  'table.check': both('CHECK TABLE')
} as const

const columns = {
  'column.add': all('ALTER TABLE … ADD COLUMN'),
  'column.drop': all('ALTER TABLE … DROP COLUMN'),
  'column.rename': all('ALTER TABLE … RENAME COLUMN … TO'),
  'column.set-type': postgres('ALTER TABLE … ALTER COLUMN … TYPE'),
  'column.set-default': all('ALTER TABLE … ALTER COLUMN … SET DEFAULT'),
  'column.drop-default': all('ALTER TABLE … ALTER COLUMN … DROP DEFAULT'),
  'column.set-not-null': postgres('ALTER TABLE … ALTER COLUMN … SET NOT NULL'),
  'column.drop-not-null': postgres('ALTER TABLE … ALTER COLUMN … DROP NOT NULL'),
  'column.set-statistics': postgres('ALTER TABLE … ALTER COLUMN … SET STATISTICS'),
  'column.set-storage': postgres('ALTER TABLE … ALTER COLUMN … SET STORAGE'),
  'column.set-compression': postgres('ALTER TABLE … ALTER COLUMN … SET COMPRESSION'),
  'column.set-parameters': postgres('ALTER TABLE … ALTER COLUMN … SET (…) | RESET (…)'),
  'column.add-identity': postgres('ALTER TABLE … ALTER COLUMN … ADD GENERATED … AS IDENTITY'),
  'column.set-identity': postgres('ALTER TABLE … ALTER COLUMN … SET GENERATED | RESTART'),
  'column.drop-identity': postgres('ALTER TABLE … ALTER COLUMN … DROP IDENTITY'),
  'column.set-expression': postgres('ALTER TABLE … ALTER COLUMN … SET EXPRESSION AS'),
  'column.drop-expression': postgres('ALTER TABLE … ALTER COLUMN … DROP EXPRESSION'),
  'column.modify': both('ALTER TABLE … MODIFY COLUMN | CHANGE COLUMN'),
  'column.set-visibility': mysql('ALTER TABLE … ALTER COLUMN … SET VISIBLE | INVISIBLE')
} as const

const keys = {
  'constraint.add': all('ALTER TABLE … ADD CONSTRAINT'),
  'constraint.drop': all('ALTER TABLE … DROP CONSTRAINT'),
  'constraint.validate': postgres('ALTER TABLE … VALIDATE CONSTRAINT'),
  'constraint.rename': postgres('ALTER TABLE … RENAME CONSTRAINT'),
  'constraint.alter': {
    postgres: 'ALTER TABLE … ALTER CONSTRAINT',
    mysql: 'ALTER TABLE … ALTER CONSTRAINT | ALTER CHECK'
  },
  'index.create': all('CREATE INDEX'),
  'index.drop': all('DROP INDEX'),
  'index.rename': {postgres: 'ALTER INDEX … RENAME TO', ...both('ALTER TABLE … RENAME INDEX')},
  'index.reindex': postgres('REINDEX'),
  'index.set-visibility': {
    mysql: 'ALTER TABLE … ALTER INDEX … VISIBLE | INVISIBLE',
    mariadb: 'ALTER TABLE … ALTER INDEX … IGNORED | NOT IGNORED'
  },
  'index.attach-partition': postgres('ALTER INDEX … ATTACH PARTITION'),
  'index.set-tablespace': postgres('ALTER INDEX … SET TABLESPACE'),
  'index.set-parameters': postgres('ALTER INDEX … SET (…) | RESET (…)'),
  'index.set-statistics': postgres('ALTER INDEX … ALTER COLUMN … SET STATISTICS'),
  'index.depends-on-extension': postgres('ALTER INDEX … DEPENDS ON EXTENSION'),
  'partition.attach': postgres('ALTER TABLE … ATTACH PARTITION'),
  'partition.detach': postgres('ALTER TABLE … DETACH PARTITION'),
  'partition.add': both('ALTER TABLE … ADD PARTITION'),
  'partition.drop': both('ALTER TABLE … DROP PARTITION'),
  'partition.reorganize': both('ALTER TABLE … REORGANIZE PARTITION'),
  'partition.coalesce': both('ALTER TABLE … COALESCE PARTITION'),
  'partition.exchange': both('ALTER TABLE … EXCHANGE PARTITION'),
  'partition.convert': mariadb('ALTER TABLE … CONVERT PARTITION | CONVERT TABLE'),
  'partition.maintain': both(
    'ALTER TABLE … TRUNCATE | REBUILD | OPTIMIZE | ANALYZE | CHECK | REPAIR | DISCARD | IMPORT PARTITION'
  )
} as const

const objects = {
  'view.create': {postgres: 'CREATE VIEW | CREATE MATERIALIZED VIEW', ...both('CREATE VIEW')},
  'view.drop': {postgres: 'DROP VIEW | DROP MATERIALIZED VIEW', ...both('DROP VIEW')},
  'view.rename': postgres('ALTER VIEW … RENAME TO'),
  'view.set-schema': postgres('ALTER VIEW … SET SCHEMA'),
  'view.alter': all('ALTER VIEW'),
  'view.refresh': postgres('REFRESH MATERIALIZED VIEW'),
  'type.create': postgres('CREATE TYPE'),
  'type.drop': postgres('DROP TYPE'),
  'type.rename': postgres('ALTER TYPE … RENAME TO'),
  'type.set-schema': postgres('ALTER TYPE … SET SCHEMA'),
  'type.alter': postgres('ALTER TYPE … ADD | DROP | ALTER ATTRIBUTE'),
  'enum.add-value': postgres('ALTER TYPE … ADD VALUE'),
  'enum.rename-value': postgres('ALTER TYPE … RENAME VALUE'),
  'domain.create': postgres('CREATE DOMAIN'),
  'domain.drop': postgres('DROP DOMAIN'),
  'domain.add-constraint': postgres('ALTER DOMAIN … ADD CONSTRAINT'),
  'domain.drop-constraint': postgres('ALTER DOMAIN … DROP CONSTRAINT'),
  'domain.validate-constraint': postgres('ALTER DOMAIN … VALIDATE CONSTRAINT'),
  'domain.set-not-null': postgres('ALTER DOMAIN … SET NOT NULL'),
  'domain.drop-not-null': postgres('ALTER DOMAIN … DROP NOT NULL'),
  'domain.set-default': postgres('ALTER DOMAIN … SET DEFAULT | DROP DEFAULT'),
  'sequence.create': {postgres: 'CREATE SEQUENCE', mariadb: 'CREATE SEQUENCE'},
  'sequence.alter': {postgres: 'ALTER SEQUENCE', mariadb: 'ALTER SEQUENCE'},
  'sequence.rename': postgres('ALTER SEQUENCE … RENAME TO'),
  'sequence.set-schema': postgres('ALTER SEQUENCE … SET SCHEMA'),
  'sequence.drop': {postgres: 'DROP SEQUENCE', mariadb: 'DROP SEQUENCE'},
  'schema.create': {postgres: 'CREATE SCHEMA | CREATE DATABASE', ...both('CREATE DATABASE')},
  'schema.drop': {postgres: 'DROP SCHEMA | DROP DATABASE', ...both('DROP DATABASE')},
  'schema.rename': postgres('ALTER SCHEMA … RENAME TO'),
  'function.create': all('CREATE FUNCTION | CREATE PROCEDURE'),
  'function.alter': all('ALTER FUNCTION | ALTER PROCEDURE'),
  'function.drop': all('DROP FUNCTION | DROP PROCEDURE'),
  'trigger.create': all('CREATE TRIGGER'),
  'trigger.drop': all('DROP TRIGGER'),
  'trigger.rename': postgres('ALTER TRIGGER … RENAME TO'),
  'trigger.enable': postgres('ALTER TABLE … ENABLE | DISABLE TRIGGER'),
  'rule.create': postgres('CREATE RULE'),
  'rule.drop': postgres('DROP RULE'),
  'rule.enable': postgres('ALTER TABLE … ENABLE | DISABLE RULE'),
  'policy.create': postgres('CREATE POLICY'),
  'policy.alter': postgres('ALTER POLICY'),
  'policy.drop': postgres('DROP POLICY'),
  'extension.create': postgres('CREATE EXTENSION'),
  'extension.alter': postgres('ALTER EXTENSION'),
  'extension.drop': postgres('DROP EXTENSION'),
  'privilege.grant': all('GRANT'),
  'privilege.revoke': all('REVOKE'),
  'comment.set': postgres('COMMENT ON'),
  'statistics.create': postgres('CREATE STATISTICS'),
  'statistics.alter': postgres('ALTER STATISTICS'),
  'statistics.drop': postgres('DROP STATISTICS'),
  'object.create': {
    postgres: 'CREATE PUBLICATION | COLLATION | OPERATOR | …',
    ...both('CREATE EVENT | USER | SERVER | …')
  },
  'object.alter': {
    postgres: 'ALTER PUBLICATION | COLLATION | OPERATOR | …',
    ...both('ALTER EVENT | USER | SERVER | …')
  },
  'object.drop': {postgres: 'DROP PUBLICATION | COLLATION | OPERATOR | …', ...both('DROP EVENT | USER | SERVER | …')}
} as const

const others = {
  'rows.insert': {postgres: 'INSERT', ...both('INSERT; REPLACE')},
  'rows.update': all('UPDATE'),
  'rows.delete': all('DELETE'),
  'rows.merge': postgres('MERGE'),
  'rows.copy': {postgres: 'COPY', ...both('LOAD DATA')},
  'rows.select': all('SELECT'),
  'rows.plan': postgres('EXPLAIN; PREPARE'),
  'session.set': all('SET'),
  'session.reset': postgres('RESET'),
  'session.discard': postgres('DISCARD'),
  'session.use': {postgres: '\\connect', ...both('USE')},
  'transaction.begin': {postgres: 'BEGIN', ...both('START TRANSACTION')},
  'transaction.commit': all('COMMIT'),
  'transaction.rollback': all('ROLLBACK'),
  'transaction.savepoint': all('SAVEPOINT'),
  'transaction.release': all('RELEASE SAVEPOINT'),
  'transaction.prepare': {postgres: 'PREPARE TRANSACTION', ...both('XA PREPARE')},
  'procedure.call': all('CALL'),
  'dynamic.execute': {postgres: 'EXECUTE in PL/pgSQL', ...both('PREPARE … FROM; EXECUTE')},
  other: all('any other statement')
} as const

/** The form of each operation by dialect. */
export const forms: Readonly<Record<OperationKind, Forms>> = {...tables, ...columns, ...keys, ...objects, ...others}
