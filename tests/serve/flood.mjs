// SPDX-License-Identifier: MIT
// Whoever has no right takes nobody the place, and has nothing read or kept of what he sends.
//
//   flood.mjs PORT TOKEN
import net from 'node:net'
import { client, finish, same } from './harness.mjs'

const [, , port, token] = process.argv
const call = client(Number(port), token)
const users = '/admin/v1/users?limit=1'

// 1,300 connections that say nothing, and come again as soon as they are cut
let flooding = true
let cut = 0
const silent = new Set()
function hold() {
  const socket = net.connect(Number(port), '127.0.0.1').on('error', () => {})
  silent.add(socket)
  socket.on('close', () => {
    silent.delete(socket)
    cut++
    if (flooding) setImmediate(hold)
  })
  return new Promise((resolve) => socket.on('connect', resolve).on('close', resolve))
}
const deadline = (promise, ms) => Promise.race([promise, new Promise((next) => setTimeout(next, ms, { status: 'none in time' }))])
await Promise.all(Array.from({ length: 1300 }, hold))
let good = 0
for (let i = 0, bad = 0; i < 200 && bad < 2; i++) {
  const answer = await deadline(call('GET', users).catch((fault) => ({ status: fault.code })), 3000)
  if (answer.status === 200) good++
  else bad++
}
same('a holder of a token among 1,300 silent connections: requests answered of 200', good, 200)
same('the silent ones push out each other', cut > 0, true)
flooding = false
for (const socket of silent) socket.destroy()

// a head has 5 seconds
const started = Date.now()
const slow = net.connect(Number(port), '127.0.0.1').on('error', () => {})
slow.write('GET /admin/v1/users HTTP/1.1\r\n')
await deadline(new Promise((next) => slow.resume().on('close', next)), 9000)
same('a head without an end is cut after 5 s', slow.destroyed && Date.now() - started < 8000, true)
slow.destroy()
finish()
