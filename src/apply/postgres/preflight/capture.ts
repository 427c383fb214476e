import {definePreflightCheck} from '../../preflight.js'

/** What is asked for and cannot be had is said, not left out. */
export const capture = definePreflightCheck({
  name: 'capture',
  summary: 'no `--capture binlog`, which is for MySQL and MariaDB',
  check: ({settings}) =>
    Promise.resolve(
      settings.capture === 'binlog'
        ? [
            {
              severity: 'error',
              text: 'Unexpected `--capture binlog`, expected `--capture triggers`: PostgreSQL has no such log'
            }
          ]
        : []
    )
})
