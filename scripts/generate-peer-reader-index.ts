/** Writes `src/init/from.generated.ts`, which imports the reader of each peer's configuration: the CLI is bundled. */
import {readFileSync, readdirSync} from 'node:fs'
import {fileURLToPath} from 'node:url'

const folder = new URL('../src/init/from/', import.meta.url)

/** Where the index is written. */
export const peerReaderIndexFile = fileURLToPath(new URL('../src/init/from.generated.ts', import.meta.url))

/** The text of the index: a file of the folder that exports a `PeerReader` is one, by the name of the file. */
export function renderPeerReaderIndex(): string {
  const names = readdirSync(folder)
    .filter((name) => /^export const \w+: PeerReader = /m.test(readFileSync(new URL(name, folder), 'utf8')))
    .map((name) => name.slice(0, -'.ts'.length))
    .sort()
  const variable = (name: string): string => name.replace(/-(\w)/g, (_dash, letter: string) => letter.toUpperCase())
  return [
    '// Written by scripts/generate-peer-reader-index.ts: do not edit.',
    ...names.map((name) => `import {${variable(name)}} from './from/${name}.js'`),
    "import type {PeerReader} from './from/peer-settings.js'",
    '',
    '/** Of all peers whose users `sqlsafe init --from` knows, by the names of their files. */',
    `export const peerReaders: readonly PeerReader[] = [${names.map(variable).join(', ')}]`,
    ''
  ].join('\n')
}
