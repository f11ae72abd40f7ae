// SPDX-License-Identifier: MIT
// Whoever has no right takes nobody the place, and has nothing read or kept of what he sends.
//
//   flood.mjs PORT TOKEN SERVE_PID READ_TOKEN WRITE_TOKEN
import fs from 'node:fs'
import net from 'node:net'
import { client, finish, same } from './harness.mjs'

const [, , port, token, pid, reader, writer] = process.argv
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

// 477 bodies without their last byte: memory does not follow what strangers announce
const memory = () => Number(fs.readFileSync(`/proc/${pid}/status`, 'utf8').match(/VmRSS:\s+(\d+)/)[1])
const sanitized = /lib[at]san/.test(fs.readFileSync(`/proc/${pid}/maps`, 'utf8'))
for (const [name, bearer, length, answered] of [
  ['who may not write', reader, 1 << 20, [403]],
  ['too long for the operation', writer, 1 << 20, [413]],
  ['allowed', writer, 60000, [503]]
]) {
  const before = memory()
  let most = before
  const statuses = new Set()
  const bytes = Buffer.alloc(length - 1, 'x')
  const sockets = []
  const over = Array.from({ length: 477 }, () => {
    const socket = net.connect(Number(port), '127.0.0.1').on('error', () => {})
    sockets.push(socket)
    socket.write(`POST /admin/v1/users HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${bearer}\r\n` +
      `Content-Type: application/json\r\nContent-Length: ${length}\r\n\r\n`)
    return new Promise((resolve) => {
      socket.on('data', (part) => {
        const status = part.toString('latin1').match(/^HTTP\/1\.1 (\d+)/)
        if (status) statuses.add(Number(status[1]))
        resolve()
      })
      socket.on('close', resolve)
      socket.write(bytes, () => setTimeout(resolve, 300))
    })
  })
  const look = setInterval(() => (most = Math.max(most, memory())), 20)
  let served = 0
  for (let i = 0; i < 20; i++) if ((await deadline(call('GET', users).catch(() => ({})), 3000)).status === 200) served++
  await deadline(Promise.all(over), 6000)
  most = Math.max(most, memory())
  clearInterval(look)
  for (const socket of sockets) socket.destroy()
  console.log(`# 477 bodies, ${name}: ${most - before} KiB more`)
  same(`477 bodies, ${name}: at most 32 MiB more`, sanitized || most - before < 32 << 10 || most - before, true)
  same(`477 bodies, ${name}: the answer to those that are not read`, [...statuses], answered)
  same(`477 bodies, ${name}: others are served`, served, 20)
}
// the head alone is enough for the answer
const early = net.connect(Number(port), '127.0.0.1').on('error', () => {})
early.write(`POST /admin/v1/users HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${reader}\r\n` +
  'Content-Type: application/json\r\nContent-Length: 20\r\n\r\n')
const said = await deadline(new Promise((next) => early.on('data', (part) => next(part.toString('latin1')))), 3000)
early.destroy()
same('whoever may not is told before the body', String(said).slice(9, 12), '403')
finish()
