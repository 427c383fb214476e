/** The thread that answers the questions of `ask.ts`, one after another. */
import {workerData} from 'node:worker_threads'
import type {Answer, Answers, Question, WorkerData} from './question.js'

const {port, signal} = workerData as WorkerData

port.on('message', (question: Question) => {
  void tryToAnswer(question).then((value) => {
    port.postMessage(value)
    Atomics.store(signal, 0, 1)
    Atomics.notify(signal, 0)
  })
})

/** Whatever fails, who asks must hear of it: it waits. */
async function tryToAnswer(question: Question): Promise<Answer<Answers[Question['kind']]>> {
  try {
    const {answer} = await import('./answers.js')
    return {value: await answer(question)}
  } catch (error) {
    return {fault: error instanceof Error ? error.message : String(error)}
  }
}
