import {definePreflightCheck} from '../../preflight.js'

/** What is asked for and cannot be had is said, not left out. */
export const capture = definePreflightCheck({
  name: 'capture',
  summary: 'no capture by the binary log, which is for MySQL and MariaDB',
  check: ({settings}) =>
    Promise.resolve(
      settings.capture === 'binlog'
        ? [
            {
              severity: 'error',
              text: 'Unexpected capture by the binary log, expected triggers: PostgreSQL has no such log'
            }
          ]
        : []
    )
})
