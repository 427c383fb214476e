/** What PostgreSQL allows to superusers only; a managed service gives nobody that role. */
import {fact} from './platform.js'
import type {PlatformFact} from './platform.js'

const manual = (page: string): string => `https://www.postgresql.org/docs/current/${page}.html`

const superuserTypes = new Set([
  'access method',
  'operator class',
  'operator family',
  'text search parser',
  'text search template'
])

const untrusted = new Set(['c', 'internal', 'plpython3u', 'plpythonu', 'plperlu', 'pltclu', 'plsh'])

/**
 * Facts that hold on every service without superusers.
 *
 * @param role The role that its users have instead.
 * @param url Where the service says so.
 */
export function withoutSuperuser(role: string, url: string): PlatformFact[] {
  const instead = `what \`${role}\` may do`
  return [
    fact({
      id: 'superuser-role',
      operation: ['object.create', 'object.alter'],
      when: ({objectType}, {text}) =>
        ['role', 'user'].includes(objectType) && /\b(?<!no)superuser\b/i.test(text.replace(/'[^']*'/g, '')),
      what: 'role with `SUPERUSER`, which nobody can give here',
      instead,
      url
    }),
    fact({
      id: 'alter-system',
      operation: 'object.alter',
      when: ({objectType}) => objectType === 'system',
      what: '`ALTER SYSTEM`, which needs a superuser',
      instead: 'the settings of the service, or `ALTER DATABASE … SET`',
      url: manual('sql-altersystem')
    }),
    fact({
      id: 'server-file',
      operation: 'rows.copy',
      when: (_operation, {text}) => /\b(?:from|to)\s+(?:program\s+)?e?'/i.test(text),
      what: '`COPY` of a file or program on the server, which nobody can reach here',
      instead: '`COPY … FROM STDIN`, or `\\copy`',
      url: manual('sql-copy')
    }),
    fact({
      id: 'untrusted-language',
      operation: 'function.create',
      when: ({language}) => language !== undefined && untrusted.has(language.toLowerCase()),
      what: 'function in an untrusted language, which needs a superuser',
      instead: '`plpgsql` or SQL',
      url: manual('sql-createfunction')
    }),
    fact({
      id: 'untrusted-extension',
      operation: 'extension.create',
      when: ({extension}) => untrusted.has(extension.toLowerCase()) || extension === 'file_fdw',
      what: 'extension that gives access to the server itself',
      instead: 'one that the service offers',
      url
    }),
    fact({
      id: 'superuser-object',
      operation: 'object.create',
      when: ({objectType}) => superuserTypes.has(objectType),
      what: 'object that only a superuser makes',
      instead: 'an extension of the service that brings it',
      url: manual('sql-createopclass')
    }),
    fact({
      id: 'base-type',
      operation: 'type.create',
      when: ({variant}) => variant === 'base',
      what: 'base type, which only a superuser makes',
      instead: 'a domain, an enumeration or a composite type',
      url: manual('sql-createtype')
    })
  ]
}

/** Services that give nobody the file system either. */
export function withoutTablespaces(url: string): PlatformFact[] {
  return [
    fact({
      id: 'tablespace',
      operation: ['object.create', 'table.set-tablespace', 'index.set-tablespace'],
      when: (operation) => operation.kind !== 'object.create' || operation.objectType === 'tablespace',
      what: 'tablespace, which the service has none of but its own',
      instead: 'the default one',
      url
    })
  ]
}
