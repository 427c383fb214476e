import {readFileSync, readdirSync} from 'node:fs'
import {expect, it} from 'vitest'
import {docsFolder, renderDocs} from '../../../scripts/generate-docs.js'

it('are as the generator writes them: `npx tsx scripts/generate-docs.ts`', async () => {
  const pages = await renderDocs()
  expect(readdirSync(docsFolder).sort()).toEqual([...pages.keys()].sort())
  for (const [name, text] of pages) expect(readFileSync(new URL(name, docsFolder), 'utf8'), name).toBe(text)
})
