// SPDX-License-Identifier: MIT
// More connections than there are descriptors: the other listener is served all the same.
//
//   crowd.mjs PORT SOCKET
import net from 'node:net'
import { client, finish, same } from './harness.mjs'

const [, , port, socket] = process.argv
const crowd = Array.from({ length: 700 }, () => {
  const one = net.connect(Number(port), '127.0.0.1').on('error', () => {})
  return new Promise((resolve) => one.on('connect', resolve).on('close', resolve))
})
await Promise.all(crowd)
const started = Date.now()
for (let i = 1; i <= 20; i++) {
  const answer = await client(socket)('GET', '/admin/v1/users?limit=1')
  if (answer.status !== 200 || i === 20) same(`700 connections and 600 descriptors: local call ${i}`, answer.status, 200)
}
same('and soon', Date.now() - started < 10000, true)
finish()
