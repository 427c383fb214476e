/** Go templates that ask which engine they are for, as Mattermost's migrations do: `{{if .mysql}} … {{else}} … {{end}}`. */
import type {Range} from '../../parse/source.js'
import type {Dialect} from '../../server/server.js'

/** Whether a condition holds; `undefined`: only its runner knows. */
type Truth = boolean | undefined

interface Branch {
  tag: Range
  holds: Truth
  /** Where the next tag begins. */
  end: number
}

// https://pkg.go.dev/text/template#hdr-Actions
const action = /\{\{-?\s*(?:\/\*[^]*?\*\/|(if|else|end|range|with|block|define)\b([^{}\n]{0,200}?))\s*-?\}\}/g

/** Names that templates have for engines. */
const engines = new Map<string, readonly Dialect[]>([
  ['postgres', ['postgres']],
  ['postgresql', ['postgres']],
  ['mysql', ['mysql', 'mariadb']],
  ['mariadb', ['mariadb']],
  ['sqlite', []],
  ['sqlite3', []]
])

/**
 * What is for other engines, the tags that ask for them, and comments of the template, in order. Whatever else it asks
 * is left to its runner.
 */
export function otherBranches(text: string, dialect: Dialect): Range[] {
  if (!text.includes('{{')) return []
  const left: Range[] = []
  const open: Array<Branch[] | undefined> = []
  for (const match of text.matchAll(action)) {
    const [all, word, condition = ''] = match
    const tag = {start: match.index, end: match.index + all.length}
    if (word === undefined) {
      left.push(tag)
    } else if (word === 'if') {
      open.push([{tag, holds: truthOf(condition, dialect), end: text.length}])
    } else if (word === 'else' || word === 'end') {
      if (open.length === 0) return []
      const branches = word === 'end' ? open.pop() : open.at(-1)
      const last = branches?.at(-1)
      if (branches === undefined || last === undefined) continue
      last.end = tag.start
      if (word === 'else') branches.push({tag, holds: elseOf(condition, dialect), end: text.length})
      else left.push(...withoutOthers(branches, tag))
    } else {
      open.push(undefined)
    }
  }
  return open.length > 0 ? [] : outermost(left)
}

/** Those that lie in no other one, in order. */
function outermost(ranges: readonly Range[]): Range[] {
  let done = 0
  return [...ranges]
    .sort((a, b) => a.start - b.start || b.end - a.end)
    .filter(({end}) => {
      if (end <= done) return false
      done = end
      return true
    })
}

/** Of the branches of an `if` all but the one that is taken; nothing where only the runner knows which. */
function withoutOthers(branches: readonly Branch[], end: Range): Range[] {
  const taken = branches.find(({holds}) => holds !== false)
  if (taken && taken.holds === undefined) return []
  return [
    ...branches.map((branch) => (branch === taken ? branch.tag : {start: branch.tag.start, end: branch.end})),
    end
  ]
}

function elseOf(condition: string, dialect: Dialect): Truth {
  const asked = /^\s*if\b(.*)$/.exec(condition)?.[1]
  return asked === undefined ? true : truthOf(asked, dialect)
}

/** What `and`, `or` and `not` make of names of engines. */
function truthOf(condition: string, dialect: Dialect): Truth {
  const words = condition.match(/[()]|[^\s()]+/g) ?? []
  const operand = (): Truth => {
    const word = words.shift()
    if (word !== '(') return word === undefined ? undefined : nameOf(word, dialect)
    const inner = whole()
    words.shift() // `)`
    return inner
  }
  const whole = (): Truth => {
    const call = /^(?:and|or|not)$/.test(words[0] ?? '') ? words.shift() : undefined
    const operands: Truth[] = []
    while (words.length > 0 && words[0] !== ')') operands.push(operand())
    if (call === 'and') return operands.includes(false) ? false : operands.includes(undefined) ? undefined : true
    if (call === 'or') return operands.includes(true) ? true : operands.includes(undefined) ? undefined : false
    const [only] = operands
    if (operands.length !== 1 || only === undefined) return undefined
    return call === 'not' ? !only : only
  }
  return whole()
}

function nameOf(word: string, dialect: Dialect): Truth {
  return engines.get(/^\.(\w+)$/.exec(word)?.[1]?.toLowerCase() ?? '')?.includes(dialect)
}
