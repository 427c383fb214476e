import {existsSync, readFileSync, readdirSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import type {Metafile} from 'esbuild'

interface Package {
  name: string
  version: string
  license?: string
}

/** Write the licences of all packages that were bundled: most of them ask to be kept with the code. */
export function writeLicenses({inputs}: Metafile, root: string, file: string): void {
  const folders = new Set(
    Object.keys(inputs).flatMap((input) => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0] ?? [])
  )
  const texts = [...folders].sort().map((folder) => describe(join(root, folder)))
  writeFileSync(file, `sqlsafe contains these packages.\n\n${texts.join('\n\n')}\n`)
}

function describe(folder: string): string {
  const {license, name, version} = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Package
  const file = readdirSync(folder).find((each) => /^(?:licen[cs]e|copying)(?:\.\w+)?$/i.test(each))
  const text = file !== undefined && existsSync(join(folder, file)) ? readFileSync(join(folder, file), 'utf8') : ''
  return `${'-'.repeat(80)}\n${name} ${version} (${license ?? 'no licence named'})\n\n${text.trim()}`
}
