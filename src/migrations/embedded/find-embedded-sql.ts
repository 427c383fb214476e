import type {Comment, File} from '@babel/types'
import type {Dialect} from '../../server/server.js'
import type {Library} from './library.js'
import {findExported, findUp} from './script/find-up.js'
import {parseScript} from './script/parse-script.js'
import {assemble} from './text/assemble.js'
import type {EmbeddedSql, ScriptComment, Sent} from './text/assemble.js'
import {rangeOf} from './text/pieces.js'
import {walkScript} from './walk/walk-script.js'

/**
 * Find the SQL that a migration in JavaScript or TypeScript sends going up, in order, with the comments between.
 *
 * What is not known before it runs is a problem of the script that `complete` hands over.
 */
export function findEmbeddedSql(text: string, path: string, library: Library, dialect: Dialect): EmbeddedSql {
  const parsed = parseScript(text, path)
  if ('tree' in parsed) {
    const up = findUp(parsed.tree)
    const range = 'type' in up.body ? rangeOf(up.body) : {start: 0, end: text.length}
    const comments = commentsIn(parsed.tree, text).filter(({range: place}) => place.start < range.end)
    const asksForNone = library.asksForNone?.(up, (name) => findExported(name, parsed.tree))
    return {...assemble(withComments(walkScript(up, library, dialect, text), comments), text), asksForNone}
  }
  const {fault, offset} = parsed
  const start = Math.max(0, Math.min(offset, text.length - 1))
  const range = {start, end: Math.min(start + 1, text.length)}
  const message = `Unexpected script that cannot be read (${fault}), expected JavaScript or TypeScript`
  return assemble([{message, range, reason: 'syntax'}], text)
}

function commentsIn({comments}: File, source: string): ScriptComment[] {
  return (comments ?? []).map((comment: Comment) => {
    const range = rangeOf(comment)
    const line = source.slice(source.lastIndexOf('\n', range.start - 1) + 1, range.start)
    return {text: comment.value.replace(/^[\s*]+/, '').trim(), range, ownLine: line.trim() === ''}
  })
}

/** Comments stand before what comes after them; those at the end of a line after what is on it. */
function withComments(sent: readonly Sent[], comments: readonly ScriptComment[]): Sent[] {
  const left = [...comments]
  const result: Sent[] = []
  for (const each of sent) {
    const at = placeOf(each)
    while (left[0] !== undefined && left[0].range.start < at.start) result.push(...left.splice(0, 1))
    // Inside of the call: of a table that is described, say.
    while (left[0] !== undefined && left[0].range.start < at.end) result.splice(result.length, 0, ...left.splice(0, 1))
    result.push(each)
  }
  return [...result, ...left]
}

function placeOf(sent: Sent): {start: number; end: number} {
  return 'call' in sent ? sent.call : sent.range
}
