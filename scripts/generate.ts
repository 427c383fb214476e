/**
 * `npm run generate`: writes everything that is made from other files. With `--check` it writes nothing
 * and fails where a file is not what it would write.
 */
import {existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync} from 'node:fs'
import {dirname, relative} from 'node:path'
import {fileURLToPath} from 'node:url'
import {formatIndexFile, renderFormatIndex} from './generate-format-index.js'
import {layoutIndexFile, renderLayoutIndex} from './generate-layout-index.js'
import {peerReaderIndexFile, renderPeerReaderIndex} from './generate-peer-reader-index.js'
import {renderPartIndexes} from './generate-part-indexes.js'
import {indexFile, listRuleIds, renderIndex} from './generate-rule-index.js'
import {renderToolIndex, toolIndexFile} from './generate-tool-index.js'

const root = fileURLToPath(new URL('..', import.meta.url))
const check = process.argv.includes('--check')
const outdated: string[] = []

/** @param text `undefined`: the file should not be there. */
function put(path: string, text: string | undefined): void {
  const before = existsSync(path) ? readFileSync(path, 'utf8') : undefined
  if (before === text) return
  outdated.push(relative(root, path))
  if (check) return
  if (text === undefined) {
    rmSync(path)
    return
  }
  mkdirSync(dirname(path), {recursive: true})
  writeFileSync(path, text)
}

// First: the others read the rules through it.
put(fileURLToPath(indexFile), renderIndex(listRuleIds()))
put(layoutIndexFile, renderLayoutIndex())
put(formatIndexFile, renderFormatIndex())
put(peerReaderIndexFile, renderPeerReaderIndex())
put(toolIndexFile, renderToolIndex())
for (const {path, text} of renderPartIndexes()) put(path, text)

if (!check || outdated.length === 0) {
  const {docsFolder, renderDocs} = await import('./generate-docs.js')
  const folder = fileURLToPath(docsFolder)
  const pages = await renderDocs()
  for (const [name, text] of pages) put(folder + name, text)
  for (const name of existsSync(folder) ? readdirSync(folder) : []) if (!pages.has(name)) put(folder + name, undefined)

  const {renderCoverage} = await import('./peer-checks/render-coverage.js')
  put(`${root}docs/coverage.md`, await renderCoverage())

  const {enginesFolder, renderEngines} = await import('./generate-engines.js')
  for (const [name, text] of await renderEngines()) put(fileURLToPath(enginesFolder) + name, text)

  const {frameworksFile, renderFrameworks} = await import('./generate-frameworks.js')
  put(frameworksFile, await renderFrameworks())

  const {platformsFile, renderPlatforms} = await import('./generate-platforms.js')
  put(fileURLToPath(platformsFile), await renderPlatforms())

  const {fillReviewDocs} = await import('./generate-review-docs.js')
  for (const [page, text] of await fillReviewDocs()) put(root + page, text)

  const {renderRecipes} = await import('./generate-recipe-docs.js')
  const recipePage = await renderRecipes()
  put(root + recipePage.path, recipePage.text)

  const {fillToolDocs} = await import('./generate-tool-docs.js')
  const toolPage = await fillToolDocs()
  put(root + toolPage.path, toolPage.text)

  const {fillApplyDocs} = await import('./generate-apply-docs.js')
  const applyPage = await fillApplyDocs()
  put(root + applyPage.path, applyPage.text)

  const {picturesFolder, renderPictures} = await import('./generate-pictures.js')
  for (const [name, text] of renderPictures()) put(`${root}${picturesFolder}${name}`, text)

  const {fillReadme} = await import('./generate-readme.js')
  const readme = `${root}README.md`
  put(readme, await fillReadme(readFileSync(readme, 'utf8')))
}

if (check && outdated.length > 0) {
  console.error(`Unexpected ${outdated.join(', ')}, expected what \`npm run generate\` writes`)
  process.exitCode = 1
} else {
  for (const path of outdated) console.log(path)
}
