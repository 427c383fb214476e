/** What MySQL allows with `SUPER`, or what took its place, only; a managed service gives nobody that. */
import {fact} from './platform.js'
import type {PlatformFact} from './platform.js'

const restricted = new Set(['sql_log_bin', 'binlog_format', 'binlog_row_image', 'gtid_next', 'sql_log_off'])

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
      when: ({name, scope}) => scope === 'session' && restricted.has(name.toLowerCase()),
      what: 'setting of the session that needs SUPER (error 1227)',
      instead: 'no such setting in a migration',
      url: 'https://dev.mysql.com/doc/refman/8.4/en/system-variable-privileges.html'
    }),
    fact({
      id: 'definer',
      operation: ['trigger.create', 'function.create', 'view.create', 'object.create'],
      when: (_operation, {text}) => /\bdefiner\s*=\s*(?!current_user)/i.test(text),
      what: '`DEFINER` of another user, which needs SUPER or SET_ANY_DEFINER (error 1227)',
      instead: 'no `DEFINER`, or `CURRENT_USER`',
      url: 'https://dev.mysql.com/doc/refman/8.4/en/stored-objects-security.html'
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
        /^(?:change (?:master|replication)|(?:start|stop|reset) (?:slave|replica|master|group)|shutdown)/.test(
          statement
        ),
      what: 'command of replication, which needs SUPER (error 1227)',
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
