/** Plays the REST API of GitHub for one pull request, on loopback. */
import {createServer} from 'node:http'
import type {IncomingMessage, Server, ServerResponse} from 'node:http'

/** A comment as GitHub keeps it. */
export interface FakeComment {
  id: number
  body: string
  user: {login: string; type: 'Bot' | 'User'}
  html_url: string
}

/** A file as GitHub lists it. */
export interface FakeFile {
  filename: string
  status: 'added' | 'modified' | 'removed' | 'renamed'
  previous_filename?: string
  /** What stands under `sha`. */
  content?: string
}

/** A request as it came. */
export interface FakeRequest {
  method: string
  path: string
  authorization: string
  body: unknown
}

/** How a request is refused; `done`: only after it was carried out. */
export interface Fault {
  status: number
  message: string
  /** How often; default: always. */
  times?: number
  done?: boolean
  /** What happens first. */
  before?: () => void
}

/** What is on the server, for tests to set up and to look at. */
export interface FakeGitHub {
  url: string
  files: FakeFile[]
  comments: FakeComment[]
  requests: FakeRequest[]
  /** By method and path: `POST /repos/o/r/issues/7/comments`. */
  faults: Map<string, Fault>
  /** Of whom the token is; `undefined`: of a run, which may not ask. */
  login: string | undefined
  close: () => Promise<void>
}

/** The pull request that there is. */
export const pullNumber = 7

const repository = '/repos/acme/shop'

type Answer = readonly [status: number, body: unknown, headers?: Record<string, string>]

/** Start it. */
export async function startGitHub(): Promise<FakeGitHub> {
  const github: FakeGitHub = {
    url: '',
    files: [],
    comments: [],
    requests: [],
    faults: new Map(),
    login: undefined,
    close: () => closeServer(server)
  }
  const server = createServer((request, response) => {
    serve(github, request, response).catch((error: unknown) => response.writeHead(599).end(String(error)))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  github.url = `http://127.0.0.1:${String(typeof address === 'object' ? address?.port : '')}`
  return github
}

function closeServer(server: Server): Promise<void> {
  server.closeAllConnections()
  return new Promise((resolve, reject) => {
    server.close((error) => {
      if (error) reject(error)
      else resolve()
    })
  })
}

async function serve(github: FakeGitHub, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const text = Buffer.concat(chunks).toString('utf8')
  const {pathname, searchParams} = new URL(request.url ?? '', github.url)
  const method = request.method ?? ''
  const body: unknown = text === '' ? undefined : JSON.parse(text)
  github.requests.push({method, path: pathname, authorization: request.headers.authorization ?? '', body})

  const fault = takeFault(github, `${method} ${pathname}`)
  fault?.before?.()
  const usual =
    fault === undefined || fault.done === true ? answer(github, method, pathname, searchParams, body) : undefined
  const [status, content, headers = {}] = fault === undefined ? (usual ?? missing) : refusal(fault)
  const isText = typeof content === 'string'
  const type = isText ? 'application/vnd.github.raw+json; charset=utf-8' : 'application/json; charset=utf-8'
  response.writeHead(status, {'content-type': type, ...headers}).end(isText ? content : JSON.stringify(content))
}

function takeFault({faults}: FakeGitHub, key: string): Fault | undefined {
  const fault = faults.get(key)
  if (fault?.times === undefined) return fault
  if (fault.times <= 1) faults.delete(key)
  else faults.set(key, {...fault, times: fault.times - 1})
  return fault
}

const missing: Answer = [404, {message: 'Not Found', documentation_url: 'https://docs.github.com/rest'}]

function refusal({message, status}: Fault): Answer {
  return [status, {message, documentation_url: 'https://docs.github.com/rest'}]
}

function answer(github: FakeGitHub, method: string, path: string, search: URLSearchParams, body: unknown): Answer {
  const route = `${method} ${path}`
  const comments = `${repository}/issues/${String(pullNumber)}/comments`
  const one = /\/issues\/comments\/(\d+)$/.exec(path)?.[1]
  if (route === `GET ${repository}/pulls/${String(pullNumber)}/files`) return page(github, listed(github), path, search)
  if (route === `GET ${comments}`) return page(github, github.comments, path, search)
  if (route === `POST ${comments}`) return writeComment(github, undefined, body)
  if (method === 'PATCH' && one !== undefined) return writeComment(github, Number(one), body)
  if (route === `POST ${repository}/code-scanning/sarifs`) return [202, {id: 'a', url: `${github.url}${path}/a`}]
  if (route === 'GET /user') {
    return github.login === undefined
      ? [403, {message: 'Resource not accessible by integration'}]
      : [200, {login: github.login, type: 'User'}]
  }
  const blob = new RegExp(`^GET ${repository}/git/blobs/(\\w+)$`).exec(route)?.[1]
  const file = github.files.find(({filename}) => blob === idOf(filename))
  return file?.content === undefined ? missing : [200, file.content]
}

function listed({files}: FakeGitHub): unknown[] {
  return files.map(({content: _content, ...file}) => ({...file, sha: idOf(file.filename), additions: 1, deletions: 0}))
}

/** Names a content as the hash of a blob does. */
function idOf(name: string): string {
  return Buffer.from(name).toString('hex')
}

/** With the header that leads to the next page: https://docs.github.com/en/rest/using-the-rest-api/using-pagination-in-the-rest-api */
function page(github: FakeGitHub, all: readonly unknown[], path: string, search: URLSearchParams): Answer {
  const size = Math.min(Number(search.get('per_page') ?? 30), 100)
  const number = Number(search.get('page') ?? 1)
  const items = all.slice((number - 1) * size, number * size)
  const next = `${github.url}${path}?per_page=${String(size)}&page=${String(number + 1)}`
  return [200, items, number * size < all.length ? {link: `<${next}>; rel="next"`} : {}]
}

function writeComment(github: FakeGitHub, id: number | undefined, content: unknown): Answer {
  const {body = ''} = (content ?? {}) as {body?: string}
  if (body.length > 65_536) {
    const message = 'Body is too long (maximum is 65536 characters)'
    return [422, {message: 'Validation Failed', errors: [{resource: 'IssueComment', code: 'unprocessable', message}]}]
  }
  const before = github.comments.find((comment) => comment.id === id)
  if (id !== undefined && before === undefined) return missing
  if (before !== undefined) {
    before.body = body
    return [200, before]
  }
  const comment = addComment(github, body)
  return [201, comment]
}

/** Put a comment there; by default the bot's. */
export function addComment(
  {comments}: FakeGitHub,
  body: string,
  user: FakeComment['user'] = {login: 'github-actions[bot]', type: 'Bot'}
): FakeComment {
  const id = 1000 + comments.length
  const comment = {id, body, user, html_url: `https://github.test/acme/shop/pull/7#issuecomment-${String(id)}`}
  comments.push(comment)
  return comment
}
