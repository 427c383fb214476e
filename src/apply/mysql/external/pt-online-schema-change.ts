import type {Program} from './program.js'

/**
 * pt-online-schema-change 3. It reads `EXPLAIN`: where that is a tree by default (MySQL 9) it takes each table for an
 * empty one, and copies it in one piece.
 *
 * https://docs.percona.com/percona-toolkit/pt-online-schema-change.html
 */
export const ptOnlineSchemaChange: Program = {
  command: 'pt-online-schema-change',
  parameters: ({database, dialect, explainFormat, host, input, optionFile, port, settings, traits}) => [
    '--alter',
    input.clauses,
    '--no-version-check',
    // 3.7 asks MariaDB for replicas with words that only MySQL knows, and ends there.
    ...(dialect === 'mariadb' ? ['--recursion-method', 'processlist'] : []),
    '--progress',
    'time,5',
    '--chunk-time',
    String(settings.batchTargetMs / 1000),
    '--max-lag',
    `${String(Math.ceil(settings.maxLagSeconds))}s`,
    ...(settings.maxActiveSessions === undefined
      ? []
      : ['--max-load', `Threads_running=${String(settings.maxActiveSessions)}`]),
    ...(explainFormat === undefined || explainFormat === 'TRADITIONAL'
      ? []
      : ['--set-vars', 'explain_format=TRADITIONAL']),
    // The other way of its own, `drop_swap`, leaves a moment without the table.
    ...(traits?.referenced === true ? ['--alter-foreign-keys-method', 'rebuild_constraints'] : []),
    ...(traits?.triggers === true ? ['--preserve-triggers'] : []),
    // It follows new names of columns, but asks for a person to have looked.
    ...(traits?.renames === true ? ['--no-check-alter'] : []),
    settings.dropOld ? '--drop-old-table' : '--no-drop-old-table',
    '--execute',
    [`F=${optionFile}`, `h=${host}`, `P=${port}`, `D=${escaped(database)}`, `t=${escaped(input.table.name)}`].join(',')
  ],
  progress: /^Copying /
}

/** Commas end a part of a DSN: https://docs.percona.com/percona-toolkit/pt-online-schema-change.html#dsn-options */
function escaped(name: string): string {
  return name.replaceAll(',', '\\,')
}
