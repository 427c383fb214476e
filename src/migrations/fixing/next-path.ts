import {basename, dirname, join} from 'node:path'
import {compareNaturally} from '../natural-order.js'
import type {Layout} from '../layouts/layout.js'
import type {ProjectFiles} from '../project-files.js'

/**
 * A numbered name: a letter of the framework, the number, what stands between it and the title, the title, the
 * rest, which no digit begins. A date with dashes and the time after it is one number, whose last part counts.
 */
const numbered =
  /^(?<letter>[VU]?)(?<date>\d{4}-\d\d-\d\d-(?:\d{6}-)?)?(?<number>\d+)(?<separator>__|[_-])(?<title>.*?)(?<extension>(?:\.[A-Za-z]\w*)*)$/

/** More than one migration that was fixed before. */
const tries = 100

/**
 * The path of a migration that runs right after another one: with the next number, or the next that is free where
 * only files of the same run stand between. `undefined`: its framework does not number them, or no number is free.
 *
 * @param taken Paths that others of the same run will have.
 */
export function nextPath(
  absolutePath: string,
  title: string,
  layout: Layout,
  project: ProjectFiles,
  taken: ReadonlySet<string>
): string | undefined {
  if (layout.numbered === undefined) return undefined
  const isFolder = layout.numbered === 'folder'
  const item = isFolder ? dirname(absolutePath) : absolutePath
  const groups = numbered.exec(basename(item))?.groups
  if (groups === undefined) return undefined

  const {date = '', extension = '', letter = '', number = '', separator = '_'} = groups
  const folder = dirname(item)
  const pathOf = (name: string): string => join(folder, name, ...(isFolder ? [basename(absolutePath)] : []))
  const siblings = project.names(folder).map((name) => ({name, path: pathOf(name), number: numberOf(name)}))
  const compare = layout.compare ?? compareNaturally
  const after = siblings.filter(({path}) => path !== absolutePath && compare(path, absolutePath) > 0)
  const ours = (path: string): boolean => project.isMade(path) || taken.has(path)

  for (let step = 1n; step <= tries; step++) {
    const next = (BigInt(number) + step).toString().padStart(number.length, '0')
    const path = pathOf(`${letter}${date}${next}${separator}${title}${isFolder ? '' : extension}`)
    const same = [...siblings, ...[...taken].map((each) => ({path: each, number: numberIn(each, isFolder)}))].filter(
      (sibling) => sibling.number === numberOf(`${letter}${date}${next}_`)
    )
    if (same.some((sibling) => !ours(sibling.path))) return undefined
    if (same.length > 0) continue
    const inOrder =
      compare(path, absolutePath) > 0 &&
      after.every(
        (sibling) => numberOf(sibling.name) === undefined || ours(sibling.path) || compare(path, sibling.path) < 0
      )
    return inOrder ? path : undefined
  }
  return undefined
}

function numberIn(path: string, isFolder: boolean): bigint | undefined {
  return numberOf(basename(isFolder ? dirname(path) : path))
}

function numberOf(name: string): bigint | undefined {
  const {date = '', number} = numbered.exec(name)?.groups ?? {}
  return number === undefined ? undefined : BigInt(`${date.replaceAll('-', '')}${number}`)
}
