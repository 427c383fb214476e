import type {Range} from '../../parse/source.js'

/**
 * What a runner that reads line by line sends as one query: up to a line that a semicolon ends, or all that is between
 * two annotations.
 *
 * @param annotation What a line of the runner's own begins with; its group is `begin` or `end`, in any case.
 */
export function queriesOf(text: string, annotation: RegExp): Range[] {
  const queries: Range[] = []
  let start: number | undefined
  let isBlock = false
  for (const {0: line, index} of text.matchAll(/^.*$/gm)) {
    const found = annotation.exec(line)?.[1]?.toLowerCase()
    if (found === 'begin') isBlock = true
    if (start === undefined && !/^\s*(?:--.*)?$/.test(line)) start = index
    const isEnd = isBlock ? found === 'end' : /;\s*(?:\s--.*)?$/.test(line)
    if (found === 'end') isBlock = false
    if (start === undefined || !isEnd) continue
    queries.push({start, end: index + line.length})
    start = undefined
  }
  return queries
}
