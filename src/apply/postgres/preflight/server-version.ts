import {definePreflightCheck} from '../../preflight.js'

/** The plan was made for the locks and refusals of one major version. */
export const serverVersion = definePreflightCheck({
  name: 'server-version',
  summary: 'the server is of the version that the plan was made for',
  check({plan, serverMajor}) {
    const planned = Number.parseInt(plan.serverVersion, 10)
    if (planned === serverMajor) return Promise.resolve([])
    return Promise.resolve([
      {
        severity: 'error',
        text: `Unexpected PostgreSQL ${String(serverMajor)}, expected ${String(planned)}: plan again with \`--server-version ${String(serverMajor)}\` or \`--database-url\``
      }
    ])
  }
})
