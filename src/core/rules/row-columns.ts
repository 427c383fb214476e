/** Which columns of the row that fires it a function in PL/pgSQL uses: it may serve several tables, and ask which it is. */
import {tokenize} from '../../parse/postgres/tokens.js'
import type {Token} from '../../parse/postgres/tokens.js'
import {holds, isAmong} from './table-conditions.js'

/** Whether statements run when the table fires the function: surely, perhaps, or never. */
type Chance = 'surely' | 'perhaps' | 'never'

/**
 * The columns, in lower case, that a body reads or sets as `NEW.…` and `OLD.…` when a table of this name fires it.
 * Branches on `TG_TABLE_NAME` that are of others do not count, the server does not look at them; their conditions do.
 */
export function columnsOfRow(body: string, table: string): Set<string> {
  const tokens = tokenize(body)
  const columns = new Set<string>()
  let next = 0
  let returned = false

  while (next < tokens.length) {
    statements('surely')
    // The end of a block, or of something that is not understood.
    next++
  }
  return columns

  function statements(chance: Chance): void {
    for (;;) {
      const word = wordAt(next)
      if (next >= tokens.length || /^(?:ELSE|ELSIF|ELSEIF|WHEN|EXCEPTION|END)$/.test(word)) return
      if (word === 'IF') branches(chance)
      else if (word === 'CASE') {
        next++
        branches(chance, read('WHEN', chance))
      } else if (word === 'BEGIN') block(chance)
      else if (/^(?:LOOP|FOR|FOREACH|WHILE)$/.test(word)) {
        read('LOOP', chance)
        next++
        statements(lesser(chance, 'perhaps'))
        end()
      } else if (word === 'DECLARE') next++
      else if (tokens[next]?.text === '<<') read('>>', 'never', 1)
      else {
        read(';', chance, 1)
        if (word === 'RETURN' && chance === 'surely') returned = true
      }
    }
  }

  function block(chance: Chance): void {
    next++
    statements(chance)
    if (wordAt(next) === 'EXCEPTION') next++
    while (wordAt(next) === 'WHEN') {
      read('THEN', 'never', 1)
      statements(lesser(chance, 'perhaps'))
    }
    end()
  }

  /** Those of `IF`, or of a `CASE` that compares something: one after the other until one runs. */
  function branches(chance: Chance, compared?: readonly Token[]): void {
    let left = chance
    while (/^(?:IF|ELSIF|ELSEIF|WHEN)$/.test(wordAt(next))) {
      next++
      const condition = read('THEN', left)
      next++
      const known = compared && compared.length > 0 ? isAmong(compared, condition, table) : holds(condition, table)
      const unsure = lesser(left, 'perhaps')
      statements(known === undefined ? unsure : known ? left : 'never')
      left = known === undefined ? unsure : known ? 'never' : left
    }
    if (wordAt(next) === 'ELSE') {
      next++
      statements(left)
    }
    end()
  }

  /** `END IF;` and its like, with a label or without. */
  function end(): void {
    if (wordAt(next) === 'END') read(';', 'never', 1)
  }

  /** Go to a word, of which there may be others in a `CASE` before it, and note what stands there. */
  function read(stop: string, chance: Chance, beyond = 0): readonly Token[] {
    const from = next
    let cases = 0
    for (; next < tokens.length; next++) {
      const {text} = tokens[next] ?? {}
      if (text === stop && (cases === 0 || stop === ';')) break
      if (text === 'CASE') cases++
      else if (text === 'END' && cases > 0) cases--
    }
    const passed = tokens.slice(from, next)
    if (chance !== 'never' && !returned) note(passed)
    next += beyond
    return passed
  }

  function note(passed: readonly Token[]): void {
    for (const [index, {text}] of passed.entries()) {
      const column = passed[index + 2]
      if ((text !== 'NEW' && text !== 'OLD') || passed[index + 1]?.text !== '.' || column === undefined) continue
      columns.add(column.text.replaceAll('"', '').toLowerCase())
    }
  }

  function wordAt(index: number): string {
    const token = tokens[index]
    return token?.kind === 'word' ? token.text : ''
  }
}

const chances: readonly Chance[] = ['never', 'perhaps', 'surely']

const lesser = (a: Chance, b: Chance): Chance => (chances.indexOf(a) < chances.indexOf(b) ? a : b)
