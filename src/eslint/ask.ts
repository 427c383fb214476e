import {MessageChannel, Worker, receiveMessageOnPort} from 'node:worker_threads'
import type {MessagePort} from 'node:worker_threads'
import type {Answer, Answers, Question, WorkerData} from './question.js'

/** A history of many thousand migrations takes seconds; nothing takes minutes. */
const patienceMs = 300_000

let asking: {port: MessagePort; signal: Int32Array} | undefined

/**
 * Ask the thread that does the work, and wait for its answer: rules and languages of ESLint have no way to be told
 * later. The thread lives as long as the process, and does not keep it alive.
 */
export function ask<Kind extends Question['kind']>(question: Question & {kind: Kind}): Answer<Answers[Kind]> {
  asking ??= start()
  const {port, signal} = asking
  Atomics.store(signal, 0, 0)
  port.postMessage(question)
  const result = Atomics.wait(signal, 0, 0, patienceMs)
  const received: {message: Answer<Answers[Kind]>} | undefined = receiveMessageOnPort(port)
  if (received !== undefined) return received.message
  asking = undefined
  return {fault: `Unexpected silence of the thread that checks migrations (${result}), expected an answer`}
}

function start(): {port: MessagePort; signal: Int32Array} {
  const {port1, port2} = new MessageChannel()
  const signal = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT))
  // As it is called where this is built: beside this one.
  const workerData: WorkerData = {port: port2, signal}
  const worker = new Worker(new URL('./eslint-worker.js', import.meta.url), {workerData, transferList: [port2]})
  worker.unref()
  return {port: port1, signal}
}
