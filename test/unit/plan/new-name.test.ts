/** Names for what recipes make: found again by name, so they must be those that the server keeps. */
import {expect, it} from 'vitest'
import {createNames} from '../../../src/plan/new-name.js'
import {Catalog} from '../../../src/schema/catalog.js'

it.each(['x', 'é', '字', '🐘'])('gives no name twice, and none that the server would cut, of many %s', (character) => {
  const [stem, word] = [character.repeat(63), character.repeat(60)]
  const names = createNames()
  const made = Array.from({length: 12}, () => names.make(new Catalog(), stem, [word, 'new']))
  expect(new Set(made).size).toBe(12)
  for (const name of made) {
    expect(Buffer.byteLength(name)).toBeLessThanOrEqual(63)
    expect(name).not.toContain('\uFFFD')
    expect(name.startsWith(character)).toBe(true)
  }
})
