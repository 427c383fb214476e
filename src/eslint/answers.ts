/** Works out what the thread answers. */
import {createFileFindings} from '../core/open-file/file-findings.js'
import type {Answers, Question} from './question.js'

// ESLint asks about one file after the other: looking at all of them for each takes longer than all the rest.
const findings = createFileFindings(100)

/** Answer a question; throws `UsageError`s. */
export async function answer(question: Question): Promise<Answers[Question['kind']]> {
  if (question.kind === 'check') return (await findings.check(question.file, question.enabled)).messages
  const {comments = [], statements = []} = (await findings.migration(question.file))?.script ?? {}
  return {comments, statements: statements.map(({range}) => range)}
}
