import type {Program} from './program.js'

/**
 * gh-ost 1.1: on the primary itself, which is the server that we are connected to. Its own default is to go on where
 * copying a row has cut or lost values.
 *
 * https://github.com/github/gh-ost/blob/master/doc/command-line-flags.md
 */
export const ghost: Program = {
  command: 'gh-ost',
  parameters: ({database, host, input, optionFile, port, settings, traits}) => [
    `--conf=${optionFile}`,
    `--host=${host}`,
    `--port=${port}`,
    `--database=${database}`,
    `--table=${input.table.name}`,
    `--alter=${input.clauses}`,
    '--allow-on-master',
    '--panic-on-warnings',
    '--approve-renamed-columns',
    // It ends where the table of an earlier change is kept under the name that it wants.
    '--timestamp-old-table',
    `--max-lag-millis=${String(Math.round(settings.maxLagSeconds * 1000))}`,
    ...(settings.maxActiveSessions === undefined
      ? []
      : [`--max-load=Threads_running=${String(settings.maxActiveSessions)}`]),
    ...(settings.throttleQuery === undefined ? [] : [`--throttle-query=${settings.throttleQuery}`]),
    // Names of triggers are those of a database: each has a suffix, which goes the next time.
    ...(traits?.triggers === true
      ? ['--include-triggers', '--trigger-suffix=_ghost', '--remove-trigger-suffix-if-exists']
      : []),
    ...(settings.dropOld ? ['--ok-to-drop-table'] : []),
    '--execute'
  ],
  progress: /^Copy: /
}
