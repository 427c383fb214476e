import {existsSync, readFileSync} from 'node:fs'
import {begin, prepare, refusals, settingsFor} from '../apply/run/apply.js'
import type {Prepared} from '../apply/run/apply.js'
import {begunBefore} from '../apply/run/begun-before.js'
import type {Engine} from '../apply/engine.js'
import type {Journal, RunRecord} from '../apply/journal.js'
import type {StopSignals} from '../apply/run/run-context.js'
import type {ApplySettings} from '../apply/settings.js'
import {resolveUrl} from '../core/live.js'
import {UsageError} from '../usage-error.js'
import {readPlan, sha256} from '../plan/digest.js'
import {withExternalCopies} from '../plan/external-copy.js'
import type {Plan, PlannedStep} from '../plan/plan.js'
import type {ExternalProgram} from '../plan/steps.js'
import {createApplyReporter} from '../report/apply/apply-events.js'
import {applyFindings, applyStatements} from '../report/apply/apply-pretty.js'
import {planPretty} from '../report/plan/plan-pretty.js'
import {count} from '../report/style.js'
import type {Style} from '../report/style.js'
import {settingsFrom} from './apply-settings.js'
import type {ApplyOptions} from './apply-settings.js'
import {confirm} from './confirm.js'
import {open, styleOf} from './open.js'
import {write} from './output.js'
import {withEngine} from './with-engine.js'

/** As people call them, and as they are called on the PATH. */
const programs: Record<'gh-ost' | 'pt-osc', ExternalProgram> = {
  'gh-ost': 'gh-ost',
  'pt-osc': 'pt-online-schema-change'
}

/** Carry a plan out, or say why not. */
export async function runApply(path: string, options: ApplyOptions): Promise<void> {
  const url = resolveUrl(options.databaseUrl)
  const style = styleOf(options)
  const {isPlan, plan: made} = await planOf(path, url, options)
  const wanted = options.engine === undefined ? made : withExternalCopies(made, programs[options.engine])
  await withEngine(url, async (engine) => {
    const plan = isPlan ? wanted : ((await begunBefore(engine, wanted)) ?? wanted)
    if (!isPlan) write(planPretty(plan, style))
    if (options.dryRun !== true) await engine.hold()
    const settings = await settingsFor(plan, engine, settingsFrom(options))
    const prepared = await prepare(plan, engine, settings, options.onceMore === true)
    await apply(plan, engine, prepared, settings, options, style)
  })
}

/** Say what was found, ask, and carry a plan out. */
export async function apply(
  plan: Plan,
  engine: Engine,
  prepared: Prepared,
  settings: ApplySettings,
  options: ApplyOptions,
  style: Style
): Promise<void> {
  write(applyFindings(prepared.findings, style))
  if (prepared.finishedAt !== undefined) {
    const again = plan.reverts === undefined ? '; `--once-more` carries it out again' : ''
    write(`Nothing to do: this plan was carried out (${prepared.finishedAt})${again}.\n`)
    return
  }
  const refused = refusals(prepared.findings, options.accept ?? [])
  if (options.dryRun === true) {
    write(applyStatements(prepared.left, style))
    if (refused.length > 0) process.exitCode = 1
    return
  }
  if (refused.length > 0) {
    process.exitCode = 1
    const names = [...new Set(refused.filter(({severity}) => severity === 'warning').map(({check}) => check))]
    const hint = names.map((name) => `--accept ${name}`).join(' ')
    const accepted = hint === '' ? '' : `; to go on in spite of warnings: ${hint}`
    const isRefused = refused.some(({severity}) => severity === 'error')
    process.stderr.write(
      `sqlsafe: nothing was begun${isRefused ? '; what is an error has to be mended first' : ''}${accepted}\n`
    )
    return
  }
  if (options.yes !== true && !(await confirm(questionOf(prepared)))) {
    process.exitCode = 1
    return
  }
  await decideDoubts(engine, prepared, options)
  const isByOthers = plan.phases.some(({steps}) => steps.some(({kind}) => kind === 'external-copy'))
  const {remove, stop} = listenForStop(isByOthers)
  try {
    const outcome = await begin(plan, engine, prepared, {
      settings,
      stop,
      deployed: options.deployed === true,
      onEvent: createApplyReporter(options.logFormat, style, {write, terminal: process.stdout.isTTY})
    })
    if (outcome.status === 'stopped') process.exitCode = 1
  } finally {
    remove()
  }
}

