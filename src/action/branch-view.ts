/**
 * A pull request as data: what it changes is laid over a checkout of its base, so that nothing of the branch has to be
 * on the disk, where a program or a link could be among it.
 */
import {dirname, resolve, sep} from 'node:path'
import {findFiles} from '../migrations/collect.js'
import type {Change, View} from '../migrations/view.js'
import type {Repository} from './event.js'
import type {Octokit} from './octokit.js'
import type {ChangedFile} from './pull-request-files.js'

/** What frameworks keep beside their migrations: dumps, orders, checksums, settings. */
const companion = /\.(?:conf|json|plan|properties|sql|sum|toml|xml|ya?ml)$|(?:^|\/)\.gmrc$/

/** Requests at a time. */
const atOnce = 6

/** What is to be found in the checkout. */
export interface Wanted {
  /** Of the repository. */
  root: string
  /** Of the migrations, with history. */
  paths: readonly string[]
  ignore: readonly string[]
}

/** Lay the files of a pull request over the checkout of its base. */
export async function branchOverBase(
  octokit: Octokit,
  repository: Repository,
  files: readonly ChangedFile[],
  {ignore, paths, root}: Wanted
): Promise<Change> {
  const absolute = (path: string): string => resolve(root, path)
  const present = new Map(files.filter(({removed}) => !removed).map((file) => [absolute(file.path), file]))
  const gone = new Set(
    files.flatMap(({before, path, removed}) => (removed ? [path] : before === undefined ? [] : [before])).map(absolute)
  )
  for (const path of present.keys()) gone.delete(path)

  const texts = new Map<string, string>()
  const read = (wanted: Iterable<string>): Promise<void> =>
    inTurn(
      [...wanted].filter((path) => !texts.has(path)),
      async (path) => {
        texts.set(path, await readBlob(octokit, repository, present.get(path)?.blob ?? ''))
      }
    )
  const view: View = {
    made: [...present.keys()],
    text: (path) => texts.get(path),
    hides: (path) => gone.has(path)
  }

  await read(await askedFor(present, (asking) => findFiles(paths, root, ignore, asking), view))
  const migrations = (await findFiles(paths, root, ignore, view))
    .map(({absolutePath}) => absolutePath)
    .filter((path) => present.has(path))
  const folders = [...new Set(migrations.map((path) => dirname(path) + sep))]
  const beside = [...present.keys()].filter((path) => companion.test(path) && folders.some(isNear(path)))

  await read(beside)
  // What was not asked for is not there: it says nothing about migrations.
  return {view: {...view, made: [...texts.keys()]}, changed: new Set(migrations)}
}

/** The changed files whose texts a search looks at. */
async function askedFor(
  present: ReadonlyMap<string, unknown>,
  search: (view: View) => Promise<unknown>,
  view: View
): Promise<Set<string>> {
  const asked = new Set<string>()
  await search({
    ...view,
    text(path) {
      if (!present.has(path)) return undefined
      asked.add(path)
      return ''
    }
  })
  return asked
}

/** In the folder of a migration, in one of it, or in one around it. */
function isNear(path: string): (folder: string) => boolean {
  const own = dirname(path) + sep
  return (folder) => own.startsWith(folder) || folder.startsWith(own)
}

async function readBlob(octokit: Octokit, repository: Repository, sha: string): Promise<string> {
  const {data} = await octokit.request('GET /repos/{owner}/{repo}/git/blobs/{file_sha}', {
    ...repository,
    file_sha: sha,
    mediaType: {format: 'raw'}
  })
  return textOf(data)
}

/** The types of Octokit know only JSON; a raw blob comes as bytes or as text. */
function textOf(data: unknown): string {
  return data instanceof ArrayBuffer ? Buffer.from(data).toString('utf8') : String(data)
}

async function inTurn<Item>(items: readonly Item[], work: (item: Item) => Promise<void>): Promise<void> {
  const left = [...items]
  const worker = async (): Promise<void> => {
    for (let item = left.shift(); item !== undefined; item = left.shift()) await work(item)
  }
  await Promise.all(Array.from({length: atOnce}, worker))
}
