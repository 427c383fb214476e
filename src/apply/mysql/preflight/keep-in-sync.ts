import {definePreflightCheck} from '../../preflight.js'

/** What is asked for and cannot be had is said, not left out. */
export const keepInSync = definePreflightCheck({
  name: 'keep-in-sync',
  summary: 'no `--keep-in-sync`, which is for PostgreSQL',
  check: ({settings}) =>
    Promise.resolve(
      settings.keepInSync
        ? [
            {
              severity: 'error',
              text: 'Unexpected `--keep-in-sync`, expected a PostgreSQL database: an old table of MySQL or MariaDB is kept as it is'
            }
          ]
        : []
    )
})