/** A plan as JSON, or what planning a migration makes. */
async function planOf(path: string, url: string, options: ApplyOptions): Promise<{plan: Plan; isPlan: boolean}> {
  if (!path.endsWith('.json')) {
    const opened = await open([path], {...options, databaseUrl: url, quiet: true})
    const {makePlan} = await import('../plan/make-plan.js')
    return {plan: await makePlan(await opened.project.open()), isPlan: false}
  }
  if (!existsSync(path)) throw new UsageError(`Unexpected path \`${path}\`, expected a plan: there is no such file`)
  const plan = readPlan(readFileSync(path, 'utf8'), path)
  for (const source of plan.sources) {
    // A plan may be carried out where its migrations are not.
    if (!existsSync(source.path) || sha256(readFileSync(source.path, 'utf8')) === source.sha256) continue
    throw new UsageError(`Unexpected content of \`${source.path}\`, expected what the plan was made from: plan again`)
  }
  return {plan, isPlan: true}
}

function questionOf({left, run}: Prepared): string {
  return `${run === undefined ? 'Begin' : 'Go on with'} ${count(left.length, 'step')}?`
}

/** What a person has found out about steps whose end nobody saw, or that fail and are not needed. */
async function decideDoubts(
  {journal}: Engine,
  {left, run}: Prepared,
  {again = [], done = []}: ApplyOptions
): Promise<void> {
  if (again.length + done.length === 0) return
  if (run === undefined) throw new UsageError('Unexpected `--done` or `--again`, expected a run that was begun before')
  const records = await journal.steps(run.id)
  for (const id of [...done, ...again]) {
    if (!left.some((each) => each.id === id))
      throw new UsageError(`Unexpected step \`${id}\`, expected one that is still to be done: see \`sqlsafe status\``)
  }
  for (const id of done) {
    if (records.has(id)) await journal.decide(run.id, id, 'done')
    else await passOver(journal, run, left, id)
  }
  for (const step of again) await journal.decide(run.id, step, 'not done')
}

/** What stands in the migration may be done by hand, or not be wanted any more; nobody else does what our own steps do. */
const byHand: ReadonlySet<string> = new Set(['transaction', 'statement', 'ddl'])

/** Note a step that never came to its end as done: the next one in the order, and no other. */
async function passOver(
  journal: Journal,
  {id: run, plan}: RunRecord,
  left: readonly PlannedStep[],
  step: string
): Promise<void> {
  const [next] = left
  if (next?.id !== step || !byHand.has(next.kind)) {
    throw new UsageError(
      `Unexpected \`--done ${step}\`, expected the statement that the run stopped at${next && byHand.has(next.kind) ? `, \`--done ${next.id}\`` : ''}: what other steps do cannot be done by hand`
    )
  }
  const position = 1 + plan.phases.flatMap(({steps}) => steps).findIndex(({id}) => id === step)
  const note = {
    step,
    kind: next.kind,
    position,
    status: 'done',
    state: null,
    stateVersion: 1,
    rows: 0,
    total: undefined
  } as const
  await journal.save(run, note, [], false)
}

/** Once: after the batch at hand, or the program of others; twice: now. */
function listenForStop(isByOthers: boolean): {stop: StopSignals; remove: () => void} {
  const [afterBatch, now] = [new AbortController(), new AbortController()]
  const interrupt = (): void => {
    if (afterBatch.signal.aborted) now.abort()
    afterBatch.abort()
    process.stderr.write(
      `sqlsafe: stopping after this batch${isByOthers ? ', or once the other program has come to its end' : ''}; once more to stop at once\n`
    )
  }
  process.on('SIGINT', interrupt)
  process.on('SIGTERM', interrupt)
  return {
    stop: {afterBatch: afterBatch.signal, now: now.signal},
    remove() {
      process.off('SIGINT', interrupt)
      process.off('SIGTERM', interrupt)
    }
  }
}
