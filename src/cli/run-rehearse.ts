import {resolveUrl} from '../core/live.js'
import {UsageError} from '../usage-error.js'
import {rehearseFormats} from '../report/formats.js'
import type {Engine} from '../rehearse/engine.js'
import type {SchemaScript} from '../rehearse/prepare.js'
import {failed} from '../rehearse/rehearsal.js'
import {open} from './open.js'
import type {OpenedProject} from './open.js'
import {write} from './output.js'
import type {ReadingOptions} from './options.js'

/** What `sqlsafe rehearse` is given. */
export interface RehearseCommandOptions extends ReadingOptions {
  format: 'pretty' | 'json' | 'markdown'
  engineUrl?: string
  rows?: number
}

/** Rehearse, report, set the exit code, and leave nothing behind. */
export async function runRehearse(paths: string[], options: RehearseCommandOptions): Promise<void> {
  const {openEmbedded, openServer} = await import('../rehearse/open-engine.js')
  const server = options.engineUrl === undefined ? undefined : await openServer(resolveUrl(options.engineUrl))
  if (server) assertDialect(options, server)
  let opened = await open(paths, {...options, ...(server && versionOf(server))})
  const schema = await readSchema(opened, options)
  const engine = server ?? (await openEmbedded(opened.project, schema))
  const interruption = closeWhenInterrupted(engine)
  try {
    if (opened.project.server.version[0] !== engine.server.version[0]) {
      opened = await open(paths, {...options, ...versionOf(engine)})
    }
    const {rehearse} = await import('../rehearse/rehearse.js')
    const rehearsal = await rehearse({engine, project: await opened.project.open(), schema, rows: options.rows})
    opened.done()
    const report = await rehearseFormats[options.format]()
    write(report(rehearsal, opened.context))
    if (failed(rehearsal)) process.exitCode = 1
  } catch (error) {
    // The connection went away because it was taken away.
    if (!interruption.happened) throw error
  } finally {
    interruption.stop()
    await closeEngine(engine)
  }
}

/** What the server of `--engine-url` is decides what the migrations are read as. */
function versionOf({server: {dialect, version}}: Engine): Pick<RehearseCommandOptions, 'dialect' | 'serverVersion'> {
  return {dialect, serverVersion: version.join('.')}
}

function assertDialect({dialect}: RehearseCommandOptions, {server}: Engine): void {
  if (dialect === undefined || dialect === server.dialect) return
  throw new UsageError(
    `Unexpected \`--dialect ${dialect}\`, expected \`${server.dialect}\`: that is what the server of \`--engine-url\` is`
  )
}

/** What exists before the first migration: the live database's schema, then the files. */
async function readSchema(
  {configuration, project}: OpenedProject,
  options: RehearseCommandOptions
): Promise<SchemaScript[]> {
  const {dumpLive, readScripts} = await import('../rehearse/schema-scripts.js')
  const url = options.databaseUrl ?? configuration.databaseUrl
  const live = url === undefined ? [] : [await dumpLive(resolveUrl(url), project.server)]
  const files = await readScripts(options.schema ?? [configuration.schema ?? []].flat(), project.server)
  return [...live, ...files]
}

interface Interruption {
  happened: boolean
  /** Wait for it no longer. */
  stop: () => void
}

/** When interrupted: drop the database, then end as a program that was. */
function closeWhenInterrupted(engine: Engine): Interruption {
  const numbers = {SIGINT: 2, SIGTERM: 15}
  const interrupt = (signal: 'SIGINT' | 'SIGTERM'): void => {
    interruption.happened = true
    process.stderr.write('sqlsafe: Unexpected interruption, expected the end of the rehearsal: dropping its database\n')
    void closeEngine(engine).finally(() => process.exit(128 + numbers[signal]))
  }
  const interruption: Interruption = {
    happened: false,
    stop() {
      if (interruption.happened) return
      process.off('SIGINT', interrupt)
      process.off('SIGTERM', interrupt)
    }
  }
  process.once('SIGINT', interrupt)
  process.once('SIGTERM', interrupt)
  return interruption
}

/** What is left behind is said, with how to drop it. */
async function closeEngine(engine: Engine): Promise<void> {
  for (const name of await engine.close()) {
    process.exitCode = 2
    process.stderr.write(
      `sqlsafe: Unexpected failure to drop \`${name}\` on the server of \`--engine-url\`, expected it to be gone: drop it by hand\n`
    )
  }
}
