/** Real git, without what the tester has configured. */
import {execFileSync} from 'node:child_process'
import {join} from 'node:path'

/** Run git in a folder; returns what it prints. */
export function git(folder: string, ...args: string[]): string {
  const who = ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.org', '-c', 'init.defaultBranch=main']
  return execFileSync('git', [...who, ...args], {
    cwd: folder,
    encoding: 'utf8',
    env: {PATH: process.env['PATH'], HOME: join(folder, '.git'), GIT_CONFIG_NOSYSTEM: '1'},
    stdio: ['ignore', 'pipe', 'pipe']
  })
}

/** Commit everything, in a repository that is made where there is none; returns the commit. */
export function commitAll(folder: string, ...options: string[]): string {
  git(folder, 'init', '--quiet')
  git(folder, 'add', '--all')
  git(folder, 'commit', '--quiet', '--allow-empty', '--message', 'a', ...options)
  return git(folder, 'rev-parse', 'HEAD').trim()
}
