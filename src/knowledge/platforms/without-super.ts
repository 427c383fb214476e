/** What MySQL allows with `SUPER`, or what took its place, only; a managed service gives nobody that. */
import type {Dialect} from '../../server/server.js'
import {fact} from './platform.js'
import type {PlatformFact} from './platform.js'

/** Settings of a session that servers give to nobody without a privilege. */
const restricted = ['sql_log_bin', 'sql_log_off', 'binlog_format', 'binlog_row_image', 'pseudo_thread_id']

/** Of MySQL alone: MariaDB lets everybody set them, or has them not. */
const restrictedByMysql = [
  'gtid_next',
  'original_server_version',
  'binlog_rows_query_log_events',
  'binlog_transaction_compression',
  'bulk_insert_buffer_size',
  'innodb_strict_mode',
  'internal_tmp_mem_storage_engine',
  'sql_generate_invisible_primary_key',
  'sql_require_primary_key'
]

/** The settings of a session that a server keeps from those who have no privilege for them. */
export const restrictedSettings = (dialect: Dialect): readonly string[] =>
  dialect === 'mysql' ? [...restricted, ...restrictedByMysql] : restricted

/**
 * Facts that hold on every MySQL without `SUPER`.
 *
 * @param settings Where global settings are made instead.
 * @param url Where the service says so.
 */
export function withoutSuper(settings: string, url: string): PlatformFact[] {
  return [
    fact({
      id: 'global-setting',
      operation: 'session.set',
      when: ({scope}) => scope === 'global' || scope === 'persist',
      what: '`SET GLOBAL` or `SET PERSIST`, which needs SUPER (error 1227)',
      instead: settings,
      url
    }),
    fact({
      id: 'restricted-setting',
      operation: 'session.set',
      when: ({name, scope}, {dialect}) =>
        scope === 'session' && restrictedSettings(dialect).includes(name.toLowerCase()),
      what: 'setting of the session that needs SUPER (error 1227)',
      instead: 'no such setting in a migration',
      url: 'https://dev.mysql.com/doc/refman/8.4/en/system-variable-privileges.html'
    }),
    fact({
      id: 'server-file',
      operation: ['rows.copy', 'rows.select'],
      when: (operation, {text}) =>
        operation.kind === 'rows.copy'
          ? /\bload\s+(?:data|xml)\b/i.test(text) && !/\blocal\s+infile\b/i.test(text)
          : /\binto\s+(?:out|dump)file\b/i.test(text),
      what: 'file on the server, which needs the privilege FILE',
      instead: '`LOAD DATA LOCAL INFILE`, or the import of the service',
      url
    }),
    fact({
      id: 'plugin',
      operation: ['other', 'function.create'],
      when: (operation, {text}) =>
        operation.kind === 'other'
          ? /^(?:un)?install (?:plugin|component)/.test(operation.statement)
          : /\bsoname\s+'/i.test(text),
      what: 'plugin or function of a library, which only the service installs',
      instead: 'what the service offers',
      url
    }),
    fact({
      id: 'replication',
      operation: 'other',
      when: ({statement}) =>
        /^(?:change (?:master|replication)|(?:start|stop|reset) (?:slave|replica|master|group)|purge (?:binary|master)|binlog|clone|alter instance|shutdown|restart)/.test(
          statement
        ),
      what: 'command for replication or the server itself, which needs SUPER or a privilege in its place (error 1227)',
      instead: 'the procedures of the service',
      url
    }),
    fact({
      id: 'grant-super',
      operation: 'privilege.grant',
      when: ({objects, privileges}) =>
        objects.length === 0 &&
        privileges.some((each) => ['super', 'file', 'shutdown', 'all', 'all privileges'].includes(each)),
      what: 'privilege that nobody has here, so nobody can give it',
      instead: 'the privileges on the databases that are meant',
      url
    })
  ]
}

/** What `DEFINER` says of another user; nobody has the privilege for it. */
export const foreignDefiner = fact({
  id: 'definer',
  operation: ['trigger.create', 'function.create', 'view.create', 'object.create'],
  when: (_operation, {text}) => /\bdefiner\s*=(?!\s*current_user)/i.test(text),
  what: '`DEFINER` of another user, which needs SUPER or SET_ANY_DEFINER (error 1227)',
  instead: 'no `DEFINER`, or `CURRENT_USER`',
  url: 'https://dev.mysql.com/doc/refman/8.4/en/stored-objects-security.html'
})

/**
 * The same where the master user has the privilege.
 *
 * @param since From which version on it does; empty: always.
 * @param url Where the service says so.
 */
export function definerByMaster(since: string, url: string): PlatformFact {
  return {
    ...foreignDefiner,
    what: `\`DEFINER\` of another user: who migrates needs SET_USER_ID, or SET_ANY_DEFINER in its place, which only the master user has${since}, else error 1227`,
    url
  }
}

/** Stored programs on a server that writes a binary log. */
export function programsNeedTrust(setting: string, url: string): PlatformFact[] {
  return [
    fact({
      id: 'stored-programs',
      operation: ['trigger.create', 'function.create'],
      when: (operation, {text}) =>
        operation.kind === 'trigger.create' ||
        (!operation.procedure && !/\b(?:deterministic|no\s+sql|reads\s+sql\s+data)\b/i.test(text)),
      what: 'trigger or function, which the binary log allows with SUPER or `log_bin_trust_function_creators` only (error 1419)',
      instead: setting,
      url
    })
  ]
}
