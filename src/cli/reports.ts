/** Which reports of a check are made, and where they go. */
import {InvalidArgumentError} from 'commander'
import type {CheckResult} from '../core/check-result.js'
import {expectedInstead} from '../core/configuration/nearest.js'
import {UsageError} from '../usage-error.js'
import {checkFormats} from '../report/check-formats.generated.js'
import type {CheckFormat, ReportContext} from '../report/context.js'
import {write, writeOutput} from './output.js'

export type CheckFormatName = keyof typeof checkFormats

/** The formats that there are. */
export const checkFormatNames = Object.keys(checkFormats) as CheckFormatName[]

/** A report that was asked for. */
export interface ChosenReport {
  format: CheckFormatName
  report: CheckFormat
  /** `undefined`: standard output. */
  file: string | undefined
}

/** Of an option that may be given several times. */
export function collectFormat(name: string, before: CheckFormatName[] = []): CheckFormatName[] {
  if (!isFormat(name)) throw new InvalidArgumentError(`Allowed choices are ${checkFormatNames.join(', ')}.`)
  return [...before, name]
}

/**
 * Load the reports that are asked for: each `-o format=file`, and each `--format`, by default `pretty`. What has no
 * file takes one that is named alone, else standard output.
 *
 * @throws {UsageError} When there are two for one place, or a file for none.
 */
export async function chooseReports({
  format: formats = ['pretty'],
  output: outputs = []
}: {
  format?: CheckFormatName[]
  output?: string[]
}): Promise<ChosenReport[]> {
  const places = outputs.map(readOutput)
  const named = places.filter((place) => place.format !== undefined)
  const homeless = [...new Set(formats)].filter((format) => !named.some((place) => place.format === format))
  const [file, ...otherFiles] = places.filter((place) => place.format === undefined).map((place) => place.file)
  const [first, second] = homeless

  if (second !== undefined) {
    throw new UsageError(`Unexpected second report for standard output, expected \`-o ${second}=FILE\``)
  }
  if (otherFiles[0] !== undefined || (file !== undefined && first === undefined)) {
    throw new UsageError(`Unexpected \`-o ${otherFiles[0] ?? file ?? ''}\`, expected \`-o FORMAT=FILE\``)
  }
  const chosen = [...(first === undefined ? [] : [{format: first, file}]), ...named]
  return Promise.all(chosen.map(async (each) => ({...each, report: await checkFormats[each.format]()})))
}

function readOutput(text: string): {format: CheckFormatName; file: string} | {format: undefined; file: string} {
  const [, name = '', file = text] = /^(\w+)=(.+)$/s.exec(text) ?? []
  if (name === '') return {format: undefined, file}
  if (isFormat(name)) return {format: name, file}
  throw new UsageError(`Unexpected format \`${name}\`, expected ${expectedInstead(name, checkFormatNames)}`)
}

function isFormat(name: string): name is CheckFormatName {
  return Object.hasOwn(checkFormats, name)
}

/** Make the reports. @param outputTaken Standard output has something else already. */
export function writeReports(
  reports: readonly ChosenReport[],
  result: CheckResult,
  context: ReportContext,
  outputTaken: boolean
): void {
  for (const {file, report} of reports) {
    const plain = {...context, style: {...context.style, color: context.style.color && file === undefined}}
    const text = report(result, plain)
    if (file !== undefined) writeOutput(file, text)
    else if (outputTaken) process.stderr.write(text)
    else write(text)
  }
}
